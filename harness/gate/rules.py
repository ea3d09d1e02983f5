"""The statistical rules: margin and floor. Each looks at one pair of backends; its sentence stands alone."""

from __future__ import annotations

import math

import numpy as np

from harness import stats
from harness.aggregate import Table
from harness.compare import caveat, differences, incomparable
from harness.gate.results import Case, Pair, Result, Verdict, counted, some
from harness.limits import GateSettings
from harness.report import numbers

_ROUNDING = 1e-9
"""What binary fractions may add: a fall of just the margin is no smaller one."""


def not_one_set(pair: Pair) -> Result | None:
    """Why nothing of this pair can be judged: another profile, language or set of articles. None if it can."""
    old, new = pair.baseline.table.info, pair.candidate.table.info
    changed = [a for a, h in new.articles.items() if old.articles.get(a, h) != h]
    missing = sorted(old.articles.keys() ^ new.articles.keys())
    if old.profile != new.profile:
        reason = f"the profile differs: {old.profile} and {new.profile}"
    elif old.language != new.language:
        reason = f"the language differs: {old.language} and {new.language}"
    elif changed:
        reason = f"the texts of {counted(len(changed), 'article')} changed ({some(changed)}); bless a new baseline"
    elif missing:
        verb = "is" if len(missing) == 1 else "are"
        reason = f"{counted(len(missing), 'article')} {verb} in one run only ({some(missing)})"
    else:
        return None
    sentence = f"{pair.candidate.name} cannot be compared: {reason}."
    cases = [Case(article, 1.0, "its texts changed") for article in changed]
    return Result("comparable", pair.candidate.name, pair.baseline.name, None, "unmeasurable", sentence, cases=cases)


def not_asked(pair: Pair) -> Result | None:
    """Why a backend without a single row cannot be judged; None if both runs have some."""
    for member, run in ((pair.candidate, "this run"), (pair.baseline, "the baseline")):
        if not member.table.states.get(member.backend):
            sentence = f"{member.name} has no row in {run}; finish the run, without --only."
            return Result("comparable", pair.candidate.name, pair.baseline.name, None, "unmeasurable", sentence)
    return None


def margin(pair: Pair, metric: str, settings: GateSettings, k: int) -> Result:
    """The paired change against the margin, told in the metric's own direction."""
    base = (pair.candidate.name, pair.baseline.name, metric)
    where = f"{metric} of {pair.candidate.name}"
    reason = incomparable(pair.baseline.table, pair.candidate.table, metric)
    if reason is not None:
        return Result("margin", *base, "unmeasurable", f"{where} cannot be compared: {reason}.")
    better = sign(pair.candidate.table, metric)
    limit = -better * settings.margin[metric]
    paired, unpaired = differences(pair.baseline, pair.candidate, metric)
    if not paired:
        return Result("margin", *base, "unmeasurable", f"{where}: no article is scored on both sides.", limit=limit)
    effect = stats.paired(list(paired.values()), seed=pair.baseline.table.info.seed, alpha=settings.alpha)
    details, cases = _drops(paired, unpaired, better, settings.margin[metric])
    own, family = (_interval(effect, alpha) for alpha in (settings.alpha, settings.alpha / k))
    if own is None or family is None or effect.sd is None:
        sentence = (
            f"{where} changed by {numbers.difference(effect.mean)} on one article; it takes more than one to tell."
        )
        return Result(
            "margin", *base, "inconclusive", sentence, effect.mean, n=1, limit=limit, details=details, cases=cases
        )
    kind = _margin_kind(better, effect.mean, own, family, limit)
    needed = stats.articles_to_settle(effect.sd, abs(limit), alpha=settings.alpha) if kind == "inconclusive" else None
    change = _change(effect, own, family, k, len(paired) + len(unpaired))
    tail = _margin_tail(kind, better, limit, effect, needed)
    return Result(
        "margin", *base, kind, f"{where} {change}: {tail}.",
        effect.mean, *own, *family, n=effect.n, limit=limit, articles_needed=needed, details=details, cases=cases,
    )  # fmt: skip


def _drops(paired: dict[str, float], unpaired: list[str], better: int, margin: float) -> tuple[list[str], list[Case]]:
    worst = sorted(paired.items(), key=lambda item: better * item[1])
    details = [
        *(f"{article}: {numbers.difference(d)}" for article, d in worst[:5]),
        *(f"{article}: no partner" for article in unpaired),
    ]
    cases = [
        Case(article, -better * d, numbers.difference(d), -better * d >= margin)
        for article, d in worst
        if better * d < 0
    ]
    return details, cases


def _interval(effect: stats.Paired, alpha: float) -> stats.Interval | None:
    """Student's t limits at 1 − alpha; without width where all articles changed by the same. None for one article."""
    if effect.sd == 0:
        return stats.Interval(effect.mean, effect.mean)
    return stats.t_interval(effect, alpha)


def _margin_kind(better: int, mean: float, own: stats.Interval, family: stats.Interval, limit: float) -> Verdict:
    worst = own.low if better > 0 else own.high
    if better * (worst - limit) > _ROUNDING:
        return "pass"
    best = family.high if better > 0 else family.low
    return "regression" if better * best < 0 and better * (mean - limit) <= _ROUNDING else "inconclusive"


def _margin_tail(kind: Verdict, better: int, limit: float, effect: stats.Paired, needed: int | None) -> str:
    noun, verb = ("fall", "fell") if better > 0 else ("rise", "rose")
    margin = f"{abs(limit):g}"
    n = effect.n
    if effect.n_nonzero == 0:
        return f"no {noun} was seen" + (", which on so few articles says little of others" if n < stats.FEW else "")
    if kind == "pass":
        return f"a {noun} of {margin} or more is ruled out"
    if kind == "regression":
        return f"it {verb} by the margin of {margin} or more"
    told = f"a {noun} of {margin} can neither be shown nor ruled out"
    # with that many articles the spread is small enough, so that only the change itself lies at the margin
    return f"{told}; about {needed:,} articles would settle it" if needed and needed > n else (
        f"{told}: {n:,} articles would be enough, but the interval reaches the margin"
    )  # fmt: skip


def _change(effect: stats.Paired, own: stats.Interval, family: stats.Interval, k: int, n_all: int) -> str:
    n = counted(effect.n, "article")
    beside = [f"{numbers.interval(*family)} for {k} rules together"] if k > 1 else []
    beside += [note] if (note := caveat(effect)) else []
    beside += [f"{n_all - effect.n:,} without a score on one side or both"] if n_all > effect.n else []
    shown = f"changed by {numbers.difference(effect.mean)} {numbers.interval(*own)} over {n}"
    if effect.n_nonzero == 0:
        shown, beside = f"changed on none of {n}", beside[-1:] if n_all > effect.n else []
    return f"{shown} ({'; '.join(beside)})" if beside else shown


def floor(pair: Pair, metric: str, settings: GateSettings, k: int) -> Result:
    """The candidate's own mean against an absolute limit; a ceiling where lower is better."""
    base = (pair.candidate.name, None, metric)
    where = f"{metric} of {pair.candidate.name}"
    reason = incomparable(pair.baseline.table, pair.candidate.table, metric)
    if reason is not None:
        sentence = f"{where} cannot be compared: {reason}."
        return Result("floor", pair.candidate.name, pair.baseline.name, metric, "unmeasurable", sentence)
    floor = settings.floor[metric]
    better = sign(pair.candidate.table, metric)
    by_article = pair.candidate.table.values(pair.candidate.backend, metric)
    values = np.array(list(by_article.values()))
    if len(values) == 0:
        return Result("floor", *base, "unmeasurable", f"{where}: no article is scored.", limit=floor)
    mean = math.fsum(values) / len(values)
    seed = pair.candidate.table.info.seed
    own = stats.mean_intervals(values[None, :], seed=seed, alpha=settings.alpha)[0]
    family = stats.mean_intervals(values[None, :], seed=seed, alpha=settings.alpha / k)[0]
    below = sorted(by_article.items(), key=lambda item: better * item[1])
    cases = [Case(a, better * (floor - v), numbers.value(v)) for a, v in below if better * (v - floor) < 0]
    if own is None or family is None:
        sentence = f"{where} is {numbers.value(mean)} on one article; it takes more."
        return Result("floor", *base, "inconclusive", sentence, mean, n=1, limit=floor, cases=cases)
    limit = "floor" if better > 0 else "ceiling"
    told = f"{where} is {numbers.value(mean)} {numbers.interval(*own)} over {len(values):,} articles"
    if k > 1:
        told += f" ({numbers.interval(*family)} for {k} rules together)"
    kind: Verdict = "inconclusive"
    tail = f"the {limit} of {floor:g} lies inside the interval"
    worst, best = (own.low, family.high) if better > 0 else (own.high, family.low)
    if better * (worst - floor) >= 0:
        kind, tail = "pass", f"the {limit} of {floor:g} is kept"
    elif better * (best - floor) < 0:
        kind, tail = "regression", f"the {limit} of {floor:g} is broken"
    details = [f"{case.article}: {case.said}" for case in cases[:5]]
    return Result(
        "floor", *base, kind, f"{told}: {tail}.", mean, *own, *family,
        n=len(values), limit=floor, details=details, cases=cases,
    )  # fmt: skip


def sign(table: Table, metric: str) -> int:
    """1 where a higher value of the metric is better, else −1."""
    return 1 if next(m.higher_is_better for m in table.info.metrics if m.name == metric) else -1
