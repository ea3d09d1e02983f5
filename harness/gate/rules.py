"""The rules of the gate. Each looks at one pair of backends and says what it saw, in a sentence that stands alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from harness import stats
from harness.aggregate import Table
from harness.compare import Member, caveat, differences, incomparable
from harness.store import Key
from harness.suite import GateSettings
from harness.types import MEASUREMENT_FAILURES, MODEL_FAILURES, State

Verdict = Literal["pass", "inconclusive", "regression", "unmeasurable"]


class Result(NamedTuple):
    """What one rule says of one backend."""

    rule: Literal["comparable", "margin", "floor", "forbid", "failed", "unscored", "truncated", "cost", "seconds"]
    backend: str
    baseline: str | None
    metric: str | None
    kind: Verdict
    sentence: str
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    family_low: float | None = None
    family_high: float | None = None
    """Limits at 1 − α/k, which decide a regression."""
    n: int | None = None
    limit: float | None = None
    articles_needed: int | None = None
    details: Sequence[str] = ()


class Pair(NamedTuple):
    """A candidate backend and the baseline backend that it is judged against."""

    baseline: Member
    candidate: Member


def _comparable(pair: Pair, rule: Literal["margin", "floor"], metric: str) -> Result | None:
    """Why a statistical rule cannot be judged, if it cannot."""
    old, new = pair.baseline.table, pair.candidate.table
    reason = incomparable(old, new, metric)
    if reason is None:
        changed = [a for a, h in new.info.articles.items() if old.info.articles.get(a, h) != h]
        missing = sorted(old.info.articles.keys() ^ new.info.articles.keys())
        if changed:
            reason = f"the texts of {len(changed)} articles changed ({_some(changed)}); bless a new baseline"
        elif missing:
            reason = f"{len(missing)} articles are in one run only ({_some(missing)})"
    if reason is None:
        return None
    sentence = f"{metric} of {pair.candidate.name} cannot be compared: {reason}."
    return Result(rule, pair.candidate.name, pair.baseline.name, metric, "unmeasurable", sentence)


def margin(pair: Pair, metric: str, settings: GateSettings, k: int) -> Result:
    """The paired change against the margin, told in the metric's own direction."""
    refused = _comparable(pair, "margin", metric)
    if refused is not None:
        return refused
    better = _sign(pair.candidate.table, metric)
    limit = -better * settings.margin[metric]
    base = (pair.candidate.name, pair.baseline.name, metric)
    where = f"{metric} of {pair.candidate.name}"
    paired, unpaired = differences(pair.baseline, pair.candidate, metric)
    if not paired:
        return Result("margin", *base, "unmeasurable", f"{where}: no article is scored on both sides.", limit=limit)
    effect = stats.paired(list(paired.values()), seed=pair.baseline.table.info.seed, alpha=settings.alpha)
    family = stats.t_interval(effect, settings.alpha / k)
    if effect.low is None or effect.high is None or family is None or effect.sd is None:
        sentence = f"{where} changed by {effect.mean:+.3f} on one article; it takes more than one to tell."
        return Result("margin", *base, "inconclusive", sentence, effect.mean, n=1, limit=limit)
    own = stats.Interval(effect.low, effect.high)
    kind = _margin_kind(better, effect.mean, own, family, limit)
    needed = stats.articles_to_settle(effect.sd, abs(limit), alpha=settings.alpha) if kind == "inconclusive" else None
    sentence = f"{where} {_change(effect, own, family, k)}: {_margin_tail(kind, better, limit, needed)}."
    worst = sorted(paired.items(), key=lambda item: better * item[1])[:5]
    details = [*(f"{article}: {d:+.3f}" for article, d in worst), *(f"{article}: no partner" for article in unpaired)]
    return Result(
        "margin", *base, kind, sentence, effect.mean, *own, *family,
        n=effect.n, limit=limit, articles_needed=needed, details=details,
    )  # fmt: skip


def _margin_kind(better: int, mean: float, own: stats.Interval, family: stats.Interval, limit: float) -> Verdict:
    worst = own.low if better > 0 else own.high
    best = family.high if better > 0 else family.low
    if better * (worst - limit) > 0:
        return "pass"
    return "regression" if better * best < 0 and better * (mean - limit) <= 0 else "inconclusive"


def _margin_tail(kind: Verdict, better: int, limit: float, needed: int | None) -> str:
    noun, verb = ("fall", "fell") if better > 0 else ("rise", "rose")
    margin = f"{abs(limit):g}"
    if kind == "pass":
        return f"a {noun} of {margin} or more is ruled out"
    if kind == "regression":
        return f"it {verb} by the margin of {margin} or more"
    return f"a {noun} of {margin} can neither be shown nor ruled out; about {needed} articles would settle it"


def _change(effect: stats.Paired, own: stats.Interval, family: stats.Interval, k: int) -> str:
    if effect.n_nonzero == 0:
        return f"changed on none of {effect.n} articles"
    shown = f"changed by {effect.mean:+.3f} [{own.low:+.3f}, {own.high:+.3f}] over {effect.n} articles"
    beside = [f"[{family.low:+.3f}, {family.high:+.3f}] for {k} rules together"] if k > 1 else []
    beside += [note] if (note := caveat(effect)) else []
    return f"{shown} ({'; '.join(beside)})" if beside else shown


def floor(pair: Pair, metric: str, settings: GateSettings, k: int) -> Result:
    """The candidate's own mean against an absolute limit; a ceiling where lower is better."""
    refused = _comparable(pair, "floor", metric)
    if refused is not None:
        return refused
    floor = settings.floor[metric]
    better = _sign(pair.candidate.table, metric)
    values = np.array(list(pair.candidate.table.values(pair.candidate.backend, metric).values()))
    base = (pair.candidate.name, None, metric)
    where = f"{metric} of {pair.candidate.name}"
    if len(values) == 0:
        return Result("floor", *base, "unmeasurable", f"{where}: no article is scored.", limit=floor)
    mean = math.fsum(values) / len(values)
    seed = pair.candidate.table.info.seed
    own = stats.mean_intervals(values[None, :], seed=seed, alpha=settings.alpha)[0]
    family = stats.mean_intervals(values[None, :], seed=seed, alpha=settings.alpha / k)[0]
    if own is None or family is None:
        sentence = f"{where} is {mean:.3f} on one article; it takes more."
        return Result("floor", *base, "inconclusive", sentence, mean, n=1, limit=floor)
    limit = "floor" if better > 0 else "ceiling"
    told = f"{where} is {mean:.3f} [{own.low:.3f}, {own.high:.3f}] over {len(values)} articles"
    if k > 1:
        told += f" ([{family.low:.3f}, {family.high:.3f}] for {k} rules together)"
    kind: Verdict = "inconclusive"
    tail = f"the {limit} of {floor:g} lies inside the interval"
    worst, best = (own.low, family.high) if better > 0 else (own.high, family.low)
    if better * (worst - floor) >= 0:
        kind, tail = "pass", f"the {limit} of {floor:g} is kept"
    elif better * (best - floor) < 0:
        kind, tail = "regression", f"the {limit} of {floor:g} is broken"
    return Result("floor", *base, kind, f"{told}: {tail}.", mean, *own, *family, len(values), floor)


def forbid(pair: Pair, check: str) -> Result:
    """No `error` finding of this check that the baseline does not have already (same article, check, claim text)."""
    old = set(pair.baseline.table.forbidden.get((pair.baseline.backend, check), ()))
    all_new = dict.fromkeys(pair.candidate.table.forbidden.get((pair.candidate.backend, check), ()))
    fresh = [item for item in all_new if item not in old]
    known = len(all_new) - len(fresh)
    tail = f"; {known} that the baseline has already are known" if known else ""
    articles = len({article for article, _ in fresh})
    if fresh:
        sentence = f"{pair.candidate.name} has {len(fresh)} new {check} findings in {articles} articles{tail}."
    else:
        sentence = f"{pair.candidate.name} has no new {check} finding{tail}."
    return Result(
        "forbid", pair.candidate.name, pair.baseline.name, None, "regression" if fresh else "pass", sentence,
        float(len(fresh)), n=len(pair.candidate.table.states.get(pair.candidate.backend, {})), limit=0.0,
        details=[f"{article}: {text}" for article, text in fresh],
    )  # fmt: skip


def failed(pair: Pair, settings: GateSettings) -> Result:
    """Refused, empty and truncated summaries: the paired increase of their share."""
    old = _shares(pair.baseline.table, pair.baseline.backend, MODEL_FAILURES)
    new = _shares(pair.candidate.table, pair.candidate.backend, MODEL_FAILURES)
    both = [article for article in new if article in old]
    base = (pair.candidate.name, pair.baseline.name, None)
    if not both:
        return Result("failed", *base, "unmeasurable", f"{pair.candidate.name}: no article is in both runs.")
    before, after = (math.fsum(s[a] for a in both) / len(both) for s in (old, new))
    worse = after - before > settings.max_failed_increase + 1e-12
    sentence = (
        f"{pair.candidate.name} refused, left empty or cut off {after:.1%} of its summaries, the baseline {before:.1%}"
        f" ({len(both)} articles); an increase of {settings.max_failed_increase:.1%} is allowed."
    )
    details = [article for article in both if new[article] > old[article]]
    kind: Verdict = "regression" if worse else "pass"
    return Result(
        "failed",
        *base,
        kind,
        sentence,
        after - before,
        n=len(both),
        limit=settings.max_failed_increase,
        details=details,
    )


def unscored(pair: Pair, settings: GateSettings) -> Iterator[Result]:
    """Rows that could not be measured, per primary metric: above the limit nothing can be said."""
    table, backend = pair.candidate.table, pair.candidate.backend
    for metric in dict.fromkeys((*settings.primary, *settings.floor)):
        cells = table.cells.get((backend, metric), {})
        total = sum(sum(cell.states.values()) for cell in cells.values())
        lost = sum(cell.states.get(state, 0) for cell in cells.values() for state in MEASUREMENT_FAILURES)
        share = lost / total if total else 1.0
        missing = [a for a in table.info.articles if a not in cells]
        base = (backend, None, metric)
        if missing:
            sentence = f"{metric} of {backend}: {len(missing)} articles have no row ({_some(missing)}); finish the run."
            yield Result("unscored", *base, "unmeasurable", sentence, float(len(missing)))
            continue
        allowed = f"{settings.max_unscored_share:.1%} allowed"
        sentence = f"{metric} of {backend}: {lost} of {total} rows could not be measured ({share:.1%}; {allowed})."
        kind: Verdict = "unmeasurable" if share > settings.max_unscored_share else "pass"
        details = [a for a, cell in cells.items() if any(cell.states.get(s) for s in MEASUREMENT_FAILURES)]
        yield Result(
            "unscored",
            *base,
            kind,
            sentence,
            share,
            n=total,
            limit=settings.max_unscored_share,
            details=details,
        )


def limits(pair: Pair, settings: GateSettings, seconds: dict[Key, float]) -> Iterator[Result]:
    """max_truncated_share, max_cost (US dollars a run), max_seconds (mean a summary), where they are set."""
    table, name = pair.candidate.table, pair.candidate.backend
    if settings.max_truncated_share is not None:
        shares = _shares(table, name, ("truncated",))
        share = math.fsum(shares.values()) / len(shares) if shares else None
        yield _limit(
            "truncated",
            name,
            share,
            settings.max_truncated_share,
            "cut off a share of {:.3f} of its summaries",
        )
    if settings.max_cost is not None:
        yield _limit("cost", name, table.costs.get(name), settings.max_cost, "cost {:.4f} US dollars")
    if settings.max_seconds is not None:
        mine = [s for (_, backend, _), s in seconds.items() if backend == name]
        mean = math.fsum(mine) / len(mine) if mine else None
        yield _limit("seconds", name, mean, settings.max_seconds, "took {:.2f} seconds a summary")


def _limit(
    rule: Literal["truncated", "cost", "seconds"],
    backend: str,
    observed: float | None,
    limit: float,
    words: str,
) -> Result:
    if observed is None:
        sentence = f"{backend}: {rule} is not recorded in this run, so the limit of {limit:g} cannot be checked."
        return Result(rule, backend, None, None, "unmeasurable", sentence, limit=limit)
    kind: Verdict = "regression" if observed > limit else "pass"
    sentence = f"{backend} {words.format(observed)}; {limit:g} is allowed."
    return Result(rule, backend, None, None, kind, sentence, observed, limit=limit)


def _shares(table: Table, backend: str, states: Sequence[State]) -> dict[str, float]:
    """Article -> share of its rows in these states, rows that could not be asked left out."""
    shares = {}
    for article, counter in table.states.get(backend, {}).items():
        asked = sum(n for state, n in counter.items() if state not in ("infra_error", "not_applicable"))
        if asked:
            shares[article] = sum(counter[state] for state in states) / asked
    return shares


def _sign(table: Table, metric: str) -> int:
    return 1 if next(m.higher_is_better for m in table.info.metrics if m.name == metric) else -1


def _some(items: Sequence[str]) -> str:
    return ", ".join(items[:3]) + (", …" if len(items) > 3 else "")
