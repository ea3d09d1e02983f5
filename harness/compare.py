"""Comparisons: paired by article, checked for being comparable, corrected for their number. Pure functions.

A Comparison is data; what it means in words is `verdict`, and nothing is ever called "no difference".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from harness import stats
from harness.aggregate import Aggregate, Table, aggregate

ALPHA = 0.05

Outcome = Literal["better", "worse", "unclear", "unchanged", "not_comparable"]


class Member(NamedTuple):
    """One backend of one run, with the name it has in the comparison."""

    name: str
    table: Table
    backend: str


class Comparison(NamedTuple):
    """`candidate` against `baseline` on one metric, over the articles that both have a score for.

    `p_holm` is the t interval's p, corrected over the `family` of all comparisons on this
    metric. `reason` says why nothing is compared.
    """

    metric: str
    baseline: str
    candidate: str
    effect: stats.Paired | None
    p_holm: float | None
    family: int
    unpaired: Sequence[str]
    outcome: Outcome
    reason: str | None = None


class Report(NamedTuple):
    """All that `compare` says: the members, their aggregates, and every pair on every ranked metric."""

    tables: Sequence[Table]
    members: Sequence[Member]
    aggregates: Sequence[Aggregate]
    comparisons: Sequence[Comparison]


def compare(tables: Sequence[Table], labels: Sequence[str]) -> Report:
    """Compare the backends of one run with each other, or those of several runs by name with the first run's.

    `labels` name the runs. With one run, every pair of backends that are no controls is compared; with several, each
    backend of a later run with the one of the same name in the first.
    """
    members = [
        Member(info.name if len(tables) == 1 else f"{label}: {info.name}", table, info.name)
        for table, label in zip(tables, labels, strict=True)
        for info in table.info.backends
    ]
    aggregates = [
        a._replace(backend=a.backend if len(tables) == 1 else f"{label}: {a.backend}")
        for table, label in zip(tables, labels, strict=True)
        for a in aggregate(table)
    ]
    pairs = list(_pairs(tables, members))
    comparisons = [c for metric in _ranked(tables) for c in _family(metric, pairs)]
    return Report(tables, members, aggregates, comparisons)


def differences(baseline: Member, candidate: Member, metric: str) -> tuple[dict[str, float], list[str]]:
    """Article -> candidate − baseline over the paired articles; and the articles that have no partner."""
    old = baseline.table.values(baseline.backend, metric)
    new = candidate.table.values(candidate.backend, metric)
    same = {a for a in new if a in old and baseline.table.info.articles[a] == candidate.table.info.articles[a]}
    paired = {article: new[article] - old[article] for article in new if article in same}
    return paired, sorted((old.keys() | new.keys()) - same)


def incomparable(baseline: Table, candidate: Table, metric: str) -> str | None:
    """Why the two runs cannot be compared on this metric; None if they can."""
    old = {m.name: m.signature for m in baseline.info.metrics}
    new = {m.name: m.signature for m in candidate.info.metrics}
    for name, run in ((old, "the baseline"), (new, "the candidate")):
        if metric not in name:
            return f"{run} has no metric {metric}"
    if old[metric] != new[metric]:
        return f"the metric's signature changed from {old[metric]} to {new[metric]}"
    for what in ("profile", "language"):
        if getattr(baseline.info, what) != getattr(candidate.info, what):
            return f"the {what} differs: {getattr(baseline.info, what)} and {getattr(candidate.info, what)}"
    return None


def _pairs(tables: Sequence[Table], members: Sequence[Member]) -> Iterator[tuple[Member, Member]]:
    controls = {(id(t), b.name) for t in tables for b in t.info.backends if b.control}
    honest = [m for m in members if (id(m.table), m.backend) not in controls]
    if len(tables) == 1:
        yield from itertools.combinations(honest, 2)
        return
    first = {m.backend: m for m in honest if m.table is tables[0]}
    for member in honest:
        if member.table is not tables[0] and member.backend in first:
            yield first[member.backend], member


def _ranked(tables: Sequence[Table]) -> list[str]:
    """The metrics with a good direction, in order of first appearance."""
    return list(dict.fromkeys(m.name for t in tables for m in t.info.metrics if m.higher_is_better is not None))


def _family(metric: str, pairs: Sequence[tuple[Member, Member]]) -> list[Comparison]:
    """The comparisons on one metric, Holm-corrected over all of them."""
    raw = [_compare_pair(metric, baseline, candidate) for baseline, candidate in pairs]
    tested = {i: c.effect.p_t for i, c in enumerate(raw) if c.effect is not None and c.effect.p_t is not None}
    for index, p in zip(tested, stats.holm(list(tested.values())), strict=True):
        outcome = raw[index].outcome
        # the t interval decides a single comparison; in a family its p must stand the correction before anyone wins
        if outcome in ("better", "worse") and p > ALPHA:
            outcome = "unclear"
        raw[index] = raw[index]._replace(p_holm=p, outcome=outcome)
    return [c._replace(family=len(tested)) for c in raw]


def _compare_pair(metric: str, baseline: Member, candidate: Member) -> Comparison:
    reason = incomparable(baseline.table, candidate.table, metric)
    paired, unpaired = ({}, []) if reason else differences(baseline, candidate, metric)
    if reason is None and not paired:
        reason = "no article has a score on both sides"
    if reason is not None:
        return Comparison(metric, baseline.name, candidate.name, None, None, 0, unpaired, "not_comparable", reason)
    effect = stats.paired(list(paired.values()), seed=baseline.table.info.seed, alpha=ALPHA)
    higher = next(m.higher_is_better for m in candidate.table.info.metrics if m.name == metric)
    outcome = _outcome(effect, bool(higher))
    return Comparison(metric, baseline.name, candidate.name, effect, None, 0, unpaired, outcome)


def _outcome(effect: stats.Paired, higher_is_better: bool) -> Outcome:
    if effect.n_nonzero == 0:
        return "unchanged"
    if effect.low is None or effect.high is None or effect.low <= 0 <= effect.high or (effect.p_t or 0) > ALPHA:
        return "unclear"
    return "better" if (effect.low > 0) == higher_is_better else "worse"


def lost_to_correction(c: Comparison) -> bool:
    """True if the interval alone would decide, and only the correction for the family forbids it."""
    e = c.effect
    if c.outcome != "unclear" or e is None or e.low is None or e.high is None:
        return False
    return not e.low <= 0 <= e.high


def caveat(effect: stats.Paired) -> str | None:
    """What must stand beside the interval: too few articles, or too few that changed."""
    if effect.n < 2:
        return "one article gives no interval"
    if effect.n_nonzero == effect.n < stats.FEW:
        return f"only {effect.n} changed"
    if 0 < effect.n_nonzero < stats.FEW:
        return f"only {effect.n_nonzero} of {effect.n} articles changed"
    return None
