"""An example plug-in: a metric that counts questions, and a backend that says how each source ends."""

from dataclasses import dataclass
from typing import ClassVar

from harness.case import Case
from harness.text import Text
from harness.types import Article, Score, Summary


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
class LastSentence:
    """The last sentence of every source."""

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """In the order of the sources."""
        return Summary(text=" ".join(Text(source.text).sentences[-1].text for source in article.sources))
