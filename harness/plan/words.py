"""A plan in sentences: what the figures rest on, what they say, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from harness import stats
from harness.plan.records import GatePlan, MarginPlan, MetricPlan, Plan
from harness.plan.spread import Components
from harness.plan.tables import MOST, about, count, name, percent
from harness.report import numbers
from harness.report.words import listed
from harness.text import visible

_WORTH = 0.05
"""Another sample that narrows what is found by less than this share is not recommended."""
_OF_ONE_RUN = (
    "The spread (SD) is that of the differences between pairs of this run's backends; a line shows the pair in"
    " the middle. Another model usually moves single articles more than a changed prompt does, so these figures"
    " are cautious. Two runs, before and after a change like the one you plan, are the better pilot: --baseline."
)
_OF_TWO_RUNS = (
    "The spread (SD) is that of the differences between the two runs, article by article, for each backend that"
    " changed. It holds for changes like this one; a larger change usually spreads more."
)


def opening(plan: Plan) -> list[str]:
    """Where the figures come from, and how they are to be taken."""
    info = plan.pilot.table.info
    samples = "1 sample" if info.repeats == 1 else f"{info.repeats} samples"
    articles = "1 article" if plan.n_articles == 1 else f"{plan.n_articles:,} articles"
    planned = any(not p.reason for p in plan.metrics)
    done = "planned" if planned else "nothing can be planned"
    lines = [f"{info.name}: {done} from {plan.pilot.source} ({articles}, {samples} each)"]
    lines += plan.pilot.notes
    if planned:
        lines.append(_OF_ONE_RUN if plan.pilot.baseline is None else _OF_TWO_RUNS)
    if plan.unchanged:
        lines.append(f"No score of {listed(plan.unchanged)} changed between the two runs, so nothing is planned there.")
    return [visible(line, one_line=True) for line in lines]


def closing(plan: Plan) -> list[str]:
    """What the plan says of each metric, of the gate as a whole, and of repeats."""
    lines: list[str] = []
    for p in plan.metrics:
        if p.reason:
            lines.append(f"{name(plan, p)} cannot be planned: {p.reason}.")
            lines += _noise(plan, p)
        elif p.margins:
            lines += [*_metric(plan, p), *_noise(plan, p)]
    if plan.gate is not None:
        lines += _gate(plan.gate)
    lines += _repeats(plan)
    return [visible(line, one_line=True) for line in lines]


def _metric(plan: Plan, p: MetricPlan) -> Iterator[str]:
    s = p.spread
    assert s is not None
    found = numbers.value(p.detectable)
    said = f"{name(plan, p)}: {count(s.n)} articles find a change of ±{found} in 80 % of cases"
    if p.detectable_with is not None and plan.articles is not None:
        said += f", {count(plan.articles)} one of ±{numbers.value(p.detectable_with)}"
    if len(p.margins) == 1:
        m = p.margins[0]
        said += (
            f". A margin of {m.margin:g} takes {_needed(m)}; with {count(s.n)}, a change that leaves the mean as it is"
            f" passes in {percent(m.passes)} of cases, and the smallest margin that it passes in 80 % is {found}"
        )
    yield f"{said}.{_caveats(plan, p)}"


def _needed(m: MarginPlan) -> str:
    """The articles that a margin takes, with their limits."""
    if m.articles_low > MOST:
        return "more than a million articles"
    return f"{about(m.articles)} articles ({count(m.articles_low)} to {count(m.articles_high)})"


def _caveats(plan: Plan, p: MetricPlan) -> str:
    s = p.spread
    assert s is not None
    place = "the only one" if p.n_pairs == 1 else f"the middle one of {p.n_pairs}"
    told = "" if p.others is None else f" Pair: {s.candidate} against {s.baseline}, {place}."
    if s.n_nonzero < stats.FEW:
        told += f" Caution: only {s.n_nonzero} of {s.n} articles differ, and the whole spread rests on them."
    if s.n_unpaired:
        told += f" {s.n_unpaired} articles lack a score or a partner and are left out."
    return told


def _noise(plan: Plan, p: MetricPlan) -> Iterator[str]:
    """The floor under everything: an unchanged backend that is asked again."""
    r = p.rerun
    if r is None or r.n < 2 or r.sd == 0:
        return
    said = f"  Noise floor: two runs of {r.backend}, unchanged, differ with an SD of {numbers.value(r.sd)}"
    said += (
        f" at {r.repeats:.3g} samples; no change below ±{numbers.value(stats.detectable(r.sd, r.n, alpha=plan.alpha))}"
    )
    yield f"{said} can be told from that with {count(r.n)} articles in 80 % of cases."


def _gate(gate: GatePlan) -> Iterator[str]:
    if gate.passes is None:
        yield f"The gate as a whole cannot be planned, because of {', '.join(gate.unplanned)}."
        return
    rules = "The one margin rule" if gate.n_rules == 1 else f"All {gate.n_rules} margin rules together"
    yield f"{rules}: pass {_between(gate.passes)} where the articles move as above and no mean changes."
    if gate.rerun_passes is not None:
        yield f"  They pass {_between(gate.rerun_passes)} where nothing changes and every backend is only asked again."
    if gate.articles is not None and gate.n_rules > 1:
        yield f"  For all of them to pass in 80 % of cases it takes {about(gate.articles)} articles."


def _between(limits: stats.Interval) -> str:
    low, high = percent(limits.low), percent(limits.high)
    if low == high:
        return f"in {low} of cases"
    if limits.low == 0:
        return f"in at most {high} of cases (nothing can be promised from below)"
    return f"in at least {low} and at most {high} of cases"


def _repeats(plan: Plan) -> Iterator[str]:
    spread = [p for p in plan.metrics if not p.reason]
    known = [p for p in spread if p.repeats]
    if spread and not known:
        yield (
            "Repeats: what a second sample is worth is unknown, because no article has two. To find out, put repeats = 3"
            " into the suite and run it with --limit 10."
        )
    still = [p for p in known if p.repeats[0].sampling_share == 0]
    if still:
        names = ", ".join(name(plan, p) for p in still)
        yield f"Repeats: all samples of an article score the same on {names}; more of them are worth nothing."
    for p in known:
        if p.margins and p not in still:
            yield _advice(plan, p)


def _advice(plan: Plan, p: MetricPlan) -> str:
    """What a second sample brings, how many articles bring as much, and how many samples are worth it without them."""
    s, parts = p.spread, p.spread.components if p.spread else None
    assert s is not None
    assert parts is not None
    one, two = (stats.detectable(parts.sd(r), s.n, alpha=plan.alpha) for r in (1, 2))
    more = s.n
    while stats.detectable(parts.sd(1), more, alpha=plan.alpha) > two:
        more += 1
    said = (
        f"Repeats, {name(plan, p)}: {percent(parts.sampling_share(1))} of the variance of one sample is sampling. A second"
        f" sample of each article narrows what is found by {percent(1 - two / one)}, for {count(s.n)} more calls a"
        f" backend; {_articles(more - s.n)}."
    )
    best = _worth(parts)
    if best == 1:
        said += " Take articles."
    else:
        said += f" Take articles; where there are no more, up to {best} samples are worth their calls."
    if parts.floored:
        said += " (Samples vary more than the differences do, so all of the spread is taken for sampling.)"
    return said


def _worth(parts: Components) -> int:
    """The most samples of which each narrows what is found by the share _WORTH or more."""
    repeats = 1
    while parts.sd(repeats + 1) < (1 - _WORTH) * parts.sd(repeats):
        repeats += 1
    return repeats


def _articles(n: int) -> str:
    return (
        "one more article does as much for one call"
        if n == 1
        else f"{count(n)} more articles do as much for {n:,} calls"
    )
