"""What can be checked exactly: numbers, names, dates, quotations and the wording of a claim.

Each kind has a module; its mentions carry their span and a normal form. `Facts` finds them all in one text, on demand.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from harness.facts.dates import DateMention, find_dates
from harness.facts.dates.dated import Dated, find_dated
from harness.facts.dates.replaced import Replaced, find_replaced
from harness.facts.dates.tense import Tenses
from harness.facts.dates.times import TimeMention, find_times
from harness.facts.names import Known, Name, find_names
from harness.facts.numbers import Number, find_numbers
from harness.facts.quotes import Quote, find_quotes
from harness.facts.quotes.speakers import Speaker, attribute
from harness.facts.quotes.verbatim import Verbatim

if TYPE_CHECKING:
    from harness.facts.wording import Cue
    from harness.text import Text


class Mention(Protocol):
    """Anything with a span."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


M = TypeVar("M", bound=Mention)


class Facts:
    """The facts of one text, each kind found when it is asked for and kept.

    `dateline` is the day on which the text was published; `cast` are the names and `currencies` the words for money
    known beforehand.
    """

    def __init__(
        self,
        text: Text,
        *,
        dateline: dt.date | None = None,
        cast: Known | None = None,
        currencies: frozenset[str] = frozenset(),
    ) -> None:
        self.text = text
        self.dateline = dateline
        self._cast = cast
        self._currencies = currencies

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Numbers outside dates and times."""
        return tuple(find_numbers(self.text.value, self._currencies))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """People, organisations and places."""
        return find_names(self.text, self._cast)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Dates, resolved against the dateline."""
        return tuple(find_dates(self.text.value, self.dateline, lambda: self.tenses))

    @cached_property
    def tenses(self) -> Tenses:
        """The verbs that tell past from future."""
        return Tenses(self.text.value)

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """Times of day."""
        return tuple(find_times(self.text.value))

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """Every date and time of day with the clause that it belongs to."""
        return find_dated(self.text, self.dates, self.times, self.quotes)

    @cached_property
    def replaced(self) -> tuple[Replaced, ...]:
        """Figures and days that the text calls out of date."""
        return tuple(find_replaced(self.text, self.dates, self.numbers))

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Outermost quotations."""
        return tuple(find_quotes(self.text.value))

    @cached_property
    def speakers(self) -> tuple[Speaker | None, ...]:
        """For each quotation who said it."""
        return attribute(self.quotes, self.text, self.names)

    @cached_property
    def verbatim(self) -> Verbatim:
        """Its words, searchable for the words of a quotation."""
        return Verbatim(self.text, self.quotes)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """Negations, modals, hedges, attributions and directions."""
        from harness.facts.wording import find_cues

        return tuple(find_cues(self.text.value))


def within(mentions: Sequence[M], start: int, end: int) -> Iterator[M]:
    """The mentions that begin in `start:end`, out of some that stand in the order of the text."""
    start_of = attrgetter("start")
    first = bisect_left(mentions, start, key=start_of)
    return iter(mentions[first : bisect_left(mentions, end, lo=first, key=start_of)])
