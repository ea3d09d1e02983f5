"""Dates in news text, resolved against the day on which the text was published (its dateline).

“On Tuesday”, “yesterday” or “14 March” say which day they mean only together with a dateline and a tense. Every
mention carries the day that it most likely means, how precise it is, and whether that reading is certain; a guess is
never called certain.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from harness.facts.dates.tense import Tenses, direction, has_verb

__all__ = [
    "MONTHS", "WEEKDAYS", "DateMention", "Form", "Precision",
    "direction", "find_dates", "has_verb", "long_date", "parse_day",
]  # fmt: skip

Precision = Literal["day", "month", "year", "vague"]
Form = Literal["absolute", "weekday", "deictic", "anaphoric"]

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH_NUMBERS = {month.lower()[:3]: number for number, month in enumerate(MONTHS, 1)}
_NEAR = 60  # days; a day and month without year or verb belong to the nearest year where they are this near
_MONTH = "(?:" + "|".join(MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
_COUNT = "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|\\d{1,3}"
_COUNTS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_COUNTS |= {"a": 1, "an": 1, "fifteen": 15, "twenty": 20}
_SPAN = "day|night|morning|afternoon|evening|week|month|year|spring|summer|autumn|winter"
_PARTS = "morning|afternoon|evening|night|noon|lunchtime|midnight"
_FIND = re.compile(
    rf"""(?P<iso>\b\d{{4}}-\d\d-\d\d\b)
    |\b(?:(?P<wd1>{_WEEKDAY}),?\s)?(?P<d1>\b\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})(?:,?\s(?P<y1>(?:19|20)\d\d)\b)?
    |\b(?:(?P<wd2>{_WEEKDAY}),?\s)?(?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y2>(?:19|20)\d\d)\b)?
    |\b(?P<m3>{_MONTH})\s(?P<y3>(?:19|20)\d\d)\b
    |(?:(?<=\b[Ii]n\s)|(?<=\b[Ss]ince\s)|(?<=\b[Uu]ntil\s))(?P<m4>{"|".join(MONTHS)})\b
    |(?<![\d.,$€£-])(?P<year>(?:19|20)\d\d)\b(?![,.:]\d|\s?(?:km|kg|m|metres|people|votes|homes|crowns)\b)
    |\b(?:(?P<mod>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<weekday>{_WEEKDAY})(?P<of>\sof\s(?:last|next)\sweek|\sweek\b)?
        (?P<own>['’]s)?(?:\s(?P<part>{_PARTS})\b)?
    |\b(?P<deictic>[Tt]oday|(?:[Yy]esterday|[Tt]omorrow)(?:\s(?:morning|afternoon|evening))?|[Tt]onight|[Ll]ast\snight|[Oo]vernight
        |[Tt]his\s(?:morning|afternoon|evening)|(?:[Ll]ast|[Nn]ext|[Tt]his)\s(?:week|month|year|spring|summer|autumn|winter))\b
    |\b(?P<count>{_COUNT})\s(?P<unit>days?|weeks?|months?|years?|summers?|winters?)\s(?P<way>earlier|later|ago)\b
    |\b(?P<anaphor>(?:the\s(?:previous|following|same)|that)\s(?:{_SPAN}|{"|".join((*MONTHS, *WEEKDAYS))})
        |the\s(?:day|night|evening|morning|afternoon|week)\sbefore(?=\s*[,.;:)]|\s(?:to|and|that|were|was|had)\b|$)
        |the\s(?:following|next)\s(?:day|morning|night))\b""",
    re.VERBOSE | re.IGNORECASE,
)
# every date holds one of these words or a year, at most so many words behind its first
_KEYS = frozenset(
    {name.lower() for name in (*MONTHS, *WEEKDAYS)}
    | set("jan feb mar apr jun jul aug sep sept oct nov dec".split())
    | set("today yesterday tomorrow tonight overnight days weeks months years summers winters before".split())
    | set(_SPAN.split("|"))
)
_BACK = 2
_WORDS = re.compile(r"\w+")
_ARTICLE = re.compile(r"\b(?:the|an?)\s$", re.IGNORECASE)  # "the Sunday", "a Monday" of another week


class DateMention(NamedTuple):
    """A date at `start:end` of the text, as written.

    `day` is the first day of what it means (of the month or the year where it is no more precise), None where nothing
    is known. `form` says what its meaning hangs on: nothing (absolute, a missing year apart), the dateline (weekday,
    deictic), or another date of the text (anaphoric). `part` is "morning", "night" … where one is named.
    """

    start: int
    end: int
    text: str
    day: dt.date | None
    precision: Precision
    certain: bool
    form: Form
    part: str | None = None


def find_dates(text: str, dateline: dt.date | None, tenses: Callable[[], Tenses] | None = None) -> list[DateMention]:
    """The dates of `text` in order. Without a dateline only complete dates are certain. Never raises.

    `tenses` gives those of the text, where somebody keeps them.
    """
    at_the_ends = dateline is not None and not 1 < dateline.year < 9999  # of the calendar
    return _Reader(text, None if at_the_ends else dateline, tenses or (lambda: Tenses(text))).dates()


def parse_day(published: str | None) -> dt.date | None:
    """The calendar day of an ISO 8601 time, in its own zone; None where there is none or it cannot be read."""
    try:
        return dt.datetime.fromisoformat(published).date() if published else None
    except ValueError:
        return None


def long_date(day: dt.date, precision: Precision = "day") -> str:
    """`14 March 2026`, `March 2026` or `2026`."""
    month_year = f"{MONTHS[day.month - 1]} {day.year}"
    return {"day": f"{day.day} {month_year}", "month": month_year}.get(precision, str(day.year))


class _Reader:
    """Reads the dates of one text."""

    def __init__(self, text: str, dateline: dt.date | None, tenses: Callable[[], Tenses]) -> None:
        self._text = text
        self._dateline = dateline
        self._find_tenses = tenses

    @cached_property
    def _tenses(self) -> Tenses:
        return self._find_tenses()

    def dates(self) -> list[DateMention]:
        """The dates in order."""
        found: list[DateMention] = []
        for match in _matches(self._text):
            # a month or weekday in lower case is a verb or an adverb ("may 2", "march 3")
            names = (match[g] for g in ("m1", "m2", "m3", "m4", "weekday") if match[g])
            if any(name[0].islower() for name in names):
                continue
            mention = self._read(match, found)
            if mention is None:
                continue
            after = bool(found) and found[-1].form == "anaphoric" and match.start() - found[-1].end < 6
            if after and mention.form == "absolute":  # "three days later, on 23 May"
                mention = mention._replace(certain=bool(re.search(r"\d{4}", mention.text)))
            found.append(mention)
        return found

    def _read(self, match: re.Match[str], before: list[DateMention]) -> DateMention | None:
        start, end = match.span()
        if match["iso"] or match["d1"] or match["d2"]:
            day, certain = self._calendar_day(match)
            if day is None and self._dateline is not None:  # 30 February
                return None
            return DateMention(start, end, match.group(), day, "day", certain and day is not None, "absolute")
        if match["m3"] or match["m4"] or match["year"]:
            return self._month_or_year(match)
        if match["weekday"]:
            day, certain = self._weekday(match)
            part = match["part"] and match["part"].lower()
            return DateMention(start, end, match.group(), day, "day", certain, "weekday", part)
        if match["deictic"]:
            return _deictic(match["deictic"], start, end, self._dateline)
        return _anaphoric(match, self._dateline, before)

    def _calendar_day(self, match: re.Match[str]) -> tuple[dt.date | None, bool]:
        if match["iso"]:
            return _day(*(int(number) for number in match["iso"].split("-"))), True
        number, month = int(match["d1"] or match["d2"]), _month_number(match["m1"] or match["m2"])
        year = match["y1"] or match["y2"]
        if year:
            return _day(int(year), month, number), True
        dateline = self._dateline
        years = range(dateline.year - 1, dateline.year + 2) if dateline else ()
        days = [day for year in years if (day := _day(year, month, number))]
        if dateline is None or not days:
            return None, False
        days.sort(key=lambda day: abs((day - dateline).days))
        weekday = match["wd1"] or match["wd2"]
        if weekday:  # the weekday tells the year, or that something is wrong
            fitting = [day for day in days if WEEKDAYS[day.weekday()] == weekday.capitalize()]
            return (fitting or days)[0], bool(fitting)
        near = abs((days[0] - dateline).days) <= _NEAR
        start = match.start()
        behind = match["d1"] and self._text[start - 2 : start] == ", "  # "on Tuesday evening, 20 January"
        way = self._tenses.direction(start - 2 if behind else start, match.end())
        along = [day for day in days if way is None or (day <= dateline if way == "past" else day >= dateline)]
        if days[0] in along:
            return days[0], way is not None or near
        # "they set 27 March as the last day": a past verb, and a day to come that is near
        return (days[0], False) if near else (along[0], True)

    def _month_or_year(self, match: re.Match[str]) -> DateMention | None:
        (start, end), words = match.span(), match.group()
        if match["year"]:
            return DateMention(start, end, words, dt.date(int(match["year"]), 1, 1), "year", True, "absolute")
        month = _month_number(match["m3"] or match["m4"])
        if match["y3"]:
            return DateMention(start, end, words, dt.date(int(match["y3"]), month, 1), "month", True, "absolute")
        if self._dateline is None:
            return DateMention(start, end, words, None, "month", False, "absolute")
        way = self._tenses.direction(match.start(), match.end())
        year = self._dateline.year
        if way == "past" and month > self._dateline.month:
            year -= 1
        if way == "future" and month < self._dateline.month:
            year += 1
        return DateMention(start, end, words, dt.date(year, month, 1), "month", way is not None, "absolute")

    def _weekday(self, match: re.Match[str]) -> tuple[dt.date | None, bool]:
        """A weekday is the last one on or before the dateline, or the next one, as the verb says."""
        dateline = self._dateline
        if dateline is None:
            return None, False
        target = WEEKDAYS.index(match["weekday"].capitalize())
        if match["of"] and match["of"].strip() != "week":
            monday = dateline - dt.timedelta(days=dateline.weekday())
            weeks = -1 if "last" in match["of"].lower() else 1
            return monday + dt.timedelta(days=7 * weeks + target), True
        back = dt.timedelta(days=(dateline.weekday() - target) % 7)
        ahead = dt.timedelta(days=(target - dateline.weekday()) % 7)
        modifier = (match["mod"] or "").lower()
        if match["of"] or modifier:  # "Monday week"; "next Monday" is read in two ways
            days = {"last": dateline - (back or dt.timedelta(7)), "next": dateline + (ahead or dt.timedelta(7))}
            return days.get(modifier, dateline + ahead + dt.timedelta(7 if match["of"] else 0)), bool(match["of"])
        if _ARTICLE.search(self._text, max(0, match.start() - 5), match.start()):
            return dateline - back, False
        way = "past" if match["own"] else self._tenses.direction(match.start(), match.end())
        if way == "future":
            return dateline + ahead, bool(ahead)
        return dateline - back, way == "past"


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The places that read as a date. Only words near a key are tried."""
    words = list(_WORDS.finditer(text))
    done = tried = 0
    for n, word in enumerate(words):
        key = word.group()
        if key.lower() not in _KEYS and not (len(key) == 4 and key.isdigit()):
            continue
        for start in words[max(tried, n - _BACK) : n + 1]:
            if start.start() >= done and (match := _FIND.match(text, start.start())):
                yield match
                done = match.end()
        tried = n + 1


_SHIFT = {"today": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tonight": 0}
_SHIFT |= {"yesterday": -1, "last night": -1, "tomorrow": 1}


def _deictic(words: str, start: int, end: int, dateline: dt.date | None) -> DateMention:
    kind = re.sub(r"\s", " ", words.lower())
    part = kind.split()[-1] if kind.split()[-1] in _PARTS.split("|") else "night" if kind == "tonight" else None
    if dateline is None:
        return DateMention(start, end, words, None, "vague", False, "deictic", part)
    shift = _SHIFT.get(kind, _SHIFT.get(kind.split()[0]))
    if shift is not None:
        day = dateline + dt.timedelta(days=shift)
        return DateMention(start, end, words, day, "day", True, "deictic", part)
    if kind == "overnight":  # either side of midnight
        return DateMention(start, end, words, dateline, "day", False, "deictic", "night")
    step = {"last": -1, "this": 0, "next": 1}[kind.split()[0]]
    if kind.endswith("year"):
        return DateMention(start, end, words, dt.date(dateline.year + step, 1, 1), "year", True, "deictic")
    if kind.endswith("month"):
        return DateMention(start, end, words, _months_on(dateline, step), "month", True, "deictic")
    return DateMention(start, end, words, None, "vague", False, "deictic")


def _anaphoric(match: re.Match[str], dateline: dt.date | None, before: list[DateMention]) -> DateMention | None:
    """“Two days earlier” counts from the date before it in the text, “two days ago” from the dateline."""
    start, end, words = match.start(), match.end(), match.group()
    way = (match["way"] or "").lower()
    days = [mention for mention in before if mention.precision == "day" and mention.day]
    anchor = dateline if way == "ago" else days[-1].day if days else None
    known = way == "ago" or (bool(days) and days[-1].certain)
    if anchor is None or not match["count"]:
        back = match["anaphor"] and re.search(r"before|previous", words, re.IGNORECASE)
        day = anchor - dt.timedelta(days=1) if anchor and back and "week" not in words else None
        return DateMention(start, end, words, day, "day" if day else "vague", known and day is not None, "anaphoric")
    number = int(match["count"]) if match["count"].isdigit() else _COUNTS[match["count"].lower()]
    number *= 1 if way == "later" else -1
    unit = match["unit"].lower().rstrip("s")
    form: Form = "deictic" if way == "ago" else "anaphoric"
    try:
        if unit in ("day", "week"):
            day = anchor + dt.timedelta(days=number * (7 if unit == "week" else 1))
            return DateMention(start, end, words, day, "day", known and unit == "day", form)
        if unit == "month":
            return DateMention(start, end, words, _months_on(anchor, number), "month", False, form)
        return DateMention(start, end, words, dt.date(anchor.year + number, 1, 1), "year", False, form)
    except (OverflowError, ValueError):
        return DateMention(start, end, words, None, "vague", False, form)


def _months_on(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)


def _month_number(name: str) -> int:
    return _MONTH_NUMBERS[name.lower()[:3]]


def _day(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:  # 30 February
        return None
