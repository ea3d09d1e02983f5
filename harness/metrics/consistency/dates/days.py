"""Whether two dates or times of day can mean the same."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from harness.facts.dates import MONTHS, WEEKDAYS, DateMention
from harness.facts.dates.times import TimeMention

_NAMED = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(month[:3] for month in MONTHS)})[a-z]*\.?\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_OF_WEEK = re.compile(r"\bof\s(?:last|next)\sweek\b", re.IGNORECASE)
_TEXTS_KEPT = 1 << 12
_SEASON = 75  # days; a date without a year is taken for the one so near
_NIGHT = frozenset(["night", "midnight", "morning"])
_TOLERANCE = {"minute": 0, "hour": 20, "about": 45, "bound": 0}  # minutes


def agree(one: DateMention, other: DateMention) -> bool | None:
    """Whether two dates can be the same at the coarser precision of the two; None where that cannot be told."""
    if "vague" in (one.precision, other.precision):
        return None
    if one.precision == other.precision == "day":
        return _same_day(one, other)
    if "year" in (one.precision, other.precision):
        return _same(_year(one), _year(other))
    years = _same(_year(one), _year(other), unknown=True)
    return _same(_month(one), _month(other)) if years else years


def agree_times(one: TimeMention, other: TimeMention) -> bool | None:
    """Whether two times of day can be the same; None where that cannot be told."""
    if one.zone != other.zone or (one.precision == "bound") != (other.precision == "bound"):
        return True if one.minutes == other.minutes else None
    apart = abs(one.minutes - other.minutes)
    apart = min(apart, 1440 - apart)
    if one.twelve or other.twelve:
        apart = min(apart, abs(720 - apart))
    return apart <= max(_TOLERANCE[one.precision], _TOLERANCE[other.precision])


def weekday_of(mention: DateMention) -> str | None:
    """The weekday that the mention names, if any."""
    return _named_weekday(mention.text)


@lru_cache(maxsize=_TEXTS_KEPT)
def _named_weekday(text: str) -> str | None:
    match = _NAMED.search(text)
    return match[1].capitalize() if match else None


def meant(mention: DateMention, dateline: dt.date | None) -> dt.date | None:
    """The day of a calendar date by its own year, or else by the year in which it is near the dateline; the weekday
    beside it has no say, since it may be wrong. None where the year is open.
    """
    there = month_day(mention)
    year = stated_year(mention)
    if year or there is None or dateline is None:
        return mention.day if year else None
    days = [day for n in (-1, 0, 1) if (day := _day(dateline.year + n, *there))]
    return next((day for day in days if abs((day - dateline).days) <= _SEASON), None)


def _day(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def _same_day(one: DateMention, other: DateMention) -> bool | None:
    if one.form == other.form == "absolute":
        days = _same(month_day(one), month_day(other))
        years = _same(stated_year(one), stated_year(other), unknown=True)
        return days and bool(years)
    if one.form == other.form == "weekday":
        return _same(weekday_of(one), weekday_of(other))
    if one.day is None or other.day is None:
        return None
    apart = abs((one.day - other.day).days)
    if apart % 7 == 0:
        return _same_weekday(one, other, apart)
    # either side of midnight, or a paper of the morning dated on the evening before
    if apart == 1 and (_NIGHT & {one.part, other.part} or "deictic" in (one.form, other.form)):
        return None
    return False if _settled(one) and _settled(other) else None


def _same_weekday(one: DateMention, other: DateMention, apart: int) -> bool | None:
    """For the same weekday: a plain name is read as that of the wrong week more often than it is wrong."""
    if apart == 0:
        return True
    certain = one.certain and other.certain
    if certain and any(_OF_WEEK.search(mention.text) for mention in (one, other)):
        return False
    return True if apart == 7 and not certain else None


def _settled(mention: DateMention) -> bool:
    return mention.certain or mention.form == "weekday"


def _same(one: object, other: object, *, unknown: bool | None = None) -> bool | None:
    return unknown if one is None or other is None else one == other


def month_day(mention: DateMention) -> tuple[int, int] | None:
    """Month and day of the month of a date, if it has both."""
    if mention.day:
        return mention.day.month, mention.day.day
    month, number = _month(mention), _NUMBER.search(mention.text)
    return (month, int(number[1])) if month and number else None


def _month(mention: DateMention) -> int | None:
    if mention.day and (mention.precision == "month" or mention.certain):
        return mention.day.month
    match = _MONTH.search(mention.text) if mention.form == "absolute" else None
    return [month[:3] for month in MONTHS].index(match[1].capitalize()) + 1 if match else None


def stated_year(mention: DateMention) -> int | None:
    """The year that the mention names, if any."""
    return _named_year(mention.text)


@lru_cache(maxsize=_TEXTS_KEPT)
def _named_year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _year(mention: DateMention) -> int | None:
    """The year where it is stated or told as such ("last year")."""
    told = mention.precision == "year" and mention.certain and mention.day
    return mention.day.year if told and mention.day else stated_year(mention)
