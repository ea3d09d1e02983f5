"""The HTML report: one file, no scripts, no requests; every number leads to the articles behind it.

The page is rendered article by article, so that memory does not grow with the run. All text is untrusted: Jinja2
escapes it, control and bidi characters are shown as escapes, and the content-security policy allows nothing but the
one style sheet, by hash.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from importlib import resources
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from harness.compare import Report
from harness.report import matrix, numbers, ordered, probed, words
from harness.report.tables import comparison_cells, members, metric_names
from harness.store import Key
from harness.text import visible
from harness.types import Article, Evidence, Row, Span, StoredFinding

_RANK = {"error": 2, "warning": 1, "info": 0}


class Piece(NamedTuple):
    """A stretch of text with the findings that lie on it (their numbers) and the anchors that begin at it."""

    text: str
    findings: Sequence[int]
    severity: str | None
    anchors: Sequence[str]


class Panel(NamedTuple):
    """One summary of one article: the text in pieces, its findings, its key facts."""

    anchor: str
    member: str
    control: bool
    row: Row
    pieces: Sequence[Piece]
    findings: Sequence[StoredFinding]
    facts: Sequence[StoredFinding]
    n_told: int
    open: bool
    sentences: Sequence[matrix.Line]


class SourcePanel(NamedTuple):
    """One source, with anchors where evidence begins."""

    anchor: str
    title: str
    meta: str
    url: str | None
    pieces: Sequence[Piece]


class ArticlePanel(NamedTuple):
    """Everything about one article."""

    anchor: str
    article: Article | None
    id: str
    panels: Sequence[Panel]
    sources: Sequence[SourcePanel]


class RunTexts(Protocol):
    """What the page needs of a run beside its numbers: rows and articles."""

    def articles(self) -> Iterator[Article]:
        """The articles with their texts, if the run keeps them."""

    def places(self) -> Mapping[Key, tuple[int, int]]:
        """Where each row stands."""

    def read_rows(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        """The rows at these places."""


class OneRow:
    """A single row as a run, for the page of `harness check`."""

    def __init__(self, row: Row, article: Article) -> None:
        self._row = row
        self._article = article

    def articles(self) -> Iterator[Article]:
        """The one article."""
        yield self._article

    def places(self) -> Mapping[Key, tuple[int, int]]:
        """The one row."""
        return {(self._row.article, self._row.backend, self._row.sample): (0, 0)}

    def read_rows(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        """The one row."""
        return [self._row for _ in places]


class _Page:
    """What the template asks for."""

    def __init__(self, report: Report, runs: Sequence[RunTexts]) -> None:
        self.report = report
        self.runs = runs
        self.metrics = metric_names(report)
        self.headline = words.headline_metrics(report)
        self.verdict = words.verdict(report)
        self.members = members(report)
        self._member_index = {name: index for index, (name, _) in enumerate(self.members)}
        self._aggregates = {(a.backend, a.metric): a for a in report.aggregates}
        self.article_ids = list(dict.fromkeys(a for t in report.tables for a in t.info.articles))
        self._article_index = {article: index for index, article in enumerate(self.article_ids)}
        self.comparisons = [c for c in report.comparisons if c.metric in self.headline]

    def cell(self, member: str, metric: str) -> Any:
        """The aggregate of a table cell."""
        return self._aggregates.get((member, metric))

    def states(self, member: str) -> str:
        """The row states of a member."""
        found = next(m for m in self.report.members if m.name == member)
        total: dict[Any, int] = defaultdict(int)
        for counter in found.table.states.get(found.backend, {}).values():
            for state, n in counter.items():
                total[state] += n
        return numbers.states(total)

    def scale(self, metric: str) -> tuple[float, float]:
        """Left and right end of the metric's intervals over all members."""
        if metric in self.headline or metric.startswith("rouge"):
            return 0.0, 1.0
        cells = [a for (_, m), a in self._aggregates.items() if m == metric and a.mean is not None]
        high = max((a.high if a.high is not None else a.mean or 0.0 for a in cells), default=1.0)
        return 0.0, high or 1.0

    def bar(self, member: str, metric: str) -> dict[str, float] | None:
        """The interval as positions on a line of 100 units."""
        a = self.cell(member, metric)
        if a is None or a.mean is None:
            return None
        low, high = self.scale(metric)

        def place(x: float) -> float:
            return round(100 * min(1.0, max(0.0, (x - low) / (high - low))), 1)

        left = place(a.low if a.low is not None else a.mean)
        right = place(a.high if a.high is not None else a.mean)
        return {"mean": place(a.mean), "left": left, "width": round(max(0.6, right - left), 1)}

    def values(self, member: str, metric: str) -> list[tuple[str, str, float | None, str]]:
        """(article, anchor of its panel, value, states) behind one cell, lowest first."""
        found = next(m for m in self.report.members if m.name == member)
        cells = found.table.cells.get((found.backend, metric), {})
        lines = [(a, self.panel_anchor(a, member), c.value, numbers.states(c.states)) for a, c in cells.items()]
        return sorted(lines, key=lambda line: (line[2] is None, line[2] or 0.0))

    def cell_anchor(self, member: str, metric: str) -> str:
        """Where the articles behind a cell are listed."""
        return f"v{self._member_index[member]}-{self.metrics.index(metric)}"

    def panel_anchor(self, article: str, member: str) -> str:
        """Where one summary stands."""
        return f"a{self._article_index[article]}-b{self._member_index[member]}"

    @cached_property
    def texts(self) -> dict[str, Article]:
        """The articles, each from the first run that keeps its text."""
        found: dict[str, Article] = {}
        for run in self.runs:
            for article in run.articles():
                found.setdefault(article.id, article)
        return found

    @cached_property
    def shown_ids(self) -> list[str]:
        """The articles that have a row."""
        seen = {a for t in self.report.tables for by_article in t.states.values() for a in by_article}
        return [article for article in self.article_ids if article in seen]

    def article_anchor(self, article: str) -> str:
        """Where an article stands."""
        return f"a{self._article_index[article]}"

    def articles(self) -> Iterator[ArticlePanel]:
        """Article by article, rows read from the disk as they are needed."""
        places: list[dict[str, list[tuple[str, int, tuple[int, int]]]]] = []
        for run in self.runs:
            by_article: dict[str, list[tuple[str, int, tuple[int, int]]]] = defaultdict(list)
            for (article, backend, sample), place in run.places().items():
                by_article[article].append((backend, sample, place))
            places.append(by_article)
        names = {(id(m.table), m.backend): m.name for m in self.report.members}
        for article_id in self.article_ids:
            rows: list[tuple[str, Row]] = []
            for run, table, by_article in zip(self.runs, self.report.tables, places, strict=True):
                entries = by_article.get(article_id, [])
                found = run.read_rows([place for _, _, place in entries])
                rows += [(names[id(table), row.backend], row) for row in found]
            if rows:
                yield self._article(article_id, rows)

    def _article(self, article_id: str, rows: Sequence[tuple[str, Row]]) -> ArticlePanel:
        article = self.texts.get(article_id)
        anchor = self.article_anchor(article_id)
        lengths = {} if article is None else {source.id: len(source.text) for source in article.sources}
        anchors: dict[tuple[str, int], str] = {}
        for evidence in (e for _, row in rows for finding in row.findings for e in finding.evidence):
            # evidence that lies outside its source, as a plug-in may give it, gets no link
            if evidence.source is not None and 0 <= evidence.start < lengths.get(evidence.source, 0):
                anchors.setdefault((evidence.source, evidence.start), f"{anchor}-e{len(anchors)}")
        self.evidence_anchors = anchors
        controls = dict(self.members)
        ordered = sorted(rows, key=lambda item: (self._member_index[item[0]], item[1].sample))
        panels: list[Panel] = []
        for name, row in ordered:
            first = not panels or panels[-1].member != name
            panels.append(self._panel(article_id, name, controls[name], row, first=first))
        sources = () if article is None else article.sources
        shown = [_source(source, f"{anchor}-s{i}", anchors) for i, source in enumerate(sources)]
        return ArticlePanel(anchor, article, article_id, panels, shown)

    def _panel(self, article: str, member: str, control: bool, row: Row, *, first: bool) -> Panel:
        facts = [f for f in row.findings if f.check in ("fact.found", "fact.wrong", "fact.missing")]
        others = [f for f in row.findings if f.check not in ("fact.found", "fact.missing", matrix.SOURCES)]
        others.sort(key=lambda f: -_RANK[f.severity])  # stable: by place within a severity
        anchor = self.panel_anchor(article, member) + ("" if first else f"-r{row.sample}")
        told = sum(f.check == "fact.found" for f in facts)
        pieces = _marked(row.summary or "", others)
        sources = [source.id for source in self.texts[article].sources] if article in self.texts else []
        lines = matrix.lines(row, sources) if sources else []
        return Panel(anchor, member, control, row, pieces, others, facts, told, not control, lines)

    def evidence_anchor(self, evidence: Evidence) -> str | None:
        """Where in the source panel the evidence begins."""
        return self.evidence_anchors.get((evidence.source, evidence.start)) if evidence.source is not None else None


def render(report: Report, runs: Sequence[RunTexts]) -> Iterator[bytes]:
    """The page in chunks of UTF-8."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=jinja2.FunctionLoader(_template),
    )  # fmt: skip
    environment.filters.update(
        visible=visible,
        line=lambda text: visible(text, one_line=True),
        value=numbers.value,
        safe_url=_safe_url,
    )
    style = _template("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment.get_template("report.html.j2")
    stream = template.stream(
        page=_Page(report, runs),
        style=Markup(style),
        style_hash=digest,
        numbers=numbers,
        comparison_cells=partial(comparison_cells, report),
        label=partial(words.label, report),
        tables=report.tables,
        probed=probed,
        ordered=ordered,
    )
    stream.enable_buffering(64)
    for chunk in stream:
        yield chunk.encode("utf-8", "replace")


def _template(name: str) -> str:
    return (resources.files("harness.report") / "templates" / name).read_text(encoding="utf-8")


def _marked(text: str, findings: Sequence[StoredFinding]) -> list[Piece]:
    """Cut the text at every claim's edges, so that overlapping claims can all be marked."""
    spans = [(number, f.claim, f.severity) for number, f in enumerate(findings, start=1) if f.claim is not None]
    return _cut(text, spans, {})


def _source(source: Any, anchor: str, anchors: dict[tuple[str, int], str]) -> SourcePanel:
    starts = {start: name for (source_id, start), name in anchors.items() if source_id == source.id}
    meta = ", ".join(item for item in (source.publisher, source.published) if item)
    title = source.title or source.id
    return SourcePanel(anchor, title, meta, source.url, _cut(source.text, [], starts))


def _cut(text: str, spans: Sequence[tuple[int, Span, str]], anchors: dict[int, str]) -> list[Piece]:
    edges = {0, len(text), *anchors}
    for _, claim, _ in spans:
        edges |= {claim.start, claim.end}
    order = sorted(edge for edge in edges if 0 <= edge <= len(text))
    pieces = []
    for start, end in itertools.pairwise(order):
        over = [(n, severity) for n, claim, severity in spans if claim.start <= start and end <= claim.end]
        worst = max((severity for _, severity in over), key=lambda s: _RANK[s], default=None)
        begins = [anchors[start]] if start in anchors else []
        pieces.append(Piece(visible(text[start:end]), [n for n, _ in over], worst, begins))
    return pieces


def _safe_url(url: str | None) -> str | None:
    """The URL if a link to it is harmless, else None; percent-encoded where it is not plain."""
    if not url or not url.lower().startswith(("https://", "http://")):
        return None
    return quote(url.encode("utf-8", "replace"), safe="!#$%&'()*+,/:;=?@[]~")
