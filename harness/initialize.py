"""From a file of articles to an article set and a suite: what `harness init` does."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness.articles import parse_article, shown
from harness.errors import InputError
from harness.jsonl import encode, open_binary, read_lines
from harness.metrics.structure import load_profile
from harness.store import write_atomically
from harness.types import Article

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "event": ("event", "event_id", "article_id", "cluster", "cluster_id"),
    "id": ("id", "source_id"),
    "text": ("text", "article", "document", "body", "content", "source"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at"),
    "publisher": ("publisher", "outlet", "source_name"),
    "url": ("url", "link"),
    "reference": ("reference", "summary", "highlights", "target"),
}
_SUITE = """\
# Made by `harness init`. Run it with: harness run {path}
name = "{name}"
articles = "../fixtures/{name}"
profile = "{profile}"
seed = 20261122

[[backends]]
type = "lead"
name = "lead-3"
sentences = 3

[[backends]]
type = "lexrank"

[[backends]]
type = "centroid"

# Your own summarizer: the article as JSON on stdin, the summary on stdout.
# [[backends]]
# type = "command"
# command = ["python", "my_model.py"]
# folder = ".."
# timeout_seconds = 60

# Controls: their place in the ranking is known beforehand; they show whether a metric works on these articles.
[[backends]]
type = "copy"

[[backends]]
type = "random"

[[metrics]]
type = "coverage"

[[metrics]]
type = "consistency"

[[metrics]]
type = "structure"

[[metrics]]
type = "length"

[gate]
primary = ["coverage", "consistency", "structure"]
margin = {{ coverage = 0.03, consistency = 0.02, structure = 0.03 }}
inconclusive = "warn"
"""


class Made(NamedTuple):
    """What was written."""

    folder: Path
    suite: Path
    n_articles: int
    n_sources: int
    n_references: int


def initialize(data: Path, out: Path, *, name: str | None, profile: str) -> Made:
    """Read `data` (CSV or JSONL), write fixtures/<name>/ and evals/<name>.toml under `out`.

    Raises InputError with file and line for unusable rows, and before it overwrites anything.
    """
    load_profile(profile)
    chosen = re.sub(r"[^A-Za-z0-9._-]+", "-", name or data.stem).lstrip("._-").rstrip("-.")[:80] or "articles"
    folder, suite = out / "fixtures" / chosen, out / "evals" / f"{chosen}.toml"
    for path in (folder, suite):
        if path.exists():
            raise InputError(f"{path}: exists already; choose another --name, or remove it")
    articles = _articles(data)
    folder.mkdir(parents=True)
    suite.parent.mkdir(parents=True, exist_ok=True)
    info = f'name = "{chosen}"\nversion = "1"\nlanguage = "en"\norigin = "harness init"\nprofile = "{profile}"\n'
    write_atomically(folder / "set.toml", info.encode())
    lines = (encode(a.model_dump(mode="json", exclude_defaults=True)) + b"\n" for a in articles)
    write_atomically(folder / "articles.jsonl", lines)
    write_atomically(suite, _SUITE.format(name=chosen, profile=profile, path=suite.as_posix()).encode())
    n_sources = sum(len(a.sources) for a in articles)
    return Made(folder, suite, len(articles), n_sources, sum(len(a.references) for a in articles))


def _articles(data: Path) -> list[Article]:
    rows = _read_csv(data) if data.suffix.lower() in (".csv", ".tsv") else _read_jsonl(data)
    events: dict[str, dict[str, Any]] = {}
    where_first: dict[str, str] = {}
    groups: set[str] = set()
    for where, row in rows:
        if isinstance(row.get("sources"), list):  # a line of an article set already
            event = parse_article(row, where).model_dump(mode="json")
        else:
            event = _event(row, where)
        name = event["id"]
        grouped = event.pop("event", False)
        if name in events and not (grouped and name in groups):
            raise InputError(f"{where}: id {shown(name)} stands already at {where_first[name]}")
        if grouped:
            groups.add(name)
        if grouped and name in events:
            events[name]["sources"] += event["sources"]
            known = events[name]["references"]
            known += [reference for reference in event["references"] if reference not in known]
        else:
            events[name] = event
            where_first[name] = where
    if not events:
        raise InputError(f"{data}: holds no row")
    return [parse_article(event, where_first[name]) for name, event in events.items()]


def _event(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    found = {kind: _pick(row, names) for kind, names in _COLUMNS.items()}
    empty = [key for key in row if str(key).strip().lower() in _COLUMNS["text"]]
    if not (found["text"] or "").strip() and empty:
        raise InputError(f"{where}: {shown(str(empty[0]))} is empty; each row needs the text of an article")
    if not (found["text"] or "").strip():
        has = ", ".join(shown(str(key)) for key in row) or "nothing"
        raise InputError(f"{where}: no text; expected a column {' or '.join(_COLUMNS['text'])}, found {has}")
    number = where.rpartition(":")[2]
    source_id = found["id"] or f"row-{number}"
    source = {"id": source_id, "text": found["text"], "published": _date(found["published"], where)}
    source |= {key: found[key] for key in ("title", "publisher", "url")}
    references = [found["reference"]] if found["reference"] else []
    if found["event"]:
        return {"id": found["event"], "event": True, "sources": [source], "references": references}
    title_and_date = {"title": found["title"], "published": source["published"]}
    return {"id": source_id, "sources": [source], "references": references, **title_and_date}


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


def _read_jsonl(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    return ((f"{path}:{line.number}", line.value) for line in read_lines(path))


def _read_csv(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    with open_binary(path) as file:
        data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter="\t" if path.suffix.lower() == ".tsv" else ",", strict=True
    )
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
