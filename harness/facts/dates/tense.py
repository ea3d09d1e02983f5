"""Whether a date in news text lies before or behind the day of publication, by the verb next to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Literal

Way = Literal["past", "future"]

_UNSURE = (
    r"(?:was|were|had\sbeen)\s(?:\w+\s)?(?:to|due|set|expected|scheduled|meant|planned)\b|would(?:\sbe)?\s\w+"
    r"|(?:hoped|expected|planned|wanted|promised)\sto|(?:first|once|originally)\sset\sfor"
)
_FUTURE = (
    r"(?:will|shall|must|may|cannot)(?:\sbe\s\w+)?|(?:is|are)\s(?:now\s|also\s)?(?:to(?:\sbe)?\s\w+|due|expected"
    r"|scheduled|set|listed|forecast|planned|promised|calling)|due|moved\sto|forecast|(?:expects|hopes|plans|wants|intends"
    r"|drops|goes|meets|reopens|restarts|takes\seffect|stays|returns)"
)
_IRREGULAR = (
    "was were had has have did said told went came began fell rose gave left found took won lost met held put made"
    " struck broke brought sent saw spoke led ran sat drew wrote stood tore burst shut hit beat swept flew read"
    " spent became got sold bought paid cut set withdrew drove drawn threw chose fought caught thought kept slept felt"
    " heard lay rang shook shot sank stole woke knew grew ended"
).split()
_PAST = rf"(?:{'|'.join(_IRREGULAR)})|(?!need|speed|exceed|hundred|proceed|feed)\w{{2,}}ed"
_BARE = (
    "until go stay remain open opens end ends start starts begin begins vote votes sit sits plan hope expect".split()
)
"""May be infinitives or nouns."""
_MARK = re.compile(
    rf"\b(?:(?P<unsure>{_UNSURE})|(?P<future>{_FUTURE})|(?P<past>{_PAST})|(?P<bare>{'|'.join(_BARE)}))\b", re.IGNORECASE
)
# a mark begins with one of these or with a word in -ed, so that most words are passed over
_FIRST = frozenset(
    {*_IRREGULAR, *_BARE, "would", "first", "once", "originally"}
    | set("will shall must may cannot is are due moved forecast takes expects hopes plans wants intends".split())
    | set("drops goes meets reopens restarts stays returns".split())
)
_WORD = re.compile(r"\w{2,}")
_STOP = re.compile(r"[,:;.()“”\"—–]")
_BREAK = re.compile(r"[,:](?!\d)|[;()“”\"—–]|(?<![ap]\.m)\.\s")
_BREAKING = frozenset(["and", "but", "which", "who"])


class Tenses:
    """The verbs of one text that tell past from future, and the ends of its clauses; found in one pass."""

    def __init__(self, text: str) -> None:
        self._marks: list[re.Match[str]] = []
        self._breaks = [match.span() for stop in _STOP.finditer(text) if (match := _BREAK.match(text, stop.start()))]
        done = 0
        for token in _WORD.finditer(text):
            word = token.group().lower()
            if word in _BREAKING:
                self._breaks.append(token.span())
            elif (
                (word in _FIRST or word[-2:] == "ed")
                and token.start() >= done
                and (match := _MARK.match(text, token.start()))
            ):
                self._marks.append(match)
                done = match.end()
        self._breaks.sort()
        self._starts = [mark.start() for mark in self._marks]
        self._ends = [end for _, end in self._breaks]

    def direction(self, start: int, end: int) -> Way | None:
        """Which way the date at `start:end` points; see `direction`."""
        n = bisect_right(self._ends, start)
        clause, clause_before = ([0, 0, *self._ends[max(0, n - 2) : n]])[-1:-3:-1]
        following = bisect_left(self._breaks, (end, 0))
        stop = self._breaks[following][0] if following < len(self._breaks) else None
        before = self._between(clause, start)
        mark = (
            (before[-1] if before else None)
            or self._first(end, stop)
            or next(reversed(self._between(clause_before, clause)), None)
            or self._first(end, None)
        )
        if mark is None or mark["unsure"]:
            return None
        if mark["bare"]:  # "ran until Friday", "saw it go on Friday" say nothing; "the Games end on Friday" does
            led = mark in before and (len(before) == 1 or before[-2]["future"])
            return "future" if led else None
        return "future" if mark["future"] else "past"

    def _between(self, start: int, end: int) -> list[re.Match[str]]:
        marks = self._marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return marks if not marks or marks[-1].end() <= end else marks[:-1]

    def _first(self, start: int, stop: int | None) -> re.Match[str] | None:
        n = bisect_left(self._starts, start)
        mark = self._marks[n] if n < len(self._marks) else None
        return mark if mark is None or stop is None or mark.end() <= stop else None


def direction(text: str, start: int, end: int) -> Way | None:
    """Which way from the dateline the date at `start:end` points, by the nearest verb: before it in its clause, behind
    it in its clause, in the clause before, anywhere behind. None where none says so, or where it is a future told in
    the past ("was to begin").
    """
    return Tenses(text).direction(start, end)


def has_verb(text: str) -> bool:
    """Whether a verb of those that tell past from future stands in `text`."""
    return _MARK.search(text) is not None
