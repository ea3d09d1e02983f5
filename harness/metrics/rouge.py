"""ROUGE as rouge-score computes it, to the last bit, with every text prepared once.

Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries". 0: no shared n-gram; 1: the same tokens. It
sees wording, not truth: a changed number costs one token of many. Tokens, stems and F1 are rouge-score's own; what
is done anew is the counting, because rouge-score tokenizes and tabulates each text again for each pair (see
docs/decisions.md). The mean over articles is ours; rouge-score's aggregator, an unseeded bootstrap, is never used.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar, Literal, NamedTuple

from rapidfuzz.distance import LCSseq
from rouge_score import scoring, tokenizers

from harness.case import Case
from harness.text import stem
from harness.types import Score

_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST_KEPT = 20_000  # characters; longer texts are prepared anew each time, so that memory stays flat


class Tokenizer(tokenizers.Tokenizer):  # type: ignore[misc]
    """rouge-score's default tokenizer, or its Unicode sibling, stemming each distinct word once.

    Fit for `rouge_score.rouge_scorer.RougeScorer(..., tokenizer=...)` too.
    """

    def __init__(self, alphabet: str = "ascii", stemmer: bool = True) -> None:
        self._separator = _NOT_ASCII_WORD if alphabet == "ascii" else _NOT_WORD
        self._stemmer = stemmer

    def tokenize(self, text: str) -> list[str]:
        """The tokens of `text`, lower-cased, stemmed if asked."""
        tokens = self._separator.sub(" ", text.lower()).split()
        return [stem(token) for token in tokens] if self._stemmer else tokens


class _Line(NamedTuple):
    """One sentence: its tokens, and for each token the bit mask of its positions."""

    tokens: list[str]
    masks: dict[str, int]


class _Prepared:
    """A text with everything that the four measures count."""

    def __init__(self, text: str, tokenizer: Tokenizer) -> None:
        self._text = text
        self._tokenizer = tokenizer

    @cached_property
    def tokens(self) -> list[str]:
        return self._tokenizer.tokenize(self._text)

    @cached_property
    def unigrams(self) -> Counter[str]:
        return Counter(self.tokens)

    @cached_property
    def bigrams(self) -> Counter[tuple[str, str]]:
        return Counter(zip(self.tokens, self.tokens[1:], strict=False))

    @cached_property
    def lines(self) -> list[_Line]:
        """One per line of the text, as rougeLsum has it."""
        return [_line(self._tokenizer.tokenize(line)) for line in self._text.split("\n") if line]


@dataclass(frozen=True)
class Rouge(ABC):
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
    by_sentence: ClassVar[bool] = False

    def score(self, case: Case) -> Score:
        """F1 as value; precision and recall as parts."""
        if self.alphabet == "ascii" and case.subject.language != "en":
            reason = (
                f'the "ascii" alphabet drops letters of {case.subject.language}; set alphabet = "unicode"'
            )
            return Score(value=None, reason=reason)
        references = case.subject.references if self.references == "max" else case.subject.references[:1]
        summary = self._prepare(case.summary.lines if self.by_sentence else case.summary.value)
        targets = (self._prepare(r.lines if self.by_sentence else r.value) for r in references)
        # as rouge-score's score_multi: the first of equals
        best = max((self.pair(target, summary) for target in targets), key=lambda score: score.fmeasure)
        parts = {"precision": float(best.precision), "recall": float(best.recall)}
        return Score(value=float(best.fmeasure), parts=parts)

    @abstractmethod
    def pair(self, target: _Prepared, summary: _Prepared) -> scoring.Score:
        """Precision, recall and F1 of one summary against one reference."""

    def _prepare(self, text: str) -> _Prepared:
        if len(text) > _LONGEST_KEPT:
            return _Prepared(text, Tokenizer(self.alphabet, self.stemmer))
        return _prepared(text, self.alphabet, self.stemmer)


@lru_cache(maxsize=1024)
def _prepared(text: str, alphabet: str, stemmer: bool) -> _Prepared:
    return _Prepared(text, Tokenizer(alphabet, stemmer))


@dataclass(frozen=True)
class Rouge1(Rouge):
    """Unigram overlap."""

    def pair(self, target: _Prepared, summary: _Prepared) -> scoring.Score:
        """Clipped counts of shared tokens."""
        return _score((target.unigrams & summary.unigrams).total(), len(target.tokens), len(summary.tokens))


@dataclass(frozen=True)
class Rouge2(Rouge):
    """Bigram overlap."""

    def pair(self, target: _Prepared, summary: _Prepared) -> scoring.Score:
        """Clipped counts of shared bigrams."""
        hits = (target.bigrams & summary.bigrams).total()
        return _score(hits, max(0, len(target.tokens) - 1), max(0, len(summary.tokens) - 1))


@dataclass(frozen=True)
class RougeL(Rouge):
    """Longest common subsequence of the whole texts."""

    def pair(self, target: _Prepared, summary: _Prepared) -> scoring.Score:
        """Length of the longest common subsequence, by rapidfuzz."""
        hits = LCSseq.similarity(target.tokens, summary.tokens)
        return _score(hits, len(target.tokens), len(summary.tokens))


@dataclass(frozen=True)
class RougeLsum(Rouge):
    """Union of longest common subsequences over sentences; sentences are split by the harness."""

    by_sentence: ClassVar[bool] = True

    def pair(self, target: _Prepared, summary: _Prepared) -> scoring.Score:
        """Tokens of the reference that lie on a common subsequence with some sentence, each counted once."""
        theirs, mine = _count(target.lines), _count(summary.lines)
        hits = 0
        for line in target.lines:
            for token in _union(line.tokens, summary.lines):
                if theirs[token] > 0 and mine[token] > 0:
                    hits += 1
                    theirs[token] -= 1
                    mine[token] -= 1
        n_target = sum(len(line.tokens) for line in target.lines)
        return _score(hits, n_target, sum(len(line.tokens) for line in summary.lines))


def _score(hits: int, n_target: int, n_summary: int) -> scoring.Score:
    precision, recall = hits / max(n_summary, 1), hits / max(n_target, 1)
    return scoring.Score(precision=precision, recall=recall, fmeasure=scoring.fmeasure(precision, recall))


def _count(lines: Iterable[_Line]) -> Counter[str]:
    return Counter(token for line in lines for token in line.tokens)


def _line(tokens: list[str]) -> _Line:
    masks: dict[str, int] = {}
    for position, token in enumerate(tokens):
        masks[token] = masks.get(token, 0) | 1 << position
    return _Line(tokens, masks)


def _union(reference: list[str], lines: Sequence[_Line]) -> Iterator[str]:
    """The reference's tokens on a longest common subsequence with any of the lines, in order."""
    on_any: set[int] = set()
    for line in lines:
        on_any.update(_subsequence(reference, line))
    return (reference[position] for position in sorted(on_any))


def _subsequence(reference: list[str], line: _Line) -> Iterator[int]:
    """Positions in `reference` of that longest common subsequence which rouge-score's backtracking finds.

    The table of lengths is kept as one bit vector a row (Hyyrö 2004): bit j of row i is 0 where length(i, j + 1) is
    one more than length(i, j). Rows whose token the line does not hold change nothing and are left out.
    """
    rows = [position for position, token in enumerate(reference) if token in line.masks]
    if not rows:
        return
    width = len(line.tokens)
    full = (1 << width) - 1
    vectors = [full]
    for position in rows:
        vector = vectors[-1]
        matched = vector & line.masks[reference[position]]
        vectors.append(((vector + matched) | (vector - matched)) & full)
    i, j = len(rows), width
    length = j - vectors[i].bit_count()
    while length:
        if line.masks[reference[rows[i - 1]]] >> (j - 1) & 1:
            yield rows[i - 1]
            i, j, length = i - 1, j - 1, length - 1
        # without a match here, length(i, j) is the larger of its two neighbours: go left only if up is smaller
        elif j - (vectors[i - 1] & ((1 << j) - 1)).bit_count() < length:
            j -= 1
        else:
            i -= 1
