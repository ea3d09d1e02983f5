"""Controls in words and figures: the same told otherwise. No metric of facts or form should mind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.faults import counting, places
from harness.faults.edits import Edit, Editing, Maker, like, pick, replace
from harness.types import Article, FaultRole


@dataclass(frozen=True)
class Alias(Editing):
    """A person or organisation by another of the names that the sources give it; or with the title that they give."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Names that the sources know under several forms."""
        cast = places.cast_of(case.article)
        for name in places.names(case):
            entity = cast.find(name)
            if entity is not None and name.kind in ("person", "organisation"):
                yield partial(_alias, case, name, entity)


def _alias(case: Case, name: Name, entity: Entity, rng: np.random.Generator) -> Edit | None:
    """Surname for full name where the summary had it before, and the other way round; else another written form."""
    text = case.summary.value
    options: list[str] = []
    if name.kind == "person" and len(name.text.split()) == 1 and entity.text.endswith(f" {name.text}"):
        options.append(entity.text)
    if name.kind == "person" and len(name.text.split()) > 1 and name.text in text[: name.start]:
        options.append(name.text.split()[-1])
    titles = {
        m.name.title for m in entity.mentions if m.name.title and m.name.title.islower() and " " not in m.name.title
    }
    plain = (
        not name.title and name.kind == "person" and re.search(r"(?:[.;]|\n)\s*$|said $|says $|, $", text[: name.start])
    )
    options += [f"{title.title()} {name.text}" for title in sorted(titles & _TITLES)] if plain else []
    new = pick(rng, options)
    return Edit(name.start, name.end, new) if new else None


_TITLES = {"governor", "mayor", "minister", "professor", "judge", "captain", "president", "senator", "superintendent"}

_FORMS = (
    (re.compile(r"(?<=\d) ?bn\b"), " billion"),
    (re.compile(r"(?<=\d) billion\b"), "bn"),
    (re.compile(r"(?<=\d)m\b(?! )"), " million"),
    (re.compile(r"(?<=\d) million\b"), "m"),
    (re.compile(r"(?<=\d) per cent\b"), "%"),
    (re.compile(r"(?<=\d)%"), " per cent"),
    (re.compile(r"(?<=\d) km\b(?!/)"), " kilometres"),
    (re.compile(r"(?<=\d) kilometres\b"), " km"),
    (re.compile(r"(?<=\d) kilograms\b"), " kg"),
)


@dataclass(frozen=True)
class NumberFormat(Editing):
    """A number written otherwise: 1,150 and 1150, eleven and 11, 6.12bn and 6.12 billion, per cent and %."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every figure that has another form."""
        for pattern, new in _FORMS:
            for match in places.search(case, pattern):
                yield replace(match.start(), match.end(), new)
        for figure in counting.figures(case):
            end = figure.start + len(figure.text)
            alone = not re.match(r"[.,]?\w|[-–]", case.summary.value[end : end + 2])
            if "," in figure.text:
                yield replace(figure.start, end, figure.text.replace(",", ""))
            elif figure.text.isdigit() and len(figure.text) == 4:
                yield replace(figure.start, end, f"{int(figure.text):,}")
            elif figure.text.isdigit() and alone and 2 <= figure.value <= 20 and not figure.number.unit:
                yield replace(figure.start, end, counting.WORDS[int(figure.value)])
            elif figure.text.isalpha() and alone and 2 <= figure.value <= 20 and figure.text.islower():
                yield replace(figure.start, end, str(int(figure.value)))


_ROUNDING = Decimal("0.03")  # share of the value that rounding may take or add


@dataclass(frozen=True)
class Rounded(Editing):
    """A number rounded to two digits, with “about” in front of it."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Exact numbers of three digits and more that are not round, in plain statements."""
        for figure in counting.figures(case):
            digits = figure.text.replace(",", "").replace(".", "")
            before = case.summary.value[max(0, figure.start - 12) : figure.start].lower()
            joined = bool(re.search(r"(?:by|\bof|to|than|the|–|-|[$€£])\s?$", before))
            joined |= case.summary.value[figure.start + len(figure.text) :][:1] == "-"
            if len(digits) < 3 or not digits.isdigit() or figure.number.hedge or joined:
                continue
            exponent = figure.value.adjusted() - 1
            rounded = figure.value.scaleb(-exponent).to_integral_value(ROUND_HALF_UP).scaleb(exponent)
            places_kept = max(0, -exponent)
            new = (
                f"{rounded:,.{places_kept}f}"
                if rounded >= 10_000 or "," in figure.text
                else f"{rounded:.{places_kept}f}"
            )
            off = abs(Decimal(new.replace(",", "")) - figure.value)
            if 0 < off <= _ROUNDING * figure.value:
                start = figure.start
                yield replace(start, start + len(figure.text), like(case.summary.value[start], f"about {new}"))


_MARKS = {"“": '"', "”": '"', "’": "'", "‘": "'"}


@dataclass(frozen=True)
class QuoteMarks(Editing):
    """A quotation in straight marks for curly ones, or the other way round."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every quotation without another inside."""
        text = case.summary.value
        for quote in places.quotes(text, 1):
            inner = any(mark in quote.text for mark in '‘“"')
            curly = text[quote.start - 1] == "“"
            if not inner:
                words = "".join(_MARKS.get(c, c) for c in quote.text) if curly else quote.text.replace("'", "’")
                marks = '""' if curly else "“”"
                yield replace(quote.start - 1, quote.end + 1, marks[0] + words + marks[1])


_SYNONYMS = """
began/started begins/starts begin/start buy/purchase bought/purchased largest/biggest biggest/largest roughly/about
approximately/about destroyed/wrecked nearly/almost rival/competitor hurt/injured injured/hurt although/though said/stated
halted/stopped doctor/physician lawyer/attorney often/frequently quickly/rapidly rapidly/quickly huge/vast
seized/confiscated wanted/wished built/constructed inquiry/investigation investigation/inquiry talks/negotiations
attempt/try residents/inhabitants previously/earlier sent/dispatched questioned/interviewed until/till
""".split()
_SYNONYM = dict(entry.split("/") for entry in _SYNONYMS)
_SYNONYM_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(_SYNONYM)})(?![\w-])(?! (?:to|for|in|off|down|up)\b)")


@dataclass(frozen=True)
class Synonym(Editing):
    """A word for another that says the same here: biggest for largest, started for began."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The words of a small table."""
        for match in places.search(case, _SYNONYM_WORD):
            yield replace(match.start(), match.end(), _SYNONYM[match.group()])
