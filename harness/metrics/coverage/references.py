"""References: how much of what a person wrote the summary tells."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from harness.case import Case, Subject, per_article
from harness.metrics.coverage.length import Reach, scored_reach
from harness.metrics.coverage.shares import share
from harness.metrics.rouge import Rouge1, Rouge2, RougeL
from harness.text import STOPWORDS, Sentence, Text

FIGURE = 2.0
"""Weight of a number beside another word: a person who gives a figure gives it for its own sake."""
TOGETHER = 0.2
"""Weight of the recall sentence by sentence, in which words of the reference's sentence must stand in one of ours.

Both are steps of .1 (1 for FIGURE) chosen on REALSumm's recalls of summary content units; any value of TOGETHER from 0
to .4 gives the same agreement within .005. Weights by idf, bigrams and WordNet's synonyms were tried and do not add.
"""
_ROUGE = {"rouge1_recall": Rouge1(alphabet="unicode"), "rouge2_recall": Rouge2(alphabet="unicode"),
          "rougeL_recall": RougeL(alphabet="unicode")}  # fmt: skip


class _Target(NamedTuple):
    """A reference: the weights of its content words, and those of each sentence."""

    weights: Mapping[str, float]
    sentences: Sequence[Mapping[str, float]]


@per_article
def _targets(subject: Subject) -> tuple[_Target, ...]:
    return tuple(_target(text) for text in subject.references)


def _target(text: Text) -> _Target:
    sentences = [weights for s in text.sentences if (weights := _weights(s))]
    return _Target({term: weight for weights in sentences for term, weight in weights.items()}, sentences)


def _weights(sentence: Sentence) -> dict[str, float]:
    return {term: FIGURE if term[0].isdigit() else 1.0 for term in sentence.terms if term not in STOPWORDS}


def reference_recall(case: Case) -> float | None:
    """Best recall of a reference: its content words anywhere in the summary, and sentence by sentence."""
    own = [frozenset(sentence.terms) for sentence in case.summary.sentences]
    held = frozenset(itertools.chain.from_iterable(own))
    return max((_recall(target, held, own) for target in _targets(case.subject)), default=None)


def _recall(target: _Target, held: frozenset[str], own: Sequence[frozenset[str]]) -> float:
    total = math.fsum(math.fsum(weights.values()) for weights in target.sentences)
    if not total:
        return 0.0
    together = math.fsum(
        max((math.fsum(w for term, w in weights.items() if term in terms) for terms in own), default=0.0)
        for weights in target.sentences
    )
    return (1 - TOGETHER) * share(target.weights, held) + TOGETHER * together / total


def rouge_recalls(case: Case) -> dict[str, float | None]:
    """ROUGE-1, -2 and -L recall (Lin 2004) of the reference that each finds best."""
    if not case.subject.references:
        return {}
    return {name: rouge.score(case).parts["recall"] for name, rouge in _ROUGE.items()}


@per_article
def references_reach(subject: Subject) -> Reach:
    """What the lead and the oracle reach on the references."""
    weights: dict[str, float] = {}
    for target in _targets(subject):
        weights |= target.weights
    return scored_reach(subject, reference_recall, weights)
