"""The cheap baselines that the metrics are measured against: a few lines each, from the texts of a row alone.

A baseline takes a `Given` row and gives one number, higher for better; NaN where it has nothing to go by.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from rouge_score.rouge_scorer import RougeScorer

from harness.align import Index
from harness.stats import Vector
from harness.text import STOPWORDS, Sentence, Text

K = TypeVar("K", bound=Hashable)
_SALIENT = 40
_ROUGE = RougeScorer(["rouge1"], use_stemmer=True)


class Given(NamedTuple):
    """A row as a baseline sees it."""

    summary: str
    sentences: list[Sentence]
    lookup: Index
    references: list[str]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a label file, one after the other."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def given_rows(path: Path) -> Iterator[tuple[dict[str, Any], Given]]:
    """The rows, each with what a baseline needs of it; the sources of neighbouring rows are read once."""
    indexes: dict[str, Index] = {}
    for row in rows_of(path):
        sources = row.get("sources") or []
        key = json.dumps(sources)
        if key not in indexes:
            indexes = {key: Index([Text(s) for s in sources], [str(n) for n in range(len(sources))])}
        sentences = [s for s in Text(row["summary"]).sentences if s.terms]
        yield row, Given(row["summary"], sentences, indexes[key], row.get("references") or [])


def baseline(path: Path, name: str) -> Vector:
    """One baseline for every row of a label file, in its order."""
    if name == "five signs":
        return _five_signs(path)
    measure = BASELINES[name]
    return np.array([measure(given) if given.sentences else math.nan for _, given in given_rows(path)])


def fact_decisions(path: Path) -> list[dict[str, float]]:
    """For each row, key fact -> idf-weighted share of its words in the best pair of adjacent sentences."""
    decisions = []
    for row, given in given_rows(path):
        held = [set(s.terms) for s in given.sentences]
        pairs = held + [one | other for one, other in pairwise(held)]
        facts = (fact["fact"] for fact in row.get("key_facts") or [])
        decisions.append({fact: _best_share(Text(fact), pairs, given.lookup) for fact in facts})
    return decisions


def _best_share(fact: Text, windows: list[set[str]], index: Index) -> float:
    weights = _weights({t for s in fact.sentences for t in s.terms}, index)
    return max((_share(weights, window) for window in windows), default=0.0)


def _lcs(given: Given) -> float:
    """Mean over the sentences of the longest common subsequence with the best window."""
    return _mean(max((w.order for w in given.lookup.windows(s) if w), default=0.0) for s in given.sentences)


def _idf_words(given: Given) -> float:
    """idf-weighted share of the summary's words that the sources have."""
    words = {t for s in given.sentences for t in s.terms}
    return _share(_weights(words, given.lookup), given.lookup.stems)


def _idf_bigrams(given: Given) -> float:
    """idf-weighted share of the summary's bigrams that the sources have."""
    held = {pair for text in given.lookup.sources for s in text.sentences for pair in pairwise(s.terms)}
    pairs = {pair for s in given.sentences for pair in pairwise(s.terms)}
    return _share({pair: given.lookup.idf(pair[0]) + given.lookup.idf(pair[1]) for pair in pairs}, held)


def _novel_facts(given: Given) -> float:
    """Minus the number of figures and capitalised words that no source has."""
    count = 0
    for sentence in given.sentences:
        for place, word in enumerate(sentence.words):
            written = sentence.text[word.start - sentence.start]
            if (written.isdigit() or (written.isupper() and place)) and word.stem not in given.lookup.stems:
                count += 1
    return float(-count)


def _salient_words(given: Given) -> float:
    """Share of the 40 most salient words of the sources that the summary has, by salience."""
    salience = given.lookup.salience
    top = sorted(salience, key=lambda stem: (-salience[stem], stem))[:_SALIENT]
    return _share({stem: salience[stem] for stem in top}, {t for s in given.sentences for t in s.terms})


def _source_words(given: Given) -> float:
    """tf-idf-weighted share of the sources' words that the summary has."""
    counts = Counter(t for text in given.lookup.sources for s in text.sentences for t in s.terms if t not in STOPWORDS)
    weights = {stem: count * given.lookup.idf(stem) for stem, count in counts.items()}
    return _share(weights, {t for s in given.sentences for t in s.terms})


def _rouge1_recall(given: Given) -> float:
    """ROUGE-1 recall against the best reference."""
    scores = (_ROUGE.score(reference, given.summary)["rouge1"].recall for reference in given.references)
    return max(scores, default=math.nan)


BASELINES: Mapping[str, Callable[[Given], float]] = {
    "sentence LCS": _lcs,
    "idf words": _idf_words,
    "idf bigrams": _idf_bigrams,
    "novel facts": _novel_facts,
    "salient words": _salient_words,
    "source words": _source_words,
    "ROUGE-1 recall": _rouge1_recall,
}


def _five_signs(path: Path) -> Vector:
    """z-sum of five signs of coherence: no similar sentences, no repeated bigrams, contiguous and ordered alignment,
    copied 4-grams; the last three weigh .7, .7 and .5.
    """
    rows = [_signs(given) if given.sentences else [math.nan] * 5 for _, given in given_rows(path)]
    signs = np.array(rows)
    spread = np.nanstd(signs, axis=0)
    z = (signs - np.nanmean(signs, axis=0)) / np.where(spread > 0, spread, 1)
    return np.asarray(z @ np.array([1, 1, 0.7, 0.7, 0.5]))


def _signs(given: Given) -> list[float]:
    bigrams = [set(pairwise(s.terms)) for s in given.sentences]
    likeness = max(
        (len(a & b) / min(len(a), len(b)) for a, b in combinations(bigrams, 2) if a and b),
        default=0.0,
    )
    every = [pair for s in given.sentences for pair in pairwise(s.terms)]
    repeated = 1 - len(set(every)) / len(every) if every else 0.0
    windows = [
        max((w for w in given.lookup.windows(s) if w), key=lambda w: w.support, default=None) for s in given.sentences
    ]
    steps = [b.first - a.first for a, b in pairwise(windows) if a and b]
    contiguous = _mean(float(0 <= step <= 2) for step in steps) if steps else 1.0
    ordered = _mean(float(step >= 0) for step in steps) if steps else 1.0
    held = {gram for text in given.lookup.sources for s in text.sentences for gram in _fours(s)}
    mine = [gram for s in given.sentences for gram in _fours(s)]
    copied = _mean(float(gram in held) for gram in mine) if mine else 0.0
    return [-likeness, -repeated, contiguous, ordered, copied]


def _fours(sentence: Sentence) -> list[tuple[str, ...]]:
    return list(zip(*(sentence.terms[i:] for i in range(4)), strict=False))


def _weights(stems: Iterable[str], index: Index) -> dict[str, float]:
    return {stem: index.idf(stem) for stem in stems if stem not in STOPWORDS}


def _mean(values: Iterable[float]) -> float:
    kept = list(values)
    return math.fsum(kept) / len(kept) if kept else math.nan


def _share(weights: Mapping[K, float], present: Set[K]) -> float:
    total = math.fsum(weights.values())
    return math.fsum(w for key, w in weights.items() if key in present) / total if total else 0.0
