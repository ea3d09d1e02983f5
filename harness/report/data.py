"""The data of the page: an overview for tables and filters, and a document for each article, packed into the file.

Everything is computed here, once; the page's scripts only show it. Offsets are in UTF-16 units, which is what a browser
counts in. `redact` leaves every text of articles and summaries out, and keeps spans, kinds and scores.
"""

from __future__ import annotations

import base64
import gzip
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from harness.compare import Report
from harness.jsonl import digest, encode
from harness.report import glossary, matrix
from harness.report.ledgers import Item, Witnesses, ledgers, outline
from harness.review.records import finding_id, summary_hash
from harness.story import parse_story
from harness.types import Article, Evidence, Row, Source, StoredFinding

CHUNK = 10
"""Articles in a block: opening one unpacks its block only."""
SEVERITIES = ("error", "warning", "info")
LISTED = ("fact.found", "fact.missing", matrix.SOURCES)
"""Kinds that have a table of their own and do not stand among the findings."""
Offset = Callable[[int], int]


class Shown(NamedTuple):
    """An article of the page: its place among all, its texts if the runs keep them, and its rows with their member."""

    number: int
    id: str
    article: Article | None
    rows: Sequence[tuple[int, Row]]
    english: bool


def units(text: str) -> Offset:
    """From code points to UTF-16 units of this text; offsets outside of it are moved to its ends."""
    length = len(text)
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * length:
        return lambda offset: min(max(offset, 0), length)
    places = [0]
    for letter in text:
        places.append(places[-1] + (2 if letter > "\uffff" else 1))
    return lambda offset: places[min(max(offset, 0), length)]


def sorted_findings(row: Row) -> list[StoredFinding]:
    """The findings of a row that are listed, by severity and then by place: on the page, their numbers."""
    listed = [f for f in row.findings if f.check not in LISTED]
    return sorted(
        listed, key=lambda f: (SEVERITIES.index(f.severity), f.claim is None, f.claim.start if f.claim else 0)
    )


def pack(value: Any) -> str:
    """Canonical JSON, compressed, in letters that a page can hold."""
    return base64.b64encode(gzip.compress(encode(value), compresslevel=9, mtime=0)).decode("ascii")


def overview_row(member: int, number: int, row: Row, metrics: Sequence[str]) -> list[Any]:
    """[article, member, sample, state, values, [[kind, severity, count], …]]: what lists and filters need of a row.

    Kinds by name; `numbered` puts numbers in their place.
    """
    values = [None if (s := row.scores.get(name)) is None or s.value is None else round(s.value, 6) for name in metrics]
    counted = Counter((f.check, f.severity) for f in row.findings if f.check not in (matrix.SOURCES, "fact.found"))
    kinds = [[check, SEVERITIES.index(severity), n] for (check, severity), n in sorted(counted.items())]
    return [number, member, row.sample, row.state, values, kinds]


def numbered(row: Sequence[Any], checks: dict[str, int]) -> list[Any]:
    """A line of the overview with the numbers of its kinds, which grow with those that are new."""
    *told, kinds = row
    return [*told, [[checks.setdefault(check, len(checks)), *counted] for check, *counted in kinds]]


def document(shown: Shown, *, redact: bool = False) -> dict[str, Any]:
    """All that the article view shows of one article."""
    article = shown.article
    sources = () if article is None else article.sources
    witnesses = Witnesses(article) if article is not None and sources and shown.english and not redact else None
    places = _Places(sources)
    return {
        "id": shown.id,
        "title": None if article is None or redact else article.title,
        "published": None if article is None else article.published,
        "sources": [_source(source, redact=redact) for source in sources],
        "panels": [_panel(member, row, places, witnesses, redact=redact) for member, row in shown.rows],
    }


class _Places:
    """The sources by id, and offsets in their texts."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.numbers = {source.id: n for n, source in enumerate(sources)}
        self.lengths = [len(source.text) for source in sources]
        self.at = [units(source.text) for source in sources]

    def inside(self, e: Evidence) -> list[int]:
        """[start, end] of evidence in its source; empty where that has no such place, as a plug-in may say."""
        number = None if e.source is None else self.numbers.get(e.source)
        if number is None or not 0 <= e.start < e.end <= self.lengths[number]:
            return []
        return self.span(number, e.start, e.end)[1:]

    def span(self, source: int, start: int, end: int) -> list[int]:
        return [source, self.at[source](start), self.at[source](end)]


def _source(source: Source, *, redact: bool) -> dict[str, Any]:
    if redact:
        return {"id": source.id, "length": len(source.text)}
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
        "link": safe_url(source.url),
        "text": source.text,
    }


def _panel(member: int, row: Row, places: _Places, witnesses: Witnesses | None, *, redact: bool) -> dict[str, Any]:
    summary = row.summary or ""
    at = units(summary)
    kept = sorted_findings(row)
    panel: dict[str, Any] = {
        "member": member,
        "sample": row.sample,
        "state": row.state,
        "reason": None if redact else row.reason,
        "error": None
        if row.error is None
        else {"type": row.error.type, "message": "" if redact else row.error.message},
        "hash": summary_hash(summary),
        "length": len(summary),
        "words": len(summary.split()),
        "scores": {name: _score(score, redact=redact) for name, score in row.scores.items()},
        "findings": [_finding(f, at, places, redact=redact) for f in kept],
        "matrix": _matrix(row, at, places),
        "facts": [_finding(f, at, places, redact=redact) for f in row.findings if f.check.startswith("fact.")],
    }
    if not redact:
        panel["summary"] = summary
    if summary and not redact:
        story = parse_story(summary)
        panel["outline"] = [[p.kind, at(p.start), at(p.end), p.date] for p in outline(story)]
        if witnesses is not None:
            found = ledgers(summary, story, witnesses, kept)
            panel["ledgers"] = {kind: [_item(item, at, places) for item in items] for kind, items in found.items()}
    return panel


def _score(score: Any, *, redact: bool) -> list[Any]:
    """[value, parts, why there is none]"""
    why = score.reason
    if score.error is not None:
        why = score.error.type if redact else f"{score.error.type}: {score.error.message}"
    parts = {part: None if x is None else round(x, 6) for part, x in score.parts.items()}
    return [None if score.value is None else round(score.value, 6), parts, None if redact and not score.error else why]


def _finding(finding: StoredFinding, at: Offset, places: _Places, *, redact: bool) -> dict[str, Any]:
    claim = finding.claim
    entry: dict[str, Any] = {
        "id": finding_id(finding.metric, finding),
        "metric": finding.metric,
        "check": finding.check,
        "severity": finding.severity,
        "confidence": round(finding.confidence, 3),
        "claim": None if claim is None else [at(claim.start), at(claim.end)],
        "evidence": [_evidence(e, at, places, redact=redact) for e in finding.evidence],
    }
    if not redact:
        entry |= {"message": finding.message, "expected": finding.expected, "found": finding.found}
    return entry


def _evidence(e: Evidence, at: Offset, places: _Places, *, redact: bool) -> list[Any]:
    """[source's number, start, end], −1 for the summary; [name, text] where that leads nowhere, as a plug-in may do."""
    if e.source is None:
        return [-1, at(e.start), at(e.end)]
    inside = places.inside(e)
    return [places.numbers[e.source], *inside] if inside else [e.source, "" if redact else e.text]


def _matrix(row: Row, at: Offset, places: _Places) -> list[list[Any]]:
    """[start, end, note, [[support or None, start, end] or None for each source]] for each sentence that claims something.

    The numbers are those that the metric `attribution` found; without it there is no matrix.
    """
    messages = {(f.claim.start, f.claim.end): f.message for f in row.findings if f.check == matrix.SOURCES and f.claim}
    lines = []
    for line in matrix.lines(row, list(places.numbers)):
        told = messages[line.claim.start, line.claim.end]
        cells = [None if e is None else [_support(told, e.source), *places.inside(e)] for e in line.passages]
        lines.append([at(line.claim.start), at(line.claim.end), line.note, cells])
    return lines


def _support(message: str, source: str | None) -> float | None:
    """The support of a source, as the finding tells it: "Borne out by wire (0.93), post (0.61)."."""
    found = re.search(rf"{re.escape(source or '')} \((\d\.\d\d)\)", message)
    return float(found[1]) if found else None


def _item(item: Item, at: Offset, places: _Places) -> list[Any]:
    """[start, end, note, places in sources, numbers of findings]"""
    return [at(item.start), at(item.end), item.note, [places.span(*p) for p in item.places], list(item.findings)]


def safe_url(url: str | None) -> str | None:
    """The URL if a link to it is harmless, else None; percent-encoded where it is not plain."""
    if not url or not url.lower().startswith(("https://", "http://")):
        return None
    return quote(url.encode("utf-8", "replace"), safe="!#$%&'()*+,/:;=?@[]~")


def families(checks: Mapping[str, int]) -> dict[str, Any]:
    """The kinds of findings in the order of their numbers, each with its family; the families; what the kinds mean.

    `help` has a sentence for each kind that is no plug-in's.
    """
    return {
        "families": [family._asdict() for family in glossary.FAMILIES],
        "checks": [[check, glossary.family_of(check)] for check in checks],
        "help": {check: glossary.CHECKS[check] for check in checks if check in glossary.CHECKS},
    }


def parts_help(report: Report, metric: str) -> dict[str, str]:
    """Name of a part of a metric's score, or of its family without the bracket -> what it means; empty for plug-ins."""
    types = {m.name: m.type for table in report.tables for m in table.info.metrics}
    return dict(glossary.parts_of(types[metric]))


def identity(runs: Sequence[Any]) -> str:
    """What the page's own storage is called: a hash of the runs that it shows."""
    return digest([[run.suite_hash, run.articles_hash, run.started] for run in runs])[:16]
