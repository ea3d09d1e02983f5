"""Standard output and standard error that can go away without changing what a command finds.

A reader that has gone (`harness gate … | head -1`) is no reason to stop: the rest is dropped, and the exit code is the
verdict's own. A standard output that cannot be written, because the disk is full, is told once and ends the command.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import IO, Any

from harness.errors import InputError


def open_streams() -> None:
    """Put both streams of this process behind a guard. Raises InputError where standard output is closed."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    sys.stderr = _guarded(sys.stderr, None)
    if sys.stdout is None:
        raise InputError("standard output is closed, so nothing can be said; send it to a file or to /dev/null")
    sys.stdout = _guarded(sys.stdout, "standard output")


def _guarded(stream: Any, name: str | None) -> Any:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:  # a stream in memory, which a test puts there
        return stream
    raw = _Raw(stream, getattr(buffer, "raw", buffer), name)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=stream.encoding, errors=stream.errors, line_buffering=stream.line_buffering
    )


class _Raw(io.RawIOBase):
    """A file that drops what nobody reads any more. With a `name`, any other failure to write is an error, once."""

    def __init__(self, stream: Any, file: IO[bytes], name: str | None) -> None:
        self._stream = stream  # which closes its file when nothing refers to it any more
        self._file = file
        self._name = name
        self._gone = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()

    def write(self, data: Any) -> int | None:
        if self._gone:
            return len(data)
        try:
            return self._file.write(data)
        except OSError as error:
            self._gone = True
            if self._name is not None and not isinstance(error, BrokenPipeError):
                raise InputError(f"{self._name} cannot be written: {error.strerror}") from None
            return len(data)
