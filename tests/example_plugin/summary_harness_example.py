"""An example plug-in: a metric that counts questions, a backend that says how each source ends, and a fault that turns
statements into questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.text import Text
from harness.types import Article, Edited, FaultRole, Score, Span, Summary


@dataclass(frozen=True)
class QuestionShare:
    """Share of the summary's sentences that ask something; news reports ask nothing."""

    mark: str = "?"

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = False
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ()

    def score(self, case: Case) -> Score:
        """0: no question; 1: nothing but questions."""
        sentences = case.summary.sentences
        return Score(value=sum(s.text.endswith(self.mark) for s in sentences) / len(sentences))


@dataclass(frozen=True)
class Doubted:
    """The full stop of a sentence turned into a question mark."""

    role: ClassVar[FaultRole] = "fault"
    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("question-share",)
    finds: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ()
    max_edits: ClassVar[int] = 2

    def inject(self, case: Case, others: Sequence[Article], *, edits: int, rng: np.random.Generator) -> Edited | None:
        """Sentences drawn by `rng`; the first of two is the one that is drawn alone."""
        stops = [s.end - 1 for s in case.summary.sentences if s.text.endswith(".")]
        if len(stops) < edits:
            return None
        text = list(case.summary.value)
        places = sorted(stops[i] for i in rng.permutation(len(stops))[:edits])
        for place in places:
            text[place] = "?"
        return Edited(text="".join(text), spans=tuple(Span(start=p, end=p + 1, text="?") for p in places))


@dataclass(frozen=True)
class LastSentence:
    """The last sentence of every source."""

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """In the order of the sources."""
        return Summary(text=" ".join(Text(source.text).sentences[-1].text for source in article.sources))
