"""Faults in numbers: another value, the value of something else, another unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.facts.numbers import Number
from harness.facts.numbers.amounts import SMALL
from harness.faults import places
from harness.faults.edits import Edit, Editing, Maker, like, pick
from harness.types import Article

_FOUND = ("number.*", "event.merged", "self.contradiction", "headline.unsupported")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_BOUNDED = ("at least", "more than", "at most", "less than")
"""A bound may hold for other values too."""
_LEAST = 0.1  # share of the value that a change comes to at least; more where it is an estimate
_LEAST_ABOUT = 0.35
_FURTHEST = 20  # times; beyond that nobody would take one for the other
WORDS = {int(value): word for word, value in SMALL.items() if word not in ("a", "an", "zero")}


class Figure:
    """The amount of a number as written: a figure in digits or one small word."""

    def __init__(self, number: Number) -> None:
        match = _FIGURE.search(number.text)
        word = re.match(r"[A-Za-z]+(?![\w-])", number.text)
        self.number = number
        self.text = match.group() if match else word.group() if word and word.group().lower() in SMALL else ""
        self.start = number.start + (match.start() if match else 0)
        self.value = Decimal(self.text.replace(",", "")) if match else SMALL.get(self.text.lower(), Decimal(0))

    def written(self, value: Decimal) -> str | None:
        """Another value in the same manner; None where a word would be too long."""
        if not self.text[:1].isdigit():
            word = WORDS.get(int(value)) if value == int(value) else None
            return like(self.text, word) if word else None
        places_kept = len(self.text.partition(".")[2])
        plain = len(self.text.partition(".")[0]) > 3 and "," not in self.text
        return f"{value:.{places_kept}f}" if plain else f"{value:,.{places_kept}f}"


def figures(case: Case) -> Iterator[Figure]:
    """The exact figures of the claims, years and what is only bounded left out."""
    for number in places.numbers(case):
        figure = Figure(number)
        if figure.text and figure.value > 0 and number.hedge not in _BOUNDED:
            yield figure


def change(case: Case, figure: Figure, rng: np.random.Generator) -> Edit | None:
    """The figure changed to one that no source gives and none comes to by a sum or a difference."""
    given = _given(case)
    derived = _derived(case, figure.number)
    least = _LEAST_ABOUT if figure.number.hedge == "about" else _LEAST
    for value in _candidates(figure.value, rng):
        new = figure.written(value)
        if new is None or abs(value - figure.value) < Decimal(str(least)) * figure.value:
            continue
        if value not in given and value * figure.number.scale not in derived:
            return Edit(figure.start, figure.start + len(figure.text), new)
    return None


def _candidates(value: Decimal, rng: np.random.Generator) -> list[Decimal]:
    """Near values, two digits changed over, ten times as much; in an order drawn by `rng`."""
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    if value <= 20 and step == 1:
        near = [value + d for d in range(-6, 9)]
    else:
        near = [(value * Decimal(p) / 100 / step).to_integral_value() * step for p in (45, 60, 75, 125, 140, 170, 230)]
        near += [value * 10] if step == 1 else []
        digits = [c for c in str(value) if c != "."]
        turned = [*digits[1::-1], *digits[2:]]
        if turned[0] != "0":
            near.append(Decimal("".join(turned)) * step)
    kept = [v for v in near if v > 0 and v != value]
    return [kept[i] for i in rng.permutation(len(kept)).tolist()]


@lru_cache(maxsize=32)
def _given(case: Case) -> set[Decimal]:
    """Every amount that stands in the sources, as written and with its scale."""
    text = places.source_text(case)
    plain = {Decimal(m.group().replace(",", "")) for m in _FIGURE.finditer(text)}
    numbers = [n for source in case.article.sources for n in places.numbers_of(source.text)]
    return plain | {n.figure for n in numbers} | {n.written for n in numbers} | {n.high for n in numbers}


def _derived(case: Case, number: Number) -> set[Decimal]:
    """Sums and differences of source numbers of the same unit, as written."""
    alike = {
        n.written
        for source in case.article.sources
        for n in places.numbers_of(source.text)
        if n.unit == number.unit and (n.noun == number.noun or not number.noun or not n.noun or number.unit)
    }
    return {abs(a + sign * b) for a in alike for b in alike for sign in (1, -1)}


@dataclass(frozen=True)
class NumberChanged(Editing):
    """A value that no source gives in place of a number."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every exact number outside quotations."""
        for figure in figures(case):
            yield partial(change, case, figure)


@dataclass(frozen=True)
class NumberSwapped(Editing):
    """A number that a source gives for something else, of the same unit, in place of a number."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every exact number outside quotations."""
        for figure in figures(case):
            yield partial(_other, case, figure)


def _other(case: Case, figure: Figure, rng: np.random.Generator) -> Edit | None:
    """Another source number of the unit that stands in no source sentence about this."""
    number = figure.number
    about = {n.written for n in places.numbers_of(places.near(case, number.start))}
    about |= {n.written for n in places.numbers_of(places.sentence_at(case, number.start).text)}
    found = [n for source in case.article.sources for n in places.numbers_of(source.text)]
    same_noun = {n.written for n in found if n.noun == number.noun} if number.noun else set()
    least = _LEAST_ABOUT if number.hedge == "about" else _LEAST
    options = []
    for n in found:
        alike = n.unit == number.unit and n.kind == number.kind and n.scale == number.scale and n.low == n.high
        far = Decimal(str(least)) * figure.value <= abs(n.figure - figure.value)
        believable = figure.value / _FURTHEST < n.figure < figure.value * _FURTHEST
        if alike and far and believable and n.written not in about | same_noun:
            new = figure.written(n.figure) if _decimals(n.figure) == _decimals(figure.value) else None
            options += [new] if new else []
    new = pick(rng, sorted(set(options)))
    return Edit(figure.start, figure.start + len(figure.text), new) if new else None


def _decimals(value: Decimal) -> int:
    return len(str(value).partition(".")[2])


_UNITS = {
    "million": "billion", "billion": "million", "bn": "m", "millimetres": "centimetres", "centimetres": "metres",
    "metres": "kilometres", "kilometres": "metres", "km": "metres", "miles": "yards", "tonnes": "kilograms",
    "kilograms": "tonnes", "hectares": "square kilometres", "cubic metres": "litres", "litres": "cubic metres",
    "seconds": "minutes", "minutes": "hours", "hours": "days", "days": "weeks", "weeks": "months", "months": "years",
    "knots": "km/h", "km/h": "mph", "mph": "knots", "percentage points": "per cent",
    "degrees Celsius": "degrees Fahrenheit",
    "meters": "kilometers", "kilometers": "meters", "tons": "kilograms",
}  # fmt: skip
_AMOUNT = rf"(?:\d[\d.,]*(?:\s(?:million|billion))?|(?:{'|'.join(WORDS.values())})\b)"
_UNIT = re.compile(
    rf"\b(?P<amount>{_AMOUNT})(?P<gap>\s|-|(?=m\b|bn\b|km\b))(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
    r"(?!\s(?:ago|earlier|later|old)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NumberUnit(Editing):
    """A number with another unit: metres for kilometres, billions for millions, weeks for days."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Units behind a number, where no source gives the same number with the wrong one."""
        sources = places.source_text(case).lower().replace("-", " ")
        for match in places.search(case, _UNIT):
            new = _UNITS.get(match["unit"]) or _UNITS.get(match["unit"].lower())
            if new and f"{match['amount']} {new}".lower() not in sources:
                yield partial(_unit, match, new)


def _unit(match: re.Match[str], new: str, rng: np.random.Generator) -> Edit:
    return Edit(match.start("unit"), match.end("unit"), new)
