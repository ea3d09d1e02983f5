"""Reading review and draw files strictly: an error names the file, the place in it, what was expected, what to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from pydantic import ValidationError

from harness.articles import shown
from harness.errors import InputError
from harness.jsonl import decode, open_binary
from harness.review.records import (
    Draw,
    DrawnItem,
    DrawReference,
    FindingLabel,
    Missed,
    Preference,
    Review,
    Reviewed,
    ReviewedItem,
    RunHashes,
    Side,
)

T = TypeVar("T", Review, Draw)

MAX_BYTES = 20_000_000
"""A review of 1,200 summaries with ten findings each is about 3 MB."""
_TOLD = 3
_INNER = {
    "report": Reviewed,
    "runs": RunHashes,
    "run": RunHashes,
    "draw": DrawReference,
    "findings": FindingLabel,
    "missed": Missed,
    "preferences": Preference,
    "a": Side,
    "b": Side,
}
"""Field -> the record or the records that it holds; `items` depends on the file."""


_KINDS = {"draw": "a draw (harness review export)", "review": "a review (exported by the report's page)"}


class JsonFile(NamedTuple):
    """A file's bytes, and what they say."""

    data: bytes
    value: Any


def read_json(path: Path) -> JsonFile:
    """A JSON file as it stands. Raises InputError where it is no file, too large, no JSON."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is no file; give the file that the report's page or `harness review` wrote")
    with open_binary(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{path}: is larger than {MAX_BYTES // 1_000_000} MB, expected a file that the report's page exported (a few "
            "MB at most); export it again"
        )
    return JsonFile(data, decode(data, str(path)))


def parse_file(kind: type[T], file: JsonFile, where: str, advice: str) -> T:
    """The file as a record. Raises InputError; `advice` says what to do."""
    told = file.value.get("kind") if isinstance(file.value, dict) else None
    if told in _KINDS and told != kind.__name__.lower():
        refuse(where, [f"is {_KINDS[told]}, expected {_KINDS[kind.__name__.lower()]}"], advice)
    try:
        return kind.model_validate(file.value)
    except ValidationError as error:
        refuse(where, [_problem(kind, item) for item in error.errors()], advice)


def refuse(where: str, problems: Sequence[str], advice: str) -> NoReturn:
    """Raise InputError with the first problems, the number of the others, and what to do."""
    more = f"; and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
    raise InputError(f"{where}: {'; '.join(problems[:_TOLD])}{more}. {advice[0].upper()}{advice[1:]}")


def _problem(kind: type[Review | Draw], item: Any) -> str:
    place = _place(item["loc"])
    if item["type"] == "extra_forbidden":
        fields = ", ".join(field.alias or name for name, field in _record(kind, item["loc"]).model_fields.items())
        return f"{place}: unknown field, expected one of {fields}"
    if item["type"] == "missing":
        return f"{place}: is missing"
    message = str(item["msg"]).removeprefix("Value error, ").replace("Input should be", "expected")
    return f"{place}: {message}, found {_found(item['input'])}"


def _record(kind: type[Review | Draw], loc: tuple[int | str, ...]) -> Any:
    names = [part for part in loc[:-1] if isinstance(part, str)]
    if not names:
        return kind
    return (ReviewedItem if kind is Review else DrawnItem) if names[-1] == "items" else _INNER.get(names[-1], kind)


def _place(loc: tuple[int | str, ...]) -> str:
    """items[3].judgements.coverage"""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part != "[key]":
            name = shown(part)[1:-1]
            text += f".{name}" if text else name
    return text or "the whole"


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return shown(value) if isinstance(value, str) else json.dumps(value)
