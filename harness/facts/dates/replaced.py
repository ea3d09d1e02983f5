"""Figures and days that a text itself calls out of date: "down from 26", "first set for Tuesday"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.facts.dates import DateMention
from harness.facts.numbers import Number
from harness.text import Sentence, Text

# "down from 26", "well above the 8,000 that the owner had estimated", "up from the five mentioned"
_REPLACED = re.compile(
    r"\b(?:(?:up|down|raised|lowered|revised|corrected|increased|reduced|cut)\sfrom(?:\s(?:the|its))?"
    r"|(?:above|below|higher\sthan|lower\sthan|more\sthan|fewer\sthan|instead\sof|rather\sthan|not)\s(?:the|its))\s"
    r"(?:(?:first|earlier|initial|original)\s)?(?:(?:count|figure|estimate|toll)\sof\s)?(?:about\s|around\s|some\s)?$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\s(?:\w+\s)?to\s(?:about\s)?\w*\d"
)  # "cut from 38 hours to 36.5" tells a change, not a correction
_FORMER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|(?:had|first|initially|originally)\s(?:\w+\s)?(?:reported|estimated|mentioned|said|given"
    r"|announced|put)|(?:days?|hours?|weeks?)\s(?:earlier|before)|mentioned|first\s(?:feared|thought|reported))\b",
    re.IGNORECASE,
)
# "first set for Tuesday", "moved from Tuesday"
_PUT_OFF = re.compile(
    r"\b(?:(?:first|originally|initially|previously)\s(?:set|planned|scheduled|due|fixed|announced)\s(?:for|on)"
    r"|(?:moved|postponed|put\s(?:off|back)|brought\sforward|rescheduled|delayed|pushed\sback)\sfrom)\s(?:the\s)?$",
    re.IGNORECASE,
)


class Replaced(NamedTuple):
    """A figure or a day, and the sentence that says that it no longer holds."""

    sentence: Sentence
    mention: Number | DateMention


def find_replaced(text: Text, dates: Sequence[DateMention], numbers: Sequence[Number]) -> Iterator[Replaced]:
    """The figures and days of `text` that it calls out of date."""
    value = text.value
    for sentence in text.sentences:
        for day in dates:
            inside = sentence.start <= day.start < sentence.end and day.precision == "day"
            if inside and _PUT_OFF.search(value[sentence.start : day.start]):
                yield Replaced(sentence, day)
        if _FORMER.search(sentence.text) is None:
            continue
        for number in numbers:
            inside = sentence.start <= number.start < sentence.end
            if (
                inside
                and _REPLACED.search(value[sentence.start : number.start])
                and not _CHANGE.match(value, number.end)
            ):
                yield Replaced(sentence, number)
