"""The articles for readers without scripts: summaries with their marks, findings, key facts and sources as plain HTML.

The page keeps this in <noscript>, so that it costs next to nothing where scripts run.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from harness.report import matrix
from harness.report.data import SEVERITIES, Shown, safe_url, sorted_findings
from harness.report.glossary import FAMILIES, Family, family_of
from harness.text import visible
from harness.types import Evidence, Row, Source, Span, StoredFinding

FACTS = ("fact.found", "fact.wrong", "fact.missing")
_FAMILIES = {family.key: family for family in FAMILIES}


class Piece(NamedTuple):
    """A stretch of text with the numbers of the findings that lie on it and the anchors that begin at it.

    Severity and family are those of the gravest.
    """

    text: str
    findings: Sequence[int]
    severity: str | None
    family: str | None
    anchors: Sequence[str]


class Panel(NamedTuple):
    """One summary of one article: the text in pieces, its findings, how many of its key facts are told."""

    anchor: str
    member: str
    control: bool
    row: Row
    pieces: Sequence[Piece]
    findings: Sequence[StoredFinding]
    families: Sequence[Family]
    """What each of the findings is about."""
    n_facts: int
    n_told: int
    told: Mapping[str, str]
    """Key fact -> the check that says what became of it."""


class FactLine(NamedTuple):
    """A key fact, where a source states it, and what each panel made of it: a check, or None where nobody looked."""

    text: str
    evidence: Evidence | None
    told: Sequence[str | None]


class SourcePanel(NamedTuple):
    """One source, with anchors where evidence begins."""

    anchor: str
    id: str
    title: str
    meta: str
    url: str | None
    link: str | None
    pieces: Sequence[Piece]


class ArticlePanel:
    """Everything about one article."""

    def __init__(self, shown: Shown, members: Sequence[tuple[str, bool]], *, redact: bool) -> None:
        self.anchor = f"a{shown.number}"
        self.id = shown.id
        self.article = shown.article
        self.redact = redact
        self._evidence = _anchors(shown, self.anchor)
        self.panels: list[Panel] = []
        for place, row in shown.rows:
            again = any(p.member == members[place][0] for p in self.panels)
            anchor = f"{self.anchor}-b{place}" + (f"-r{row.sample}" if again else "")
            self.panels.append(_panel(anchor, *members[place], row, redact=redact))
        sources = () if shown.article is None or redact else shown.article.sources
        self.sources = [_source(source, f"{self.anchor}-s{i}", self._evidence) for i, source in enumerate(sources)]

    def facts(self) -> list[FactLine]:
        """The key facts of the article, as the metrics of its rows name them."""
        texts = {} if self.redact else {text: None for panel in self.panels for text in panel.told}
        places = {
            _fact(f): f.evidence[0] for p in self.panels for f in p.row.findings if f.check in FACTS and f.evidence
        }
        return [FactLine(text, places.get(text), [p.told.get(text) for p in self.panels]) for text in texts]

    def target(self, evidence: Evidence) -> str | None:
        """Where in the sources the evidence begins."""
        if self.redact or evidence.source is None:
            return None
        return self._evidence.get((evidence.source, evidence.start))


def _anchors(shown: Shown, anchor: str) -> dict[tuple[str, int], str]:
    """(source, start) -> anchor; evidence outside its source, as a plug-in may give it, gets none."""
    lengths = {} if shown.article is None else {source.id: len(source.text) for source in shown.article.sources}
    anchors: dict[tuple[str, int], str] = {}
    linked = (f for _, row in shown.rows for f in row.findings if f.check != matrix.SOURCES)
    for evidence in (e for finding in linked for e in finding.evidence):
        if evidence.source is not None and 0 <= evidence.start < lengths.get(evidence.source, 0):
            anchors.setdefault((evidence.source, evidence.start), f"{anchor}-e{len(anchors)}")
    return anchors


def _panel(anchor: str, member: str, control: bool, row: Row, *, redact: bool) -> Panel:
    told = {_fact(f): f.check for f in row.findings if f.check in FACTS}
    others = sorted_findings(row)
    pieces = [] if redact else _marked(row.summary or "", others)
    n_told = sum(check == "fact.found" for check in told.values())
    families = [_family(f) for f in others]
    return Panel(anchor, member, control, row, pieces, others, families, len(told), n_told, told)


def _family(finding: StoredFinding) -> Family:
    return _FAMILIES[family_of(finding.check)]


def _fact(finding: StoredFinding) -> str:
    return finding.expected or finding.message


def _marked(text: str, findings: Sequence[StoredFinding]) -> list[Piece]:
    """Cut the text at every claim's edges, so that overlapping claims can all be marked."""
    spans = [(number, f.claim, f) for number, f in enumerate(findings, start=1) if f.claim is not None]
    return _cut(text, spans, {})


def _source(source: Source, anchor: str, anchors: dict[tuple[str, int], str]) -> SourcePanel:
    starts = {start: name for (source_id, start), name in anchors.items() if source_id == source.id}
    meta = ", ".join(item for item in (source.publisher, source.published) if item)
    pieces = _cut(source.text, [], starts)
    return SourcePanel(anchor, source.id, source.title or source.id, meta, source.url, safe_url(source.url), pieces)


def _cut(text: str, spans: Sequence[tuple[int, Span, StoredFinding]], anchors: dict[int, str]) -> list[Piece]:
    edges = {0, len(text), *anchors}
    for _, claim, _ in spans:
        edges |= {claim.start, claim.end}
    order = sorted(edge for edge in edges if 0 <= edge <= len(text))
    pieces = []
    for start, end in itertools.pairwise(order):
        over = [(n, finding) for n, claim, finding in spans if claim.start <= start and end <= claim.end]
        worst = min((f for _, f in over), key=lambda f: SEVERITIES.index(f.severity), default=None)
        severity, family = (worst.severity, _family(worst).key) if worst else (None, None)
        begins = [anchors[start]] if start in anchors else []
        pieces.append(Piece(visible(text[start:end]), [n for n, _ in over], severity, family, begins))
    return pieces
