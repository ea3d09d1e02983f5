"""Numbers of news text in digits and words, each with its exact value, unit, hedge and what it counts.

1,200,000 = 1.2m = "1.2 million"; 28 km = 28,000 metres. Dates, times of day, years, addresses and names with numbers
in them ("A320", "Covid-19", "No 10", "flight 370") are none. `values.py` compares what is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from harness.facts.numbers.ages import read_age
from harness.facts.numbers.amounts import ORDINALS, VULGAR, lower
from harness.facts.numbers.bound import Clauses, Hedge, hedge_of, noun_of, noun_stem
from harness.facts.numbers.forms import Form, read_form
from harness.facts.numbers.marks import skipped
from harness.facts.numbers.ranges import SYMBOL, Span, in_base, read_span
from harness.facts.numbers.units import Kind, Unit

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half hundred thousand million billion"
    " trillion dozen dozens scores hundreds thousands millions billions"
).split()
# where a number may begin; most words of a text are turned down here
_SEED = re.compile(
    rf"""(?<!\w)(?:(?:{SYMBOL})\s?(?=\d)|[\d{"".join(VULGAR)}]|(?:{"|".join((*_WORDS, *list(ORDINALS)[1:]))})\b
    |an?\s(?=hundred|thousand|million|billion|dozen|third|quarter|fifth|sixth|seventh|eighth|tenth|couple|few\s)
    |tens\sof|several\s(?=dozen|hundred|thousand|million)|between\s)""",
    re.VERBOSE,
)
_BETWEEN = "between "
_CODE_BEFORE = re.compile(r"(?:[^\W\d_]-|\d[.,:/]|#)$")
_SMALL_PART = re.compile(r"[\s-](?:tenths?|hundredths?|thousandths?)\b")
_TOKEN = re.compile(r"[\w/-]+(?:[.,]\d+)*|.", re.DOTALL)
_METRES = re.compile(
    r"\s(?:deep|wide|long|high|tall|away|off|from|above|below|relay|race|final|hurdles|freestyle|sprint|dash|x)\b"
)
_CASH = re.compile(
    r"\d(?:\s?(?:m|bn|k|million|billion|thousand))?\s(?P<a>[a-z]{3,})(?=\s\((?:about\s|around\s|some\s|roughly\s)?(?:[$£€]"
    r"|[\d.,]+\s?(?:m|bn|million|billion)?\s?(?:euros|dollars|pounds))"
    r"|,\s(?:just\s|about\s|around\s|then\s|or\s|worth\s|over\s|roughly\s|some\s)+[$£€]"
    r"|\sin\s(?:cash|bribes|damages|costs|rent|fines|compensation|debt)\b|\s(?:a|per)\sshare\b)"
)
_ONE_COUNTS = re.compile(
    r"\s(?:(?:other|more|further|young|old|elderly|local|serious|army|police)\s)?(?:person|man|woman|child|boy|girl"
    r"|soldier|officer|worker|passenger|patient|victim|civilian|survivor|student|teenager|pensioner|rescuer|driver|dead"
    r"|killed|injured|missing|died|was\skilled|(?:is|was|remains)\s(?:still\s)?missing|has\sdied|goal|seat|vote|boat"
    r"|case|arrest|(?:minute|hour|mile|kilometre|metre|tonne|percentage|per\scent|percent|week|month|year)(?!\sof\sthe))\b"
    r"|\sof\s(?:the\s|its\s|his\s|her\s|their\s|them\b)*(?:\d|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty\b)"
    r"|[\s-](?:hundred|thousand|million|billion|dozen)\b|\s(?:or|to)\s(?:two|three|four|five)|\sand\sa\s(?:half|quarter)"
    r"|-(?:year|month|week|day|hour|minute|metre|mile)\b"
)


class Number(NamedTuple):
    """A number at `start:end`, the span of amount, scale and unit as written, without its hedge.

    `low` and `high` are in the base unit of the unit's family (`units.py`); they differ in ranges and vague numbers.
    A score keeps its order in them (2–1: low 2, high 1). `unit`: "" for plain counts and fractions, "percent", "point",
    "metre", "second", "day", "year", a currency, with "/hour" or "/week" where it is a rate. `noun`: stem of what is
    counted, "" where unknown. `about`: content stems of its clause. `figure` times `scale` is the (first) amount as
    written, "2.1" times a million; times `factor` it is in the base unit.
    """

    start: int
    end: int
    text: str
    low: Decimal
    high: Decimal
    unit: str = ""
    kind: Kind = "count"
    hedge: Hedge = ""
    noun: str = ""
    about: frozenset[str] = frozenset()
    figure: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    factor: Decimal = Decimal(1)

    @property
    def written(self) -> Decimal:
        """The amount before its unit is converted."""
        return self.figure * self.scale

    @property
    def step(self) -> Decimal:
        """What one in the last written digit is worth, in the base unit: 100,000 for "2.1m"."""
        exponent = self.figure.as_tuple().exponent
        return (Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)) * self.scale * self.factor


def find_numbers(text: str, currencies: Iterable[str] = ()) -> list[Number]:
    """The numbers of `text` in order, without overlap. Never raises.

    `currencies`: words that are money here though no list has them, as `find_currencies` finds them in the sources;
    those that the text itself shows to be money are known anyway.
    """
    reader = _Reader(text, currencies)
    numbers: list[Number] = []
    done = 0
    for seed in _SEED.finditer(reader.low):
        if seed.start() < done:
            continue
        number, end = reader.read(seed.start(), numbers[-1] if numbers else None)
        done = max(done, end)
        if number is not None:
            numbers.append(number)
    return numbers


def find_currencies(text: str) -> frozenset[str]:
    """Words that the text uses as currencies: "2.6 million dravins ($650,000)", "30 dorans a share"."""
    return frozenset(match["a"] for match in _CASH.finditer(lower(text)))


class _Reader:
    """Reads what begins at a place of one text."""

    def __init__(self, text: str, currencies: Iterable[str]) -> None:
        self._text = text
        self.low = lower(text)
        self._clauses = Clauses(text)
        known = {*currencies, *find_currencies(text)}
        self._known: Mapping[str, Unit] = {word: Unit(noun_stem(word), "money") for word in known}

    def read(self, start: int, before: Number | None) -> tuple[Number | None, int]:
        """The number that begins at `start`, and where the search goes on."""
        low = self.low
        end = self._code_end(start)
        if end > start:
            return None, end
        form = read_form(low, start)
        if form is not None:
            return self._form(start, form), form.end
        span = read_span(low, start, self._known)
        if span is None:
            # "between" without two amounts behind it is a word like any other
            return None, start + len(_BETWEEN) if low.startswith(_BETWEEN, start) else self._token_end(start)
        end = self._other_end(start, span.end)
        return (None, end) if end else (self._number(start, span, before), span.end)

    def _code_end(self, start: int) -> int:
        """The end of what begins at `start` and is no number by its looks; `start` where it may be one."""
        low = self.low
        if low[start].isdigit() and _CODE_BEFORE.search(low, max(0, start - 2), start):
            return self._token_end(start)
        if low.startswith(_BETWEEN, start):
            first = start + len(_BETWEEN)
            return first if first == len(low) or skipped(self._text, low, first) > first else start
        return skipped(self._text, low, start)

    def _other_end(self, start: int, end: int) -> int:
        """Where what was read as a number at `start:end` ends, if it is none for what follows; else 0."""
        low = self.low
        part = _SMALL_PART.match(low, end)
        if part is not None:  # "four-hundredths of a second"
            return part.end()
        if low[end : end + 1].isalnum() and low[end - 1].isdigit():  # "122s", "4G"
            return self._token_end(start)
        written = low[start:end]
        pronoun = written == "one day" or (written == "one" and not _ONE_COUNTS.match(low, end))
        return end if pronoun else 0

    def _number(self, start: int, span: Span, before: Number | None) -> Number:
        low, first, unit = self.low, span.first, span.unit
        end, kind = span.end, unit.kind
        age = read_age(self._text, low, start, span, before.end if before and before.kind == "age" else None)
        if age is not None:
            end, unit = age
            kind = "age"
        elif span.joined == "score":
            kind = "score"
        elif first.short == "m" and not unit.name and _METRES.match(low, end):
            unit, first, kind = Unit("metre", "measure"), first._replace(scale=Decimal(1)), "measure"
        values = in_base(first, unit), in_base(span.last if span.joined else first, unit)
        least, most = values if span.joined == "score" else (min(values), max(values))
        # "a 540-metre core" counts what follows, "540 metres of core" what is behind "of", "540 metres" nothing
        hyphened = low[end : end + 1] == "-" or (bool(unit.name) and "-" in low[first.end : end])
        apposed = hyphened or (kind == "age" and low[end - 1] == "d")
        partitive = not apposed and kind != "count"
        noun = noun_of(low, start, end, one=first.value <= 1, apposed=apposed, partitive=partitive)
        return Number(
            start=start, end=end, text=self._text[start:end], low=least, high=most, unit=unit.name, kind=kind,
            hedge=hedge_of(low, start, end), noun=noun, about=self._clauses.about(start),
            figure=first.figure, scale=first.scale, factor=unit.factor,
        )  # fmt: skip

    def _form(self, start: int, form: Form) -> Number:
        low, end = self.low, form.end
        hedge = "about" if low.startswith("a couple", start) else hedge_of(low, start, end)
        return Number(
            start=start, end=end, text=self._text[start:end], low=form.low, high=form.high, kind=form.kind, hedge=hedge,
            noun=noun_of(low, start, end, one=form.kind in ("ordinal", "fraction")), about=self._clauses.about(start),
            figure=form.low,
        )  # fmt: skip

    def _token_end(self, start: int) -> int:
        match = _TOKEN.match(self.low, start)
        return match.end() if match else start + 1
