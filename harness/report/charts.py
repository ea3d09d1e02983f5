"""The charts of the first screen, as SVG in the page: intervals, every article's score, the trade, and ranks.

Each says in words what it shows, so that nobody needs the drawing. Shapes tell what colours tell: discs are backends,
hollow squares controls.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from harness.compare import Rank
from harness.report import frontier, numbers, swarm, words
from harness.report.first import First
from harness.report.svg import WIDTH, Chart, ends, frame, label, mark, picture, tag

QUANTILES = ("n", "lowest", "lower quarter", "median", "upper quarter", "highest")


class Group(NamedTuple):
    """Charts of one kind: their heading, how they are read, and the numbers as a table where they stand nowhere else."""

    key: str
    heading: str
    note: str
    charts: Sequence[Chart]
    table: Sequence[Sequence[str]] = ()
    told: Sequence[str] = ()
    """What stands beside the charts."""


def draw(first: First) -> list[Group]:
    """All charts that the run has numbers for; none of a single article."""
    if len(first.shown_ids) < 2:  # one article has no spread to draw
        return []
    metrics = [metric for metric in first.headline if _scored(first, metric)]
    trade = frontier.pair(first)
    groups = [
        Group(
            "intervals", "How sure each mean is",
            "A mark is the mean over articles, the line its 95 % interval. Sorted by the mean.",
            [intervals(first, metric) for metric in metrics],
        ),
        Group(
            "points", "Every article",
            f"{_every(first, metrics)} The upright line is the mean. Backends stand as in the chart above.",
            [swarm.points(first, metric, order(first, metric)) for metric in metrics],
            [line for metric in metrics for line in quantiles(first, metric)],
        ),
        Group(
            "trade", "Coverage against consistency",
            "Up and to the right is better. No backend beats a filled mark in both means; the dashed line joins them."
            f" Thin lines are 95 % intervals: where they overlap, the means alone decide nothing.{_earlier(first)}",
            [frontier.chart(first, *trade)] if trade else [],
            told=frontier.sentences(first, *trade) if trade else [],
        ),
        Group(
            "ranks", "Which ranks the comparisons leave open",
            "From the best rank to the worst. Backends that share a letter are not told apart; all intervals of the"
            " declared metrics hold together with 95 % confidence.",
            [ranks(first, metric) for metric in metrics if any(r.metric == metric for r in first.report.ranks)],
        ),
    ]  # fmt: skip
    return [group for group in groups if group.charts]


def _earlier(first: First) -> str:
    several = len(first.report.tables) > 1
    return " Small dots are where the backends stood before; controls are left out." if several else ""


def _scored(first: First, metric: str) -> bool:
    return any((a := first.cell(name, metric)) is not None and a.mean is not None for name, _ in first.members)


def _every(first: First, metrics: Sequence[str]) -> str:
    if any(swarm.is_binned(first, metric) for metric in metrics):
        return (
            f"More than {swarm.LIMIT} points would hide one another, so that bars count the articles of each score;"
            " the names lead to the articles."
        )
    return "A point is an article, and leads to it. With the keyboard: Tab to a chart, then the arrows."


def order(first: First, metric: str) -> list[tuple[str, bool]]:
    """The members that have a score, best mean first, controls behind all others."""
    higher = ranked_up(first, metric)
    found = [(a.mean, name, c) for name, c in first.members if (a := first.cell(name, metric)) and a.mean is not None]
    return [(name, c) for mean, name, c in sorted(found, key=lambda item: (item[2], -item[0] if higher else item[0]))]


def ranked_up(first: First, metric: str) -> bool:
    """False if less is better."""
    return (
        next(m.higher_is_better for t in first.report.tables for m in t.info.metrics if m.name == metric) is not False
    )


def direction(first: First, metric: str) -> str:
    """What the axis of a metric says."""
    return f"{words.label(first.report, metric)} · {'more' if ranked_up(first, metric) else 'less'} is better"


def unscored(first: First, metric: str) -> str:
    """Who has no score on this metric; empty where everybody has."""
    without = [name for name, _ in first.members if (a := first.cell(name, metric)) is None or a.mean is None]
    return f" Unscored: {', '.join(without)}." if without else ""


def intervals(first: First, metric: str) -> Chart:
    """Mean and interval of every member, controls apart."""
    members = order(first, metric)
    cells = {name: first.cell(name, metric) for name, _ in members}
    shown = [x for a in cells.values() if a is not None for x in (a.mean, a.low, a.high) if x is not None]
    box = frame(members, *ends(shown), direction(first, metric))
    marks: list[Markup] = []
    told = []
    for line in box.lines:
        a = cells[line.name]
        assert a is not None
        assert a.mean is not None
        if a.low is not None and a.high is not None:
            low, high = box.x(a.low), box.x(a.high)
            marks.append(
                tag("path", d=f"M{low} {line.y}H{high}M{low} {line.y - 4}v8M{high} {line.y - 4}v8", kind="whisker")
            )
        marks.append(mark(box.x(a.mean), line.y, control=line.control))
        mean = numbers.value(a.mean, first.column(metric))
        marks.append(tag("text", mean, x=WIDTH, y=line.y + 4, kind="value", text_anchor="end"))
        control = " (control)" if line.control else ""
        told.append(f"{line.name}{control} {mean} {numbers.interval(a.low, a.high)}, n = {a.n}")
    name = words.label(first.report, metric)
    said = f"Means of {name} with 95 % intervals. {'; '.join(told)}.{unscored(first, metric)}"
    key = f"chart-intervals-{first.metrics.index(metric)}"
    return Chart(name, said, picture(key, WIDTH, box.height, said, box.behind, *marks))


def ranks(first: First, metric: str) -> Chart:
    """The best and the worst rank of every backend, and its tie groups."""
    found = [rank for rank in first.report.ranks if rank.metric == metric]
    last = max(rank.worst for rank in found)
    step = max(1, (last + 11) // 12)
    places = list(range(1, last + 1, step))
    box = frame([(r.backend, False) for r in found], 1, max(last, 2), "rank · 1 is best", at=places, values="group")
    marks = [
        _rank(rank, box.x(rank.best), box.x(rank.worst), line.y) for rank, line in zip(found, box.lines, strict=True)
    ]
    told = [f"{r.backend} {_span(r)}, group {r.letters}" for r in found]
    name = words.label(first.report, metric)
    said = f"Ranks by {name} that the comparisons leave open. {'; '.join(told)}."
    key = f"chart-ranks-{first.metrics.index(metric)}"
    return Chart(name, said, picture(key, WIDTH, box.height, said, box.behind, *marks))


def _rank(rank: Rank, best: float, worst: float, y: float) -> Markup:
    bar = [] if best == worst else [tag("line", x1=best, x2=worst, y1=y, y2=y, kind="reach")]
    dots = [mark(x, y, control=False) for x in sorted({best, worst})]
    letters = label(rank.letters, WIDTH, y, kind="value", anchor="end")
    return Markup("").join([*bar, *dots, letters])


def _span(rank: Rank) -> str:
    return f"rank {rank.best}" if rank.best == rank.worst else f"ranks {rank.best} to {rank.worst}"


def quantiles(first: First, metric: str) -> list[list[str]]:
    """[metric, member, QUANTILES …] of every member that has a score: what the points show, as numbers."""
    lines = []
    for name, _ in order(first, metric):
        column = swarm.column(first, name, metric)
        cuts = statistics.quantiles(column, n=4, method="inclusive") if len(column) > 1 else column * 3
        row = [numbers.value(x) for x in (column[0], *cuts, column[-1])]
        lines.append([words.label(first.report, metric), name, str(len(column)), *row])
    return lines
