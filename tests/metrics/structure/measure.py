"""How many planted defects the structure metric finds, and how often it cries wolf on clean pages.

`pages.jsonl` holds clean stories in the form of the profile news-story, each about one event of our fixtures, as
Markdown, HTML or plain text. Each line of `defects.jsonl` is one of those pages with a single defect, written by hand:
`rule` is the check that must report it, `where` the words at fault, null where something is missing or the whole page
is at fault.

    python -m tests.metrics.structure.measure --half odd --show
"""

from __future__ import annotations

import argparse
import functools
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from harness.articles import load_set
from harness.case import Case, Subject
from harness.metrics.structure import Structure
from harness.types import Finding, Record

HERE = Path(__file__).parent
FIXTURES = HERE.parents[2] / "fixtures"
RECALL = 0.95
"""Target: share of the planted defects that are found."""
FALSE_ALARMS = 0.1
"""Target: findings per clean page."""


Half = Literal["all", "odd", "even"]


class Page(Record):
    """A clean story about `article` of the fixture set `set`."""

    id: str
    set: Literal["newsroom", "briefs"]
    article: str
    text: str


class Defect(Record):
    """The page with id `page`, with one defect that `rule` must report."""

    id: str
    page: str
    rule: str
    text: str
    where: str | None


class Measured(NamedTuple):
    """What the metric said: for each defect whether it was found, for each clean page its false alarms."""

    found: Mapping[str, bool]
    alarms: Mapping[str, tuple[Finding, ...]]
    beside: Mapping[str, tuple[Finding, ...]]
    """For each defect the new findings of other rules: a defect may break two rules, so they are only shown."""

    @property
    def recall(self) -> float:
        """Share of the defects that were found, 0-1."""
        return sum(self.found.values()) / len(self.found)

    @property
    def alarms_per_page(self) -> float:
        """Findings on a clean page, on average."""
        return sum(map(len, self.alarms.values())) / len(self.alarms)

    def by_rule(self) -> dict[str, tuple[int, int]]:
        """{rule: (defects found, defects planted)}, in the order of the file."""
        counts: dict[str, list[bool]] = defaultdict(list)
        for defect in defects():
            if defect.id in self.found:
                counts[defect.rule].append(self.found[defect.id])
        return {rule: (sum(hits), len(hits)) for rule, hits in counts.items()}


@functools.cache
def pages() -> tuple[Page, ...]:
    """The clean pages."""
    return tuple(Page.model_validate(line) for line in _lines("pages.jsonl"))


@functools.cache
def defects() -> tuple[Defect, ...]:
    """The pages with one planted defect each."""
    return tuple(Defect.model_validate(line) for line in _lines("defects.jsonl"))


@functools.cache
def measure(half: Half = "all") -> Measured:
    """Score every page and every defect of a half with the structure metric, against the sources of its article."""
    metric = Structure()
    clean: dict[str, tuple[Finding, ...]] = {}
    subjects: dict[str, Subject] = {}
    for page in pages():
        subjects[page.id] = _subject(page.set, page.article)
        clean[page.id] = metric.score(Case(subjects[page.id], page.text)).findings
    found: dict[str, bool] = {}
    beside: dict[str, tuple[Finding, ...]] = {}
    for defect in _half(half):
        new = _new(metric.score(Case(subjects[defect.page], defect.text)).findings, clean[defect.page])
        found[defect.id] = any(finding.check == defect.rule and _at(finding, defect) for finding in new)
        beside[defect.id] = tuple(finding for finding in new if finding.check != defect.rule)
    return Measured(found, clean, beside)


def _half(half: Half) -> tuple[Defect, ...]:
    """The defects on the odd or the even lines of their file, counted from 1; the even ones are held out."""
    return defects() if half == "all" else defects()[half == "even" :: 2]


def _lines(name: str) -> list[object]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@functools.cache
def _subject(name: str, article: str) -> Subject:
    found = next(a for a in load_set(FIXTURES / name).articles if a.id == article)
    return Subject(found, profile="news-story")


def _new(findings: Iterable[Finding], clean: Iterable[Finding]) -> list[Finding]:
    """The findings that the clean page has not: of another check, or about other words."""
    known = {_key(finding) for finding in clean}
    return [finding for finding in findings if _key(finding) not in known]


def _key(finding: Finding) -> tuple[str, str | None]:
    return finding.check, finding.claim.text if finding.claim else None


def _at(finding: Finding, defect: Defect) -> bool:
    """Whether the finding points at the defect; it does too where either of them has no place."""
    if defect.where is None or finding.claim is None:
        return True
    spots = [(m.start(), m.end()) for m in re.finditer(re.escape(defect.where), defect.text)]
    return any(finding.claim.start < end and start < finding.claim.end for start, end in spots)


def _told(finding: Finding) -> str:
    place = f" | {finding.claim.text[:90]!r}" if finding.claim else ""
    return f"{finding.check}: {finding.message}{place}"


def report(measured: Measured, *, show: bool = False) -> str:
    """Recall by rule and in all, and false alarms per clean page; with `show` every miss and every false alarm."""
    lines = [f"{rule:24} {hits:2} of {planted}" for rule, (hits, planted) in measured.by_rule().items()]
    lines.append(f"recall {measured.recall:.3f} of {len(measured.found)} defects (target {RECALL})")
    lines.append(
        f"false alarms {measured.alarms_per_page:.2f} per page on {len(measured.alarms)} pages (target {FALSE_ALARMS})"
    )
    if show:
        lines += [f"false alarm on {page}: {_told(f)}" for page, found in measured.alarms.items() for f in found]
        for defect in defects():
            if not measured.found.get(defect.id, True):
                lines.append(f"missed {defect.id} on {defect.page}: {defect.where!r}")
        for ident, others in measured.beside.items():
            lines += [f"beside {ident}: {_told(finding)}" for finding in others]
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Recall and false alarms of the structure metric on planted defects.")
    parser.add_argument("--show", action="store_true", help="list what was missed and every false alarm")
    parser.add_argument("--half", choices=get_args(Half), default="all", help="only the odd or the even defects")
    chosen = parser.parse_args()
    sys.stdout.write(report(measure(chosen.half), show=chosen.show) + "\n")
