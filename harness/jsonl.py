"""JSON and JSON lines, strictly read and deterministically written, with file and line in every error."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from harness.errors import InputError


class Line(NamedTuple):
    """One parsed line: its number from 1, its byte offset and length in the file, its value."""

    number: int
    offset: int
    length: int
    value: Any


def encode(value: Any, *, indent: int | None = None) -> bytes:
    """`value` as UTF-8 JSON without a final newline; raises ValueError on NaN.

    Non-ASCII stays readable. A lone surrogate cannot be UTF-8: such a text is written in `\\uXXXX` escapes
    throughout, which loses nothing.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, indent=indent).encode()


def digest(value: Any) -> str:
    """sha256 of the canonical JSON of `value` (sorted keys, no spaces)."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def decode(data: bytes, where: str) -> Any:
    """Parse UTF-8 JSON; duplicate keys, NaN and wrong encodings are errors that name `where`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where}: not UTF-8 at byte {error.start + 1} (0x{data[error.start]:02x}); save the file as UTF-8"
        ) from None
    if text.startswith("\ufeff"):
        raise InputError(f"{where}: starts with a byte order mark; save the file as UTF-8 without BOM")
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{where}: broken JSON at {place}: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{where}: nested too deeply") from None
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None


def read_lines(path: Path, *, whole: bool = False) -> Iterator[Line]:
    """The lines of a JSON lines file, one at a time; blank lines are passed over.

    With `whole`, a last line without a line feed is torn and left out.

    Raises InputError with `file:line` at the first line that is not one JSON object in UTF-8.
    """
    offset = 0
    with open_binary(path) as file:
        for number, data in enumerate(file, start=1):
            if whole and not data.endswith(b"\n"):
                return
            if data.strip():
                value = decode(data.rstrip(b"\r\n"), f"{path}:{number}")
                if not isinstance(value, dict):
                    raise InputError(f"{path}:{number}: expected one JSON object a line, found {data[:40]!r}")
                yield Line(number, offset, len(data), value)
            offset += len(data)


def open_binary(path: Path) -> Any:
    """Open for reading, with an InputError that says what to check."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: is a folder, expected a file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise ValueError(f"key {key!r} stands twice in one object")
        result[key] = value
    return result


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"number {text} is too large")
    return value
