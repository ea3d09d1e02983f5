"""Numbers that are no plain amounts: "dozens", "two-thirds", "three in four", "the third"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from harness.facts.numbers.amounts import ORDINALS, PARTS, SCALES, Amount, read_amount
from harness.facts.numbers.units import Kind

_VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 99_999),
    "millions": (2_000_000, 999_999_999),
    "billions": (2_000_000_000, 999_999_999_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "tens of millions": (20_000_000, 99_999_999),
    "hundreds of millions": (200_000_000, 999_999_999),
    "a couple of": (2, 2),
}
_MANY = re.compile(
    r"(?P<many>(?:tens|hundreds)\sof\s(?:thousand|million)s?|dozens|hundreds|thousands|millions|billions"
    r"|scores(?=\sof\s[a-z])|a\scouple\sof(?=\s[a-z]))\b"
    r"|(?:several|a\sfew)\s(?P<few>dozen|hundred|thousand|million|billion)\b"
)
_PART = "|".join(sorted(PARTS, key=len, reverse=True))
_FRACTION = re.compile(
    rf"""(?P<n>one|two|three|four|five|six|seven|eight|nine)[\s-](?P<d>{_PART})s?\b(?!-)
    |an?\s(?P<single>third|quarter|fifth|sixth|seventh|eighth|tenth)(?=\sof\b|[,.;]|\sor\s|\sto\sa\b)
    |(?P<half>half)(?=\s(?:of|the|its|their|his|her|our|all|those|these)\b)
    |(?P<few>one|two|three|four|five|six|seven|eight|nine|\d{{1,3}})\s(?P<in>in|out\sof)\s(?:every\s)?
     (?P<of>two|three|four|five|six|seven|eight|nine|ten|twenty|\d{{1,4}}|a\s(?:hundred|thousand|million))\b
     (?![.,]\d|\s(?:years|days|weeks|months|hours|minutes|cities|places|towns|countries|games|matches|starts|seasons)\b)""",
    re.VERBOSE,
)
_OTHER_HALF = re.compile(r"\b(?:first|second|other|latter|better|top|bottom)\s$")
_WORD = "|".join(list(ORDINALS)[1:])
_ORDINAL = re.compile(
    rf"(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?P<ten>twenty|thirty)-(?P<one>{_WORD})|(?P<word>{_WORD}))\b"
)
# "a fraction of a second" is a time
_DETERMINED = re.compile(
    r"(?:(?P<time>\bof\sa)|\b(?:the|an?|his|her|its|their|our|my|your|every|this|that|for|in|on|and|or|to)|['’]s|s['’])\s$"
)
_NO_ORDER = re.compile(r"[\s-](?:half|quarters?|thoughts?|hand|later|earlier|before|after|ago)\b|\s*[.,;:!?”\"]|\s*$")


class Form(NamedTuple):
    """A number up to `end`, between `low` and `high`."""

    end: int
    low: Decimal
    high: Decimal
    kind: Kind


def read_form(low: str, start: int) -> Form | None:
    """The vague number, fraction or ordinal that begins at `start` of a lower-cased text."""
    return _fraction(low, start) or _vague(low, start) or _ordinal(low, start)


def _vague(low: str, start: int) -> Form | None:
    match = _MANY.match(low, start)
    if match is None:
        return None
    if match["few"]:
        scale = SCALES[match["few"]]
        return Form(match.end(), 2 * scale, 10 * scale - 1, "vague")
    least, most = _VAGUE[re.sub(r"\s", " ", match["many"]).removesuffix("s") + ("" if match["many"][0] == "a" else "s")]
    return Form(match.end(), Decimal(least), Decimal(most), "vague" if least < most else "count")


def _fraction(low: str, start: int) -> Form | None:
    match = _FRACTION.match(low, start)
    if match is None:
        return None
    if match["half"]:
        value = None if _OTHER_HALF.search(low, max(0, start - 8), start) else Decimal("0.5")
    elif match["single"]:
        value = Decimal(1) / PARTS[match["single"]]
    elif match["in"]:
        value = _share(read_amount(low, start), read_amount(low, match.start("of")))
    else:
        part = read_amount(low, start)
        n = Decimal(1) if match["n"] == "one" or part is None else part.value
        # "five second-half goals", "four fifth graders"
        value = n / PARTS[match["d"]] if n < PARTS[match["d"]] else None
    return Form(match.end(), value, value, "fraction") if value is not None else None


def _share(part: Amount | None, whole: Amount | None) -> Decimal | None:
    """ "One in 500" and "three in four" are shares; "75 out of 80 boats" are two counts."""
    if part is None or whole is None or not 0 < part.value < whole.value:
        return None
    plain = part.value == 1 or whole.value <= 10 or whole.value in (100, 1000)
    return part.value / whole.value if plain else None


def _ordinal(low: str, start: int) -> Form | None:
    match = _ORDINAL.match(low, start)
    if match is None:
        return None
    if match["digits"]:
        value = Decimal(match["digits"])
        last = "th" if 10 < value % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(int(value % 10), "th")
        if not match.group().endswith(last):  # "12st" is a weight
            return None
    else:
        determined = _DETERMINED.search(low, max(0, start - 12), start)
        if not determined or determined["time"] or _NO_ORDER.match(low, match.end()):
            return None
        value = ORDINALS[match["word"] or match["one"]] + {"twenty": 20, "thirty": 30}.get(match["ten"] or "", 0)
    return Form(match.end(), value, value, "ordinal")
