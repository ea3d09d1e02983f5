"""Numbers that are ages: "a 40-year-old", "aged 34 and 29", "Orlevan, 58, who", "a woman of 58"."""

from __future__ import annotations

import re
from decimal import Decimal

from harness.facts.numbers.ranges import Span
from harness.facts.numbers.units import Unit

_UNITS = {
    "year": Unit("year", "age"),
    "month": Unit("month", "age"),
    "week": Unit("day", "age", Decimal(7)),
    "day": Unit("day", "age"),
}
_YEARS = _UNITS["year"]
_OLDEST = 120
_OLD = re.compile(r"(?:\s?-\s?|\s)(?P<unit>year|month|week|day)s?(?:\s?-\s?|\s)olds?\b")
_OLD_BEHIND = re.compile(r"\sold\b")
_AGED = re.compile(
    r"(?:\bage(?:[ds]|\sof)?\s(?:just\s|only\s|about\s|between\s)?|\b(?:man|woman|boy|girl)\sof\s|\bwhen\ss?he\swas\s"
    r"|\bturn(?:s|ed|ing)\s)$"
)
_WHO_IS = re.compile(r"\bwho(?:\s(?:is|was|turns|turned|had\sjust\sturned)|['’]s)\s$")
_NAME_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)”?\s?,\s$")
_LISTED = re.compile(r"\s?(?:,|and|,\sand)\s")
_NOUN_BEHIND = re.compile(r"\s(?!and\b|were\b|was\b|who\b|from\b|have\b|had\b|of\b|in\b|died\b)[a-z]")


def read_age(text: str, low: str, start: int, span: Span, age_before: int | None) -> tuple[int, Unit] | None:
    """Where the age that begins at `start` ends, and its unit; None where `span` is no age.

    `low`: the lower-cased text. `age_before`: where the number before it ends, if that is an age.
    """
    old = _OLD.match(low, span.end if span.joined else span.first.end)
    if old is not None:
        return old.end(), _UNITS[old["unit"]]
    behind = _OLD_BEHIND.match(low, span.end) if span.unit.kind == "duration" else None
    if behind is not None:
        return behind.end(), span.unit
    if span.unit.name or span.last.value >= _OLDEST or span.first.scale != 1:
        return None
    return (span.end, _YEARS) if _is_age(text, low, start, span, age_before) else None


def _is_age(text: str, low: str, start: int, span: Span, age_before: int | None) -> bool:
    if _AGED.search(low, max(0, start - 18), start):
        return True
    if span.joined:
        return False
    listed = age_before is not None and _LISTED.fullmatch(low, age_before, start)
    if listed or _WHO_IS.search(low, max(0, start - 24), start):
        return not _NOUN_BEHIND.match(low, span.end)
    return low[start].isdigit() and span.end - start == 2 and _apart(text, start, span.end)


def _apart(text: str, start: int, end: int) -> bool:
    """Whether "Orlevan, 58, who" or "said Orlevan, 58." is written here."""
    after = text[end : end + 2].lstrip()[:1]
    before = _NAME_BEFORE.search(text, max(0, start - 24), start) if after in (",", ".") and after else None
    return before is not None and (after == "," or text[before.start(1)].isupper())
