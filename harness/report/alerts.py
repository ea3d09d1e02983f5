"""What must be seen before any mean: what the suite forbids, who fell, what is missing, which metric failed its probe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from harness.compare import Comparison, contributions
from harness.report import glossary, numbers, probed, words

if TYPE_CHECKING:
    from harness.report.first import First


class Alert(NamedTuple):
    """Something that comes before every mean: how grave, what it is called, what is said, and where that leads."""

    severity: str
    label: str
    text: str
    places: Sequence[tuple[str, str]] = ()
    """(anchor, what it says there)"""


def alerts(first: First) -> list[Alert]:
    """All of them, gravest first."""
    return [
        *_regressions(first),
        *_breaches(first),
        *_unfinished(first),
        *_failures(first),
        *_distrusted(first),
    ]


def _breaches(first: First) -> list[Alert]:
    found = []
    judged = first.report.tables[1:] or first.report.tables  # of several runs, the first is the baseline
    for name, control in first.members:
        member = first.report.member(name)
        if not any(member.table is table for table in judged):
            continue
        for check in member.table.info.suite.get("gate", {}).get("forbid", ()):
            places = [] if control else list(member.table.forbidden.get((member.backend, check), ()))
            if places:
                shown = [(first.panel_anchor(a, name), _told(first, a, text)) for a, text in places]
                many = f"{len(places)} time{'' if len(places) == 1 else 's'}"
                said = f"{name}: {check}, {many}. {glossary.CHECKS.get(check, '')} The suite forbids it outright."
                found.append(Alert("error", "Forbidden", " ".join(said.split()), shown))
    return found


def _told(first: First, article: str, text: str) -> str:
    return first.title(article) if first.redact else f"“{' '.join(text.split())}” in {first.title(article)}"


def _regressions(first: First) -> list[Alert]:
    if len(first.report.tables) < 2:
        return []
    worse = [c for c in first.comparisons if c.outcome == "worse"]
    return [
        Alert("error", "Regression", f"{words.label(first.report, c.metric)}: {words.describe(c)}.", _parts(first, c))
        for c in worse
    ]


def _parts(first: First, c: Comparison) -> list[tuple[str, str]]:
    """The articles that add most to the fall."""
    found = [
        part for part in contributions(first.report, c) if part.contribution * (c.effect.mean if c.effect else 0) > 0
    ]
    return [
        (
            first.panel_anchor(p.article, c.candidate),
            f"{first.title(p.article)}: adds {numbers.difference(p.contribution)}",
        )
        for p in found
    ]


def _unfinished(first: First) -> list[Alert]:
    open_runs = [t.info for t in first.report.tables if t.info.status != "complete"]
    return [
        Alert("warning", "Not complete", f"The run of suite {info.name} is {info.status}: not every row is there.")
        for info in open_runs
    ]


def _failures(first: First) -> list[Alert]:
    """Backends whose means leave articles out because there is no summary to score."""
    found = []
    for name, control in first.members:
        failed = {state: n for state, n in first.states(name).items() if state != "ok"}
        if failed and not control:
            said = f"{name}: {numbers.states(failed)}. Rows without a score are left out of its means."
            found.append(Alert("warning", "Not scored", said, _first_failures(first, name)))
    return found


def _first_failures(first: First, name: str) -> list[tuple[str, str]]:
    member = first.report.member(name)
    by_article = member.table.states.get(member.backend, {})
    failed = [(a, numbers.states({s: n for s, n in c.items() if s != "ok"})) for a, c in by_article.items()]
    return [(first.panel_anchor(a, name), f"{first.title(a)}: {told}") for a, told in failed if told != "no rows"]


def _distrusted(first: First) -> list[Alert]:
    doubted = [(m, why) for t in first.report.tables for m, why in probed.of_run(t).items() if m in first.headline]
    return [
        Alert("warning", "Not to be trusted here", f"{metric}: {'; '.join(reasons)}.") for metric, reasons in doubted
    ]
