"""The words of a text in the order in which they were said, searchable: is this sequence in it, and what comes nearest?

Words are compared in one spelling ("don’t" and "do n't" are do, not; "twenty" is 20), so that only wording counts.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from harness.facts.quotes import Quote
from harness.text import STOPWORDS, Text, Word

LONGEST = 60
"""Words of a sequence that `near` takes."""
_SLACK = 3  # words that the nearest passage may begin earlier or later than its best word says
_COMMON = 40  # places of a word that are looked at, at most
_TRIED = 3
_LIKELY = 0.3  # share of the weight of the words that a passage must have to be looked at

_CLITIC = re.compile(r"(.+)'(ll|re|ve|m|d)")
_ENDINGS = {"ll": "will", "re": "are", "ve": "have", "m": "am", "d": "'d", "wo": "will", "ca": "can", "sha": "shall"}
_SPLIT = {"cannot": ("can", "not"), "anymore": ("any", "more"), "alright": ("all", "right")}
_LEFTOVERS = frozenset("s lrb rrb lsb rsb lcb rcb".split())
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: str(number) for number, word in enumerate(_SMALL.split())} | {
    word: str(10 * number) for number, word in enumerate(_TENS.split(), 2)
}


class Token(NamedTuple):
    """A word in its plain form, at `start:end`; two forms of one word ("don’t") share its span."""

    form: str
    start: int
    end: int


class Passage(NamedTuple):
    """Where a sequence stands: tokens `first:last` of a stream."""

    stream: Stream
    first: int
    last: int
    distance: int = 0
    """Words that differ."""

    @property
    def start(self) -> int:
        """Offset in the text."""
        return self.stream.tokens[self.first].start

    @property
    def end(self) -> int:
        """Offset in the text, half-open."""
        return self.stream.tokens[self.last - 1].end

    @property
    def forms(self) -> list[str]:
        """Its words."""
        return self.stream.forms[self.first : self.last]


def tokens(words: Sequence[Word]) -> list[Token]:
    """The words in their plain forms."""
    return [Token(form, word.start, word.end) for word in words for form in _forms(word.norm)]


@lru_cache(maxsize=65536)
def _forms(norm: str) -> tuple[str, ...]:
    if norm in _LEFTOVERS:
        return ()
    if norm[0].isdigit():
        return (norm.replace(",", ""),)
    if norm.endswith("n't"):
        base = norm[:-3]
        return (_ENDINGS.get(base, base), "not") if base else ("not",)
    if norm in _SPLIT:
        return _SPLIT[norm]
    clitic = _CLITIC.fullmatch(norm)
    if clitic:
        return clitic[1], _ENDINGS[clitic[2]]
    return (_NUMBERS.get(norm) or _ENDINGS.get(norm, norm),)


class Stream:
    """A sequence of tokens."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.forms = [token.form for token in found]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, form in enumerate(self.forms):
            self._places[form].append(place)

    def find(self, forms: Sequence[str]) -> Iterator[Passage]:
        """Every place where `forms` stand side by side."""
        wanted = list(forms)
        rarest = min(range(len(wanted)), key=lambda i: len(self._places.get(wanted[i], ())), default=None)
        if rarest is None:
            return
        for place in self._places.get(wanted[rarest], ()):
            first = place - rarest
            if first >= 0 and self.forms[first : first + len(wanted)] == wanted:
                yield Passage(self, first, first + len(wanted))

    def near(self, forms: Sequence[str]) -> Iterator[Passage]:
        """The passages that come nearest to `forms`, the likeliest places only."""
        wanted = list(forms[:LONGEST])
        votes: Counter[int] = Counter()
        total = 0
        for i, form in enumerate(wanted):
            places = self._places.get(form, ())
            if len(places) > _COMMON:
                continue
            weight = 1 if form in STOPWORDS else 3
            total += weight
            for place in places:
                votes[place - i] += weight
        near = {at: sum(votes[at + d] for d in range(-_SLACK, _SLACK + 1)) for at in list(votes)}
        taken: list[int] = []
        for at in sorted(near, key=lambda at: (-near[at], -votes[at], at)):
            if len(taken) == _TRIED or near[at] < _LIKELY * total:
                return
            if all(abs(at - other) > _SLACK for other in taken):
                taken.append(at)
                yield self._laid(wanted, at)

    def _laid(self, wanted: list[str], at: int) -> Passage:
        """The passage round place `at` from which the fewest words differ; of several the one of like length."""
        size = len(self.forms)
        spans = {
            (first, min(size, first + length))
            for first in range(max(0, at - _SLACK), min(size - 1, max(0, at + _SLACK)) + 1)
            for length in range(max(1, len(wanted) - _SLACK), len(wanted) + 2 * _SLACK)
        }
        best = min(
            (
                Levenshtein.distance(wanted, self.forms[a:b])
                - 0.1 * (self.forms[a] == wanted[0])
                - 0.1 * (self.forms[b - 1] == wanted[-1]),
                abs(b - a - len(wanted)),
                a,
                b,
            )
            for a, b in sorted(spans)
            if a < b
        )
        return Passage(self, best[2], best[3], math.ceil(best[0]))


class Verbatim:
    """What a text says word by word: all of it, and what stands in its quotations."""

    def __init__(self, text: Text, quotes: Sequence[Quote]) -> None:
        self.text = text
        self.quotes = quotes
        self._starts = [quote.start for quote in quotes]

    @cached_property
    def all(self) -> Stream:
        """Every word."""
        return Stream(tokens(self.text.words))

    @cached_property
    def speech(self) -> Stream:
        """The quoted words only, as if nothing stood between one quotation and the next."""
        return Stream([token for token in self.all.tokens if self.quote_at(token.start) is not None])

    def quote_at(self, position: int) -> int | None:
        """The number of the quotation that `position` lies in."""
        number = bisect_right(self._starts, position) - 1
        return number if number >= 0 and position < self.quotes[number].end else None
