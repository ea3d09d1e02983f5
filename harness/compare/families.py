"""Every pair on every ranked metric, corrected for their number, and the ranks that follow."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

from harness import stats
from harness.aggregate import Aggregate, Table, aggregate
from harness.compare.pairing import differences, incomparable, members, pairs
from harness.compare.records import Comparison, Correction, Member, Outcome, Rank, Report
from harness.errors import InputError
from harness.plugins import HEADLINE

ALPHA = 0.05
EPSILON = 0.0005
"""A difference of an article that is no larger is a tie: it is none as numbers are printed."""

_Pair = tuple[Member, Member]


def compare(
    tables: Sequence[Table],
    labels: Sequence[str],
    *,
    chosen: Mapping[str, str] | None = None,
    every: bool = False,
    epsilon: float = EPSILON,
) -> Report:
    """Compare the backends of one run with each other, or those of several runs by name with the first run's.

    Raises InputError: no runs, two of one name, an unknown name in `chosen`, an epsilon below 0.

    `labels` name the runs; `chosen` and `every` as in `pairing.pairs`. All pairs on all primary metrics are one
    family, corrected by Holm; all pairs on the other ranked metrics are exploration, corrected by Benjamini and
    Hochberg.
    """
    if not tables:
        raise InputError("nothing to compare; give at least one run")
    if isinstance(epsilon, bool) or not isinstance(epsilon, int | float) or not 0 <= epsilon < math.inf:
        raise InputError(f"epsilon: expected a number from 0, such as {EPSILON:g}, found {epsilon!r}")
    if len(set(labels)) != len(labels):
        raise InputError("two runs have the same name; rename one so that the table can tell them apart")
    tables = [dataclasses.replace(table) for table in tables]  # told apart by identity, even a run and itself
    found = members(tables, labels)
    aggregates = [
        a._replace(backend=a.backend if len(tables) == 1 else f"{label}: {a.backend}")
        for table, label in zip(tables, labels, strict=True)
        for a in aggregate(table)
    ]
    compared = pairs(tables, found, chosen or {}, every=every)
    ranked = _ranked(tables)
    primary = _primary(tables, ranked)
    rest = [metric for metric in ranked if metric not in primary]
    seed = tables[0].info.seed
    declared = _family(primary, compared, "holm", epsilon, seed)
    explored = _family(rest, compared, "benjamini-hochberg", epsilon, seed)
    comparisons = sorted([*declared, *explored], key=lambda c: ranked.index(c.metric))  # stable: pairs keep their order
    ranks = _ranks(found, compared, aggregates, comparisons, ranked)
    return Report(tables, found, aggregates, comparisons, primary, ranks, epsilon)


def _ranked(tables: Sequence[Table]) -> list[str]:
    """The metrics with a good direction, in order of first appearance."""
    return list(dict.fromkeys(m.name for t in tables for m in t.info.metrics if m.higher_is_better is not None))


def _primary(tables: Sequence[Table], ranked: Sequence[str]) -> list[str]:
    """What the suites' gates declare primary, else the headline metrics; where there are none, the first three."""
    declared = {m for t in tables for m in t.info.suite.get("gate", {}).get("primary", ())}
    found = ([m for m in ranked if m in chosen] for chosen in (declared, HEADLINE))
    return next(filter(None, found), list(ranked[:3]))


def _family(
    metrics: Sequence[str], compared: Sequence[_Pair], correction: Correction, epsilon: float, seed: int
) -> list[Comparison]:
    """The comparisons of one family, corrected over all of them."""
    raw = [_begin(metric, *pair, correction) for metric in metrics for pair in compared]
    columns = {i: d for i, (c, d) in enumerate(raw) if c.reason is None}
    k = max(1, len(columns))
    effects = stats.paired_each(list(columns.values()), seed=seed, alpha=ALPHA, comparisons=k, epsilon=epsilon)
    by_index = dict(zip(columns, effects, strict=True))
    tested = {i: e.p_t for i, e in by_index.items() if e.p_t is not None}
    adjust = stats.holm if correction == "holm" else stats.benjamini_hochberg
    adjusted = dict(zip(tested, adjust(list(tested.values())), strict=True))
    higher = {m.name: bool(m.higher_is_better) for _, one in compared for m in one.table.info.metrics}
    return [
        c._replace(
            effect=by_index.get(i),
            p_adjusted=adjusted.get(i),
            family=len(tested),
            outcome=_outcome(by_index.get(i), adjusted.get(i), higher.get(c.metric, True)),
        )
        for i, (c, _) in enumerate(raw)
    ]


def _begin(metric: str, baseline: Member, candidate: Member, correction: Correction) -> tuple[Comparison, list[float]]:
    reason = incomparable(baseline.table, candidate.table, metric)
    paired, unpaired = ({}, []) if reason else differences(baseline, candidate, metric)
    if reason is None and not paired:
        reason = "no article has a score on both sides"
    empty = Comparison(
        metric, baseline.name, candidate.name, None, None, correction, 0, unpaired, "not_comparable", reason
    )
    return empty, list(paired.values())


def _outcome(effect: stats.Paired | None, p_adjusted: float | None, higher_is_better: bool) -> Outcome:
    """The t interval decides a single comparison; in a family its p must stand the correction before anyone wins."""
    if effect is None:
        return "not_comparable"
    if effect.n_nonzero == 0:
        return "unchanged"
    if effect.low is None or effect.high is None or effect.low <= 0 <= effect.high or (p_adjusted or 0) > ALPHA:
        return "unclear"
    return "better" if (effect.low > 0) == higher_is_better else "worse"


def _ranks(
    found: Sequence[Member],
    compared: Sequence[_Pair],
    aggregates: Sequence[Aggregate],
    comparisons: Sequence[Comparison],
    ranked: Sequence[str],
) -> list[Rank]:
    """Of the metrics on which every pair was to be compared, those that have a pair: the best first.

    No ranks at all where two of them share no article or their scores are not comparable.
    """
    paired = {member.name for pair in compared for member in pair}
    names = [member.name for member in found if member.name in paired]
    by_metric: dict[str, list[Comparison]] = {metric: [] for metric in ranked}
    for c in comparisons:
        by_metric[c.metric].append(c)
    means = {(a.backend, a.metric): a.mean for a in aggregates}
    higher = {m.name: m.higher_is_better for member in found for m in member.table.info.metrics}
    ranks = []
    for metric, family in by_metric.items():
        with_pair = {name for c in family if c.effect is not None for name in (c.baseline, c.candidate)}
        told = [c for c in family if {c.baseline, c.candidate} <= with_pair]
        if len(family) != math.comb(len(names), 2) or any(c.effect is None for c in told):
            continue
        sign = -1 if higher[metric] else 1
        places = {name: sign * (means[name, metric] or 0.0) for name in names if name in with_pair}
        ordered = sorted(places, key=places.__getitem__)
        ahead = [
            (c.candidate, c.baseline) if c.outcome == "better" else (c.baseline, c.candidate)
            for c in told
            if c.outcome in ("better", "worse")
        ]
        intervals, letters = stats.rank_intervals(ordered, ahead), stats.tie_groups(ordered, ahead)
        ranks += [Rank(metric, name, *intervals[name], letters[name]) for name in ordered]
    return ranks
