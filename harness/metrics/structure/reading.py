"""Rules of reading: how hard the text is, beside what the house asks and how its sources write; and how long it is.

The grade is Flesch and Kincaid's (Kincaid et al. 1975, "Derivation of new readability formulas …", Naval Technical
Training Command, Research Branch Report 8-75): 0.39 × words per sentence + 11.8 × syllables per word - 15.59, the years of
school that a reader needs. It counts words and syllables; it knows nothing of what is clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from harness.case import Case, Subject, per_article
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, band
from harness.metrics.structure.page import page
from harness.text import Sentence

_FEWEST = 30  # words; the grade of fewer says nothing
_GROUPS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^aeiouy]es|[^aeiouytd]ed|[^aeiouyl]e|[aeiouy]le)$")
_SPLIT = re.compile(r"i[ao](?!us?\b)|[aeiouy]ing|[^gq]ua|eo|(?<![tcs])ia|io(?!n|u)")
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=1 << 15)
def syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, but for silent endings. At least 1."""
    letters = "".join(_LETTERS.findall(word.lower()))
    if len(letters) <= 3:
        return 1
    count = len(_GROUPS.findall(letters))
    if _SILENT_END.search(letters) and not letters.endswith(("ses", "ces", "ges", "zes", "xes", "ches", "shes")):
        count -= 1
    return max(1, count)


def grade(sentences: Iterable[Sentence]) -> float | None:
    """The Flesch-Kincaid grade of some sentences; None where they have fewer than thirty words."""
    kept = [s for s in sentences if s.words]
    words = [w.norm for s in kept for w in s.words]
    if len(words) < _FEWEST:
        return None
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(kept) + 11.8 * spoken / len(words) - 15.59


def house(case: Case, *, min_grade: float, max_grade: float) -> Outcome:
    """The grade lies in the band of the house."""
    mine = grade(page(case).prose)
    if mine is None:
        return SILENT
    return _within(mine, min_grade, max_grade, "the house asks for")


def sources(case: Case, *, slack: float) -> Outcome:
    """The grade lies between that of the easiest and of the hardest source, give or take so many years."""
    mine, theirs = grade(page(case).prose), _grades(case.subject)
    if mine is None or not theirs:
        return SILENT
    return _within(mine, min(theirs) - slack, max(theirs) + slack, "the sources allow for")


def _within(mine: float, low: float, high: float, asked: str) -> Outcome:
    if low <= mine <= high:
        return KEPT
    apart = low - mine if mine < low else mine - high
    what = "is easier to read" if mine < low else "is harder to read"
    message = f"The story {what} than {asked}: grade {mine:.1f}, not {low:.1f} to {high:.1f}."
    return Outcome(max(0.0, 1 - apart / 5), (Breach(message, None, (), f"{low:.1f} to {high:.1f}", f"{mine:.1f}"),))


@per_article
def _grades(subject: Subject) -> tuple[float, ...]:
    found = (grade(text.sentences) for text in subject.sources)
    return tuple(value for value in found if value is not None)


def length(case: Case, *, min_words: int, max_words: int) -> Outcome:
    """The summary has so many words, all of its parts counted."""
    return band(len(case.summary.words), min_words, max_words, "The summary has")
