"""What a text dates: each date and time of day with the words of the clause that it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from harness.facts.dates import MONTHS, WEEKDAYS, DateMention
from harness.facts.dates.times import TimeMention
from harness.facts.quotes import Quote
from harness.text import STOPWORDS, Text

_CUT = re.compile(
    r"[;:()“”\"—–](?!\d)|,(?!\d)|\.\s|\b(?:and|but|which|who|that|after|before|while|when|as(?!\sof\b)|since|because|where"
    r"|until|although|though|with)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|say|saying|told|tells|announced|reported|reports|wrote|tweeted|added|confirmed|stated|insisted|warned"
    r"|statement|interview|spoke|according)\b",
    re.IGNORECASE,
)
_CALENDAR = frozenset(
    {name.lower() for name in (*MONTHS, *WEEKDAYS)}
    | set("day week month year night morning afternoon evening noon midnight today yesterday tomorrow tonight".split())
    | set("am pm last next early late earlier later ago previous following local time date o'clock".split())
    | set("said says say told announced according".split())
)
_ENOUGH = 2  # content words that tell what a clause is about
_PIECES = 6  # of its sentence, at most, that a clause is made up of beside its own
_APART = 4  # and the same behind a comma, where a parenthesis may stand between


class Dated(NamedTuple):
    """A date or time of day, and what happened then.

    `start:end` is its clause, `near` the clause's content stems, `wide` those of the whole sentence (number `sentence`
    of the text), `plain` those that are no names, `said`: the clause tells when somebody spoke,
    `quoted`: it stands in a quotation, where "today" is another day.
    """

    mention: DateMention | TimeMention
    start: int
    end: int
    sentence: int
    near: frozenset[str]
    wide: frozenset[str]
    plain: frozenset[str]
    said: bool
    quoted: bool


def find_dated(
    text: Text, dates: Sequence[DateMention], times: Sequence[TimeMention], quotes: Sequence[Quote] = ()
) -> tuple[Dated, ...]:
    """Every date, then every time of day of `text`, with its clause."""
    if not (dates or times):
        return ()
    mentions: list[DateMention | TimeMention] = [*dates, *times]
    reader = _Reader(text, mentions, quotes)
    return tuple(reader.read(mention) for mention in mentions)


class _Reader:
    def __init__(self, text: Text, mentions: Sequence[DateMention | TimeMention], quotes: Sequence[Quote]) -> None:
        self._text = text
        self._quotes = quotes
        inside = {place for mention in mentions for place in range(mention.start, mention.end)}
        self._words = [
            (word.start, word.stem, text.value[word.start].islower() or text.value[word.start].isdigit())
            for word in text.words
            if word.norm not in STOPWORDS and word.norm not in _CALENDAR
            and word.start not in inside
        ]  # fmt: skip
        self._starts = [start for start, _, _ in self._words]
        self._sentences = [sentence.start for sentence in text.sentences]
        self._pieces: dict[int, list[int]] = {}
        self._wide: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def read(self, mention: DateMention | TimeMention) -> Dated:
        """The mention with its clause."""
        number = max(0, bisect_right(self._sentences, mention.start) - 1)
        start, end = self._clause(number, mention)
        said = _SAID.search(self._text.value, start, end) is not None
        wide, plain = self._sentence(number)
        near = self._stems(start, end)
        quoted = any(quote.start < mention.start < quote.end for quote in self._quotes)
        return Dated(mention, start, end, number, near, wide, plain, said, quoted)

    def _sentence(self, number: int) -> tuple[frozenset[str], frozenset[str]]:
        """The stems of a sentence, and those of them that are no names."""
        if number not in self._wide:
            sentence = self._text.sentences[number]
            words = self._within(sentence.start, sentence.end)
            plain = frozenset(stem for _, stem, plain in words if plain)
            self._wide[number] = frozenset(stem for _, stem, _ in words), plain
        return self._wide[number]

    def _clause(self, number: int, mention: DateMention | TimeMention) -> tuple[int, int]:
        """The pieces of the sentence around the mention, so many that they tell something."""
        cuts = self._cuts(number)
        first = max(0, bisect_right(cuts, mention.start) - 1)
        last = max(first + 1, bisect_left(cuts, mention.end))
        last = min(last, len(cuts) - 1)
        opens = not self._stems(cuts[first], mention.start)
        enough = _ENOUGH if self._stems(cuts[first], cuts[last]) else _APART
        for _ in range(_PIECES):
            if len(self._stems(cuts[first], cuts[last])) >= enough or (first == 0 and last == len(cuts) - 1):
                break
            if last < len(cuts) - 1 and (first == 0 or opens):
                last, opens = last + 1, False
            else:
                first -= 1
        return cuts[first], cuts[last]

    def _cuts(self, number: int) -> list[int]:
        """Where the pieces of a sentence begin, and its end."""
        if number not in self._pieces:
            sentence = self._text.sentences[number]
            inner = (match.end() for match in _CUT.finditer(self._text.value, sentence.start, sentence.end))
            self._pieces[number] = sorted({sentence.start, *inner, sentence.end})
        return self._pieces[number]

    def _stems(self, start: int, end: int) -> frozenset[str]:
        return frozenset(stem for _, stem, _ in self._within(start, end))

    def _within(self, start: int, end: int) -> Sequence[tuple[int, str, bool]]:
        return self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
