"""The HTML report: one file, opened from disk; no request, no number that is not in it.

Python makes the first screen and, in <noscript>, every article as static HTML; the same articles go compressed into data
blocks, which the page's scripts unpack when one is opened (`page/README.md`). All text is untrusted: Jinja2 escapes it,
control and bidi characters are shown as escapes, scripts set text and never markup, and the content-security policy allows
the one style sheet and the one script, by hash, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from harness.compare import Report
from harness.report import (
    blocks,
    charts,
    data,
    glossary,
    numbers,
    ordered,
    people,
    probed,
    templates,
    trust,
    walk,
    words,
)
from harness.report.first import First
from harness.report.tables import comparison_cells
from harness.report.texts import RunTexts
from harness.review.records import Draw, SummaryKey
from harness.store import Key
from harness.types import Article


class _Page:
    """What the template asks for: the first screen, the articles some at a time, and then the data that came of them."""

    def __init__(
        self, report: Report, runs: Sequence[RunTexts], *, redact: bool, review: Draw | None, workers: int
    ) -> None:
        self.report = report
        self.workers = workers
        self.review = review
        self.runs = runs
        self.redact = redact
        titles = {} if redact else {a.id: a.title for a in self.texts.values() if a.title}
        self.first = First(report, [run.seconds() for run in runs], titles, redact=redact)
        self._rows: list[list[Any]] = []
        self._checks: dict[str, int] = {}
        self._stops: list[walk.Stop] = []
        self._blocks: list[str] = []

    @cached_property
    def texts(self) -> dict[str, Article]:
        """The articles, each from the first run that keeps its text."""
        found: dict[str, Article] = {}
        for run in self.runs:
            for article in run.articles():
                found.setdefault(article.id, article)
        return found

    def articles(self) -> Iterator[Markup]:
        """The articles as HTML, some at a time; the data are made on the way."""
        for made in blocks.made(self._setting(), self._asked(), workers=self.workers):
            self._blocks.append(made.block)
            self._rows += [data.numbered(row, self._checks) for row in made.rows]
            self._stops += made.stops
            yield made.html

    def _setting(self) -> blocks.Setting:
        first = self.first
        places = [
            {m.backend: first.places[m.name] for m in self.report.members if m.table is table}
            for table in self.report.tables
        ]
        labels = {metric: words.label(self.report, metric) for metric in first.metrics}
        english = self.report.tables[0].info.language == "en"
        plain = self.review is None
        return blocks.Setting(self.runs, places, first.members, labels, english, self.redact, plain)

    def _asked(self) -> Iterator[blocks.Asked]:
        entries = [_by_article(run.places()) for run in self.runs]
        for article in self.first.shown_ids:
            rows = [by_article.get(article, []) for by_article in entries]
            title = self.first.title(article)
            yield blocks.Asked(self.first.numbers[article], article, title, self.texts.get(article), rows)

    def blocks(self) -> Iterator[tuple[str, str]]:
        """(id, packed data) of every block; asked for behind `articles`."""
        yield "overview", data.pack(self._overview())
        yield from ((f"articles-{number}", block) for number, block in enumerate(self._blocks))

    def _overview(self) -> dict[str, Any]:
        first = self.first
        infos = [t.info for t in self.report.tables]
        ids = first.shown_ids
        ranked = {m.name: m.higher_is_better for info in infos for m in info.metrics}
        return {
            "schema": 1,
            "redacted": self.redact,
            "id": data.identity(infos),
            "chunk": data.CHUNK,
            "runs": [
                {"name": i.name, "suite_hash": i.suite_hash, "articles_hash": i.articles_hash, "started": i.started}
                | {"folder": run.name, "texts": bool(t.features)}
                for i, run, t in zip(infos, self.runs, self.report.tables, strict=True)
            ],
            "metrics": [
                {"name": m, "label": words.label(self.report, m), "higher": ranked[m], "headline": m in first.headline}
                | {"help": first.help(m), "parts": data.parts_help(self.report, m)}
                for m in first.metrics
            ],
            "members": [self._member(name, control=control) for name, control in first.members],
            "articles": [self._article(place, article) for place, article in enumerate(ids)],
            "pairs": list(
                dict.fromkeys((first.places[c.baseline], first.places[c.candidate]) for c in first.comparisons)
            ),
            "rows": self._rows,
            "review": walk.walk(self._stops, self.review, infos[0].seed, self._checks) if self._stops else None,
            "people": {} if self.review is not None else people.said(self.runs, self._place),
            **data.families(self._checks),
        }

    def _place(self, run: RunTexts, key: SummaryKey) -> str | None:
        """What reviews call a summary, as the page's scripts do; None where it is not shown."""
        table = next(t for r, t in zip(self.runs, self.report.tables, strict=True) if r is run)
        shown = [m.name for m in self.report.members if m.table is table and m.backend == key.backend]
        number = self.first.numbers.get(key.article)
        return f"{number}.{self.first.places[shown[0]]}.{key.sample}" if shown and number is not None else None

    def _member(self, name: str, *, control: bool) -> dict[str, Any]:
        member = self.report.member(name)
        run = next(n for n, t in enumerate(self.report.tables) if t is member.table)
        return {"name": name, "run": run, "backend": member.backend, "control": control}

    def _article(self, place: int, article: str) -> list[Any]:
        """[number in anchors, place among the blocks, id, title, topic]"""
        text = self.texts.get(article)
        topic = None if text is None else text.meta.get("topic")
        return [self.first.numbers[article], place, article, self.first.titles.get(article), topic and str(topic)]


def _by_article(places: Mapping[Key, tuple[int, int]]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (article, _, _), place in places.items():
        found[article].append(place)
    return found


def render(
    report: Report, runs: Sequence[RunTexts], *, redact: bool = False, review: Draw | None = None, workers: int = 1
) -> Iterator[bytes]:
    """The page in chunks of UTF-8. `redact` keeps the texts of articles and summaries out of it.

    With a draw, reviewers are led through its summaries, else through all by backends that are no controls. More than
    one of `workers` are processes of their own, which a caller's module must guard against running it again
    (`if __name__ == "__main__"`); the bytes are the same.
    """
    style, script = templates.style(), templates.script()
    page = _Page(report, runs, redact=redact, review=review, workers=workers)
    stream = templates.template("page.html.j2").stream(
        page=page,
        first=page.first,
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        numbers=numbers,
        comparison_cells=partial(comparison_cells, report),
        label=partial(words.label, report),
        tables=report.tables,
        probed=probed,
        ordered=ordered,
        charts=charts,
        trust=trust,
        terms=glossary.TERMS,
    )
    stream.enable_buffering(64)
    for chunk in stream:
        yield chunk.encode("utf-8", "replace")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
