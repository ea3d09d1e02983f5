"""Faults of whole sentences: one from another story, two events made one, one that contradicts another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.faults import counting, places
from harness.faults.edits import Edit, Editing, Maker, pick
from harness.story import Kind, Part
from harness.text import Sentence
from harness.types import Article

_LEANING = re.compile(
    r"(?:But|And|He|She|It|They|His|Her|Its|Their|This|That|These|Those|Both|Together|Then|Nor|Such|The (?:two|other))\b"
)
_BODY: tuple[Kind, ...] = ("lede", "paragraph", "body", "whats_next")


def paragraphs(case: Case) -> tuple[Part, ...]:
    """The paragraphs that tell the event."""
    return case.story.of(*_BODY)


@dataclass(frozen=True)
class SentenceForeign(Editing):
    """A sentence out of another article of the set."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = (
        "sentence.unsupported",
        "name.*",
        "number.*",
        "date.*",
        "event.merged",
        "quote.*",
    )

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Behind every paragraph."""
        own = places.words_of(places.source_text(case))
        foreign = [s.text for other in others for s in _standing(other) if len(places.words_of(s.text) - own) >= 4]
        for part in paragraphs(case):
            yield partial(_insert, part.end, foreign)


def _standing(article: Article) -> Iterator[Sentence]:
    """Sentences that can stand alone and quote nobody."""
    for source in article.sources:
        for s in places.sentences_of(source.text):
            if 10 <= len(s.text.split()) <= 32 and not _LEANING.match(s.text) and not re.search(r"[“”\"]", s.text):
                yield s


def _insert(position: int, sentences: Sequence[str], rng: np.random.Generator) -> Edit | None:
    new = pick(rng, sentences)
    return Edit(position, position, f" {new}") if new else None


_PREDICATE = re.compile(
    r" (?:was|were|is|are|has|have|had|will|said|agreed|denied|confirmed|began|ended|fell|rose|died) "
)
# a subject that is nothing else: no clause, no insertion
_SUBJECT = re.compile(
    r"(?!.*\b(?:said|says|would|with|told|which|who|whether|that|when|by|took|on|in|at|for|puts?|and|reports?"
    r"|they|he|she|it|[Nn]one|[Tt]here)\b)[\w’' -]{3,45}"
)


@dataclass(frozen=True)
class EventMerged(Editing):
    """What is told of one thing, told of another: the subject of one sentence with the predicate of another."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = (
        *("event.merged", "name.swapped", "role.swapped", "number.swapped", "date.*", "sentence.unsupported"),
        "quote.misattributed",
    )

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Sentences with a finite verb near the beginning."""
        cut = [
            (s, m) for s in places.prose(case) if (m := _PREDICATE.search(s.text, 0, 60)) and not _LEANING.match(s.text)
        ]
        cut = [(s, m) for s, m in cut if not re.search(r"[“”\"]", s.text) and s.text.endswith(".")]
        cut = [
            (s, m) for s, m in cut if _SUBJECT.fullmatch(s.text[: m.start()]) and len(s.text[m.start() :].split()) > 3
        ]
        for sentence, match in cut:
            yield partial(_merge, case, sentence, match, cut)


def _merge(
    case: Case,
    mine: Sentence,
    at: re.Match[str],
    cut: Sequence[tuple[Sentence, re.Match[str]]],
    rng: np.random.Generator,
) -> Edit | None:
    """The rest of another sentence with the same verb number, of which no source speaks beside this subject."""
    subject = places.words_of(mine.text[: at.start()])
    plural = at.group().strip() in ("were", "are", "have")
    options = []
    for other, match in cut:
        same = (match.group().strip() in ("were", "are", "have")) == plural
        if other is mine or not same or subject & places.words_of(other.text[: match.start()]):
            continue
        if not _named(mine.text[: at.start()]) & places.words_of(places.near(case, other.start)):
            options.append(other.text[match.start() :])
    new = pick(rng, options)
    return Edit(mine.start + at.start(), mine.end, new) if new else None


def _named(text: str) -> frozenset[str]:
    """Words of a subject that tell it apart: those with a capital, or else those of five letters and more."""
    capital = frozenset(
        w.lower() for w in re.findall(r"(?<=\s)[A-Z]\w+", " " + text) if w not in ("The", "A", "An", "In")
    )
    return capital or frozenset(w.lower() for w in re.findall(r"[a-z]{5,}", text))


@dataclass(frozen=True)
class Contradiction(Editing):
    """A sentence told again further down, with another number."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = ("self.contradiction", "number.*", "event.merged")

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Numbers of paragraphs that another paragraph follows."""
        parts = paragraphs(case)
        for figure in counting.figures(case):
            sentence = places.sentence_at(case, figure.start)
            later = [part for part in parts if part.start > sentence.end]
            standing = sentence.text.endswith(".") and not _LEANING.match(sentence.text)
            if sentence in places.prose(case) and later and standing:
                yield partial(_tell_again, case, figure, sentence, [part.end for part in later])


def _tell_again(
    case: Case, figure: counting.Figure, sentence: Sentence, targets: Sequence[int], rng: np.random.Generator
) -> Edit | None:
    edit = counting.change(case, figure, rng)
    if edit is None:
        return None
    start, end = edit.start - sentence.start, edit.end - sentence.start
    position = targets[int(rng.integers(len(targets)))]
    return Edit(position, position, f" {sentence.text[:start]}{edit.new}{sentence.text[end:]}")
