"""Files that an option asks for: looked at before the work, written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from harness.errors import InputError


def check_writable(wanted: Mapping[str, Path | None]) -> None:
    """See that every file (option -> path) can be written, and no two are the same. Raises InputError for the first."""
    seen: dict[str, str] = {}
    for option, path in wanted.items():
        if path is None:
            continue
        with writing(path):
            _try(path)
        place = os.path.realpath(path)
        if place in seen and not is_special(path):
            raise InputError(f"{option} and {seen[place]}: both name {path}; give each a file of its own")
        seen[place] = option


def write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put `data` in place, whole or not at all; through a link, and straight into what is no regular file."""
    from harness.store import write_atomically

    with writing(path):
        if is_special(path):
            with path.open("wb") as file:
                file.writelines((data,) if isinstance(data, bytes) else data)
        else:
            write_atomically(path.resolve(), data)


def append(path: Path, data: bytes) -> None:
    """Write `data` behind what is there."""
    with writing(path), path.open("ab") as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Makes an OSError an InputError that says which file, why, and what to do."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}{_advice(error)}") from None


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return "; it has to lie in a folder that exists"
    return "; give the name of a file" if error.errno == errno.EISDIR else ""


def _try(path: Path) -> None:
    """Raises the OSError that writing would meet, as far as that can be seen beforehand."""
    if path.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    path.resolve().parent.stat()
    if not path.resolve().parent.is_dir():
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    for place in (path,) if is_special(path) else (path, path.resolve().parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))


def is_special(path: Path) -> bool:
    """A device or a pipe, such as /dev/stdout, whose neighbour cannot take its place."""
    return path.is_relative_to("/dev") or (path.exists() and not path.is_file())
