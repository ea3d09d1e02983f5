"""Units of measurement, time and money as news writes them, each with its worth in the base unit of its family.

Lengths come in metres, areas in square metres, volumes in litres, weights in kilograms, speeds in metres an hour; days
and weeks in days, shorter times in seconds; months and years stay. A ton is taken as a tonne, as news does. Currencies
have their ISO code where one word means one currency almost everywhere, else their name ("crown").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "count", "percent", "point", "money", "measure", "duration", "ordinal", "age", "score", "fraction", "vague"
]


class Unit(NamedTuple):
    """`name` is the base unit of its family; a value in this unit times `factor` (plus `offset`) is one in that."""

    name: str
    kind: Kind
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


# kind, base unit, factor: spellings. A spelling that ends in "~" counts only right behind the digits ("11in").
_TABLE = """
percent percent 1: % %age per-cent percent pc pct
point point 1: percentage-point percentage-points %-point %-points pp~ ppts
point point 0.01: basis-point basis-points
measure metre 1000: km kms kilometre kilometres kilometer kilometers
measure metre 1: metre metres meter meters
measure metre 0.01: cm centimetre centimetres centimeter centimeters
measure metre 0.001: mm millimetre millimetres millimeter millimeters
measure metre 1609.344: mile miles
measure metre 1852: nautical-mile nautical-miles
measure metre 0.9144: yard yards yd yds
measure metre 0.3048: foot feet ft
measure metre 0.0254: inch inches in~
measure metre2 1: sq-m m²
measure metre2 1000000: sq-km km²
measure metre2 10000: hectare hectares ha
measure metre2 4046.8564224: acre acres
measure litre 1: litre litres liter liters l~
measure litre 0.001: ml millilitre millilitres milliliter milliliters
measure litre 1000: m³
measure gallon 1: gallon gallons
measure barrel 1: barrel barrels bpd
measure pint 1: pint pints
measure kilogram 1000: tonne tonnes ton tons t~
measure kilogram 1: kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes
measure kilogram 0.001: g~ gram grams gramme grammes
measure kilogram 0.000001: mg milligram milligrams
measure kilogram 0.45359237: lb lbs
measure kilogram 0.028349523125: oz ounce ounces
measure kilogram 6.35029318: stone st~
measure metre/hour 1000: km/h kmh kph
measure metre/hour 1609.344: mph
measure metre/hour 1852: knot knots
measure metre/hour 3600: m/s
measure celsius 1: °c degrees-celsius degree-celsius degrees-c celsius degrees-centigrade ºc
measure degree 1: ° º degree degrees
measure watt 1: watt watts
measure watt 1000: kw kilowatt kilowatts
measure watt 1000000: mw megawatt megawatts
measure watt 1000000000: gw gigawatt gigawatts
measure watthour 1000: kwh kilowatt-hours
measure watthour 1000000: mwh megawatt-hours
measure watthour 1000000000: gwh gigawatt-hours
measure pascal 100: hpa millibar millibars hectopascal hectopascals
measure byte 1000000: mb megabyte megabytes
measure byte 1000000000: gb gigabyte gigabytes
measure byte 1000000000000: tb terabyte terabytes
duration second 1: second seconds sec secs
duration second 60: minute minutes min mins
duration second 3600: hour hours hr hrs
duration day 1: day days
duration day 7: week weeks
duration day 14: fortnight fortnights
duration month 1: month months
duration year 1: year years yr yrs
duration year 10: decade decades
duration year 100: centuries
money USD 1: dollar dollars us-dollars us-dollar usd
money USD 0.01: cent cents
money EUR 1: euro euros eur
money GBP 1: pounds-sterling sterling gbp quid
money GBP 0.01: pence p~
money JPY 1: yen
money CNY 1: yuan renminbi
money INR 1: rupee rupees
money RUB 1: rouble roubles ruble rubles
money CHF 1: swiss-franc swiss-francs
money crown 1: crown crowns krona kronor krone kroner koruna
money franc 1: franc francs
money peso 1: peso pesos
money rand 1: rand
money lira 1: lira
money dinar 1: dinar dinars
money dirham 1: dirham dirhams
money riyal 1: riyal riyals
money zloty 1: zloty zlotys
money shekel 1: shekel shekels
money naira 1: naira
money shilling 1: shilling shillings
money baht 1: baht
"""
_FAHRENHEIT = Unit("celsius", "measure", Decimal(5) / 9, Decimal(-160) / 9)
_POUNDS = Unit("pound", "measure")  # weight or money: `readings` gives both
POUND_WEIGHT = Decimal("0.45359237")
SYMBOLS = {
    "$": "USD", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR", "₽": "RUB", "₩": "KRW",
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF",
}  # fmt: skip


def _read_table() -> tuple[dict[str, Unit], set[str]]:
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    units: dict[str, Unit] = {}
    attached: set[str] = set()
    for line in _TABLE.strip().splitlines():
        head, spellings = line.split(": ")
        kind, name, factor = head.split()
        for spelling in spellings.split():
            plain = spelling.removesuffix("~")
            units[plain.replace("-", " ")] = Unit(name, kinds[kind], Decimal(factor))
            if plain != spelling:
                attached.add(plain)
    for spelling in ("°f", "ºf", "degrees f", "degrees fahrenheit", "fahrenheit"):
        units[spelling] = _FAHRENHEIT
    units["pound"] = units["pounds"] = _POUNDS
    return units, attached


_UNITS, _ATTACHED = _read_table()
_SHAPES = {"square": 2, "sq": 2, "cubic": 3}
_TIMES = {"second": "hour", "minute": "hour", "hour": "hour"}
_PER_HOUR = {"second": Decimal(3600), "minute": Decimal(60), "hour": Decimal(1)}
_SPELLINGS = "|".join(re.escape(u).replace(r"\ ", r"[\s-]") for u in sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"(?P<gap>\s?-?)(?:(?P<shape>square|sq|cubic)[\s-])?(?P<unit>{_SPELLINGS})(?![^\W_])")
_WORD = re.compile(r"[\s-]([^\W\d_]+)")
_RATE = re.compile(
    r"(?:\sof\s[a-z]+)?(?:/|[\s-](?:per|an?|each|every)[\s-])(?P<time>second|minute|hour|day|week|month|year)\b"
    r"(?!\s(?:ago|earlier|later|before|after|old|into|in\sprison|in\sjail|long)|-)"
)


def read_unit(low: str, position: int, known: Mapping[str, Unit] | None = None) -> tuple[Unit, int] | None:
    """The unit written at `position` of a lower-cased text, behind an amount, and where it ends.

    `known`: further units by their spelling, such as the currencies of an article.
    """
    match = _UNIT.match(low, position)
    if match is None:
        return _known(low, position, known) if known else None
    spelling = match["unit"].replace("-", " ")
    if spelling in _ATTACHED and match["gap"]:
        return None
    unit = _UNITS.get(spelling) or _UNITS[re.sub(r"\s", " ", spelling)]
    if match["shape"]:
        if unit.name != "metre":
            return None
        power = _SHAPES[match["shape"]]
        factor = unit.factor**power
        unit = Unit("litre", "measure", factor * 1000) if power == 3 else Unit("metre2", "measure", factor)
    return rated(unit, low, match.end())


def _known(low: str, position: int, known: Mapping[str, Unit]) -> tuple[Unit, int] | None:
    match = _WORD.match(low, position)
    unit = known.get(match[1]) if match else None
    return rated(unit, low, match.end()) if unit and match else None


def rated(unit: Unit, low: str, end: int) -> tuple[Unit, int]:
    """The unit and its end, with "per second", "a week" behind it; speeds and flows come by the hour."""
    match = _RATE.match(low, end) if unit.kind in ("money", "measure") and "/" not in unit.name else None
    if match is None:
        return unit, end
    time = match["time"]
    factor = unit.factor * _PER_HOUR.get(time, Decimal(1))
    return Unit(f"{unit.name}/{_TIMES.get(time, time)}", unit.kind, factor), match.end()
