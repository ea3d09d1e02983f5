"""How each metric reacted to each fault: from scores and findings to rates with intervals. Pure functions."""

from __future__ import annotations

import itertools
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

from rapidfuzz import fuzz

from harness import stats
from harness.probe.injecting import LADDER, OTHER, Base, Marked, Material, Place, Sheet, places, row_name
from harness.types import FaultRole, Span, StoredFinding

TOLERANCE = 0.001
"""A score that falls by more has fallen."""
HARMLESS = 0.02
"""A control may move a score so far."""
PAYS = 0.01
"""Gaming pays where a score rises by more."""
TRUSTED = 0.05
"""Share of controls that a metric may react to."""
OWN = "the summaries"
_LONG = 30  # letters; a claim as long may hold the edit, so that its text differs where it is the same finding
_SAME = 80.0  # rapidfuzz ratio, 0-100


class Step(NamedTuple):
    """One number of edits: the articles that have so many, the rate over them, the median drop of the score."""

    edits: int
    n: int
    rate: float | None
    median_drop: float | None


@dataclass(frozen=True)
class Reaction:
    """One metric and one fault.

    `rate` is the share of summaries with one edit that the metric reacted to: for a fault, the score fell or a
    finding of a right kind is new; for a control, the score fell by more than HARMLESS or an `error` is new; for
    gaming, the score rose by more than PAYS. It is a mean over `n` articles, however many summaries each has, and
    its interval is Wilson's over articles. Of the summaries with one edit, `found_share` has a new finding of a
    right kind, and of those that have a place `overlap_share` has one that overlaps an edit. `monotone_share` is
    the share of summaries with all numbers of edits whose score never rises with one more. `mean_change` is the
    mean of |change|: where the metric need not drop, what leaks into it. `mean_rise` is the mean change.
    """

    metric: str
    fault: str
    role: FaultRole
    strict: bool
    must_drop: bool
    n: int
    n_summaries: int
    rate: float | None
    low: float | None
    high: float | None
    found_share: float | None
    overlap_share: float | None
    monotone_share: float | None
    mean_change: float | None
    mean_rise: float | None
    steps: tuple[Step, ...]


class Rung(NamedTuple):
    """The mean of a metric over the articles, for the summaries as they are or for a control backend."""

    name: str
    mean: float
    n: int


@dataclass(frozen=True)
class Standing:
    """What the probe says of a metric as a whole; `reasons` why it is not trustworthy on this set, none if it is."""

    metric: str
    signature: str
    false_alarms: float | None
    low: float | None
    high: float | None
    n: int
    ladder: tuple[Rung, ...]
    reasons: tuple[str, ...]
    unscored: str | None
    """Why it scored no summary; None where it scored some."""


class _Seen(NamedTuple):
    """One summary after the edits."""

    article: int
    drop: float
    reacted: bool
    found: bool
    overlaps: bool | None  # None without a finding that has a place


def react(material: Material, sheet: Sheet) -> list[Reaction]:
    """Every metric × fault, metrics in order, faults in the order of the table."""
    found: dict[tuple[str, str, int], dict[Base, _Seen]] = defaultdict(dict)
    for place in places(material):
        before, after = _marked(material, sheet, place._replace(fault="", edits=0)), _marked(material, sheet, place)
        if place.fault in ("", OTHER) or before is None or after is None:
            continue
        for metric in material.metrics:
            seen = _judge(material, place, metric, before, after)
            if seen is not None:
                found[metric, place.fault, place.edits][place.base] = seen
    return [
        _reaction(material, metric, name, [found[metric, name, k] for k in range(1, fault.max_edits + 1)])
        for metric in material.metrics
        for name, fault in material.chosen_faults().items()
    ]


def _marked(material: Material, sheet: Sheet, place: Place) -> Marked | None:
    article = material.articles[place.base.article].id
    return sheet.marked.get((article, row_name(place.base.backend, place.fault, place.edits), place.base.sample))


def _judge(material: Material, place: Place, metric: str, before: Marked, after: Marked) -> _Seen | None:
    """None where the metric has no score on one side."""
    if metric not in before.values or metric not in after.values:
        return None
    fault = material.faults[place.fault]
    sign = -1 if material.metrics[metric].higher_is_better is False else 1
    drop = sign * (before.values[metric] - after.values[metric])
    new = new_findings(before.findings, after.findings, metric)
    right = [f for f in new if any(fnmatchcase(f.check, pattern) for pattern in fault.finds)]
    placed = [f.claim for f in right if f.claim]
    overlaps = any(_overlap(claim, span) for claim in placed for span in after.spans) if placed else None
    if fault.role == "fault":
        reacted = drop > TOLERANCE or bool(right)
    elif fault.role == "control":
        reacted = drop > HARMLESS or any(f.severity == "error" for f in new)
    else:
        reacted = -drop > PAYS
    return _Seen(place.base.article, drop, reacted, bool(right), overlaps)


def new_findings(before: Sequence[StoredFinding], after: Sequence[StoredFinding], metric: str) -> list[StoredFinding]:
    """The findings of `metric` that were not there before: no finding of the same check on the same words was."""
    old = Counter(_key(f) for f in before if f.metric == metric)
    new = []
    for finding in after:
        if finding.metric != metric:
            continue
        key = _key(finding)
        if not old[key] and len(key[1]) > _LONG:
            alike = (k for k in old if old[k] and k[0] == key[0] and fuzz.ratio(k[1], key[1]) >= _SAME)
            key = next(alike, key)
        if old[key]:
            old[key] -= 1
        else:
            new.append(finding)
    return new


def _key(finding: StoredFinding) -> tuple[str, str]:
    return finding.check, finding.claim.text if finding.claim else finding.expected or finding.message


def _overlap(claim: Span, span: Span) -> bool:
    """Whether they share a character; an empty span lies inside or at an end."""
    if span.start == span.end:
        return claim.start <= span.start <= claim.end
    return claim.start < span.end and span.start < claim.end


def _reaction(material: Material, metric: str, name: str, by_edits: Sequence[Mapping[Base, _Seen]]) -> Reaction:
    fault = material.faults[name]
    first = list(by_edits[0].values())
    rate = _by_article((seen.article, float(seen.reacted)) for seen in first)
    interval = None if rate is None else stats.wilson(rate[0] * rate[1], rate[1])
    whole = [base for base in by_edits[0] if all(base in step for step in by_edits)] if len(by_edits) > 1 else []
    paths = [[0.0, *(step[base].drop for step in by_edits)] for base in whole]
    rising = [all(b >= a - TOLERANCE for a, b in itertools.pairwise(path)) for path in paths]
    return Reaction(
        metric=metric,
        fault=name,
        role=fault.role,
        strict=fault.strict,
        must_drop=material.types.get(metric, metric) in fault.drops,
        n=rate[1] if rate else 0,
        n_summaries=len(first),
        rate=rate[0] if rate else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        found_share=_mean([float(seen.found) for seen in first]),
        overlap_share=_mean([float(seen.overlaps) for seen in first if seen.overlaps is not None]),
        monotone_share=_mean([float(r) for r in rising]),
        mean_change=_mean([abs(seen.drop) for seen in first]),
        mean_rise=_mean([-seen.drop for seen in first]),
        steps=tuple(_step(k, list(step.values())) for k, step in enumerate(by_edits, 1)),
    )


def _step(edits: int, seen: Sequence[_Seen]) -> Step:
    rate = _by_article((s.article, float(s.reacted)) for s in seen)
    drop = statistics.median(s.drop for s in seen) if seen else None
    return Step(edits, rate[1] if rate else 0, rate[0] if rate else None, drop)


def _by_article(values: Iterable[tuple[int, float]]) -> tuple[float, int] | None:
    """The mean over articles of the means within them, and the number of articles; None without values."""
    groups: dict[int, list[float]] = defaultdict(list)
    for article, value in values:
        groups[article].append(value)
    means = [math.fsum(group) / len(group) for group in groups.values()]
    return (math.fsum(means) / len(means), len(means)) if means else None


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def stand(
    material: Material, sheet: Sheet, reactions: Sequence[Reaction], signatures: Mapping[str, str]
) -> list[Standing]:
    """One standing a metric: its false alarms over all controls, its ladder, and what speaks against it."""
    return [_standing(material, sheet, metric, reactions, signatures[metric]) for metric in material.metrics]


def _standing(material: Material, sheet: Sheet, metric: str, reactions: Sequence[Reaction], signature: str) -> Standing:
    controls = [r for r in reactions if r.metric == metric and r.role == "control" and r.rate is not None]
    total = sum(r.n_summaries for r in controls)
    rate = math.fsum((r.rate or 0.0) * r.n_summaries for r in controls) / total if total else None
    n = max((r.n for r in controls), default=0)
    # a summary's controls hang together: the interval counts articles and not edits
    interval = None if rate is None else stats.wilson(rate * n, n)
    reasons = []
    # one alarm proves nothing on a small set
    if rate is not None and rate > TRUSTED and sum((r.rate or 0.0) * r.n for r in controls) > 1 + TOLERANCE:
        worst = sorted((r for r in controls if r.rate), key=lambda r: -(r.rate or 0.0))[:3]
        told = ", ".join(f"{r.fault} {r.rate:.0%}" for r in worst)
        reasons.append(f"it reacts to {rate:.0%} of harmless rewordings ({told})")
    ladder = _ladder(material, sheet, metric)
    reasons += _misordered(material, metric, ladder)
    rungs = [
        Rung(name, mean, len(column))
        for name, column in ladder.items()
        if (mean := _mean([*column.values()])) is not None
    ]
    low, high = interval or (None, None)
    scored = any(metric in marked.values for marked in sheet.marked.values())
    unscored = None if scored else sheet.unscored.get(metric, "no summary could be scored")
    return Standing(metric, signature, rate, low, high, n, tuple(rungs), tuple(reasons), unscored)


def _ladder(material: Material, sheet: Sheet, metric: str) -> dict[str, dict[int, float]]:
    """Rung -> article -> value: the summaries as they are, those of another article, and the control backends."""
    values: dict[str, dict[int, float]] = {}
    for rung, fault in ((OWN, ""), (OTHER, OTHER)):
        column: dict[int, list[float]] = defaultdict(list)
        for base in material.bases:
            marked = _marked(material, sheet, Place(base, fault, int(bool(fault))))
            if marked is not None and metric in marked.values:
                column[base.article].append(marked.values[metric])
        values[rung] = {number: math.fsum(found) / len(found) for number, found in column.items()}
    for name in LADDER:
        found = {i: sheet.marked.get((article.id, f"ladder: {name}", 0)) for i, article in enumerate(material.articles)}
        values[name] = {i: m.values[metric] for i, m in found.items() if m is not None and metric in m.values}
    return values


def _misordered(material: Material, metric: str, ladder: Mapping[str, Mapping[int, float]]) -> list[str]:
    """What is about another event, above what is not and has the same form; where the paired interval excludes 0."""
    sign = -1 if material.metrics[metric].higher_is_better is False else 1
    wrong = []
    told = _pair(ladder, OWN, OTHER)
    # a metric that takes a summary of anything for as good judges form, and neither of the other two has any
    for good, bad, words in (
        (OWN, OTHER, "the summaries of other articles above those of its own"),
        ("lead", "random", "random sentences of other articles above the beginnings of its own sources"),
    ):
        differences = _pair(ladder, good, bad)
        if len(differences) < 2 or (good == "lead" and abs(_mean(told) or 0.0) <= HARMLESS):
            continue
        result = stats.paired([sign * d for d in differences], seed=material.seed)
        if result.high is not None and result.high < -TOLERANCE:
            wrong.append(f"it puts {words} (by {-result.mean:.3f} over {result.n} articles)")
    return wrong


def _pair(ladder: Mapping[str, Mapping[int, float]], one: str, other: str) -> list[float]:
    return [value - ladder[other][i] for i, value in ladder[one].items() if i in ladder[other]]
