"""The numbers of the sources in groups, so that a claim is compared with few of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from harness.facts.numbers import Number
from harness.facts.numbers.values import FACTORS, is_plain, same_value
from harness.text import stem

_FAMILIES = {"celsius": "degree"} | {one: many for many, one in FACTORS}  # units that are compared with another


class Values:
    """Numbers of sources by value and by unit."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        self._numbers = numbers
        self._units: defaultdict[str, list[int]] = defaultdict(list)
        self._loose: defaultdict[str, list[int]] = defaultdict(list)
        self._plain: defaultdict[Decimal, list[int]] = defaultdict(list)
        for i, number in enumerate(numbers):
            self._units[_unit(number)].append(i)
            if is_plain(number):
                self._plain[number.low].append(i)
            else:
                self._loose[_unit(number)].append(i)

    def same(self, claim: Number) -> list[int]:
        """The places of the numbers that bear the value of `claim` out, as `same_value` says."""
        exact = not claim.hedge and is_plain(claim)
        groups = self._loose if exact else self._units
        places = [i for unit, group in groups.items() if _may_compare(claim, unit) for i in group]
        places += self._plain.get(claim.low, ()) if exact else ()
        return [i for i in sorted(places) if same_value(claim, self._numbers[i])]


def _unit(number: Number) -> str:
    """Its unit, "" where it may be compared with any."""
    return "" if _has_senses(number) else number.unit


def _has_senses(number: Number) -> bool:
    return number.kind in ("score", "fraction") or number.unit == "pound"


def _may_compare(claim: Number, unit: str) -> bool:
    """Whether a source's numbers of a unit may bear `claim` out; "40m" may be metres."""
    if not unit or _has_senses(claim) or claim.scale == 1_000_000:
        return True
    if claim.unit:
        return _family(claim.unit) == _family(unit)
    return claim.noun in ("", "point", unit, stem(unit))


def _family(unit: str) -> str:
    unit = unit.partition("/")[0]
    return _FAMILIES.get(unit, unit)
