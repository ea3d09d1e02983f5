"""Amounts in digits and words: what is written ("2.1"), and the scale behind it (million). No units, no meaning.

Everything works on a lower-cased text in which every character keeps its place (`lower`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: Decimal(value) for value, word in enumerate(_ONES)}
SMALL |= {word: Decimal(10 * (index + 2)) for index, word in enumerate(_TENS)} | {"a": Decimal(1), "an": Decimal(1)}
SCALES = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
}
_SHORT = {"k": "thousand", "m": "million", "mn": "million", "mln": "million", "bn": "billion", "bln": "billion",
          "b": "billion", "tn": "trillion", "trn": "trillion"}  # fmt: skip
VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3,
          "⅛": Decimal("0.125")}  # fmt: skip
ORDINALS = {
    word: Decimal(value)
    for value, word in enumerate(
        """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
    )
}
PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
         "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip

_TENS_WORD = "|".join(_TENS)
_ONE_TO_NINE = "|".join(_ONES[1:10])
UP_TO_99 = rf"(?:(?:{_TENS_WORD})(?:[\s-](?:{_ONE_TO_NINE})\b)?|{'|'.join(sorted(_ONES[1:], key=len, reverse=True))})\b"
_GROUP = rf"(?:{UP_TO_99}(?:[\s-]hundred\b(?:(?:\s+and)?[\s-]{UP_TO_99})?)?)"
_BIG = "thousand|million|billion|trillion|dozen"
# "a hundred" and "a million" are amounts, "a" alone is none; "two three-year terms" are two numbers
_WORDS = re.compile(
    rf"(?:(?:an?\s+)?(?P<hundred>hundred)\b(?:(?:\s+and)?[\s-]{UP_TO_99})?|{_GROUP}|(?:an?\s+)?(?=(?:{_BIG})\b))"
    rf"(?:[\s-]?(?:{_BIG})\b(?:(?:\s+and)?\s+{_GROUP}(?!-))?)*"
)
_DIGITS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d|,\d)(?:\.\d+)?|\d+(?:\.\d+)?")
_SCALE = re.compile(
    r"(?P<gap>[\s-]?)(?P<scale>hundred|thousand|million|billion|trillion|mln|bln|trn|mn|bn|tn|m|b|k)(?![^\W_])"
    r"(?!['’])"
)
_AND_PART = re.compile(r"[\s-]and[\s-](?:an?[\s-](?P<one>half|quarter)|three[\s-](?P<three>quarters))\b")
_HALF_A = re.compile(rf"half[\s-](?:an?[\s-])?(?:(?P<scale>{_BIG}))\b|half[\s-](?:an?[\s-])?(?P<unit>hour|mile|day)\b")
_ASCII = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class Amount(NamedTuple):
    """An amount up to `end`: `figure` as written times `scale`; `short` holds a scale written as letters ("m")."""

    end: int
    figure: Decimal
    scale: Decimal = Decimal(1)
    short: str = ""
    words: bool = False

    @property
    def value(self) -> Decimal:
        """What it comes to, exactly."""
        return self.figure * self.scale


def lower(text: str) -> str:
    """`text` in lower case with every character in its place."""
    lowered = text.lower()
    # lower-casing never shortens a text, so equal lengths mean that nothing moved
    return lowered if len(lowered) == len(text) else text.translate(_ASCII)


def read_amount(low: str, position: int) -> Amount | None:
    """The amount that begins at `position` of a lower-cased text, with its scale; None where none does."""
    if low[position] in VULGAR:
        return _scaled(low, Amount(position + 1, VULGAR[low[position]]))
    digits = _DIGITS.match(low, position)
    if digits is not None:
        return _from_digits(low, digits)
    half = _HALF_A.match(low, position)
    if half is not None and half["scale"]:
        return Amount(half.end(), Decimal("0.5"), SCALES[half["scale"]], words=True)
    if half is not None:
        return Amount(half.start("unit") - 1, Decimal("0.5"), words=True)
    words = _WORDS.match(low, position)
    if words is None or not words.group().strip():
        return None
    end = words.end()
    return _scaled(low, _with_part(low, _from_words(words.group(), end)))


def _from_digits(low: str, match: re.Match[str]) -> Amount | None:
    figure = Decimal(re.sub(r"[,\u00a0\u202f]", "", match.group()))
    end = match.end()
    gap = low[end : end + 1] == " "
    if low[end + gap : end + gap + 1] in VULGAR and low[end + gap : end + gap + 1]:
        figure += VULGAR[low[end + gap]]
        end += gap + 1
    return _scaled(low, _with_part(low, Amount(end, figure)))


def _with_part(low: str, amount: Amount) -> Amount:
    """With "and a half" behind it, which multiplies with the scale that may follow."""
    match = _AND_PART.match(low, amount.end)
    if match is None:
        return amount
    part = Decimal("0.75") if match["three"] else VULGAR["½" if match["one"] == "half" else "¼"]
    return amount._replace(end=match.end(), figure=amount.figure + part)


def _scaled(low: str, amount: Amount) -> Amount:
    match = _SCALE.match(low, amount.end)
    if match is None or amount.scale != 1:
        return amount
    word = match["scale"]
    if word in _SHORT:
        return amount._replace(end=match.end(), scale=SCALES[_SHORT[word]], short=word)
    return amount._replace(end=match.end(), scale=SCALES[word])


def _from_words(words: str, end: int) -> Amount:
    """Figure and scale of "three million two hundred thousand"; the scale is kept apart only where it comes last."""
    total = group = Decimal(0)
    parts = [word for word in re.split(r"[\s-]+", words.strip()) if word != "and"]
    last = parts[-1] if parts[-1] in SCALES and parts[-1] != "hundred" else None
    for word in parts[:-1] if last else parts:
        if word in SMALL:
            group += SMALL[word]
        elif word == "hundred":
            group = (group or Decimal(1)) * 100
        else:
            total += (group or Decimal(1)) * SCALES[word]
            group = Decimal(0)
    if last is None:
        return Amount(end, total + group, words=True)
    if total:  # "three million two hundred thousand"
        return Amount(end, total + (group or Decimal(1)) * SCALES[last], words=True)
    return Amount(end, group or Decimal(1), SCALES[last], words=True)
