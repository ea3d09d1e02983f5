"""Digits and number words that are no numbers: dates, years, times of day, codes, addresses, labels ("flight 370")."""

from __future__ import annotations

import re

from harness.facts.numbers.amounts import UP_TO_99

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_MONTH = frozenset(_MONTHS.split("|"))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WHEN = (
    r"(?:this|yesterday|tomorrow|today|tonight|last\snight|that|local|in\sthe\s(?:morning|afternoon|evening|early)"
    r"|on\sthe\s(?:morning|afternoon|evening|night)|on\s(?:the\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_COUNTED_AFTER_YEAR = (
    r"\s?(?:km|kg|m|metres|meters|miles|people|votes|homes|jobs|men|women|workers|crowns|euros|dollars|pounds|tonnes"
    r"|households|tickets|%|per\scent|percent|points|feet|ft|acres|hectares|words|pages)\b"
)
_SKIPPED = re.compile(
    rf"""{_DAY}(?:(?:,\s|\s?(?:and|or|to|–|-)\s?){_DAY})*\s(?:of\s)?(?P<month>{_MONTHS})\b\.?(?:,?\s\d{{4}}\b)?
    |\d{{1,2}}[-/](?:{_MONTHS})(?:[-/]\d{{2,4}})?\b
    |\d{{4}}-\d\d-\d\d\b
    |(?:1[0-9]|20)\d\d[-–/]\d{{2,4}}\b(?!\s?(?:{_COUNTED_AFTER_YEAR}))
    |(?:1[89]|20)\d\ds\b|\d0s\b
    |(?P<year>(?:19|20)\d\d)\b(?![.,]\d|-[a-z]|{_COUNTED_AFTER_YEAR})
    |\d{{1,2}}:\d\d(?:[:.]\d+)*(?:\s?[ap]\.?m\b\.?)?
    |\d{{1,2}}(?:\.\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)
    |\d{{1,2}}\.\d\d(?=\s(?:hrs|gmt|utc|{_WHEN}))
    |0\d[\w-]*|\d+(?:[/:]\d+)+|\d+(?:-\d+){{2,}}|\d+(?:\.\d+){{2,}}|\d{{3}}-\d{{4}}\b
    |\d+\s?x(?=\s?\d)|(?:911|999|112)\s(?:calls?|operator|dispatcher)""",
    re.VERBOSE,
)
_ADDRESS = re.compile(
    r"(?:\d{1,5}|\d+(?:st|nd|rd|th))\s(?:[A-Z][\w’'.-]*\s){0,3}"
    r"(?:Street|Road|Lane|Avenue|Ave|Drive|Square|Boulevard|Terrace|Close|Crescent|Quay|Place|Row|Yard)\b"
)
_CLOCK = re.compile(
    rf"(?:{UP_TO_99}|\d\d?)(?:\sminutes)?\spast\s(?:{UP_TO_99}|\d\d?)|(?:{UP_TO_99}|\d\d?)\s?o['’]?\s?clock"
)
_HOUR = re.compile(rf"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d\d?)(?=\s{_WHEN})")
_AT = re.compile(r"\b(?:at|by|until|till|before|after|past|from|since|around)\s(?:about\s)?$")
_PAST = re.compile(r"\b(?:(?:half|quarter|minutes)\spast|quarter\sto)\s$")
_YEAR_BEFORE = re.compile(r"\b(?:in|since|of|from|until|by)\s$")
_LABELS = frozenset(
    """no no. nos number # flight route channel formula apollo section article chapter room gate radio type phase
    category platform junction highway interstate iphone windows boeing airbus exhibit terminal batch sector version grade
    page pages psalm unit appendix annex clause berth bbc resolution paragraph tier playstation xbox galaxy lot model
    covid figure""".split()
)
_LABELS_OF_WORDS = frozenset("no number formula war channel act league".split())
_WORD_BEFORE = re.compile(r"([\w#.]+)\s*$")
_PLATE = re.compile(r"[A-Z]{1,3}\s\d{2,4}\s?[A-Z]{1,3}\b")
_NAME = re.compile(r"[A-Z][a-z]+(?:\s|-)[A-Z][a-z]")


def skipped(text: str, low: str, start: int) -> int:
    """The end of the date, time, code, address or label that begins at `start`; `start` itself where none does."""
    match = _SKIPPED.match(low, start) if low[start].isdigit() else None
    if match is not None and not _is_verb(text, low, match.start("month"), match["month"]):
        return match.end()
    if low[start].isdigit() and (address := _ADDRESS.match(text, start)):
        return address.end()
    if low[start].isdigit() and _PLATE.match(text, text.rfind(" ", 0, max(0, start - 1)) + 1):
        return _token_end(low, start)
    if _is_label(text, low, start) or _is_old_year(low, start):
        return _token_end(low, start)
    return time_of_day(low, start) or _name_end(text, low, start)


def time_of_day(low: str, start: int) -> int:
    """The end of the time of day in words that begins at `start`; 0 where none does."""
    clock = _CLOCK.match(low, start)
    if clock is not None:
        return clock.end()
    if _PAST.search(low, max(0, start - 13), start):
        return _token_end(low, start)
    hour = _HOUR.match(low, start)
    return hour.end() if hour is not None and _AT.search(low, max(0, start - 14), start) else 0


def _is_verb(text: str, low: str, position: int, month: str | None) -> bool:
    """Whether "may" or "march" is in lower case in a text that has capitals."""
    return month in ("may", "march") and text[position].islower() and text != low


def _is_label(text: str, low: str, start: int) -> bool:
    match = _WORD_BEFORE.search(low, max(0, start - 14), start)
    if match is None or match.end(1) == start:
        return False
    word = match[1]
    if word.rstrip(".") in _MONTH and low[start].isdigit():
        return not _is_verb(text, low, match.start(1), word) and not low[start + 2 : start + 3].isdigit()
    return word in (_LABELS if low[start].isdigit() else _LABELS_OF_WORDS)


def _is_old_year(low: str, start: int) -> bool:
    digits = low[start : start + 4]
    behind = low[start + 4 : start + 6]
    old = digits.isdecimal() and "1000" <= digits < "1900" and not behind[:1].isalnum()
    grouped = behind[:1] in (",", ".", "-") and behind[1:].isalnum()
    return old and not grouped and bool(_YEAR_BEFORE.search(low, max(0, start - 7), start))


def _token_end(low: str, start: int) -> int:
    match = re.compile(r"[\w/-]+(?:[.,]\d+)*").match(low, start)
    return match.end() if match else start + 1


def _name_end(text: str, low: str, start: int) -> int:
    """Capitalised number words within a sentence in front of a capital are names: "the Seven Sisters"."""
    if not text[start].isupper() or not _NAME.match(text, start):
        return start
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    inside = before is not None and before[1][0].islower() and before[1][-1] != "." and text[start - 1] == " "
    return _token_end(low, start) if inside else start
