"""How stories write days and hours: in a line of their own, before the lede, in front of a timeline entry."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\.?"
)
_WEEKDAY = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)"
_DAY = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\\s+)?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"{_DAY}(?:(?:early|late|mid)[ -])?(?:{_NTH}\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+{_NTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|(?:1[5-9]|20)\d{{2}})\b"
)
_CLOCK = r"(?:\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|[Nn]oon\b|[Mm]idnight\b)"
_ZONE = r"(?:\s?\(?(?:GMT|UTC|[A-Z]{1,4}T|local\stime)(?:[+-]\d{1,2})?\)?)"
_TIME = rf"{_CLOCK}{_ZONE}?"
_RANGE = rf"{_NTH}\s?(?:[–-]|to|and)\s?{_NTH}\s+{_MONTH}(?:,?\s+\d{{4}})?"
_FIGURES = r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}/\d{2}/\d{2}"
_VAGUE = r"(?:[Ee]arly|[Ll]ate|[Mm]id|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|[Ff]all)[ -](?:of\s)?"
_STAMP = (
    rf"(?:(?:{_VAGUE})?(?:{_RANGE}|{_DAY}(?:{_FIGURES})|(?:{DATE.pattern})|{_WEEKDAY}\b)\.?"
    rf"(?:\s(?:morning|afternoon|evening|night))?(?:,?\s+(?:at\s+)?{_TIME})?|{_TIME}(?:,?\s+(?:on\s+)?(?:{DATE.pattern}))?)"
)
_ENTRY = re.compile(rf"(?P<date>{_STAMP})(?:\s*[:—–|\n]+\s*|\s+-+\s+)(?=\S)")
_LOOSE = re.compile(rf"(?P<date>{_STAMP})(?:[.,]?\s+)(?=[“\"‘A-Z])")
_BARE = re.compile(rf"(?P<date>{_STAMP})[:.,]?$")

_LABEL = (
    r"published|updated?|posted|date|dated|modified|issued|filed|revised|edited|created|last|first|originally"
    r"|as|of|on|at|the|and|local|time"
)
_UNIT = rf"{_MONTH}|{_WEEKDAY}|{_NTH}|\d{{4}}|{_FIGURES}|\d{{4}}-\d{{2}}-\d{{2}}(?:T[\d:.+Z-]+)?"
_HOUR = rf"{_CLOCK}|[ap]\.?m\.?|GMT(?:[+-]\d+)?|UTC(?:[+-]\d+)?|[A-Z]{{1,4}}T|\d{{1,2}}:\d\d:\d\d"
_AGO = r"an?|\d+(?:h|hrs?|m|mins?|d)?|hours?|hrs?|h|minutes?|mins?|days?|ago|just|now|today|yesterday"
_WORD = re.compile(f"(?:{_LABEL}|{_UNIT}|{_HOUR}|{_AGO})$", re.IGNORECASE)
_AT = re.compile(f"(?:{_HOUR})$", re.IGNORECASE)
_FULL = re.compile(
    rf"{_NTH}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+(?:{_NTH}|\d{{4}})|{_FIGURES}|\d{{4}}-\d{{2}}-\d{{2}}", re.IGNORECASE
)
_OPENS = re.compile(
    r"(?:last\s|first\s|originally\s)?(?:published|updated?|posted|dated?|modified|issued|filed|revised|as\sof)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:\b|\d)(?:hours?|hrs?|h|minutes?|mins?|m|days?|d)\sago\b|\b(?:just\snow|today|yesterday)\b", re.IGNORECASE
)
_SOME = re.compile(
    rf"\d[./:-]\d|\d[:.h]\d|\b{_MONTH}|{_WEEKDAY}\b|\bago\b|\bnow\b|\btoday\b|\byesterday\b|{_OPENS.pattern}",
    re.IGNORECASE,
)
_MOST = 16  # words of a date line


def is_date(text: str) -> bool:
    """Whether all of `text` dates a story: `Updated 12 March 2026 at 09.10`, `3 hours ago`."""
    if len(text) > 160:
        return False
    words = re.split(r"[\s,;()·|]+", text.strip(" ,;:.()"))
    words = [word.strip(":") for word in words if word.strip(":–—-")]
    if not 0 < len(words) <= _MOST:
        return False
    if not all(map(_may_date, words)) or not _SOME.search(text):
        return False
    labelled = bool(_OPENS.match(text))
    hour = any(_AT.match(word) and word[0].isdigit() for word in words)
    day = any(re.fullmatch(_WEEKDAY, word, re.IGNORECASE) for word in words)
    return bool(_FULL.search(text) or _RELATIVE.search(text) or (labelled and (hour or day)) or (day and hour))


@lru_cache(maxsize=4096)
def _may_date(word: str) -> bool:
    return _WORD.match(word) is not None


def is_labelled(text: str) -> bool:
    """Whether a date line says what it dates, as `Published`."""
    return bool(_OPENS.match(text))


def entry(text: str, *, loose: bool = False) -> tuple[str, int] | None:
    """The date in front of a timeline entry, and where its text begins; `loose` needs no colon or dash between."""
    match = _ENTRY.match(text) or (_LOOSE.match(text) if loose else None)
    return (match["date"], match.end()) if match else None


def is_stamp(text: str) -> bool:
    """Whether `text` is nothing but the day or hour of an entry that follows."""
    return len(text) <= 60 and bool(_BARE.match(text))


def is_hour(text: str) -> bool:
    """Whether `text` begins with an hour."""
    return bool(_HOURS.match(text))


_HOURS = re.compile(r"\d{1,2}[:.h]\d\d\b|\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_DASH = re.compile(r"\s*[—–]\s*|\s+--?\s+|(?<=[\w)]):\s+|(?<=\d{4})\.\s+")
_JOINING = frozenset("of the de la le upon on sur am an der and".split())


def dateline(text: str) -> tuple[int, int] | None:
    """Where the place and date before a lede end, and where the lede begins: `GRANTHAM, 12 March — The bridge`."""
    bracket = _BRACKET.match(text)
    if bracket:
        return bracket.end(1), bracket.end()
    dash = _DASH.search(text, 2, 90)
    if dash is None or not re.match(r"[“\"‘'(]?[A-Z0-9]", text[dash.end() :]) or len(text[dash.end() :].split()) < 4:
        return None
    before = text[: dash.start()]
    words = re.findall(r"[^\s,;()/]+", before)
    capital = all(w[0].isupper() or w[0].isdigit() or w in _JOINING for w in words)
    if not words or len(words) > 10 or not capital:
        return None
    place = len(words[0]) > 2 and words[0].isupper() and words[0].isalpha()
    dated = bool(_FULL.search(before))
    if ":" in dash.group():
        return (dash.start(), dash.end()) if (place and (dated or "," in before)) else None
    if "." in dash.group():
        return (dash.start(), dash.end()) if dated and "," in before else None
    # a spaced hyphen may be a tokenised word, "Mercedes - Benz"
    short = len(words) <= 3 and words[0][0].isupper() and dash.group().strip() != "-"
    return (dash.start(), dash.end()) if place or dated or short or before.endswith(")") else None


_BRACKET = re.compile(r"(\([A-ZÀ-Þ][^().]{2,60}\))\s+(?:[—–-]\s+)?(?=[“\"A-Z])")


def find_date(text: str) -> tuple[int, int] | None:
    """The stretch of a line with other words that dates the story: from its label or day to its hour."""
    text = text[:200]
    match = _STRETCH.search(text) if _DAY_NEAR.search(text.casefold()) else None
    return match.span() if match and is_date(match.group()) else None


_STEM = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DAY_NEAR = re.compile(rf"\d[a-z]*\s+{_STEM}|{_STEM}[a-z]*\.?\s+\d|\d[-./]\d")  # a quick look before the slow one
_STRETCH = re.compile(
    r"(?=\d|[adfjlmnopstuw][aceiohpru])(?:(?:last\s|first\s)?(?:published|updated|posted)(?:\son|\sat)?:?\s+)?"
    rf"(?:{_WEEKDAY}\.?,?\s+)?(?:{_NTH}\s+{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+{_NTH}(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}|{_FIGURES})"
    rf"(?:,?\s+(?:at\s+)?{_TIME})?",
    re.IGNORECASE,
)
