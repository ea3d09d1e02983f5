"""Whether one number bears out another: equal, legally rounded, in another unit, or worked out from two others.

A *claim* is a number of a summary, a *source* one of its sources. Only values, units and hedges are compared; whether
both speak of the same thing is for the caller, who has `noun` and `about`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from harness.facts.numbers import Number
from harness.facts.numbers.units import POUND_WEIGHT, Kind
from harness.text import stem

_NEAR = Decimal("0.10")  # share of the source's value that "about" and a number with trailing zeros may be off
_AHEAD = Decimal("0.25")  # "more than 40" is borne out up to 50: beyond it nobody would say so
_WHOLE_SHARE = Decimal("1")  # points; "a third" for 32.5 to 34.2 per cent
_ROUGH_SHARE = Decimal("3")  # points, with a hedge: "nearly half" for 47.2 per cent
# one of the first is so many of the second
FACTORS = {("day", "second"): Decimal(86_400), ("year", "month"): Decimal(12)}
_DEGREES = ("celsius", "degree")
_MANY_SENSES = frozenset({"pound"}.union(*FACTORS))  # units that may stand for another
_CLOSE = 3  # stems that an operand shares with the claim
PEOPLE = frozenset(
    "people passeng crew worker resid man woman child boi boy girl soldier civilian patient survivor student employe staff"
    " case dead hurt missing held rescued victim".split()
)


def readings(number: Number) -> tuple[Number, ...]:
    """The number in each sense that its writing has: "40m" may be metres, "150 pounds" a weight or money."""
    if number.unit == "" and number.text[-1] in "mM" and number.scale == 1_000_000 and number.kind == "count":
        return number, _with_unit(number, "metre", "measure", Decimal(1))
    if number.unit == "pound":
        return _with_unit(number, "GBP", "money", number.scale), _weight(number)
    return (number,)


def same_value(claim: Number, source: Number) -> bool:
    """Whether `source` bears the value of `claim` out.

    Units must be comparable; a bare number ("from 38 hours to 37") takes any. True for equal values, and for
    - rounding at the written precision, with a hedge, after a change of unit, or as "2.1m" for 2,086,000;
    - "more than 40" for 43, "at least nine" for nine, "fewer than 50" for 48;
    - a range or "dozens" that holds the source's value;
    - fractions and percentages: a third, 33 per cent and 33.3 per cent; three in four and 75 per cent.
    A score's two numbers may stand in either order: the summary may have turned the sentence round. Equal figures with
    opposite hedges ("more than 40", "fewer than 40") differ.
    """
    if claim.low != source.low and not claim.hedge and is_plain(claim) and is_plain(source):
        return False
    mine, yours = readings(claim), readings(source)
    if len(mine) == len(yours) == 1:
        return _same(claim, source)
    return any(_same(a, b) for a in mine for b in yours)


def is_plain(number: Number) -> bool:
    """Written out in full, without range, in a base unit: without a hedge only the same value bears out another such."""
    return (
        number.factor == 1
        and number.low == number.high
        and number.kind not in ("score", "fraction")
        and number.unit not in _MANY_SENSES
        and number.scale < 1_000_000
    )


def unit_differs(claim: Number, source: Number) -> bool:
    """Whether the same figure stands with another unit or scale: 880 litres and 880 cubic metres, 3m and 3bn, 4 per
    cent and 4 points. Numbers without unit or scale never conflict.
    """
    if claim.figure != source.figure or claim.low == claim.high == 0 or same_value(claim, source):
        return False
    if (claim.low == claim.high) != (source.low == source.high) or "score" in (claim.kind, source.kind):
        return False
    mine, yours = _named_unit(claim), _named_unit(source)
    if mine and yours:
        return mine != yours or claim.scale * claim.factor != source.scale * source.factor
    scaled = claim.scale >= 1_000 and source.scale >= 1_000
    return scaled and claim.scale != source.scale and not mine and not yours


def derivable(claim: Number, sources: Sequence[Number]) -> tuple[Number, ...] | None:
    """Two numbers of `sources` from which `claim` follows, None where there are none.

    A sum or a difference of the same unit and compatible nouns; for a percentage or fraction the share of one in the
    other, or the change between them; for a range its two ends. Operands stand in one clause or share much with the
    claim. Of several pairs the one that shares most is given.
    """
    candidates = [n for n in sources if n.low == n.high and n.kind not in ("ordinal", "score") and _related(claim, n)]
    if claim.kind in ("ordinal", "score", "vague", "age"):
        return None
    if claim.low < claim.high:
        return _ends(claim, candidates)
    follows = _follows_as_share if claim.kind in ("percent", "fraction") else _follows
    best: tuple[Number, ...] | None = None
    most = -1
    for pair in combinations(candidates, 2):
        shared = sum(len(claim.about & n.about) for n in pair)
        if shared > most and _of_one_thing(claim, *pair) and follows(claim, *pair):
            best, most = pair, shared
    return best


def _same(claim: Number, source: Number) -> bool:
    if claim.kind == "score" or source.kind == "score":
        mine, yours = (claim.low, claim.high), (source.low, source.high)
        return claim.kind == source.kind and mine in (yours, yours[::-1])
    if (claim.kind == "ordinal") != (source.kind == "ordinal"):
        return False
    if claim.kind == "fraction" or (claim.kind == "percent" and source.kind == "fraction"):
        return _same_share(claim, source)
    aligned = _aligned(claim, source)
    return aligned is not None and _bears_out(*aligned, converted=claim.factor != source.factor)


def _aligned(claim: Number, source: Number) -> tuple[Number, Number] | None:
    """Both in one unit; None where they cannot be compared."""
    if _comparable(claim, source):
        return claim, source
    if factor := FACTORS.get((claim.unit, source.unit)):
        return _with_unit(claim, source.unit, claim.kind, factor * claim.factor, factor), source
    if factor := FACTORS.get((source.unit, claim.unit)):
        return claim, _with_unit(source, claim.unit, source.kind, factor * source.factor, factor)
    if _bare(claim) or _bare(source):
        return _as_written(claim), _as_written(source)
    return None


def _comparable(claim: Number, source: Number) -> bool:
    mine, yours = _named_unit(claim), _named_unit(source)
    if mine == yours or (mine in _DEGREES and yours in _DEGREES):
        return True
    if claim.kind == "money" and claim.unit.split("/")[0] == source.unit.split("/")[0]:
        return claim.unit.count("/") != source.unit.count("/")  # "£500 a week" and "£500", but not "£500 a month"
    # "280 of the pier's 320 metres", and a currency that only one of the texts shows to be one
    return _counts_unit(claim, source) or _counts_unit(source, claim)


def _counts_unit(bare: Number, number: Number) -> bool:
    return bare.unit == "" and bare.noun != "" and bare.noun in (number.unit, stem(number.unit))


def _named_unit(number: Number) -> str:
    return "point" if number.unit == "" and number.noun == "point" else number.unit


def _bare(number: Number) -> bool:
    return number.unit == "" and number.kind == "count" and not number.noun


def _as_written(number: Number) -> Number:
    if number.factor == 1:
        return number
    low = number.written
    return number._replace(low=low, high=low * number.high / number.low if number.low else low, factor=Decimal(1))


def _with_unit(number: Number, unit: str, kind: Kind, factor: Decimal, times: Decimal | None = None) -> Number:
    """In another unit: `times` as much of it, or as written where `times` is None."""
    by = times if times is not None else 1 / number.scale if unit == "metre" else Decimal(1)
    scale = Decimal(1) if unit == "metre" else number.scale
    return number._replace(low=number.low * by, high=number.high * by, unit=unit, kind=kind, scale=scale, factor=factor)


def _weight(number: Number) -> Number:
    low, high = number.low * POUND_WEIGHT, number.high * POUND_WEIGHT
    return number._replace(low=low, high=high, unit="kilogram", kind="measure", factor=POUND_WEIGHT)


_OPPOSED = {("more than", "less than"), ("more than", "at most"), ("at least", "less than"), ("at least", "at most")}


def _bears_out(claim: Number, source: Number, *, converted: bool) -> bool:
    if (claim.hedge, source.hedge) in _OPPOSED or (source.hedge, claim.hedge) in _OPPOSED:
        return False
    if claim.low < claim.high or source.low < source.high:
        return _in_range(claim, source)
    if claim.low == source.low:
        return True
    return _beyond(claim, source) or _rounded(claim, source, converted=converted)


def _in_range(claim: Number, source: Number) -> bool:
    if claim.low < claim.high:
        return claim.low <= source.low and source.high <= claim.high
    if claim.hedge in ("at least", "more than"):
        return claim.low == source.low
    if claim.hedge in ("at most", "less than"):
        return claim.low == source.high
    return claim.hedge == "about" and source.low <= claim.low <= source.high


def _beyond(claim: Number, source: Number) -> bool:
    """Whether the source is on the side that the claim's hedge names, and near enough for it."""
    up, down = claim.hedge in ("at least", "more than"), claim.hedge in ("at most", "less than")
    if not (up or down):
        return False
    slack = max(abs(claim.low) * _AHEAD, claim.step)
    return claim.low <= source.low <= claim.low + slack if up else claim.low - slack <= source.low <= claim.low


def _rounded(claim: Number, source: Number, *, converted: bool) -> bool:
    hedged = claim.hedge == "about"
    million_style = claim.scale >= 1_000_000 and claim.figure % 1 != 0
    if not (hedged or converted or million_style):
        return False
    off = abs(claim.low - source.low)
    # of two units either may be the conversion: 181 km/h is 112 mph
    half = max(claim.step, source.step) / 2 if converted else claim.step / 2
    if off <= half and _coarser(claim, source):
        return True
    return hedged and off <= min(_round_step(claim) / 2, abs(source.low) * _NEAR)


def _coarser(claim: Number, source: Number) -> bool:
    """Rounding loses digits; a claim with more of them than the source is no rounding."""
    return claim.step >= source.step or claim.factor != source.factor


def _round_step(number: Number) -> Decimal:
    """What one in the last digit that is no trailing zero is worth: 100 for "1,200", 10 for "40"."""
    figure = number.figure.normalize()
    exponent = figure.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * number.scale * number.factor


def _same_share(claim: Number, source: Number) -> bool:
    mine, yours = _percent(claim), _percent(source)
    if mine is None or yours is None:
        return False
    slack = _ROUGH_SHARE if claim.hedge else _WHOLE_SHARE
    if claim.kind == "percent":
        slack = claim.step / 2 if not claim.hedge else _ROUGH_SHARE
    if claim.hedge in ("more than", "at least"):
        return mine <= yours <= mine * (1 + _AHEAD)
    if claim.hedge in ("less than", "at most"):
        return mine * (1 - _AHEAD) <= yours <= mine
    return mine == yours or abs(mine - yours) <= slack


def _percent(number: Number) -> Decimal | None:
    if number.kind == "fraction":
        return number.low * 100
    return number.low if number.kind == "percent" and number.low == number.high else None


def _related(claim: Number, source: Number) -> bool:
    return bool(_topics(claim) & _topics(source))


def _topics(number: Number) -> frozenset[str]:
    return number.about | {number.noun} - {""}


def _of_one_thing(claim: Number, one: Number, other: Number) -> bool:
    """Whether two numbers are likely operands: told in one breath, or each close to what the claim tells.

    Small numbers add up to anything: a seventh of wrong ones came out of two that shared one word with the claim.
    """
    return one.about == other.about or all(len(_topics(claim) & _topics(n)) >= _CLOSE for n in (one, other))


def _agree(one: Number, other: Number) -> bool:
    """Whether two nouns may be counted together."""
    if one.noun == other.noun or not one.noun or not other.noun:
        return True
    return one.noun in PEOPLE and other.noun in PEOPLE


def _follows(claim: Number, one: Number, other: Number) -> bool:
    if "/" in claim.unit or not (_agree(one, other) and _agree(claim, one) and _agree(claim, other)):
        return False
    return any(_bears_out(claim, n, converted=False) for n in _combined(claim, one, other))


def _combined(claim: Number, one: Number, other: Number) -> Iterator[Number]:
    """Sum and difference as numbers in the claim's unit, as exact as the rougher operand."""
    operands = [pair[1] for n in (one, other) if (pair := _aligned(claim, n)) and not _bare(n) | (n.unit != claim.unit)]
    if claim.unit == "":
        operands = [n for n in (one, other) if n.unit == "" and n.kind == "count"]
    if claim.unit == "point":
        operands = [n for n in (one, other) if n.unit == "percent"]
    if len(operands) == 2:
        a, b = operands
        exact = min(a, b, key=lambda n: n.step)
        for value in (a.low + b.low, abs(a.low - b.low)):
            if value:
                yield exact._replace(low=value, high=value, hedge="")


def _follows_as_share(claim: Number, one: Number, other: Number) -> bool:
    """ "22 per cent" from 46 of 212, "a rise of 12 per cent" from 250 to 280, and sums of percentages."""
    if claim.kind == "percent" and one.kind == other.kind == "percent":
        return claim.low in (one.low + other.low, abs(one.low - other.low))
    if one.unit != other.unit or "percent" in (one.kind, other.kind) or not one.low or not other.low:
        return False
    if not _agree(one, other) or one.low == other.low:
        return False
    small, large = sorted((one, other), key=lambda n: n.low)
    shares = [100 * small.low / large.low]
    if one.about & other.about & claim.about:
        shares += [100 * (large.low - small.low) / n.low for n in (one, other)]
    mine = _percent(claim)
    slack = claim.step / 2 if claim.kind == "percent" else _WHOLE_SHARE
    slack = max(slack, _WHOLE_SHARE) if claim.hedge else slack
    return mine is not None and any(abs(mine - share) <= slack for share in shares)


def _ends(claim: Number, candidates: Sequence[Number]) -> tuple[Number, ...] | None:
    """The numbers at both ends of a range: "between 12 and 44" where two sources disagree."""

    def find(value: Decimal) -> Number | None:
        return next((n for n in candidates if n.unit == claim.unit and n.low == value), None)

    low, high = find(claim.low), find(claim.high)
    return (low, high) if low is not None and high is not None else None
