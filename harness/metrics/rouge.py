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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar, Literal, NamedTuple, TypeVar

from rapidfuzz.distance import LCSseq
from rouge_score import scoring, tokenizers

from harness.case import Case
from harness.text import stem
from harness.types import Score

K = TypeVar("K")

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

    @cached_property
    def line_counts(self) -> Counter[str]:
        return Counter(token for line in self.lines for token in line.tokens)


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
            reason = f'the "ascii" alphabet drops letters of {case.subject.language}; set alphabet = "unicode"'
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
        return _score(_shared(target.unigrams, summary.unigrams), len(target.tokens), len(summary.tokens))


@dataclass(frozen=True)
class Rouge2(Rouge):
    """Bigram overlap."""

    def pair(self, target: _Prepared, summary: _Prepared) -> scoring.Score:
        """Clipped counts of shared bigrams."""
        hits = _shared(target.bigrams, summary.bigrams)
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
        # rouge-score counts each token of the unions as long as both texts have one left, which comes to this
        unions = Counter(token for line in target.lines for token in _union(line.tokens, summary.lines))
        theirs, mine = target.line_counts, summary.line_counts
        hits = sum(min(n, theirs[token], mine[token]) for token, n in unions.items())
        return _score(hits, theirs.total(), mine.total())


def _shared(target: Counter[K], summary: Counter[K]) -> int:
    """Sum of the smaller counts."""
    return sum(min(target[gram], summary[gram]) for gram in target.keys() & summary.keys())


def _score(hits: int, n_target: int, n_summary: int) -> scoring.Score:
    precision, recall = hits / max(n_summary, 1), hits / max(n_target, 1)
    return scoring.Score(precision=precision, recall=recall, fmeasure=scoring.fmeasure(precision, recall))


def _line(tokens: list[str]) -> _Line:
    masks: dict[str, int] = {}
    for position, token in enumerate(tokens):
        masks[token] = masks.get(token, 0) | 1 << position
    return _Line(tokens, masks)


def _union(reference: list[str], lines: Sequence[_Line]) -> list[str]:
    """The reference's tokens on a longest common subsequence with any of the lines, in order."""
    on_any: set[int] = set()
    for line in lines:
        on_any.update(_subsequence(reference, line))
    return [reference[position] for position in sorted(on_any)]


def _subsequence(reference: list[str], line: _Line) -> list[int]:
    """Positions in `reference` of that longest common subsequence which rouge-score's backtracking finds.

    The table of lengths is kept as one bit vector a row (Hyyrö 2004): bit j of row i is 0 where length(i, j + 1) is
    one more than length(i, j). Rows whose token the line does not hold change nothing and are left out.
    """
    masks = line.masks
    rows = [(position, masks[token]) for position, token in enumerate(reference) if token in masks]
    found: list[int] = []
    if not rows:
        return found
    j = len(line.tokens)
    full = (1 << j) - 1
    vector = full
    vectors = [vector]
    for _, mask in rows:
        matched = vector & mask
        vector = ((vector + matched) | (vector - matched)) & full
        vectors.append(vector)
    i = len(rows)
    length = j - vector.bit_count()
    while length:
        position, mask = rows[i - 1]
        if mask >> (j - 1) & 1:
            found.append(position)
            i, j, length = i - 1, j - 1, length - 1
        # without a match here, length(i, j) is the larger of its two neighbours: go left only if up is smaller
        elif j - (vectors[i - 1] & ((1 << j) - 1)).bit_count() < length:
            j -= 1
        else:
            i -= 1
    return found
