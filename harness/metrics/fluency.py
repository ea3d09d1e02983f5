"""Fluency: is each sentence whole and well formed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from harness.case import Case
from harness.metrics.telling.measures import measured
from harness.types import Score

WEIGHTS = {
    "tight": 0.11,
    "full": 0.20,
    "unbroken": 0.21,
    "closed": 0.07,
    "verbal": 0.19,
    "finished": 0.03,
    "familiar": 0.19,
}
"""Of the measures, together 1: see tests/benchmarks/fit_coherence.py."""


@dataclass(frozen=True)
class Fluency:
    """How well formed the running sentences are, one by one. 1: whole, without stumbling; 0: scraps.

    A weighted mean of measures, each a part of 0–1: `tight` (no word twice in a sentence), `full` (no scraps),
    `unbroken` (no sentence breaks off behind “the” or “and”), `closed` (each has an end mark), `verbal` (each has a word
    that may be a verb), `finished` (they end where sources make a stop), `familiar` (neighbouring words of shapes that
    are neighbours in the sources). Without sources the last two are None, and the others make up the value.

    It cannot see grammar: the right words in the wrong places pass, and so does a noun that could be a verb. Nor does
    it look at unpaired quotation marks and brackets, which on SummEval did not go with people's judgements. `familiar`
    asks for the sources' ways of putting things; good English that they have no example of costs a little.
    """

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value, one part per measure, and findings words.repeated, sentence.cut, sentence.verbless."""
        return measured(case, WEIGHTS)
