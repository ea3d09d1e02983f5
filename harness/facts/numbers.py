"""Numbers in digits and words, normalised so that 1,200,000 = 1.2m = "1.2 million".

Numbers inside dates and times of day are left out: they are checked as dates.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: Decimal(value) for value, word in enumerate(_UNITS)} | {
    word: Decimal(10 * (index + 2)) for index, word in enumerate(_TENS)
}
_SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "k": Decimal(1_000),
    "million": Decimal(1_000_000),
    "mn": Decimal(1_000_000),
    "m": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "bn": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
    "tn": Decimal(1_000_000_000_000),
}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?|-){_MONTH}\b(?:,?\s+\d{{4}}\b)?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
    rf"|\b{_MONTH}\s+\d{{4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[:.]\d{{2}}\s?(?:[ap]\.?m\b\.?)?"
    r"(?=\s?(?:[ap]\.?m|hrs|GMT|UTC|local|on\b))|\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?[ap]\.?m\b"
    r"|\b(?:19|20)\d{2}s?\b",
    re.IGNORECASE,
)
_WORDS = "|".join(sorted((*_SMALL, "hundred", "thousand", "million", "billion"), key=len, reverse=True))
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_PARTS = {"half": Decimal("0.5"), "quarter of": Decimal("0.25")}
_PART_OF = re.compile(r"\b(half|quarter of)[\s-]an?[\s-]$", re.IGNORECASE)
# "m" is a million only right behind a currency amount; behind a bare number it may be metres
_NUMBER = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|\s?-?(?P<scale>hundred|thousand|million|billion|trillion|mn|bn|tn|m|k)\b)?"
    rf"|\b(?P<words>(?:{_WORDS})(?:(?:(?<=hundred|.ousand|million|billion)\s+and\s+|[\s-]+)(?:{_WORDS}))*)\b"
    rf"(?!-(?:{_ORDINALS})\b)",
    re.IGNORECASE,
)


class Number(NamedTuple):
    """A number at `start:end`; `value` is exact."""

    start: int
    end: int
    text: str
    value: Decimal


def find_numbers(text: str) -> list[Number]:
    """Numbers of `text` in order, outside dates, times and years; "one" and ordinals are left out."""
    dates = [match.span() for match in _DATE.finditer(text)]
    numbers = []
    for match in _NUMBER.finditer(text):
        dated = any(start < match.end() and match.start() < end for start, end in dates)
        if match["ordinal"] or dated:
            continue
        value = _from_words(match["words"]) if match["words"] else _from_digits(match["digits"], match["scale"])
        if value is None or match.group().lower() in ("one", "zero"):
            continue
        part = _PART_OF.search(text[: match.start()])
        if part:  # "half a million"
            value *= _PARTS[part[1].lower()]
        start = part.start() if part else match.start()
        numbers.append(Number(start, match.end(), text[start : match.end()], value))
    return numbers


def readings(number: Number) -> set[Decimal]:
    """The values that a mention may stand for: "40m" is 40 (metres) or 40,000,000."""
    if re.fullmatch(r"[\d.,]+\s?-?m", number.text, re.IGNORECASE):
        return {number.value, number.value / _SCALES["m"]}
    return {number.value}


def _from_digits(digits: str, scale: str | None) -> Decimal | None:
    try:
        value = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None
    return value * _SCALES[scale.lower()] if scale else value


def _from_words(words: str) -> Decimal | None:
    total = Decimal(0)
    group = Decimal(0)
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "and":
            continue
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = (group or Decimal(1)) * 100
        else:
            total += (group or Decimal(1)) * _SCALES[word]
            group = Decimal(0)
    return total + group
