"""The verdict in words: what the comparison allows to be said, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from harness.aggregate import Aggregate
from harness.compare import Comparison, Report, caveat, lost_to_correction
from harness.plugins import HEADLINE
from harness.report import numbers, probed

_NAMED = 4
"""As many backends as a sentence can name."""


def declared_metrics(report: Report) -> list[str]:
    """The metrics that the verdict speaks of: those declared before the data were seen, headline ones first."""
    return sorted(report.primary, key=lambda metric: HEADLINE.index(metric) if metric in HEADLINE else len(HEADLINE))


def headline_metrics(report: Report) -> list[str]:
    """The metrics that tables show first: the headline ones that the runs have, then what was declared beside them."""
    ranked = {m.name for t in report.tables for m in t.info.metrics if m.higher_is_better is not None}
    return list(dict.fromkeys([*(metric for metric in HEADLINE if metric in ranked), *report.primary]))


def label(report: Report, metric: str) -> str:
    """What a metric is called where people read: its label, if all runs that have it agree on one, else its name; and
    that it is not to be trusted, where a probe of a run showed it.
    """
    found = {m.label for t in report.tables for m in t.info.metrics if m.name == metric}
    name = found.pop() or metric if len(found) == 1 else metric
    return f"{name} ({probed.LABEL})" if any(metric in probed.of_run(t) for t in report.tables) else name


def verdict(report: Report) -> list[str]:
    """One sentence per declared metric, preceded by an overall one."""
    metrics = declared_metrics(report)
    if len(report.tables) > 1:
        return _changes(report, metrics)
    leads = {metric: _lead(report, metric) for metric in metrics}
    said = (_overall(report, leads), *(sentence for _, sentence in leads.values()), _errors(report))
    return [sentence for sentence in said if sentence]


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; empty for none."""
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} and {items[-1]}"


def _errors(report: Report) -> str:
    """Who has `error` findings of consistency, and which: what no mean should hide."""
    told, clean = [], []
    for name, table, backend in report.members:
        states = table.states.get(backend, {}).values()
        wrote = any(counter.get("ok") for counter in states)
        if not wrote or next(b.control for b in table.info.backends if b.name == backend):
            continue
        n = table.n_findings.get((backend, "consistency"), {}).get("error", 0)
        checks = [c for b, c in table.forbidden if b == backend and c in table.error_checks("consistency")]
        if n:
            told.append(f"{name} {n} ({listed(checks)})")
        else:
            clean.append(name)
    return f"errors of consistency: {'; '.join(told)}{f'; none in {listed(clean)}' if clean else ''}." if told else ""


def _overall(report: Report, leads: dict[str, tuple[str | None, str]]) -> str:
    winners = {metric: winner for metric, (winner, _) in leads.items() if winner is not None}
    n = len({article for t in report.tables for by_article in t.states.values() for article in by_article})
    if not report.comparisons:
        honest = sum(not b.control for t in report.tables for b in t.info.backends)
        return "There is only one backend, so nothing is compared." if honest else "There are only controls."
    if not winners:
        return _in_front(report, list(leads), n)
    names = list(dict.fromkeys(winners.values()))
    won = {name: [label(report, metric) for metric, winner in winners.items() if winner == name] for name in names}
    told = [f"{name} is best on {listed(metrics)}" for name, metrics in won.items()]
    rest = [label(report, metric) for metric in leads if metric not in winners]
    tail = f"; on {listed(rest)} no single backend is ahead of all others" if rest else ""
    return f"{listed(told)}{tail}."


def _in_front(report: Report, metrics: Sequence[str], n: int) -> str:
    """Who may be the best, where nobody is ahead of all others: those whose rank interval begins with 1."""
    first: dict[tuple[str, ...], list[str]] = {}
    for metric in metrics:
        ranks = [rank for rank in report.ranks if rank.metric == metric]
        names = tuple(rank.backend for rank in ranks if rank.best == 1)
        if 0 < len(names) <= min(_NAMED, len(ranks) - 1):
            first.setdefault(names, []).append(label(report, metric))
    if not first:
        left_out = list(dict.fromkeys(name for metric in metrics for name in report.unranked(metric)))
        beside = f"; {listed(left_out)} cannot be ranked" if left_out else ""
        return f"No backend can be called the best on any headline metric: {_articles(n)} cannot tell{beside}."
    told = [f"{_or(names)} on {listed(labels)}" for names, labels in first.items()]
    return f"No single backend is best: {'; '.join(told)}. {_articles(n).capitalize()} cannot tell which."


def _lead(report: Report, metric: str) -> tuple[str | None, str]:
    """(the backend that is ahead of all others, if one is; the sentence on this metric)."""
    order, name = _ranking(report, metric), label(report, metric)
    if not order:
        return None, f"{name}: no backend has a score."
    mute = [n for n in report.unranked(metric) if n not in {a.backend for a in order}]
    beside = f" {listed(mute)} has no score." if len(mute) == 1 else f" {listed(mute)} have no score." if mute else ""
    first = order[0]
    score = f"{name}: {first.backend} has {numbers.value(first.mean)} {numbers.interval(first.low, first.high)}"
    score += f" over {_articles(first.n)}"
    if len(order) == 1:
        return None, f"{score}.{beside}"
    against = {other.backend: _between(report, metric, first.backend, other.backend) for other in order[1:]}
    beaten = [name for name, c in against.items() if c is not None and _ahead(c, first.backend)]
    behind = [name for name, c in against.items() if c is not None and _ahead(c, name)]
    close = [name for name in against if name not in beaten and name not in behind]
    if not close and not behind:
        second = against[order[1].backend]
        assert second is not None
        return (
            first.backend,
            f"{score}, ahead of all others; next is {order[1].backend}, {_gap(second)}.{beside}",
        )
    same = [name for name in close if _same(against[name])]
    unclear = [name for name in close if name not in same]
    told = [f"ahead of {listed(beaten)}"] if beaten else []
    if behind:
        told.append(f"behind {listed(behind)} on the articles they share")
    if same:
        told.append(f"level with {listed(same)} on every article")
    if unclear:
        detectable = [c.effect.detectable for n in unclear if (c := against[n]) and c.effect and c.effect.detectable]
        reach = f" ({_reach(max(detectable))})" if detectable else ""
        told.append(f"not to be told from {listed(unclear)}{reach}")
    return None, f"{score}: {'; '.join(told)}.{beside}"


def _changes(report: Report, metrics: Sequence[str]) -> list[str]:
    sentences = []
    for metric in metrics:
        found = [c for c in report.comparisons if c.metric == metric]
        level = [c for c in found if c.effect is not None and c.effect.n_nonzero == 0]
        told = [describe(c) for c in found if c not in level or len(level) == 1]
        if len(level) > 1:
            told.append(f"no article's score differs for {listed([c.candidate for c in level])}")
        sentences += [f"{label(report, metric)}: {clause}." for clause in told]
    return sentences or ["The runs share no backend and no metric that could be compared."]


def describe(c: Comparison) -> str:
    """One comparison as a clause that stands alone."""
    if c.effect is None:
        return f"{c.candidate} is not comparable with {c.baseline}: {c.reason}"
    effect = c.effect
    if effect.n_nonzero == 0:
        return f"{c.candidate} and {c.baseline}: no article's score differs ({_articles(effect.n)})"
    change = f"{numbers.difference(effect.mean)} {numbers.interval(effect.low, effect.high)}"
    told = f"{c.candidate} {change} against {c.baseline}"
    beside = [f"{_articles(effect.n)}", f"p {numbers.p_value(effect.p)}"]
    if lost_to_correction(c):
        beside.append(f"not after correction for {c.family} comparisons")
    elif c.outcome == "unclear":
        reach = f": {_reach(effect.detectable)}" if effect.detectable else ""
        beside.append(f"cannot tell{reach}")
    if note := caveat(effect):
        beside.append(note)
    return f"{told} ({'; '.join(beside)})"


def _ranking(report: Report, metric: str) -> list[Aggregate]:
    controls = {b.name for t in report.tables for b in t.info.backends if b.control}
    higher = next(m.higher_is_better for t in report.tables for m in t.info.metrics if m.name == metric)
    scored = [a for a in report.aggregates if a.metric == metric and a.mean is not None and a.backend not in controls]
    return sorted(scored, key=lambda a: -(a.mean or 0.0) if higher else (a.mean or 0.0))


def _between(report: Report, metric: str, one: str, other: str) -> Comparison | None:
    wanted = {one, other}
    return next((c for c in report.comparisons if c.metric == metric and {c.baseline, c.candidate} == wanted), None)


def _ahead(c: Comparison, name: str) -> bool:
    return c.outcome == ("better" if c.candidate == name else "worse")


def _same(c: Comparison | None) -> bool:
    return c is not None and c.outcome == "unchanged"


def _gap(c: Comparison) -> str:
    """How far the other backend of the pair is behind, as a positive number, whatever direction is better."""
    assert c.effect is not None
    e = c.effect
    low, high = (e.low, e.high) if e.mean >= 0 or e.low is None or e.high is None else (-e.high, -e.low)
    return f"{numbers.value(abs(e.mean))} {numbers.interval(low, high)} behind"


def _reach(detectable: float) -> str:
    """What these articles can tell apart; a score lies between 0 and 1, so 1 or more is nothing."""
    return (
        "these articles resolve nothing" if detectable >= 1 else f"these articles resolve {numbers.value(detectable)}"
    )


def _articles(n: int) -> str:
    return f"{n} article" if n == 1 else f"{n} articles"


def _or(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
