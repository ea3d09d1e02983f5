"""Key facts made ready for comparison with many summaries: their words, what each weighs, and where they come from.

A word weighs by how rare it is in the sources, and once more by how few of the other facts use it: what all facts of an
article share, its names above all, tells none of them. Weekdays, months and years do not weigh, since stories date an
event once and not in every sentence; words that no source uses are the annotator's wording and weigh less.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from harness.align import best
from harness.case import Subject, per_article
from harness.facts.dates import find_dates
from harness.facts.lexicon import known, relation
from harness.facts.names import CALENDAR
from harness.facts.numbers import Number, find_numbers
from harness.stats import Vector
from harness.text import STOPWORDS, Sentence, Text, Word
from harness.types import Evidence, KeyFact

_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDING = 0.3
_RELATED = {"same": 1.0, "synonym": 0.8, "broader": 0.5, "narrower": 0.5, "sibling": 0.3}
_ALIKE = 0.8
_FIRST_LETTERS = 4  # that words alike have in common at least
_ENDING = 3  # letters that one may have more than the other
_COMMON = 0.7  # share of the longer one that must be common, from five letters on
_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty""".split()
_FIGURES = {word: str(number) for number, word in enumerate(_SMALL)} | {"first": "1st", "second": "2nd", "third": "3rd"}
_SAME = _FIGURES | {figure: word for word, figure in _FIGURES.items()}
"""Small numbers in words -> in figures, and back."""


@dataclass(frozen=True)
class Term:
    """A content word of a fact, and how near to it every word is that it has been compared with."""

    norm: str
    stem: str
    name: bool
    near: dict[str, float] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def likeness(self, words: frozenset[str]) -> dict[str, float]:
        """The words that may stand for this one, and how well (0–1). Kept, so that each pair is compared once."""
        fresh = words - self.seen
        if fresh:
            self.near.update({word: degree for word in fresh if (degree := _degree(self.norm, word))})
            self.seen.update(fresh)
        return {word: degree for word, degree in tuple(self.near.items()) if word in words}


@dataclass(frozen=True)
class Asked:
    """A key fact: its content words, their weights `rare` (in the sources) and `own` (among the facts too), shape
    (words,), all its terms in order, its numbers; `stated`, the largest share of its weight that one or two sentences
    of a source hold; and the passage that states it best.
    """

    fact: KeyFact
    words: tuple[Term, ...]
    rare: Vector
    own: Vector
    terms: tuple[str, ...]
    numbers: tuple[Number, ...]
    stated: float
    evidence: tuple[Evidence, ...]


@per_article
def asked(subject: Subject) -> tuple[Asked, ...]:
    """The key facts of the article, in its order."""
    facts = [Text(fact.text) for fact in subject.article.key_facts]
    used = Counter(stem for text in facts for stem in {word.stem for word in text.words})
    sentences = [Lines(text.sentences) for text in subject.sources]
    result = []
    for fact, text in zip(subject.article.key_facts, facts, strict=True):
        terms = tuple(_content(text))
        rare = _weights(terms, subject)
        others = [math.log((1 + len(facts)) / (0.5 + used[term.stem])) for term in terms]
        numbers = tuple(_numbers(fact.text, subject))
        stated = max((_held_by_two(terms, rare, lines) for lines in sentences), default=1.0)
        order = tuple(term for sentence in text.sentences for term in sentence.terms)
        result.append(
            Asked(fact, terms, rare, rare * np.array(others), order, numbers, stated, _evidence(fact, subject))
        )
    return tuple(result)


class Lines:
    """Sentences, searchable by word; those without any word are left out."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.sentences = [sentence for sentence in sentences if sentence.terms]
        self._by_stem: dict[str, set[int]] = {}
        self._by_word: dict[str, set[int]] = {}
        for number, sentence in enumerate(self.sentences):
            for stem in (*sentence.terms, *sentence.stems):
                self._by_stem.setdefault(stem, set()).add(number)
            for word in sentence.words:
                if word.norm not in STOPWORDS:
                    self._by_word.setdefault(word.norm, set()).add(number)
        self._words = frozenset(self._by_word)

    def literally(self, terms: Sequence[Term]) -> Vector:
        """1 where a sentence holds a word in some inflection, shape (words, sentences)."""
        table = np.zeros((len(terms), len(self.sentences)))
        for row, term in enumerate(terms):
            table[row, list(self._by_stem.get(term.stem, ()))] = 1.0
        return table

    def related(self, terms: Sequence[Term], literally: Vector) -> Vector:
        """The same with words that may stand for it, by how near they are."""
        table = literally.copy()
        for row, term in enumerate(terms):
            for word, degree in term.likeness(self._words).items():
                for number in self._by_word[word]:
                    table[row, number] = max(table[row, number], degree)
        return table


def widened(table: Vector) -> Vector:
    """The table with a column more for every two adjacent sentences."""
    return np.hstack([table, np.maximum(table[:, :-1], table[:, 1:])])


def held(weights: Vector, table: Vector) -> Vector:
    """Share of the weights that each column holds."""
    share: Vector = weights @ table / weights.sum()
    return share


def _held_by_two(terms: Sequence[Term], weights: Vector, lines: Lines) -> float:
    if not terms or not lines.sentences:
        return 0.0
    return float(held(weights, widened(lines.related(terms, lines.literally(terms)))).max())


def _numbers(text: str, subject: Subject) -> Iterable[Number]:
    """Its numbers but ordinals and the days of dates ("from Friday 16 to Saturday, 17 January")."""
    days = {date.end + 1 for date in find_dates(text, None)}
    return (n for n in find_numbers(text, subject.currencies) if n.kind != "ordinal" and n.start not in days)


def _content(text: Text) -> Iterable[Term]:
    """The distinct content words; of a text that has none, every word."""
    words: dict[str, tuple[int, Word]] = {}
    for number, word in enumerate(text.words):
        words.setdefault(word.stem, (number, word))
    content = [item for item in words.values() if item[1].norm not in STOPWORDS] or list(words.values())
    for number, word in content:
        capital = text.value[word.start].isupper() and word.norm not in CALENDAR
        yield Term(word.norm, word.stem, name=capital and (number > 0 or not known(word.norm)))


def _weights(terms: Sequence[Term], subject: Subject) -> Vector:
    index = subject.index
    stems = index.stems if subject.sources else {term.stem for term in terms}
    rarity = np.array([index.idf(term.stem) * (1.0 if term.stem in stems else _WORDING) for term in terms])
    dated = np.array([term.norm in CALENDAR or bool(_YEAR.fullmatch(term.norm)) for term in terms], dtype=bool)
    weights: Vector = np.where(dated, 0.0, rarity)
    return weights if weights.sum() > 0 else rarity


def _evidence(fact: KeyFact, subject: Subject) -> tuple[Evidence, ...]:
    sentence = Sentence(0, len(fact.text), fact.text)
    window = best(subject.index.windows(sentence)) if sentence.terms else None
    return () if window is None else (subject.index.evidence(window),)


def _degree(mine: str, other: str) -> float:
    if _SAME.get(mine) == other:
        return 1.0
    if mine[0].isdigit() or other[0].isdigit():
        return 0.0
    degree = _RELATED.get(relation(mine, other), 0.0)
    return max(degree, _ALIKE) if _alike(mine, other) else degree


def _alike(mine: str, other: str) -> bool:
    """Forms of one word that the stemmer keeps apart, or a slip of the pen."""
    if mine[:_FIRST_LETTERS] != other[:_FIRST_LETTERS]:
        return False
    common = next((i for i, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))
    longer, shorter = max(len(mine), len(other)), min(len(mine), len(other))
    if common == shorter and common >= _FIRST_LETTERS and longer - shorter <= _ENDING:
        return True
    return common > _FIRST_LETTERS and common >= _COMMON * longer
