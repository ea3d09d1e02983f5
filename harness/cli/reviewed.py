"""The tables of `harness review report`, for a terminal and as Markdown: the same cells in both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from harness import inert
from harness.cli.output import counted
from harness.report import numbers
from harness.review.estimates import Estimated
from harness.review.report import ReviewReport
from harness.stats.prediction_powered import ArticleMean
from harness.text import visible

if TYPE_CHECKING:
    from rich.table import Table

_CONFLICTS = 20
_ESTIMATES = ("labels + metric", "labels alone", "metric alone", "widths", "λ", "articles")


class Section(NamedTuple):
    """A table with its title, and sentences below it; `left` columns are texts, the others numbers."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: int = 1
    notes: Sequence[str] = ()


def sections(report: ReviewReport) -> Iterator[Section]:
    """All that the report says, in the order in which one asks for it; what has no row is left out."""
    for section in (
        _reviewers(report),
        _draws(report),
        _means(report),
        _differences(report),
        _reliability(report),
        _correlations(report),
        _precision(report),
        _missed(report),
        _preferences(report),
        _conflicts(report),
    ):
        if section.rows:
            yield section


def excluded(report: ReviewReport) -> list[str]:
    """What does not count, and why, in sentences."""
    apart = (
        (report.not_drawn, "not drawn by harness review export: for the precision of findings only"),
        (report.replaced, "replaced by a later one of the same reviewer"),
        (report.elsewhere, "of another run, or comparing this run with another"),
    )
    return [f"{counted(n, 'label or preference', 'labels and preferences')} {why}" for n, why in apart if n]


def _reviewers(report: ReviewReport) -> Section:
    rows = [
        (r.name, r.files, r.drawn, r.not_drawn, r.pairs_drawn, r.pairs_not_drawn, "yes" if r.blind else "no")
        for r in report.reviewers
    ]
    columns = ("reviewer", "files", "drawn", "not drawn", "pairs drawn", "not drawn", "blind")
    return Section("Reviewers", columns, _text(rows))


def _draws(report: ReviewReport) -> Section:
    rows = [
        (f"{d.sample} by seed {d.seed}", d.articles, d.items, d.labelled, d.items - d.labelled) for d in report.draws
    ]
    notes = []
    if any(d.labelled < d.items for d in report.draws):
        notes.append("summaries that were drawn and passed over may differ from the others: label them all")
    return Section("Draws", ("draw", "articles", "summaries", "labelled", "open"), _text(rows), notes=notes)


def _means(report: ReviewReport) -> Section:
    columns = ("dimension", "backend", *_ESTIMATES)
    rows = [(e.dimension, e.backend, *_three(e, numbers.value), *_sizes(e)) for e in report.estimates]
    notes = [
        *_reasons(report.estimates),
        "widths of the intervals with the metric / of the labels alone; articles labelled + others",
    ]
    return Section("True means, 0 to 1, with 95 % intervals", columns, rows, 2, notes)


def _differences(report: ReviewReport) -> Section:
    columns = ("dimension", "difference", *_ESTIMATES, "p (Holm)")
    rows = [
        (
            e.dimension,
            f"{e.backend} − {e.other}",
            *_three(e, numbers.difference),
            *_sizes(e),
            numbers.p_value(e.p_holm),
        )
        for e in report.differences
    ]
    family = sum(e.p_holm is not None for e in report.differences)
    notes = [
        *_reasons(report.differences),
        f"p: corrected for {counted(family, 'difference')}; intervals are not corrected",
    ]
    return Section("Differences between backends, paired by article", columns, rows, 2, notes)


def _three(e: Estimated, shown: Callable[[float], str]) -> list[str]:
    """Powered, labels alone, metric alone; a powered estimate that is not to be gone by is not shown."""
    return [_mean(found, shown) for found in (e.powered if e.best is e.powered else None, e.labels, e.metric_alone)]


def _mean(found: ArticleMean | None, shown: Callable[[float], str]) -> str:
    if found is None:
        return "–"
    return f"{shown(found.mean)} {numbers.interval(found.low, found.high)}"


def _sizes(e: Estimated) -> list[str]:
    powered = e.powered if e.best is e.powered else None
    return [
        f"{_width(powered)} / {_width(e.labels)}",
        "–" if powered is None else numbers.value(powered.weight),
        str(e.best.n_articles) if powered is None else f"{powered.n_articles} + {powered.n_unlabelled}",
    ]


def _width(found: ArticleMean | None) -> str:
    return "–" if found is None or found.low is None or found.high is None else numbers.value(found.high - found.low)


def _reasons(estimates: Sequence[Estimated]) -> list[str]:
    """What is to be said of some of the estimates: once for each reason, with all whom it concerns."""
    concerned: dict[str, list[str]] = {}
    for e in estimates:
        who = f"{e.dimension} of {e.backend if e.other is None else f'{e.backend} − {e.other}'}"
        if e.reason:
            concerned.setdefault(f"labels alone, {e.reason}", []).append(who)
        if e.labels.n_articles > 1 and e.labels.low is None:
            concerned.setdefault("no interval, since every label is the same", []).append(who)
        if e.unscored:
            concerned.setdefault(f"{counted(e.unscored, 'labelled article')} without a score", []).append(who)
    return [f"{why}: {', '.join(whom)}" for why, whom in concerned.items()]


def _reliability(report: ReviewReport) -> Section:
    rows = [
        (
            r.about,
            numbers.value(r.alpha),
            numbers.interval(r.low, r.high),
            r.n_items,
            r.n_labels,
            r.n_articles,
            r.n_reviewers,
            r.single,
        )
        for r in report.reliability
    ]
    columns = ("label", "alpha", "interval", "items", "labels", "articles", "reviewers", "labelled once")
    notes = [
        "Krippendorff's alpha: 1 full agreement, 0 chance; ordinal, for verdicts nominal; items that two labelled",
        *(f"{r.about}: no item has two labels that could differ" for r in report.reliability if r.alpha is None),
    ]
    return Section("Agreement between reviewers", columns, _text(rows), notes=notes)


def _correlations(report: ReviewReport) -> Section:
    rows = [
        (
            r.dimension,
            r.metric,
            numbers.value(r.value),
            r.reason or numbers.interval(r.low, r.high),
            r.n,
            r.n_docs,
            r.skipped,
        )
        for r in report.correlations
    ]
    columns = ("dimension", "metric", "Spearman", "interval", "summaries", "articles", "unscored")
    return Section("Metrics against people", columns, _text(rows), 2)


def _precision(report: ReviewReport) -> Section:
    rows = []
    for p in report.precision:
        counts = (p.n_articles, p.n_findings, p.agree, p.disagree, p.unsure)
        shares = (numbers.value(p.micro), numbers.value(p.precision), numbers.interval(p.low, p.high))
        rows.append((p.check, p.metric, *shares, *counts))
    columns = (
        "finding",
        "metric",
        "of findings",
        "by article",
        "interval",
        "articles",
        "findings",
        "agree",
        "disagree",
        "unsure",
    )
    notes = ("of labels that were drawn and of those that were not; the interval is Wilson's, of the mean by article",)
    return Section("Precision of findings", columns, _text(rows), 2, notes)


def _missed(report: ReviewReport) -> Section:
    rows = [
        (m.check or "no kind given", m.n, f"{m.per_summary:.2f}", m.n_summaries, m.n_articles) for m in report.missed
    ]
    columns = ("kind", "missed", "per summary", "summaries", "articles")
    notes = ("a hint and no recall: nobody looks for everything",)
    return Section("What no metric found", columns, _text(rows), notes=notes)


def _preferences(report: ReviewReport) -> Section:
    rows = [
        (
            f"{w.first} over {w.second}",
            numbers.value(w.rate),
            numbers.interval(w.low, w.high),
            w.n_articles,
            w.wins,
            w.ties,
            w.losses,
        )
        for w in report.preferences
    ]
    columns = ("pair", "win rate", "interval", "articles", "wins", "ties", "losses")
    return Section("Preferences", columns, _text(rows), notes=("ties count half; mean by article, Wilson's interval",))


def _conflicts(report: ReviewReport) -> Section:
    rows = [
        (c.article, c.backend, str(c.sample), c.about, ", ".join(f"{who}: {said}" for who, said in c.said.items()))
        for c in report.conflicts[:_CONFLICTS]
    ]
    more = len(report.conflicts) - _CONFLICTS
    notes = [f"{more} more in --json"] if more > 0 else []
    return Section("Conflicts", ("article", "backend", "sample", "about", "said"), rows, 5, notes)


def to_table(section: Section) -> Table:
    """A section's table for the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for place, column in enumerate(section.columns):
        is_text = place < section.left
        table.add_column(column, justify="left" if is_text else "right", overflow="fold", no_wrap=not is_text)
    for row in section.rows:
        cells = [visible(cell, one_line=True) for cell in row]
        # an interval stands below its number, one of two widths below the other
        table.add_row(*(Text(c if i < section.left else re.sub(" (?=\\[|/)", "\n", c)) for i, c in enumerate(cells)))
    return table


def to_markdown(report: ReviewReport) -> str:
    """The whole report as Markdown."""
    lines = [f"# Review of {inert.markdown(report.run)}"]
    lines += ["", *(f"- excluded: {inert.markdown(text)}" for text in excluded(report))] if excluded(report) else []
    for section in sections(report):
        rule = ["---" if place < section.left else "---:" for place in range(len(section.columns))]
        lines += ["", f"## {section.title}", "", _md_row(map(inert.markdown, section.columns)), _md_row(rule)]
        lines += [_md_row(map(inert.markdown, row)) for row in section.rows]
        lines += ["", *(f"- {inert.markdown(note)}" for note in section.notes)] if section.notes else []
    return "\n".join(lines) + "\n"


def _md_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _text(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[*map(str, row)] for row in rows]
