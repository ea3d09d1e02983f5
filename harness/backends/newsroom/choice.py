"""Which passages `newsroom` tells, and where: by how much they share with all sources, and each thing once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

import numpy as np

from harness.backends.newsroom.passages import Desk, Passage
from harness.backends.newsroom.telling import cut, timeline_entry
from harness.backends.vectors import Place, tfidf
from harness.facts.dates import WEEKDAYS, DateMention, long_date
from harness.facts.numbers import find_numbers

Value = Callable[[Passage], float]

LEDE_WORDS = 45
_SAME = 0.6  # cosine from which two sentences tell the same thing (wire copies)
_CLOSE = 0.45  # cosine from which a sentence adds too little to one already told
_ENTRY_WORDS = 40
_LEDE_LEAST = 12  # words
_ATTRIBUTION = 8  # words in front of a lede from an older report
_SHORT = 8  # words; shorter sentences say too little outside the section about what is next
_FEW = 4  # timeline entries
_EARLY = 4  # sentences at the top of a source among which its lede is looked for
_AHEAD = re.compile(
    r"\b(?:will|(?:is|are) (?:due|to|expected|scheduled|set|listed|forecast|planned)|due (?:on|by|in)|expects? to"
    r"|hopes? to|plans?|must|until|deadline|hearing|meets|re-?opens|opens|starts|begins|goes? (?:into|out|on)"
    r"|takes effect|moved to|would apply)\b"
)
_UNDATED_AHEAD = re.compile(
    r"\b(?:will|(?:is|are) (?:due|to be|expected|scheduled)|yet to|has not said whether|under review)\b"
)
_MOVED = re.compile(r"\b(?:moved|postponed|delayed|rescheduled|put back|brought forward|first set|called off)\b")
_PRESENT = re.compile(r"\b(?:is|are|has|have|remains?|still|now)\b")


class Choice:
    """The passages of a desk, those told, and those left. Passages go by their number in `passages`."""

    def __init__(self, desk: Desk, room: int) -> None:
        """`room`: words that may be told in all."""
        self.desk = desk
        self.passages = [passage for passage in desk.passages if passage.sentence.words]
        vectors = tfidf([Place(p.source, p.position, p.sentence) for p in self.passages])
        weights = np.array([0.0 if p.old or p.joined else (1 + p.position) ** -0.5 for p in self.passages])
        self._alike = np.round(vectors @ vectors.T, 12)
        self._relevance = np.round(weights @ self._alike if self.passages else weights, 12)
        self._left = [i for i in range(len(self.passages)) if not self._retold(i)]
        self._told: list[int] = []
        self._room = room

    def _retold(self, i: int) -> bool:
        """Whether a newer source has the sentence too: of wire copies the last counts, and its figures."""
        newer = [j for j in np.flatnonzero(self._alike[i] >= _SAME).tolist() if self._age(j) > self._age(i)]
        return any(self.passages[j].stands or self._figures(i) != self._figures(j) for j in newer)

    def _age(self, i: int) -> int:
        return self.desk.order[self.passages[i].source]

    def _figures(self, i: int) -> set[object]:
        return {(number.low, number.high, number.unit) for number in find_numbers(self.passages[i].original)}

    def place(self, i: int) -> tuple[int, int]:
        """The order in which passages are told: oldest source first."""
        return self._age(i), self.passages[i].position

    def take(self, fits: Callable[[Passage], bool], n: int, value: Value = lambda p: 1.0) -> list[int]:
        """The best `n` at most that fit, have room, and add something to what is told; oldest source first."""
        taken: list[int] = []
        fitting = [i for i in self._left if fits(self.passages[i])]
        for i in sorted(fitting, key=lambda i: (-self._relevance[i] * value(self.passages[i]), i)):
            if len(taken) == n:
                break
            room = self.passages[i].words <= self._room
            if room and not (self._alike[i, self._told] >= _CLOSE).any():
                taken.append(i)
                self._tell(i, self.passages[i].words)
        return sorted(taken, key=self.place)

    def _tell(self, i: int, words: int) -> None:
        self._told.append(i)
        self._left.remove(i)
        self._room -= words

    def lede(self) -> int | None:
        """An early sentence of the newest day, or of any day where that has none that fits; None where none is short
        enough. A long one may be cut (`lede_text`).
        """
        newest = [n for n, day in enumerate(self.desk.days) if day == self.desk.day]
        for fits in (
            lambda p: _leads(p) and p.source in newest and p.position < _EARLY,
            lambda p: _leads(p) and p.words <= LEDE_WORDS - _ATTRIBUTION,
            lambda p: p.words <= LEDE_WORDS and not p.joined,
        ):
            taken = self.take(fits, 1, _first_and_unquoted)
            if taken:
                return taken[0]
        return None

    def reaction(self, n: int) -> list[int]:
        """Quotations with their speakers."""
        return self.take(lambda p: self._current(p) and p.quotes, n)

    def happened(self, n: int) -> list[int]:
        """What is told of this event without quotations; the next best where there is none; anything where nothing else
        is told at all.
        """
        taken = self.take(lambda p: self._current(p) and not p.quotes, n, self._settled) or self.more(n)
        taken = taken or self.take(lambda p: _is_sentence(p) and not p.old and not self._outdated(p), n)
        return taken if taken or self._told else self.take(lambda p: not p.joined, n)

    def background(self, n: int) -> list[int]:
        """An older event with its year, and what stands late in the reports."""
        old = self.take(self._dated_before, min(2, n), _first_and_unquoted)
        late = self.take(lambda p: self._current(p) and not p.quotes, n - len(old), self._late)
        return sorted([*old, *late], key=self.place)

    def more(self, n: int) -> list[int]:
        """The next best of any kind that can be told."""
        return self.take(lambda p: p.stands and not p.old and not p.joined and not self._outdated(p), n)

    def ahead(self, n: int) -> list[int]:
        """What is to come, seen from the day of the story; with a date rather than without."""
        dated = self.take(lambda p: self._ahead_of(p) and not p.joined, n)
        dated += self.take(self._ahead_of, n - len(dated))
        undated = self.take(self._undated_ahead, n - len(dated)) if len(dated) < 2 else []
        return sorted([*dated, *undated], key=self.place)

    def timeline(self, n: int) -> list[tuple[str, str]]:
        """(date, what happened) ascending: the entries that matter most for their length, one a day; second ones of a
        day only while there are few.
        """
        entries = [(i, *entry) for i in self._left if (entry := self._entry(self.passages[i]))]
        entries.sort(key=lambda e: (-self._relevance[e[0]] / max(12, len(e[2].split())) ** 0.5, e[0]))
        chosen: list[tuple[int, DateMention, str]] = []
        for limit, a_day in ((n, 1), (min(n, _FEW), 2)):
            for i, mention, text in entries:
                same_day = sum(other.day == mention.day for _, other, _ in chosen)
                new = i in self._left and not (self._alike[i, self._told] >= _CLOSE).any()
                if len(chosen) < limit and same_day < a_day and new:
                    chosen.append((i, mention, text))
                    self._tell(i, len(text.split()))
        chosen.sort(key=lambda e: (e[1].day or dt.date.min, self.place(e[0])))
        return [(long_date(mention.day, mention.precision), text) for _, mention, text in chosen if mention.day]

    def _entry(self, passage: Passage) -> tuple[DateMention, str] | None:
        day, dateline = self.desk.day, self.desk.days[passage.source]
        usable = passage.stands and not passage.old and not passage.quotes and not passage.joined
        entry = timeline_entry(passage.original, passage.dates, dateline, day) if usable else None
        if entry is None or day is None or entry[0].day is None or len(entry[1].split()) > _ENTRY_WORDS:
            return None
        past = entry[0].day <= min(day, dateline or day)
        return (entry[0], self.desk.with_publisher(entry[1], passage.source)) if past else None

    def _current(self, passage: Passage) -> bool:
        """Whether it can tell of this event, and says enough."""
        usable = passage.stands and not passage.old and not passage.joined
        return usable and passage.words >= _SHORT and not self._outdated(passage)

    def _outdated(self, passage: Passage) -> bool:
        """Whether it is a plan of an earlier day."""
        return self.desk.days[passage.source] != self.desk.day and bool(_AHEAD.search(passage.outside))

    def _settled(self, passage: Passage) -> float:
        """How likely it still holds: what an older report says in the present tense may have changed."""
        newest = self.desk.order[passage.source] == len(self.desk.order) - 1
        return 1.0 if newest or not _PRESENT.search(passage.outside) else 0.4

    def _late(self, passage: Passage) -> float:
        return self._settled(passage) * (1.0 + min(passage.position, 20) / 5)

    def _dated_before(self, passage: Passage) -> bool:
        day = self.desk.day
        dated = any(m.form == "absolute" and m.day and day and m.day.year < day.year for m in passage.dates)
        return passage.stands and passage.old and dated and not re.search(r"\b(?:its|their|s?he)\b", passage.outside)

    def _ahead_of(self, passage: Passage) -> bool:
        day = self.desk.day
        dates = [m for m in passage.dates if m.certain and m.day and m.precision == "day" and day and m.day > day]
        usable = passage.stands and not passage.old and bool(_AHEAD.search(passage.outside))
        return usable and bool(dates) and not self._moved(passage, dates)

    def _moved(self, passage: Passage, dates: Sequence[DateMention]) -> bool:
        """Whether a newer report says that something set for that weekday was moved."""
        names = {WEEKDAYS[mention.day.weekday()] for mention in dates if mention.day}
        newer = (p for p in self.passages if self.desk.order[p.source] > self.desk.order[passage.source])
        return any(_MOVED.search(p.outside) and any(name in p.outside for name in names) for p in newer)

    def _undated_ahead(self, passage: Passage) -> bool:
        usable = passage.stands and not passage.old and not passage.joined and not passage.quotes
        today = self.desk.days[passage.source] == self.desk.day
        return (
            usable and today and bool(_UNDATED_AHEAD.search(passage.outside)) and not any(m.day for m in passage.dates)
        )


def lede_text(passage: Passage) -> str:
    """The passage as a lede: whole, or without its last clause where it is too long."""
    return passage.told if passage.words <= LEDE_WORDS else cut(passage.told, LEDE_WORDS) or passage.told


def _leads(passage: Passage) -> bool:
    fits = passage.stands and not passage.old and not passage.joined and passage.words >= _LEDE_LEAST
    return fits and len(lede_text(passage).split()) <= LEDE_WORDS


def _is_sentence(passage: Passage) -> bool:
    return not passage.joined and passage.original[-1] in '.!?…”"’'


def _first_and_unquoted(passage: Passage) -> float:
    return (0.5 if passage.quotes else 1.0) / float((1 + passage.position) ** 0.5)
