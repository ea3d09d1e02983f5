"""The sanity ladder: backends whose place in every ranking is known beforehand. Never candidates, always controls.

A metric that does not put oracle on top of coverage, copy on top of consistency, and random and shuffled at the
bottom of both, does not work on the article set at hand.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from harness.backends.vectors import check_sentences, join, source_sentences
from harness.stats import random_stream
from harness.text import Text
from harness.types import Article, Summary

K = TypeVar("K")


@dataclass(frozen=True)
class Empty:
    """Says nothing. Must end as the state `empty`, never as a score of 0."""

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = True

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """An empty text."""
        return Summary(text="")


@dataclass(frozen=True)
class Copy:
    """All sources, whole, one after the other: nothing wrong, nothing left out, nothing summarized."""

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = True

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The source texts, parted by blank lines."""
        return Summary(text="\n\n".join(source.text for source in article.sources))


@dataclass(frozen=True)
class RandomOwn:
    """Sentences drawn at random from the article's own sources: all true, and beside the point."""

    sentences: int = 3
    seed: int = 0

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_sentences(self.sentences)

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The draw depends on seed, article and sample only."""
        places = source_sentences(article)
        rng = random_stream(self.seed, "random", article.id, sample)
        chosen = rng.choice(len(places), size=min(self.sentences, len(places)), replace=False)
        return Summary(text=join(places[i] for i in sorted(chosen)))


@dataclass(frozen=True)
class Random(RandomOwn):
    """Sentences drawn at random from another article's sources: fluent, and about something else."""

    needs: ClassVar[tuple[str, ...]] = ("other",)


@dataclass(frozen=True)
class Shuffled:
    """A good summary of another article: its reference, or its first sentences where it has none."""

    sentences: int = 3

    needs: ClassVar[tuple[str, ...]] = ("other", "references")
    control: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_sentences(self.sentences)

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """`article` is the other article already."""
        if article.references:
            return Summary(text=article.references[0].text)
        return Summary(text=join(source_sentences(article)[: self.sentences]))


@dataclass(frozen=True)
class Oracle:
    """The best that extraction can do: source sentences chosen one by one to raise ROUGE-1 + ROUGE-2 F1 against the
    reference, as long as it rises. Nallapati et al. 2017. An upper bound for extractive backends on ROUGE.
    """

    needs: ClassVar[tuple[str, ...]] = ("references",)
    control: ClassVar[bool] = True

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """Not applicable where the article has no reference."""
        if not article.references:
            return Summary(state="not_applicable", reason="the article has no reference of this profile")
        targets = [_grams(s.stems for s in Text(r.text).sentences) for r in article.references]
        places = source_sentences(article)
        chosen: list[int] = []
        best = 0.0
        while True:
            rest = [i for i in range(len(places)) if i not in chosen]
            scored = [
                (_f1_sum(_grams(places[j].sentence.stems for j in sorted([*chosen, i])), targets), -i) for i in rest
            ]
            highest, index = max(scored, default=(0.0, 0))
            if highest <= best:
                return Summary(text=join(places[i] for i in sorted(chosen)))
            best = highest
            chosen.append(-index)


_Grams = tuple[Counter[str], Counter[tuple[str, str]]]


def _grams(sentences: Iterable[tuple[str, ...]]) -> _Grams:
    stems = [stem for sentence in sentences for stem in sentence]
    return Counter(stems), Counter(itertools.pairwise(stems))


def _f1_sum(summary: _Grams, targets: list[_Grams]) -> float:
    return max(_f1(summary[0], target[0]) + _f1(summary[1], target[1]) for target in targets)


def _f1(mine: Counter[K], theirs: Counter[K]) -> float:
    shared = sum(min(count, theirs[gram]) for gram, count in mine.items() if gram in theirs)
    total = mine.total() + theirs.total()
    return 2 * shared / total if total else 0.0
