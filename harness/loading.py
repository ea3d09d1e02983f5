"""Articles out of other people's files: CSV, Parquet, JSON lines, and whatever Hugging Face `datasets` loads.

A row is one article, or one source of an article where a column `event` groups rows. Columns are named in the suite's
`[columns]`, else recognised by their usual names (cnn_dailymail's, xsum's and multi_news' among them).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.articles import ArticleSet, SetInfo, load_set, parse_article, shown
from harness.errors import InputError
from harness.jsonl import open_binary, read_lines
from harness.types import Article, Record

USUAL: Mapping[str, tuple[str, ...]] = {
    "event": ("event", "event_id", "article_id", "cluster", "cluster_id"),
    "id": ("id", "source_id"),
    "text": ("text", "article", "document", "body", "content", "source"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at"),
    "publisher": ("publisher", "outlet", "source_name"),
    "url": ("url", "link"),
    "reference": ("reference", "summary", "highlights", "target"),
}
HUB = "hf:"
_SPLIT = re.compile(r"(?P<name>[\w.-]+)(?:\[(?P<first>\d*):(?P<last>\d*)\])?")

Row = tuple[str, Mapping[str, Any]]
"""(where, for errors; column -> value)"""


class Columns(Record):
    """[columns]: which column holds what. `separator` parts several sources inside one text (multi_news: "|||||")."""

    event: str | None = None
    id: str | None = None
    text: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    reference: str | None = None
    separator: str | None = None


class Origin(Record):
    """Where a suite's articles come from. `split` is in the words of `datasets`: "test", "test[:100]"."""

    articles: str
    columns: Columns | None = None
    split: str = "test"
    config: str | None = None
    revision: str | None = None
    language: str = "en"


def load(origin: Origin, folder: Path) -> ArticleSet:
    """Read the articles of a suite; paths are relative to `folder`.

    Raises InputError with file and line, or data set and row, for whatever cannot be used.
    """
    path = folder / origin.articles
    rows: Iterable[Row]
    if origin.articles.startswith(HUB):
        rows = _hub_rows(origin, folder)
    elif path.suffix.lower() in (".csv", ".tsv", ".parquet") or origin.columns is not None:
        rows = read_rows(path)
    else:
        return load_set(path)
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(origin.articles.removeprefix(HUB)).stem)
    return ArticleSet(SetInfo(name=name, language=origin.language), to_articles(rows, origin.columns, origin.articles))


def read_rows(path: Path) -> Iterable[Row]:
    """The rows of a CSV, TSV, Parquet or JSON lines file."""
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        return _csv_rows(path)
    if suffix == ".parquet":
        return _parquet_rows(path)
    return ((f"{path}:{line.number}", line.value) for line in read_lines(path))


def to_articles(rows: Iterable[Row], columns: Columns | None, whence: str) -> list[Article]:
    """Rows as articles, checked; `whence` names them all.

    Raises InputError for missing texts, double ids, unknown columns, no rows.
    """
    events: dict[str, dict[str, Any]] = {}
    where_first: dict[str, str] = {}
    groups: set[str] = set()
    for where, row in rows:
        grouped, event = _event(row, where, columns)
        name = event["id"]
        if name in events and not (grouped and name in groups):
            raise InputError(f"{where}: id {shown(name)} stands already at {where_first[name]}")
        if grouped:
            groups.add(name)
        if name in events:
            events[name]["sources"] += event["sources"]
            known = events[name]["references"]
            known += [reference for reference in event["references"] if reference not in known]
        else:
            events[name] = event
            where_first[name] = where
    if not events:
        raise InputError(f"{whence}: holds no row")
    return [parse_article(event, where_first[name]) for name, event in events.items()]


def _event(row: Mapping[str, Any], where: str, columns: Columns | None) -> tuple[bool, dict[str, Any]]:
    """(the row is one source of an event, the article object made of it)."""
    if columns is None and isinstance(row.get("sources"), list):  # a line of an article set already
        return False, parse_article(row, where).model_dump(mode="json")
    found = _chosen(row, where, columns)
    number = re.split(r"[: ]", where)[-1]
    source_id = found["id"] or f"row-{number}"
    published = _date(found["published"], where)
    texts = _texts(found["text"] or "", columns)
    if not texts:
        raise InputError(f"{where}: {_no_text(row, columns)}")
    ids = [source_id] if len(texts) == 1 else [f"{source_id}-{n}" for n in range(1, len(texts) + 1)]
    shared = {"published": published} | {key: found[key] for key in ("title", "publisher", "url")}
    sources = [{"id": own, "text": text, **shared} for own, text in zip(ids, texts, strict=True)]
    references = [found["reference"]] if found["reference"] else []
    if found["event"]:
        return True, {"id": found["event"], "sources": sources, "references": references}
    named = {"title": found["title"], "published": published}
    return False, {"id": source_id, "sources": sources, "references": references, **named}


def _chosen(row: Mapping[str, Any], where: str, columns: Columns | None) -> dict[str, str | None]:
    if columns is None:
        return {kind: _pick(row, names) for kind, names in USUAL.items()}
    wanted = {kind: getattr(columns, kind) for kind in USUAL}
    for kind, column in wanted.items():
        if column is not None and column not in row:
            has = ", ".join(shown(str(key)) for key in row)
            raise InputError(f"{where}: [columns] {kind}: no column {shown(column)}; there are {has}")
    return {kind: None if column is None else _pick(row, (column.lower(),)) for kind, column in wanted.items()}


def _texts(text: str, columns: Columns | None) -> list[str]:
    parts = [text] if columns is None or not columns.separator else text.split(columns.separator)
    return [part if len(parts) == 1 else part.strip() for part in parts if part.strip()]


def _no_text(row: Mapping[str, Any], columns: Columns | None) -> str:
    named = [columns.text] if columns is not None and columns.text else USUAL["text"]
    empty = [key for key in row if str(key).strip().lower() in (name.lower() for name in named)]
    if empty:
        return f"{shown(str(empty[0]))} is empty; each row needs the text of an article"
    has = ", ".join(shown(str(key)) for key in row) or "nothing"
    return f"no text; expected a column {' or '.join(named)}, found {has}"


def _date(value: str | None, where: str) -> str | None:
    if value is None:
        return None
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        raise InputError(
            f"{where}: date {shown(value)} is not ISO 8601, such as 2026-03-17 or 2026-03-17T08:30"
        ) from None
    return value


def _pick(row: Mapping[str, Any], names: Iterable[str]) -> str | None:
    lower = {str(key).strip().lower(): value for key, value in row.items()}
    for name in names:
        value = lower.get(name)
        if value is not None and str(value).strip():
            return str(value)
    return None


def _csv_rows(path: Path) -> Iterator[Row]:
    with open_binary(path) as file:
        data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    csv.field_size_limit(2**31 - 1)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(f"{path}:{reader.reader.line_num}: broken CSV: {error}") from None
        if row is None:
            return
        if None in row or None in row.values():
            raise InputError(f"{path}:{reader.line_num}: has another number of fields than the heading")
        yield f"{path}:{reader.line_num}", row


def _parquet_rows(path: Path) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    open_binary(path).close()  # a missing file gets the usual message
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowException as error:
        raise InputError(f"{path}: is no Parquet file: {error}") from None
    with file:
        number = 0
        for batch in file.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield f"{path}: row {number}", row


def _hub_rows(origin: Origin, folder: Path) -> Iterator[Row]:
    """The rows of a hub data set, or of a local one: a folder that `datasets` loads, or that `save_to_disk` wrote."""
    import datasets

    name = origin.articles.removeprefix(HUB)
    local = folder / name
    place = str(local) if local.exists() else name
    try:
        if (local / "dataset_dict.json").exists() or (local / "state.json").exists():
            rows = _from_disk(datasets, local, origin.split)
        else:
            rows = datasets.load_dataset(place, origin.config, split=origin.split, revision=origin.revision)
    except InputError:
        raise
    except Exception as error:
        told = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        raise InputError(f"data set {shown(name)}, split {shown(origin.split)}: cannot be loaded: {told}") from error
    for number, row in enumerate(rows, start=1):
        yield f"{name}[{origin.split}]: row {number}", row


def _from_disk(datasets: Any, folder: Path, split: str) -> Sequence[Mapping[str, Any]]:
    match = _SPLIT.fullmatch(split)
    if match is None:
        raise InputError(f"split {shown(split)}: expected a name, or a name with a slice such as test[:100]")
    loaded = datasets.load_from_disk(str(folder))
    if isinstance(loaded, datasets.DatasetDict):
        if match["name"] not in loaded:
            raise InputError(f"{folder}: no split {shown(match['name'])}; there are {', '.join(loaded)}")
        loaded = loaded[match["name"]]
    first, last = (int(match[side]) if match[side] else None for side in ("first", "last"))
    rows: Sequence[Mapping[str, Any]] = loaded.select(range(len(loaded))[first:last])
    return rows
