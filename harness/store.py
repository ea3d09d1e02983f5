"""The run folder: run.json, articles.jsonl, rows.jsonl, timings.jsonl, scores.parquet; what is read from it, and how."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field

from harness.articles import parse_record, shown
from harness.errors import InputError
from harness.jsonl import decode, encode, open_binary, read_lines
from harness.types import Article, Record, Row, Seed

PERMUTED = "permuted"
"""The folder inside a run's that holds the run on sources in other orders."""
Key = tuple[str, str, int]
"""(article id, backend name, sample)"""


class BackendInfo(Record):
    """A backend of a run."""

    name: str
    type: str
    signature: str
    control: bool
    options: Mapping[str, Any] = {}
    texts: Mapping[str, str] = {}
    """Name -> content of what the backend is made of, prompts above all, so that a change can be shown."""


class MetricInfo(Record):
    """A metric of a run; `label` is what tables call it, where that is not its name."""

    name: str
    type: str
    signature: str
    higher_is_better: bool | None
    label: str | None = None


class RunInfo(Record):
    """run.json: what was run, on what, with what; everything that a comparison needs to know."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    name: str
    suite: Mapping[str, Any]
    suite_hash: str
    articles_hash: str
    articles: Mapping[str, str]
    """Article id -> hash of its texts, references and key facts, in suite order."""
    profile: str
    language: str
    seed: Seed
    repeats: int
    backends: tuple[BackendInfo, ...]
    metrics: tuple[MetricInfo, ...]
    limit: int | None = None
    only: tuple[str, ...] = ()
    status: Literal["unfinished", "partial", "complete"] = "unfinished"
    n_rows: int
    """Rows that the whole suite has."""
    started: str
    versions: Mapping[str, str]
    git: Mapping[str, Any] | None = None
    machine: Mapping[str, Any] = {}

    def to_bytes(self) -> bytes:
        """run.json as it is written."""
        # not mode="json", which replaces lone surrogates in the keys of `articles`
        return encode(self.model_dump(by_alias=True), indent=1) + b"\n"


class Run:
    """A run read back from its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.info = read_info(folder)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    def rows(self) -> Iterator[Row]:
        """The rows in file order, one at a time; a torn last line, as kill -9 leaves it, is no row."""
        for line in read_lines(self.folder / "rows.jsonl", whole=True):
            yield parse_record(Row, line.value, f"{self.folder / 'rows.jsonl'}:{line.number}")

    def places(self) -> dict[Key, tuple[int, int]]:
        """Where each complete row stands in rows.jsonl: (offset, length)."""
        return scan(self.folder / "rows.jsonl")[0]

    def read_rows(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        """The rows at these places."""
        path = self.folder / "rows.jsonl"
        with open_binary(path) as file:
            rows = []
            for offset, length in places:
                file.seek(offset)
                rows.append(parse_record(Row, decode(file.read(length), str(path)), str(path)))
        return rows

    def articles(self) -> Iterator[Article]:
        """The articles that were run, in suite order. A blessed baseline keeps no texts and yields none."""
        path = self.folder / "articles.jsonl"
        if path.exists():
            for line in read_lines(path):
                yield Article.model_validate(line.value)

    def permuted(self) -> Run | None:
        """What the same backends wrote when the sources came in other orders, if they were asked to."""
        folder = self.folder / PERMUTED
        return Run(folder) if (folder / "run.json").exists() else None

    def probe(self) -> Mapping[str, Any] | None:
        """What `harness probe` found on this run and kept beside it, if it did."""
        path = self.folder / "probe.json"
        if not path.exists():
            return None
        with open_binary(path) as file:
            document = decode(file.read(), str(path))
        if not isinstance(document, dict) or document.get("schema") != 1:
            raise InputError(
                f"{path}: is no probe of schema 1; remove it, or make it anew: harness probe {self.folder}"
            )
        return document

    def seconds(self) -> dict[Key, float]:
        """Seconds that each summary took, as far as known."""
        path = self.folder / "timings.jsonl"
        if not path.exists():
            return {}
        return {
            (line.value["article"], line.value["backend"], line.value["sample"]): line.value["summarize_seconds"]
            for line in read_lines(path, whole=True)
        }


def read_info(folder: Path) -> RunInfo:
    """run.json of a folder. Raises InputError where it is no run."""
    path = folder / "run.json"
    if not path.exists():
        raise InputError(f"{folder}: is no run (it holds no run.json); give the folder that `harness run` wrote")
    with open_binary(path) as file:
        return parse_record(RunInfo, decode(file.read(), str(path)), str(path))


class Selection(NamedTuple):
    """A run folder and its description, for choosing among runs."""

    folder: Path
    info: RunInfo


def latest_unfinished(root: Path, suite_hash: str) -> Path:
    """The newest run of this suite under `root` that is not complete. Raises InputError where there is none."""
    runs = []
    for path in sorted(root.glob("*/run.json")) if root.is_dir() else ():
        with contextlib.suppress(InputError):
            runs.append(Selection(path.parent, read_info(path.parent)))
    open_runs = [r for r in runs if r.info.suite_hash == suite_hash and not _is_complete(r)]
    if not open_runs:
        raise InputError(f"{root}: holds no unfinished run of this suite as it stands now; start one without --resume")
    return max(open_runs, key=lambda r: (r.info.started, r.folder.name)).folder


def _is_complete(run: Selection) -> bool:
    inner = run.folder / PERMUTED
    if run.info.status != "complete" or not run.info.suite.get("permute_sources"):
        return run.info.status == "complete"
    return (inner / "run.json").exists() and read_info(inner).status == "complete"


def row_line(row: Row) -> bytes:
    """A row as its line of rows.jsonl."""
    return encode(row.model_dump(mode="json")) + b"\n"


def scan(path: Path) -> tuple[dict[Key, tuple[int, int]], int]:
    """The place of each complete row, and where the last complete line ends.

    A last line without a line feed is torn and not counted. Anything else that is broken is an InputError.
    """
    places: dict[Key, tuple[int, int]] = {}
    end = 0
    with open_binary(path) as file:
        for number, data in enumerate(file, start=1):
            if not data.endswith(b"\n"):
                break
            value = decode(data.rstrip(b"\n"), f"{path}:{number}")
            fields = [value.get(name) for name in ("article", "backend", "sample")] if isinstance(value, dict) else []
            if [type(field) for field in fields] != [str, str, int]:
                raise InputError(f"{path}:{number}: is no row of a run")
            key: Key = (str(fields[0]), str(fields[1]), int(fields[2] or 0))
            if key in places:
                raise InputError(f"{path}:{number}: a row of {shown(key[0])} by {shown(key[1])} stands there twice")
            places[key] = (end, len(data))
            end += len(data)
    return places, end


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write to a neighbour, force it to the disk, and put it in place: whole or not at all.

    Raises OSError where that fails, or `path` is a folder, a device or a pipe, whose place no file may take.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EISDIR if path.is_dir() else errno.EINVAL, "Is no regular file", str(path))
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            for chunk in (data,) if isinstance(data, bytes) else data:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    with contextlib.suppress(OSError):  # not every file system lets a folder be synced
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
