"""Faults in dates: another day, another weekday, a timeline that is stale or out of order."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.facts.dates import MONTHS, WEEKDAYS, parse_day
from harness.faults import places
from harness.faults.edits import Edit, Editing, Maker, pick, replace
from harness.story import Kind
from harness.types import Article

_FOUND = ("date.*", "number.*", "timeline.*", "order.*", "event.merged", "self.contradiction")
_WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
_DAY = re.compile(
    rf"(?P<before>(?P<weekday>{_WEEKDAY}),?\s)?(?:(?P<d1>\b\d{{1,2}})\s(?P<m1>{places.MONTH})|(?P<m2>\b{places.MONTH})\s(?P<d2>\d{{1,2}}))"
    r"\b(?!\s?(?:to|and|or|,|–|-)\s?\d)(?:,?\s(?P<year>(?:19|20)\d\d)\b)?"
)
_BARE = re.compile(rf"\b{_WEEKDAY}\b(?!,?\s(?:\d|{places.MONTH}))(?!['’]s)")
_LABELS: tuple[Kind, ...] = ("date", "dateline", "byline", "boilerplate", "furniture", "disclaimer", "related")


def _resolve(case: Case, match: re.Match[str]) -> dt.date | None:
    """The day that is meant; without a year the one next to the article's publication."""
    month, day = MONTHS.index(match["m1"] or match["m2"]) + 1, int(match["d1"] or match["d2"])
    published = _published(case)
    years = [int(match["year"])] if match["year"] else [published.year + y for y in (-1, 0, 1)] if published else []
    days = [dt.date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    return min(days, key=lambda d: abs((d - (published or d)).days), default=None)


def _published(case: Case) -> dt.date | None:
    stamps = [case.article.published, *(source.published for source in case.article.sources)]
    return next((day for stamp in stamps if (day := parse_day(stamp))), None)


def _written(match: re.Match[str], day: dt.date) -> str:
    """`day` in the manner of the match: with its weekday and year where those stand there."""
    text: str = match.group()
    position = match.start()
    parts = [("d1", str(day.day)), ("d2", str(day.day)), ("weekday", WEEKDAYS[day.weekday()]), ("year", str(day.year))]
    parts += [("m1", MONTHS[day.month - 1]), ("m2", MONTHS[day.month - 1])]
    for group, new in sorted(parts, key=lambda part: -match.start(part[0])):
        if match[group]:
            text = text[: match.start(group) - position] + new + text[match.end(group) - position :]
    return text


@dataclass(frozen=True)
class DateChanged(Editing):
    """A day some days off, on which no source lets anything happen; a weekday in front of it is changed with it."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every date of a day in the claims, outside quotations; in timelines too."""
        text = case.summary.value
        lines = [(part.start, part.end) for part in case.story.of(*_LABELS)]
        for match in _DAY.finditer(text):
            before = text[max(0, match.start() - 12) : match.start()]
            if re.search(r"\bat least $|\d (?:to|and|or) $|\d[–-]$", before):  # a bound, or the end of a range
                continue
            told = not any(a <= match.start() < b for a, b in lines) and places.free(case, match.start(), match.end())
            day = _resolve(case, match)
            if told and day:
                yield partial(_moved, case, match, day)


def _moved(case: Case, match: re.Match[str], day: dt.date, rng: np.random.Generator) -> Edit | None:
    taken, written = places.source_days(case), places.day_months(places.source_text(case))
    days = [day + dt.timedelta(days=d) for d in (-9, -8, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 8, 9)]
    fresh = [d for d in days if d not in taken and (d.day, MONTHS[d.month - 1]) not in written and d.month == day.month]
    new = pick(rng, [_written(match, d) for d in fresh])
    return Edit(match.start(), match.end(), new) if new else None


@dataclass(frozen=True)
class WeekdayChanged(Editing):
    """A weekday that does not fit its date, or on which no source lets this happen."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Weekdays with a date, and weekdays alone where sources date what may be the same."""
        for match in places.search(case, _DAY):
            day = _resolve(case, match)
            if match["weekday"] and day and WEEKDAYS[day.weekday()] == match["weekday"]:
                yield partial(_beside, match.start("weekday"), match["weekday"], frozenset())
        for match in places.search(case, _BARE, places.prose(case)):
            about = places.near(case, match.start())
            sentence = places.sentence_at(case, match.start()).text
            taken = {weekday for weekday in WEEKDAYS if weekday in about or weekday in sentence}
            days = {d for d in places.source_days(case) if (d.day, MONTHS[d.month - 1]) in places.day_months(about)}
            taken |= {WEEKDAYS[d.weekday()] for d in days}
            published = _published(case)
            relative = re.search(
                r"(?i)\b(?:today|yesterday|tomorrow|tonight|last night|that day|later|earlier|overnight)\b", about
            )
            if relative and published:
                taken |= {WEEKDAYS[(published.weekday() + shift) % 7] for shift in range(-3, 2)}
            yield partial(_beside, match.start(), match.group(), frozenset(taken))


def _beside(start: int, weekday: str, taken: frozenset[str], rng: np.random.Generator) -> Edit | None:
    place = WEEKDAYS.index(weekday)
    new = pick(rng, [WEEKDAYS[(place + d) % 7] for d in (-2, -1, 1, 2) if WEEKDAYS[(place + d) % 7] not in taken])
    return Edit(start, start + len(weekday), new) if new else None


@dataclass(frozen=True)
class TimelineStale(Editing):
    """An entry of the timeline dated a year too early."""

    drops: ClassVar[tuple[str, ...]] = ("consistency", "structure")
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The years in front of the entries, where no source speaks of that month of the year before."""
        sources = places.source_text(case)
        for part in case.story.of("timeline"):
            line = case.summary.value.rfind("\n", 0, part.start) + 1
            match = re.compile(rf"({places.MONTH}) ((?:19|20)\d\d)\b").search(case.summary.value, line, part.body)
            if match and f"{match[1]} {int(match[2]) - 1}" not in sources:
                yield replace(match.start(2), match.end(2), str(int(match[2]) - 1))


@dataclass(frozen=True)
class TimelineOrder(Editing):
    """Two neighbouring entries of the timeline change places, each with its date."""

    drops: ClassVar[tuple[str, ...]] = ("structure",)
    finds: ClassVar[tuple[str, ...]] = ("timeline.*", "order.*", "date.stale")

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Neighbouring entries with different dates."""
        text = case.summary.value
        for one, other in pairwise(case.story.of("timeline")):
            a, b = text.rfind("\n", 0, one.start) + 1, text.rfind("\n", 0, other.start) + 1
            if one.date and other.date and one.date != other.date and a < b:
                yield replace(a, other.end, f"{text[b : other.end]}{text[one.end : b]}{text[a : one.end]}")
