"""What a summary says, item by item, beside what its sources say: quotations, numbers, names and dates; its outline.

Rows hold what a check found wrong. The ledgers show the rest as well, so that a reader sees what was looked at; they are
made from the texts when the page is made, with plainer means than the checks, so that a large run takes seconds. An
item that a finding lies on carries that finding; the others say which sources have the same, or that none has it in this
form, which is no accusation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from heapq import merge
from operator import attrgetter
from typing import Any, NamedTuple

from harness.facts import Facts, Mention
from harness.facts.dates import find_dates, parse_day
from harness.facts.names import Name
from harness.facts.names.kinds import Kind
from harness.facts.numbers import Number
from harness.facts.numbers.values import is_plain, same_value
from harness.story import Story, readable
from harness.text import Text
from harness.types import Article, StoredFinding

_FORM = ("furniture", "markup")
_STRAIGHT = str.maketrans("“”„«»‘’‚\u00a0\n\t", '"""""\'\'\'   ')
_EDGES = " \"'.,;:!?…"


class Place(NamedTuple):
    """A span of a source, by the source's number."""

    source: int
    start: int
    end: int


class Item(NamedTuple):
    """One thing that the summary says at `start:end`.

    `note` adds what the span does not show: the speaker of a quotation, the day that a date means. `places` has the
    first place in each source that says the same; `findings` the numbers of the findings that lie on it.
    """

    start: int
    end: int
    note: str
    places: Sequence[Place]
    findings: Sequence[int]


class Part(NamedTuple):
    """A part of the story as the outline shows it; `date` is the one in front of a timeline entry."""

    kind: str
    start: int
    end: int
    date: str | None


class Witnesses:
    """The sources of an article, and what each has of names, numbers, dates and words; the names that they know."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.facts = [Facts(Text(s.text), dateline=parse_day(s.published)) for s in article.sources]

    @cached_property
    def plain(self) -> list[str]:
        """The texts in small letters and straight marks, letter for letter."""
        return [_plain(source.text) for source in self.article.sources]

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that name somebody by themselves."""
        return frozenset(words[-1] for words in self.forms)

    @cached_property
    def forms(self) -> dict[tuple[str, ...], Kind]:
        """Every name of the sources, and surnames alone."""
        found: dict[tuple[str, ...], Kind] = {}
        for facts in self.facts:
            for name in facts.names:
                found[name.words] = name.kind
                if name.kind == "person":
                    found.setdefault(name.words[-1:], name.kind)
        return found

    @cached_property
    def names(self) -> dict[Any, list[Place]]:
        """Normal form -> the first place of each source that has the name, in full or by its last word."""
        return self._table(lambda facts: ((n, key) for n in facts.names for key in {n.words, n.words[-1:]}))

    @cached_property
    def days(self) -> dict[Any, list[Place]]:
        """Day -> the first place of each source that names it."""
        return self._table(lambda facts: ((date, date.day) for date in facts.dates if date.day))

    def _table(self, keyed: Callable[[Facts], Iterable[tuple[Mention, Any]]]) -> dict[Any, list[Place]]:
        table: dict[Any, list[Place]] = {}
        for number, facts in enumerate(self.facts):
            for mention, key in keyed(facts):
                places = table.setdefault(key, [])
                if not places or places[-1].source != number:
                    places.append(Place(number, mention.start, mention.end))
        return table

    def numbers(self, mention: Number) -> list[Place]:
        """The first place of each source that gives the same number."""
        # only the same value bears a figure out that is written in full; of those there are few in a source
        whole = is_plain(mention) and not mention.hedge
        found = []
        for number, facts in enumerate(self.facts):
            same_low = self.whole[number].get(mention.low, ())
            some = merge(self.odd[number], same_low, key=attrgetter("start")) if whole else facts.numbers
            same = next((n for n in some if _near(mention, n) and same_value(mention, n)), None)
            if same is not None:
                found.append(Place(number, same.start, same.end))
        return found

    @cached_property
    def odd(self) -> list[list[Number]]:
        """Source by source the numbers that may bear out another value than their own, in order."""
        return [[n for n in facts.numbers if not is_plain(n)] for facts in self.facts]

    @cached_property
    def whole(self) -> list[dict[Decimal, list[Number]]]:
        """Source by source the others, by their value, each in order."""
        tables = []
        for facts in self.facts:
            table: dict[Decimal, list[Number]] = {}
            for number in facts.numbers:
                if is_plain(number):
                    table.setdefault(number.low, []).append(number)
            tables.append(table)
        return tables

    def words(self, quoted: str) -> list[Place]:
        """The first place of each source that has these words as they stand."""
        wanted = _plain(quoted).strip(_EDGES)
        found = [(number, text.find(wanted)) for number, text in enumerate(self.plain)] if wanted else []
        return [Place(number, start, start + len(wanted)) for number, start in found if start >= 0]


def outline(story: Story) -> list[Part]:
    """The parts in order, without markup and furniture."""
    return [Part(p.kind, p.start, p.end, p.date) for p in story.parts if p.kind not in _FORM]


def ledgers(
    summary: str, story: Story, witnesses: Witnesses, findings: Sequence[StoredFinding]
) -> dict[str, list[Item]]:
    """Kind ("quotes", "numbers", "names", "dates") -> its items in the order of the summary."""
    said = _Findings(findings)
    facts = Facts(Text(readable(summary)), dateline=_dateline(story, witnesses.article), cast=witnesses)
    quotes = zip(facts.quotes, facts.speakers, strict=True)
    return {
        "quotes": [said.item(q, s.text if s else "", witnesses.words(q.text)) for q, s in quotes],
        "numbers": [said.item(n, "", witnesses.numbers(n)) for n in facts.numbers],
        "names": [said.item(n, n.title, witnesses.names.get(n.words, [])) for n in _first_of_each(facts.names)],
        "dates": [said.item(d, _day(d), witnesses.days.get(d.day, [])) for d in facts.dates],
    }


class _Findings:
    """The findings with a claim, for asking which lie on a span."""

    def __init__(self, findings: Sequence[StoredFinding]) -> None:
        self._spans = [(n, f.claim.start, f.claim.end) for n, f in enumerate(findings) if f.claim]

    def item(self, mention: Mention, note: str, places: Sequence[Place]) -> Item:
        """The mention as an item, with those whose claim is about it: overlapping, and not much longer."""
        start, end = mention.start, mention.end
        reach = 3 * (end - start) + 20
        on = [n for n, first, last in self._spans if first < end and start < last and last - first <= reach]
        return Item(start, end, note, places, on)


def _near(one: Number, other: Number) -> bool:
    """Whether two numbers may be the same at all; quickly, since most are not. The two of a score stand in any order."""
    return one.kind == "score" or one.unit != other.unit or (one.low <= 2 * other.high and other.low <= 2 * one.high)


def _first_of_each(names: Sequence[Name]) -> list[Name]:
    first: dict[tuple[str, ...], Name] = {}
    for name in names:
        first.setdefault(name.words, name)
    return list(first.values())


def _day(mention: Any) -> str:
    if mention.day is None:
        return ""
    return str(mention.day)[: {"year": 4, "month": 7}.get(mention.precision, 10)]


def _dateline(story: Story, article: Article) -> dt.date | None:
    """The day that the story gives as its own, else that of the article or of its latest source."""
    for part in story.of("date", "dateline"):
        days = [mention.day for mention in find_dates(part.text, None) if mention.precision == "day" and mention.day]
        if days:
            return days[0]
    published = [day for source in article.sources if (day := parse_day(source.published))]
    return parse_day(article.published) or max(published, default=None)


def _plain(text: str) -> str:
    low = text.translate(_STRAIGHT).lower()
    # a letter whose small form is two letters would move every offset behind it
    return low if len(low) == len(text) else text.translate(_STRAIGHT)
