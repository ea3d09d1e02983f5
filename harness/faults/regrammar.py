"""Controls in grammar and arithmetic: the passive, sentences split and joined, numbers that follow from the sources'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.faults import counting, places
from harness.faults.edits import Edit, Editing, Maker, like, replace
from harness.types import Article, FaultRole

_VERBS = (
    "declare reject approve accuse recall confirm publish order announce open close sign grant cancel lift impose postpone"
    " welcome criticise condemn back deny launch destroy release charge convict acquit arrest recover seize name appoint"
    " dismiss sentence fine warn deliver receive reinstate refuse intercept raise lower widen disqualify admit"
).split()
_NAMED = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"


def _forms() -> dict[str, tuple[str, bool]]:
    """Finite form -> (participle, whether it is past)."""
    forms: dict[str, tuple[str, bool]] = {}
    for verb in _VERBS:
        stem = verb.removesuffix("e")
        past = (
            verb[:-1] + "ied"
            if verb.endswith("y")
            else stem + ("led" if verb == "cancel" else "ted" if verb in ("admit", "acquit") else "ed")
        )
        third = verb[:-1] + "ies" if verb.endswith("y") else verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s")
        forms |= {past: (past, True), third: (past, False), verb: (past, False)}
    return forms


_FORMS = _forms()
_SIMPLE = re.compile(
    rf"(?P<subject>(?:(?:[Tt]he|An?) )?(?:[\w’'&-]+ ){{0,4}}?[\w’'&-]+) (?P<verb>{'|'.join(_FORMS)})"
    rf" (?P<object>(?P<head>(?:the|an?) (?:[a-z-]+ ){{0,2}}[a-z-]+|{_NAMED})"
    r"(?: (?:of|between|for|against) [\w’' -]+)?)(?P<end>\.?)"
)
_CLAUSE = re.compile(
    r"\b(?:who|which|that|but|have|has|had|was|were|is|are|be|been|to|not|said|says|would|will|on|in|by)\b"
)


@dataclass(frozen=True)
class Passive(Editing):
    """“The court rejected the appeal” as “The appeal was rejected by the court”."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Whole sentences of one subject, one verb and one object."""
        for sentence in places.prose(case):
            match = _SIMPLE.fullmatch(sentence.text)
            if match and not _CLAUSE.search(match["subject"]) and not _CLAUSE.search(match["object"]):
                yield replace(sentence.start, sentence.end, _turned(match))


def _turned(match: re.Match[str]) -> str:
    participle, past = _FORMS[match["verb"]]
    head = match["head"]
    several = head[0].islower() and head.endswith("s") and not head.endswith(("ss", "us", "is"))
    verb = ("were" if past else "are") if several else ("was" if past else "is")
    common = re.match(
        r"(?:The|An?|Police|Prosecutors|Officials|Inspectors|Rescuers|Monitors|Doctors|Judges)\b", match["subject"]
    )
    agent = match["subject"][0].lower() + match["subject"][1:] if common else match["subject"]
    return f"{like(match['subject'], match['object'])} {verb} {participle} by {agent}{match['end']}"


_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|\w{3,}ed)\b")
_SPLIT = re.compile(r"(?:, and|; and|;) (?=(?:the|it|he|she|they|its|their|this|there|no|all|about) )")
_SUBJECT = re.compile(r"(?:The|It|He|She|They|Its|Their|A|An|There|No|All) ")


@dataclass(frozen=True)
class SentenceSplit(Editing):
    """One sentence made two at “, and the …” or at a semicolon; or two made one."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Joints in front of a subject of its own, and ends in front of one."""
        text = case.summary.value
        for match in places.search(case, _SPLIT, places.prose(case)):
            sentence = places.sentence_at(case, match.start())
            rest = text[match.end() : sentence.end]
            if _FINITE.search(text, sentence.start, match.start()) and re.match(
                r"\w+(?: [\w’'-]+){0,4}? (?:is|are|was|were|has|have|had|will|\w+ed|said|says)\b", rest
            ):
                yield replace(match.start(), match.end() + 1, f". {text[match.end()].upper()}")
        for one, other in pairwise(places.prose(case)):
            gap = text[one.end : other.start]
            short = len(one.text.split()) + len(other.text.split()) <= 34
            plain = not re.search(r"[“”\";:]", one.text + other.text) and one.text.endswith(".")
            if gap == " " and short and plain and _SUBJECT.match(other.text):
                yield replace(one.end - 1, other.start + 1, f", and {other.text[0].lower()}")


_CONVERSIONS = {
    "kilometres": (Decimal(1000), "metres"), "tonnes": (Decimal(1000), "kilograms"),
    "hectares": (Decimal("0.01"), "square kilometres"), "km": (Decimal(1000), "metres"), "weeks": (Decimal(7), "days"),
    "hours": (Decimal(60), "minutes"), "minutes": (Decimal(60), "seconds"), "centimetres": (Decimal(10), "millimetres"),
}  # fmt: skip
_FROM_TO = re.compile(
    r"\b(?:rose|fell|dropped|drops|up|risen|cut|raised|increased|grew) from (\d[\d,.]*\d|\d) to (\d[\d,.]*\d|\d)"
    r"(?= [a-z])(?! per ?cent)"  # a fall of so many points, not per cent
)


@dataclass(frozen=True)
class NumberDerived(Editing):
    """A number that follows from the sources': in a smaller unit, or the difference of the two that are given."""

    role: ClassVar[FaultRole] = "control"

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Measures in digits, and “rose from 12 to 40”."""
        text = case.summary.value
        for figure in counting.figures(case):
            end = figure.start + len(figure.text)
            match = re.match(rf" ({'|'.join(_CONVERSIONS)})\b(?! (?:ago|later|earlier|per|of|an?)\b|/)", text[end:])
            if (
                match
                and figure.text[0].isdigit()
                and not figure.number.hedge
                and figure.value * _CONVERSIONS[match[1]][0] < 10_000_000
            ):
                factor, unit = _CONVERSIONS[match[1]]
                yield partial(_converted, figure.start, end + match.end(), figure.value * factor, unit)
        for match in places.search(case, _FROM_TO):
            old, new = (Decimal(match[i].replace(",", "")) for i in (1, 2))
            if old != new:
                yield replace(match.start(), match.end(), f"{match.group().split(' from ')[0]} by {abs(new - old):,f}")


def _converted(start: int, end: int, value: Decimal, unit: str, rng: np.random.Generator) -> Edit:
    whole = value == value.to_integral_value()
    return Edit(start, end, f"{value:,.0f} {unit}" if whole else f"{value.normalize():f} {unit}")
