"""The offline newsroom: a full news story composed of source sentences. The honest baseline of every model.

It tells nothing that no source says: sentences are taken whole, or without a date phrase or a last clause; days and names
are spelled out where they are certain; the only words of its own are attributions (“Harbour Courier reported on 19
May:”), the headings, one sentence where nothing lies ahead, and the disclaimer. What stands where is decided by counting
words and reading dates, so it is no editor: docs/newsroom.md says where it is poor.

    passages (what can be told) -> choice (what is told, and where) -> the page, here
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from harness.backends.newsroom.choice import Choice, lede_text
from harness.backends.newsroom.passages import Desk
from harness.facts.dates import MONTHS, long_date
from harness.types import Article, Source, Summary

_SECTIONS = ("happened", "reaction", "background", "timeline", "ahead")
_HEADLINE_WORDS = (4, 14)
_PARAGRAPH = 3  # sentences
_PUBLISHERS = 8  # named in the disclaimer
_NOTHING_AHEAD = "Nothing about what comes next could be taken whole from the reports."


@dataclass(frozen=True)
class Newsroom:
    """A news story in the layout of the profile `news-story`, the same for every sample.

    byline: who signs. words: room for what is told, attributions, headings and disclaimer apart. The others: sentences
    that a section holds at most (timeline: entries).
    """

    byline: str = "the summary-harness newsroom"
    words: int = 470
    happened: int = 8
    reaction: int = 4
    background: int = 4
    timeline: int = 6
    ahead: int = 3

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def __post_init__(self) -> None:
        for name in ("words", *_SECTIONS):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if not re.match(r"[^\W\d_]", self.byline) or "\n" in self.byline:
            raise ValueError(f"byline must be one line that begins with a letter, not {self.byline!r}")

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """Never raises for what the sources hold; an empty text where they hold no word."""
        desk = Desk(article)
        choice = Choice(desk, self.words)
        if not choice.passages:
            return Summary(text="")
        page = _Page(desk, choice)
        # what only one section can use is chosen before what every section can
        lede = choice.lede()
        ahead = choice.ahead(self.ahead)
        timeline = choice.timeline(self.timeline)
        reaction = choice.reaction(self.reaction)
        happened = choice.happened(self.happened)
        background = choice.background(self.background) or choice.more(self.background)
        reaction = reaction or choice.more(self.reaction)
        parts = [
            f"# {page.headline(lede)}",
            "\n".join([f"By {self.byline}", *([long_date(desk.day)] if desk.day else [])]),
            *page.lede(lede),
            *page.section("What happened", happened),
            *page.section("Reaction", reaction),
            *page.section("Background", background),
            *page.timeline(timeline),
            "## What's next",
            " ".join(page.paragraphs(ahead, attribute=False)) or _NOTHING_AHEAD,
            page.disclaimer(),
        ]
        return Summary(text="\n\n".join(part for part in parts if part))


class _Page:
    """Sets passages as Markdown; people are introduced where they are first named."""

    def __init__(self, desk: Desk, choice: Choice) -> None:
        self._desk = desk
        self._choice = choice
        self.known: set[str] = set()
        """Surnames of people whom the page has named in full."""

    def headline(self, lede: int | None) -> str:
        """The title of the lede's report, where that is of the newest day; else the newest about this event that fits."""
        low, high = _HEADLINE_WORDS
        desk = self._desk
        titles = {n: _one_line(source.title) for n, source in enumerate(desk.article.sources) if source.title}
        order = sorted(titles, key=lambda n: -desk.order[n])
        if lede is not None and desk.days[self._choice.passages[lede].source] == desk.day:
            order.sort(key=lambda n: n != self._choice.passages[lede].source)
        fitting = [titles[n] for n in order if low <= len(titles[n].split()) <= high and not desk.is_old(titles[n])]
        others = [_one_line(desk.article.title), *(titles[n] for n in order)]
        return next((title for title in (*fitting, *others) if title), "What the sources say")

    def lede(self, lede: int | None) -> list[str]:
        """One paragraph; attributed where it is from a report of an earlier day."""
        if lede is None:
            return []
        text = self._desk.people.introduce(lede_text(self._choice.passages[lede]), self.known)
        return [f"{self._attribution(lede, always=False)} {text}".strip()]

    def section(self, heading: str, chosen: Sequence[int]) -> list[str]:
        """The heading and its paragraphs; nothing where there are none."""
        paragraphs = self.paragraphs(chosen)
        return [f"## {heading}", *paragraphs] if paragraphs else []

    def paragraphs(self, chosen: Sequence[int], *, attribute: bool = True) -> list[str]:
        """Passages report by report, each report named once; without `attribute` only those of an earlier day."""
        result = []
        for opening, group in groupby(chosen, key=lambda i: self._attribution(i, always=attribute)):
            sentences = [self._desk.people.introduce(self._choice.passages[i].told, self.known) for i in group]
            for start in range(0, len(sentences), _PARAGRAPH):
                text = " ".join(sentences[start : start + _PARAGRAPH])
                result.append(f"{opening} {text}" if opening and not start else text)
        return result

    def _attribution(self, i: int, *, always: bool) -> str:
        """`Harbour Courier reported on 19 May:`; the day only where it is not the story's."""
        number = self._choice.passages[i].source
        publisher = _one_line(self._desk.article.sources[number].publisher)
        day = self._desk.days[number]
        if len(self._desk.article.sources) < 2 or not publisher:
            return ""
        if day is None or self._desk.day is None or day == self._desk.day:
            return f"{publisher} reported:" if always else ""
        year = f" {day.year}" if day.year != self._desk.day.year else ""
        return f"{publisher} reported on {day.day} {MONTHS[day.month - 1]}{year}:"

    def timeline(self, entries: Sequence[tuple[str, str]]) -> list[str]:
        """The heading and `- 14 March 2026: …`; where no sentence has a certain date, what was published when."""
        told = [(date, self._desk.people.introduce(text, self.known)) for date, text in entries]
        lines = [f"- {date}: {text}" for date, text in told or self._published()]
        return ["## Timeline", "\n".join(lines)] if lines else []

    def _published(self) -> list[tuple[str, str]]:
        sources = self._desk.article.sources
        known = [(self._desk.days[n], sources[n]) for n in sorted(self._desk.order, key=lambda n: self._desk.order[n])]
        return [(long_date(day), f"{_publisher(source)} reports.") for day, source in known if day]

    def disclaimer(self) -> str:
        """Who made this, and of what."""
        names = list(dict.fromkeys(_publisher(source) for source in self._desk.article.sources))
        *first, last = names[:_PUBLISHERS]
        more = f" and {len(names) - _PUBLISHERS} more" if len(names) > _PUBLISHERS else ""
        of = f"{', '.join(first)} and {last}" if first else last
        return f"*Composed automatically of sentences from {of}{more}. Check the facts with another source.*"


def _publisher(source: Source) -> str:
    return _one_line(source.publisher).replace("*", "") or f"source {_one_line(source.id).replace('*', '')}"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
