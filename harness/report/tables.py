"""A comparison for the terminal: the backends, where they rank, pair by pair, and what moved the mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text as RichText

from harness.aggregate import Aggregate
from harness.compare import (
    Bucket,
    Comparison,
    Rank,
    Report,
    changes,
    compared_across_runs,
    contributions,
    lost_to_correction,
)
from harness.report import numbers, words
from harness.text import visible

RANK_COLUMNS = ("metric", "rank", "backend", "mean [95 %]", "n", "group")
PAIR_COLUMNS = ("metric", "candidate", "baseline", "difference", "interval", "n", "p", "W/T/L", "resolves", "verdict")
BUCKET_COLUMNS = ("metric", "candidate", "kind of articles", "difference [95 %]", "n", "adjusted p", "")
RANK_NOTE = "Rank: all that the comparisons leave open. Backends that share a letter are not told apart."


def summary_tables(report: Report, width: int) -> list[RichTable]:
    """Backends × metrics: mean over interval, and the row states; as many metrics a table as fit into `width`.

    Controls come last, dimmed; headline metrics first.
    """
    metrics = metric_names(report)
    headline = words.headline_metrics(report)
    metrics = [*headline, *(m for m in metrics if m not in headline)]
    longest = max((len(_plain(name)) + 10 * control for name, control in members(report)), default=0)
    room = width - min(longest, 40) - 22
    groups: list[list[str]] = []
    left = 0
    for metric in metrics:
        needed = max(18, len(_plain(words.label(report, metric))) + 2)
        if not groups or needed > left:
            groups.append([])
            left = room
        groups[-1].append(metric)
        left -= needed
    return [_summary_table(report, group) for group in groups]


def _summary_table(report: Report, metrics: Sequence[str]) -> RichTable:
    table = _table()
    table.add_column("backend", overflow="fold", max_width=40)
    for metric in metrics:
        table.add_column(_plain(words.label(report, metric)), justify="right", no_wrap=True)
    table.add_column("rows", overflow="fold")
    found = {(a.backend, a.metric): a for a in report.aggregates}
    columns = {metric: column(report, metric) for metric in metrics}
    for name, control in members(report):
        cells = []
        for metric in metrics:
            a = found.get((name, metric))
            shown = "–" if a is None or a.mean is None else f"{numbers.value(a.mean, columns[metric])}\n"
            interval = "" if a is None or a.mean is None else numbers.interval(a.low, a.high, columns[metric])
            cells.append(RichText.assemble(shown, (interval, "dim")))
        label = RichText(_plain(name) + (" (control)" if control else ""))
        states = RichText(numbers.states(row_states(report, name)))
        table.add_row(label, *cells, states, style="dim" if control else None)
    return table


def column(report: Report, metric: str) -> tuple[float, ...]:
    """The means and bounds of a metric, which are printed with one precision."""
    shown = (x for a in report.aggregates if a.metric == metric for x in (a.mean, a.low, a.high))
    return tuple(x for x in shown if x is not None)


def rank_table(report: Report) -> RichTable:
    """Where each backend stands on each headline metric, as far as the comparisons tell."""
    table = _table()
    for column in RANK_COLUMNS:
        table.add_column(column, justify="left" if column in ("metric", "backend", "group") else "right")
    before = None
    for cells in rank_cells(report):
        if before not in (None, cells[0]):
            table.add_section()
        shown = [cells[0] if before != cells[0] else "", *cells[1:]]
        table.add_row(*(RichText(_plain(item)) for item in shown))
        before = cells[0]
    return table


def rank_cells(report: Report) -> list[list[str]]:
    """The cells of RANK_COLUMNS, a line for each headline metric and backend."""
    found = {(a.backend, a.metric): a for a in report.aggregates}
    headline = words.headline_metrics(report)
    ranks = sorted((r for r in report.ranks if r.metric in headline), key=lambda r: headline.index(r.metric))
    return [_rank(report, rank, found[rank.backend, rank.metric]) for rank in ranks]


def _rank(report: Report, rank: Rank, a: Aggregate) -> list[str]:
    place = f"{rank.best}" if rank.best == rank.worst else f"{rank.best}–{rank.worst}"
    shown = column(report, rank.metric)
    mean = f"{numbers.value(a.mean, shown)} {numbers.interval(a.low, a.high, shown)}"
    return [words.label(report, rank.metric), place, rank.backend, mean, str(a.n), rank.letters]


def comparison_table(report: Report) -> RichTable:
    """Every pair on the headline metrics, with what may be said of it."""
    table = _table()
    table.add_column("metric", no_wrap=True)
    for column in ("candidate", "baseline"):
        table.add_column(column, overflow="fold")
    for column in ("difference [95 %]", "n", "p", "W/T/L", "resolves"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("verdict", overflow="fold")
    before = None
    for c in headline_comparisons(report):
        if before not in (None, c.metric):
            table.add_section()
        metric, candidate, baseline, difference, interval, *rest = comparison_cells(report, c)
        shown = [
            metric if before != c.metric else "",
            candidate,
            baseline,
            f"{difference} {interval}" if interval != "–" else difference,
            *rest,
        ]
        table.add_row(*(RichText(_plain(item)) for item in shown))
        before = c.metric
    return table


def comparison_cells(report: Report, c: Comparison) -> list[str]:
    """The cells of PAIR_COLUMNS."""
    e, named = c.effect, [words.label(report, c.metric), c.candidate, c.baseline]
    if e is None:
        return [*named, "–", "–", "0", "–", "–", "–", f"not comparable: {c.reason}"]
    ties = e.n - e.wins - e.losses
    unclear = f"not after correction for {c.family} comparisons" if lost_to_correction(c) else "cannot tell"
    return [
        *named,
        numbers.difference(e.mean),
        numbers.interval(e.low, e.high),
        str(e.n),
        numbers.p_value(e.p),
        f"{e.wins}/{ties}/{e.losses}",
        numbers.value(e.detectable),
        {"better": "better", "worse": "worse", "unclear": unclear, "unchanged": "no article differs"}[c.outcome],
    ]


def pair_note(report: Report) -> str:
    """What the columns of the pairs mean."""
    families = {c.correction: c.family for c in headline_comparisons(report) if c.family > 1}
    names = {"holm": "Holm", "benjamini-hochberg": "Benjamini–Hochberg"}
    told = " and ".join(f"{k} comparisons ({names[correction]})" for correction, k in families.items())
    family = f" Verdicts are corrected for {told}." if told else ""
    return (
        f"W/T/L: articles won, tied (within {report.epsilon:g}) and lost. Resolves: the difference that so many"
        f" articles find in 80 % of cases.{family}"
    )


def bucket_table(report: Report, comparisons: Sequence[Comparison], found: dict[int, list[Bucket]]) -> RichTable:
    """The differences on kinds of articles."""
    table = _table()
    for column in BUCKET_COLUMNS:
        table.add_column(column, justify="right" if column in BUCKET_COLUMNS[3:6] else "left", overflow="fold")
    for place, buckets in found.items():
        for n, bucket in enumerate(buckets):
            c = comparisons[place]
            who = (words.label(report, c.metric), c.candidate) if n == 0 else ("", "")
            table.add_row(*(RichText(_plain(item)) for item in (*who, *bucket_cells(bucket))))
        table.add_section()
    return table


def bucket_cells(bucket: Bucket) -> list[str]:
    """The cells of BUCKET_COLUMNS after metric and candidate."""
    e = bucket.effect
    change = f"{numbers.difference(e.mean)} {numbers.interval(e.low, e.high)}"
    flip = "the other way round" if bucket.flips else ""
    return [f"{bucket.feature}: {bucket.label}", change, str(e.n), numbers.p_value(bucket.p_adjusted), flip]


def changed(report: Report) -> list[tuple[str, Sequence[str]]]:
    """What was changed between the runs: a sentence each, and the lines of its diff, if it has one."""
    return [
        (f"{', '.join(c.candidates)}: {c.what}: {c.before} became {c.after}", c.lines)
        for c in changes(compared_across_runs(report))
    ]


def moved(report: Report, comparisons: Sequence[Comparison]) -> list[str]:
    """For each comparison that shows a change, the articles that moved its mean the most."""
    lines = []
    for c in comparisons:
        if c.effect is None or not (found := contributions(report, c)):
            continue
        told = ", ".join(f"{item.article} {numbers.difference(item.difference)}" for item in found)
        name = words.label(report, c.metric)
        lines.append(f"{name}, {c.candidate} against {c.baseline} ({numbers.difference(c.effect.mean)}): {told}")
    return lines


def headline_comparisons(report: Report) -> list[Comparison]:
    """The comparisons on headline metrics, in the order in which these are shown."""
    headline = words.headline_metrics(report)
    return sorted((c for c in report.comparisons if c.metric in headline), key=lambda c: headline.index(c.metric))


def members(report: Report) -> list[tuple[str, bool]]:
    """(name, is a control), controls last."""
    return sorted(((m.name, m.info.control) for m in report.members), key=lambda item: item[1])


def metric_names(report: Report) -> list[str]:
    """All metrics of all runs, in order of first appearance."""
    return list(dict.fromkeys(m.name for t in report.tables for m in t.info.metrics))


def row_states(report: Report, name: str) -> dict[Any, int]:
    """How many rows of a member are in which state."""
    member = report.member(name)
    total: dict[Any, int] = {}
    for counter in member.table.states.get(member.backend, {}).values():
        for state, n in counter.items():
            total[state] = total.get(state, 0) + n
    return total


def _table() -> RichTable:
    return RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)


def _plain(text: str) -> str:
    return visible(text, one_line=True)
