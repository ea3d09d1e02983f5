"""ROUGE by rouge-score, per summary, with a tokenizer that stems each distinct word once.

Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries". 0: no shared n-gram; 1: the same tokens. It
sees wording, not truth: a changed number costs one token of many. The mean over articles is ours; rouge-score's
own aggregator, an unseeded bootstrap, is never used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

from rouge_score import rouge_scorer, tokenizers
from rouge_score.scoring import Score as RougeScore

from harness.case import Case
from harness.text import stem
from harness.types import Score

_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST_KEPT = 20_000  # characters; longer texts are tokenized anew each time, so that memory stays flat


class _Tokenizer(tokenizers.Tokenizer):  # type: ignore[misc]
    """rouge-score's default tokenizer (or its Unicode sibling) with remembered stems and texts."""

    def __init__(self, alphabet: str, stemmer: bool) -> None:
        self._separator = _NOT_ASCII_WORD if alphabet == "ascii" else _NOT_WORD
        self._stemmer = stemmer
        self._kept = lru_cache(maxsize=1024)(self._tokenize)

    def tokenize(self, text: str) -> list[str]:
        return self._kept(text) if len(text) <= _LONGEST_KEPT else self._tokenize(text)

    def _tokenize(self, text: str) -> list[str]:
        tokens = self._separator.sub(" ", text.lower()).split()
        return [stem(token) for token in tokens] if self._stemmer else tokens


@lru_cache(maxsize=4)
def _tokenizer(alphabet: str, stemmer: bool) -> _Tokenizer:
    """One tokenizer for all four metrics, so that they share its memory."""
    return _Tokenizer(alphabet, stemmer)


@dataclass(frozen=True)
class Rouge:
    """F1 against the references; with several, the one with the highest F1 counts (`references = "max"`).

    alphabet: "ascii" is rouge-score's own tokenizer, which drops every other letter; "unicode" keeps all.
    references: "max" over all, or only the "first".
    """

    stemmer: bool = True
    alphabet: Literal["ascii", "unicode"] = "ascii"
    references: Literal["max", "first"] = "max"

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ("references",)
    languages: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[str]

    def score(self, case: Case) -> Score:
        """F1 as value; precision and recall as parts."""
        if self.alphabet == "ascii" and case.subject.language != "en":
            reason = f'the "ascii" alphabet drops letters of {case.subject.language}; set alphabet = "unicode"'
            return Score(value=None, reason=reason)
        references = case.subject.references if self.references == "max" else case.subject.references[:1]
        scorer = _scorer(self.kind, self.alphabet, self.stemmer)
        by_line = self.kind == "rougeLsum"
        summary = case.summary.lines if by_line else case.summary.value
        best: RougeScore | None = None
        for reference in references:
            score = scorer.score(reference.lines if by_line else reference.value, summary)[self.kind]
            if best is None or score.fmeasure > best.fmeasure:
                best = score
        assert best is not None  # `needs` keeps articles without references away
        parts = {"precision": float(best.precision), "recall": float(best.recall)}
        return Score(value=float(best.fmeasure), parts=parts)


@lru_cache(maxsize=16)
def _scorer(kind: str, alphabet: str, stemmer: bool) -> rouge_scorer.RougeScorer:
    return rouge_scorer.RougeScorer([kind], tokenizer=_tokenizer(alphabet, stemmer))


@dataclass(frozen=True)
class Rouge1(Rouge):
    """Unigram overlap."""

    kind: ClassVar[str] = "rouge1"


@dataclass(frozen=True)
class Rouge2(Rouge):
    """Bigram overlap."""

    kind: ClassVar[str] = "rouge2"


@dataclass(frozen=True)
class RougeL(Rouge):
    """Longest common subsequence of the whole texts."""

    kind: ClassVar[str] = "rougeL"


@dataclass(frozen=True)
class RougeLsum(Rouge):
    """Union of longest common subsequences over sentences; sentences are split by the harness."""

    kind: ClassVar[str] = "rougeLsum"
