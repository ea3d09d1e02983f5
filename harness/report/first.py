"""What the first screen says: the verdict, what must be seen first, the table, what the set can tell."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from harness.aggregate import Aggregate
from harness.compare import Comparison, Report, contributions
from harness.report import glossary, numbers, words
from harness.report.alerts import Alert, alerts
from harness.report.tables import column, members, metric_names
from harness.store import Key

_MOST = 12
"""Lines of a table on the first screen."""


class Reach(NamedTuple):
    """What the articles can tell apart on a metric: the median and the worst pair's smallest visible difference."""

    metric: str
    n: int
    usual: float
    worst: float


class Moved(NamedTuple):
    """A difference between two backends, and the articles that add most to it: (anchor, title, what each adds)."""

    metric: str
    candidate: str
    baseline: str
    mean: float
    articles: Sequence[tuple[str, str, float]]


class First:
    """What the template asks for. `redact` keeps texts of articles and summaries out."""

    def __init__(
        self, report: Report, seconds: Sequence[Mapping[Key, float]], titles: Mapping[str, str], *, redact: bool
    ) -> None:
        self.report = report
        self.redact = redact
        self.titles = titles
        self.metrics = metric_names(report)
        self.headline = words.headline_metrics(report)
        self.verdict = words.verdict(report)
        self.members = _beside(report)
        self.places = {name: place for place, (name, _) in enumerate(self.members)}
        self.article_ids = list(dict.fromkeys(a for t in report.tables for a in t.info.articles))
        self.numbers = {article: number for number, article in enumerate(self.article_ids)}
        self.comparisons = [c for c in report.comparisons if c.metric in report.primary]
        self._aggregates = {(a.backend, a.metric): a for a in report.aggregates}
        self._columns = {metric: column(report, metric) for metric in self.metrics}
        self._seconds = self._by_member(seconds)

    def _by_member(self, seconds: Sequence[Mapping[Key, float]]) -> dict[str, list[float]]:
        found: dict[str, list[float]] = defaultdict(list)
        names = {(id(m.table), m.backend): m.name for m in self.report.members}
        for table, taken in zip(self.report.tables, seconds, strict=True):
            for (_, backend, _), value in taken.items():
                if (id(table), backend) in names:
                    found[names[id(table), backend]].append(value)
        return found

    @cached_property
    def shown_ids(self) -> list[str]:
        """The articles that have a row."""
        seen = {a for t in self.report.tables for by_article in t.states.values() for a in by_article}
        return [article for article in self.article_ids if article in seen]

    def title(self, article: str) -> str:
        """What an article is called on the page."""
        return self.titles.get(article) or article

    def cell(self, member: str, metric: str) -> Aggregate | None:
        """The aggregate of a table cell."""
        return self._aggregates.get((member, metric))

    def column(self, metric: str) -> tuple[float, ...]:
        """The means and bounds of a metric, which are printed with one precision."""
        return self._columns[metric]

    def states(self, member: str) -> Mapping[Any, int]:
        """The row states of a member."""
        found = self.report.member(member)
        total: dict[Any, int] = defaultdict(int)
        for counter in found.table.states.get(found.backend, {}).values():
            for state, n in counter.items():
                total[state] += n
        return total

    def cost(self, member: str) -> float | None:
        """US dollars for all rows of a member; None where one of them is unknown."""
        found = self.report.member(member)
        return found.table.costs.get(found.backend)

    def seconds(self, member: str) -> float | None:
        """Median seconds that a summary took."""
        taken = self._seconds.get(member)
        return statistics.median(taken) if taken else None

    def scale(self, metric: str) -> tuple[float, float]:
        """Left and right end of the metric's intervals over all members."""
        if metric in self.headline or metric.startswith("rouge"):
            return 0.0, 1.0
        cells = [a for (_, m), a in self._aggregates.items() if m == metric and a.mean is not None]
        high = max((a.high if a.high is not None else a.mean or 0.0 for a in cells), default=1.0)
        return 0.0, high or 1.0

    def bar(self, member: str, metric: str) -> dict[str, float] | None:
        """The interval as positions on a line of 100 units."""
        a = self.cell(member, metric)
        if a is None or a.mean is None:
            return None
        low, high = self.scale(metric)

        def place(x: float) -> float:
            return round(100 * min(1.0, max(0.0, (x - low) / (high - low))), 1)

        left = place(a.low if a.low is not None else a.mean)
        right = place(a.high if a.high is not None else a.mean)
        return {"mean": place(a.mean), "left": left, "width": round(max(0.6, right - left), 1)}

    def values(self, member: str, metric: str) -> list[tuple[str, str, float | None, str]]:
        """(article, anchor of its panel, value, states) behind one cell, lowest first."""
        found = self.report.member(member)
        cells = found.table.cells.get((found.backend, metric), {})
        lines = [(a, self.panel_anchor(a, member), c.value, numbers.states(c.states)) for a, c in cells.items()]
        return sorted(lines, key=lambda line: (line[2] is None, line[2] or 0.0))

    def cell_anchor(self, member: str, metric: str) -> str:
        """Where the articles behind a cell are listed."""
        return f"v{self.places[member]}-{self.metrics.index(metric)}"

    def article_anchor(self, article: str) -> str:
        """Where an article stands."""
        return f"a{self.numbers[article]}"

    def panel_anchor(self, article: str, member: str) -> str:
        """Where one summary stands."""
        return f"a{self.numbers[article]}-b{self.places[member]}"

    def help(self, metric: str) -> str:
        """What a metric says, in one sentence; empty for those of plug-ins."""
        kinds = {m.name: m.type for t in self.report.tables for m in t.info.metrics}
        return glossary.METRICS.get(kinds[metric], "")

    def reach(self) -> list[Reach]:
        """What the articles can tell apart, for each headline metric."""
        found = []
        for metric in self.headline:
            effects = [c.effect for c in self.comparisons if c.metric == metric and c.effect and c.effect.detectable]
            sizes = [e.detectable for e in effects if e.detectable]
            if sizes:
                found.append(Reach(metric, min(e.n for e in effects), statistics.median(sizes), max(sizes)))
        return found

    def lead(self) -> str:
        """The verdict's first sentence: of several runs who changed; with nothing to compare, what the backend scores."""
        if len(self.report.tables) > 1:
            return self._changed()
        honest = [name for name, control in self.members if not control]
        if self.report.comparisons or len(honest) != 1:
            return self.verdict[0]
        cells = {metric: self.cell(honest[0], metric) for metric in self.headline}
        means = {words.label(self.report, m): a.mean for m, a in cells.items() if a is not None and a.mean is not None}
        scored = [f"{numbers.value(mean)} in {name}" for name, mean in means.items()]
        return f"{honest[0]} scores {', '.join(scored)}." if scored else f"{honest[0]} has no score."

    def _changed(self) -> str:
        if not self.comparisons:
            return self.verdict[0]
        told = [self._movers("worse", "got worse"), self._movers("better", "got better")]
        return " ".join(filter(None, told)) or "No backend is shown to have become better or worse."

    def _movers(self, outcome: str, verb: str) -> str:
        moved: dict[str, list[str]] = defaultdict(list)
        for c in self.comparisons:
            if c.outcome == outcome:
                moved[self.short(c.candidate)].append(words.label(self.report, c.metric))
        return (
            f"{'; '.join(f'{name} {verb} in {words.listed(metrics)}' for name, metrics in moved.items())}."
            if moved
            else ""
        )

    def short(self, member: str) -> str:
        """The backend's name, where two runs are compared; with its run's, where there are more."""
        return self.report.member(member).backend if len(self.report.tables) == 2 else member

    def size(self) -> str:
        """How much was compared."""
        honest = {self.report.member(name).backend for name, control in self.members if not control}
        controls = {self.report.member(name).backend for name, control in self.members if control}
        parts = [_many(len(self.shown_ids), "article"), _many(len(honest), "backend")]
        told = " · ".join(parts) + (f" and {_many(len(controls), 'control')}" if controls else "")
        return told if len(self.report.tables) == 1 else f"{told} in {len(self.report.tables)} runs"

    def moved(self) -> list[Moved]:
        """Where differences come from: of several runs every changed pair, of one run the two that lead on each metric."""
        found = []
        for c in self.comparisons:
            if c.effect is None or not c.effect.n_nonzero or not (len(self.report.tables) > 1 or self._leads(c)):
                continue
            added = [
                (self.panel_anchor(k.article, c.candidate), self.title(k.article), k.contribution)
                for k in contributions(self.report, c, 3)
            ]
            found.append(Moved(c.metric, c.candidate, c.baseline, c.effect.mean, added))
        return found[:_MOST]

    def _leads(self, c: Comparison) -> bool:
        honest = [(name, self.cell(name, c.metric)) for name, control in self.members if not control]
        scored = [(a.mean, name) for name, a in honest if a is not None and a.mean is not None]
        higher = any(m.higher_is_better for t in self.report.tables for m in t.info.metrics if m.name == c.metric)
        best = sorted(scored, key=lambda item: -item[0] if higher else item[0])[:2]
        return {name for _, name in best} == {c.candidate, c.baseline}

    def sure(self) -> str:
        """The verdict's second sentence: how sure one can be."""
        reach = self.reach()
        if not reach:
            return ""
        n = min(r.n for r in reach)
        told = ", ".join(f"{numbers.value(r.usual)} in {words.label(self.report, r.metric)}" for r in reach)
        return f"With {_many(n, 'article')} a difference shows from about {told} on; smaller ones may be there unseen."

    def alerts(self) -> list[Alert]:
        """What must be seen before any mean, gravest first."""
        return alerts(self)


def _beside(report: Report) -> list[tuple[str, bool]]:
    """(name, is a control), controls last; the same backend of several runs side by side."""
    order = {backend: place for place, backend in enumerate(dict.fromkeys(m.backend for m in report.members))}
    return sorted(members(report), key=lambda item: (item[1], order[report.member(item[0]).backend]))


def _many(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"
