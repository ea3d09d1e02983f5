"""What an article set can detect, how many articles a question takes, and what repeats are worth. Pure functions.

A pilot shows how far articles spread; everything follows from that spread and never from an observed difference. With
one run, the spread is that of pairs of its backends; with a baseline, that of each backend before and after a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from harness import stats
from harness.articles import shown
from harness.compare import Member
from harness.errors import InputError
from harness.limits import GateSettings
from harness.plan.pilot import Pilot, find_pilot, members, pairs_of
from harness.plan.power import all_pass, articles_for_all, caught, passes, sd_interval
from harness.plan.records import GatePlan, MarginPlan, MetricPlan, Plan, RepeatLine
from harness.plan.spread import Components, Rerun, Spread, rerun, spread
from harness.plugins import HEADLINE
from harness.stats import Interval

__all__ = ["GatePlan", "MarginPlan", "MetricPlan", "Pilot", "Plan", "RepeatLine", "find_pilot", "plan"]

MARGINS = (0.01, 0.02, 0.03, 0.05)
"""What is planned for where neither the suite nor the call names a margin."""
REPEATS = (1, 2, 3, 5, 10)


class _Terms(NamedTuple):
    """What is asked of a metric."""

    alpha: float
    k: int
    articles: int | None
    margins: Sequence[float]


def plan(pilot: Pilot, margins: Mapping[str, float] | None = None, *, articles: int | None = None) -> Plan:
    """Plan for the suite's [gate], with `margins` put over it; for the margins of MARGINS where there is neither.

    `articles` is another number of articles to say what it detects. Raises InputError for a metric without direction, a
    margin that is not above 0, and two runs without a backend in common.
    """
    settings = _settings(pilot, margins or {})
    pairs = pairs_of(pilot, settings.pairs)
    n_gated = len(pairs) if pilot.baseline else len(members(pilot.table))
    k = max(1, (len(settings.primary) + len(settings.floor)) * n_gated)
    labels = {m.name: m.label or m.name for m in pilot.table.info.metrics if m.higher_is_better is not None}
    headline = [m for m in HEADLINE if m in labels] or list(labels)[:3]
    found: list[MetricPlan] = []
    for metric in dict.fromkeys([*settings.primary, *headline, *labels]):
        if metric not in labels:
            found.append(MetricPlan(metric, metric, reason="the pilot has no such metric; run the suite again"))
            continue
        terms = _Terms(settings.alpha, k, articles, _margins(settings, metric, headline))
        found += _plans(pilot, pairs, metric, labels[metric], terms)
    unchanged = _unchanged(pairs, list(labels)) if pilot.baseline else ()
    gate = _gate(found, settings, n_gated) if settings.primary else None
    return Plan(pilot, settings.alpha, k, len(pilot.table.info.articles), articles, found, unchanged, gate)


def _settings(pilot: Pilot, margins: Mapping[str, float]) -> GateSettings:
    """The suite's [gate], or an empty one, with the margins of this call put over it."""
    ranked = {m.name: m.higher_is_better is not None for m in pilot.table.info.metrics}
    for metric, margin in margins.items():
        if not ranked.get(metric):
            known = ", ".join(name for name, directed in ranked.items() if directed)
            why = "is a counter without a good direction" if metric in ranked else f"is not in {pilot.name}"
            raise InputError(f"--margin: metric {shown(metric)} {why}; it has {known}")
        if not 0 < margin < float("inf"):
            raise InputError(f"--margin {shown(f'{metric}={margin:g}')}: a margin is above 0, such as {metric}=0.02")
    gate = pilot.settings or GateSettings()
    primary = tuple(dict.fromkeys((*gate.primary, *margins)))
    return gate.model_copy(update={"primary": primary, "margin": {**gate.margin, **margins}})


def _margins(settings: GateSettings, metric: str, headline: Sequence[str]) -> Sequence[float]:
    if metric in settings.primary:
        return (settings.margin[metric],)
    return MARGINS if not settings.primary and metric in headline else ()


def _plans(
    pilot: Pilot, pairs: Sequence[tuple[Member, Member]], metric: str, label: str, terms: _Terms
) -> Iterator[MetricPlan]:
    """One plan from the middle pair of a run; one for each backend whose scores changed between two runs."""
    spreads = [spread(*pair, metric) for pair in pairs]
    base = MetricPlan(metric, label, reruns=_reruns(pilot, metric))
    if pilot.baseline is not None:
        changed = [s for s in spreads if s.n_nonzero or s.reason]
        if not changed:
            reason = "no backend's score changed on any article, so there is no spread to plan from"
            yield base._replace(spread=spreads[0], n_pairs=len(spreads), reason=reason)
        for s in changed:
            own = [r for r in base.reruns if r.backend == s.candidate]
            yield _planned(base._replace(spread=s, n_pairs=1, reruns=own), terms)
        return
    usable = sorted((s for s in spreads if s.sd), key=lambda s: s.sd or 0.0)
    if not usable:
        yield base._replace(n_pairs=len(spreads), reason=_no_pair(spreads))
        return
    middle = usable[len(usable) // 2]  # of an even number the wider one
    others = Interval(usable[0].sd or 0.0, usable[-1].sd or 0.0)
    yield _planned(base._replace(spread=middle, n_pairs=len(usable), others=others), terms)


def _no_pair(spreads: Sequence[Spread]) -> str:
    if not spreads:
        return "the run has fewer than two backends that are no controls; give another run of it with --baseline"
    return next((s.reason for s in spreads if s.reason), "all pairs of backends differ by the same on every article")


def _reruns(pilot: Pilot, metric: str) -> list[Rerun]:
    found = [rerun(pilot.table, member.backend, metric) for member in members(pilot.table)]
    return [r for r in found if r is not None]


def _planned(base: MetricPlan, terms: _Terms) -> MetricPlan:
    s = base.spread
    assert s is not None
    if not s.sd:
        reason = s.reason or f"all {s.n} articles differ by the same, so there is no spread to plan from"
        return base._replace(reason=reason)
    interval = sd_interval(s.sd, s.n)
    with_ = None if terms.articles is None else stats.detectable(s.sd, terms.articles, alpha=terms.alpha)
    return base._replace(
        sd_interval=interval,
        detectable=stats.detectable(s.sd, s.n, alpha=terms.alpha),
        detectable_family=stats.detectable(s.sd, s.n, alpha=terms.alpha, comparisons=terms.k),
        detectable_with=with_,
        margins=[_margin(s.sd, s.n, interval, margin, base.rerun, terms) for margin in terms.margins],
        repeats=[_repeat_line(s.components, s.n, r, terms.alpha) for r in REPEATS] if s.components else (),
    )


def _margin(sd: float, n: int, interval: Interval, margin: float, again: Rerun | None, terms: _Terms) -> MarginPlan:
    needed = [stats.articles_to_settle(x, margin, alpha=terms.alpha) for x in (sd, *interval)]
    repeated = None if again is None else _repeated(again, margin, terms.alpha)
    falls = caught(sd, n, margin, alpha=terms.alpha, k=terms.k)
    return MarginPlan(margin, needed[0], needed[1], needed[2], passes(sd, n, margin, terms.alpha), repeated, falls)


def _repeated(again: Rerun, margin: float, alpha: float) -> float:
    if again.sd == 0:
        return 1.0
    return passes(again.sd, again.n, margin, alpha) if again.n > 1 else 0.0


def _repeat_line(parts: Components, n: int, repeats: int, alpha: float) -> RepeatLine:
    sd = parts.sd(repeats)
    return RepeatLine(
        repeats,
        sd,
        parts.sampling_share(repeats),
        stats.detectable(sd, n, alpha=alpha),
        n * repeats,
        stats.detectable(parts.sd(1), n * repeats, alpha=alpha),
    )


def _unchanged(pairs: Sequence[tuple[Member, Member]], metrics: Sequence[str]) -> list[str]:
    """The backends that no metric sees a change of."""
    found = {candidate.name: [spread(baseline, candidate, m) for m in metrics] for baseline, candidate in pairs}
    return [name for name, spreads in found.items() if not any(s.n_nonzero or s.reason for s in spreads)]


def _gate(found: Sequence[MetricPlan], settings: GateSettings, n_gated: int) -> GatePlan:
    """All margin rules, where every metric has a spread. From one run, every backend counts with its metric's; of two
    runs, a backend that did not change passes.
    """
    gated = [p for p in found if p.metric in settings.primary]
    n_rules = len(settings.primary) * n_gated
    if unplanned := [p.label for p in gated if p.reason]:
        return GatePlan(n_rules, None, None, None, list(dict.fromkeys(unplanned)))
    rules = [(p, m) for p in gated for m in p.margins for _ in range(n_gated if p.others else 1)]
    again = [_repeated(r, m.margin, settings.alpha) for p in gated for m in p.margins for r in p.reruns]
    return GatePlan(
        n_rules,
        all_pass([m.passes for _, m in rules]),
        all_pass(again) if len(again) == len(rules) else None,
        articles_for_all([(p.spread.sd, m.margin) for p, m in rules if p.spread and p.spread.sd], settings.alpha),
    )
