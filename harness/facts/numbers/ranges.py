"""Amounts with their units, alone or joined: "£3.2m", "40–50 metres", "between 10 and 20", "2–1"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from harness.facts.numbers.amounts import VULGAR, Amount, read_amount
from harness.facts.numbers.units import SYMBOLS, Unit, rated, read_unit

SYMBOL = "|".join(
    re.escape(symbol) + (r"\s?" if symbol.isalpha() else "") for symbol in sorted(SYMBOLS, key=len, reverse=True)
)
PLAIN = Unit("", "count")
_CURRENCY = re.compile(rf"(?P<symbol>{SYMBOL})\s?(?=[\d{''.join(VULGAR)}])")
_BETWEEN = re.compile(r"between\s")
_JOIN = re.compile(
    r"(?P<dash>[-–—])(?=[\d£$€])|(?:\s|(?P<comma>,\s))(?P<word>to|or)\s(?:(?:possibly|perhaps|even|maybe)\s)?"
)
_AND = re.compile(r"\s(?:and|to)\s|\s?[-–—]\s?")
_MORE_DIGITS = re.compile(r"[-–]\d")
_CHANGE = re.compile(
    r"\b(?:from|rose|rises?|risen|fell|falls?|fallen|cut|up|down|grew|grown|went|raised?|dropped|reduced|increased|added)"
    r"\s(?:by\s)?(?:(?:just|about|around|some|almost|nearly|over|more\sthan)\s)?$"
)
_CONTEST = re.compile(
    r"\b(?:w[io]ns?|winning|beat\w*|lost|loses?|losing|victory|victories|defeat\w*|draws?|drew|scor\w+|lead|led|leads"
    r"|leading|ahead|vot\w+|trail\w*|down|aggregate|level|by|majority|ruled|final|odds|margin|behind)\b[^.;]{0,30}$"
)
_RESULT = re.compile(
    r"\s(?:win|victory|defeat|loss|draw|lead|vote|decision|majority|aggregate|thrashing|rout|ruling|scoreline)"
)
_PLURAL = re.compile(r"\s[a-z]+s\b|\s(?:people|men|women|children)\b|-?\s?year")


class Span(NamedTuple):
    """An amount, or two that are joined, with the unit of both, up to `end`."""

    end: int
    first: Amount
    last: Amount
    unit: Unit = PLAIN
    joined: Literal["", "range", "score"] = ""


def read_span(low: str, start: int, known: Mapping[str, Unit]) -> Span | None:
    """What begins at `start` of a lower-cased text; None where no amount does."""
    between = _BETWEEN.match(low, start)
    one = _single(low, between.end() if between else start, known)
    if one is None:
        return None
    join = (_AND if between else _JOIN).match(low, one.end)
    two = _single(low, join.end(), known) if join and join.end() < len(low) else None
    if between:
        return _together(one, two) if two is not None and one.first.value != two.first.value else None
    if join is None or two is None:
        return one
    if join["dash"]:
        return _dashed(low, start, one, two)
    return _to_or(low, start, one, two, join)


def _single(low: str, start: int, known: Mapping[str, Unit]) -> Span | None:
    if start >= len(low):
        return None
    symbol = _CURRENCY.match(low, start)
    amount = read_amount(low, symbol.end() if symbol else start)
    if amount is None:
        return None
    if symbol:
        unit = Unit(SYMBOLS[symbol["symbol"].strip()], "money")
        spelt = read_unit(low, amount.end, known)
        if spelt and spelt[0].name == unit.name:  # "$5 dollars"
            return Span(spelt[1], amount, amount, unit)
        unit, end = rated(unit, low, amount.end)
        return Span(end, amount, amount, unit)
    read = read_unit(low, amount.end, known)
    if read is None:
        return Span(amount.end, amount, amount)
    if read[0].kind != "percent":
        read = _compound(low, amount, read)
    return Span(read[1], amount, amount, read[0])


def _together(one: Span, two: Span) -> Span:
    """A range; scale and unit stand behind the second amount or, as currencies do, before the first."""
    first = one.first
    shared = two.first.scale
    # "two to three million" and "10–15m", but not "five to two dozen" or "800,000 to 1.2 million"
    if first.scale == 1 and first.figure < 1000 <= shared and first.words == two.first.words:
        first = first._replace(scale=shared)
    unit = two.unit if two.unit is not PLAIN else one.unit
    return Span(two.end, first, two.first, unit, "range")


def _dashed(low: str, start: int, one: Span, two: Span) -> Span | None:
    """ "40–50 people" is a range, "2–1" a score."""
    if _MORE_DIGITS.match(low, two.end) or (one.unit is not PLAIN and two.unit is PLAIN and one.unit.kind != "money"):
        return one
    contest = _CONTEST.search(low, max(0, start - 50), start) or _RESULT.match(low, two.end)
    if low[one.end] == " " and not contest:  # a dash between two clauses
        return one
    marked = two.unit is not PLAIN or one.unit is not PLAIN or two.first.scale > 1
    rising = one.first.value < two.first.value or two.first.scale > 1
    if marked:
        return _together(one, two) if rising else one
    if rising and not contest and _PLURAL.match(low, two.end):
        return _together(one, two)
    return Span(two.end, one.first, two.first, PLAIN, "score")


def _to_or(low: str, start: int, one: Span, two: Span, join: re.Match[str]) -> Span:
    """ "three or four" and "10 to 15 minutes" are ranges, "voted by seven to two" is a score, "from 12 to 40" neither."""
    if one.unit is not PLAIN and two.unit is PLAIN and one.unit.kind != "money":
        return one
    joined = _together(one, two)
    rising = joined.first.value < joined.last.value
    near = joined.last.value <= 3 * joined.first.value
    if join["word"] == "or":
        return joined if rising and near and not one.first.value % 1 else one
    if _CHANGE.search(low, max(0, start - 34), start) or one.unit.kind == "percent":
        return one
    small = one.first.value < 100 and two.first.value < 100 and two.unit is PLAIN
    if small and _CONTEST.search(low, max(0, start - 24), start):
        return joined._replace(joined="score", first=one.first)
    return joined if rising and (near or one.first.value < 10) else one


def _compound(low: str, amount: Amount, read: tuple[Unit, int]) -> tuple[Unit, int]:
    """ "5ft 11in", "two hours and 14 minutes": the smaller part goes into the offset, in the base unit."""
    unit, end = read
    gap = 5 if low.startswith(" and ", end) else 1 if low.startswith(" ", end) else 0
    if unit.kind not in ("measure", "duration") or end + gap >= len(low) or not amount.end or unit.offset:
        return read
    smaller = read_amount(low, end + gap) if low[end + gap].isdigit() or gap else None
    rest = read_unit(low, smaller.end) if smaller and smaller.value < 60 else None
    if rest is None or smaller is None or rest[0].name != unit.name or rest[0].factor >= unit.factor:
        return read
    return unit._replace(offset=smaller.value * rest[0].factor), rest[1]


def in_base(amount: Amount, unit: Unit) -> Decimal:
    """The amount in the base unit of its family."""
    return amount.value * unit.factor + unit.offset
