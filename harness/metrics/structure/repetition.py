"""Rules of repetition: sentences, sections and turns of phrase that stand twice. Headline and lede may echo each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.case import Case
from harness.metrics.structure.outcome import SILENT, Breach, Outcome, counted, halved, place, span
from harness.metrics.structure.page import page
from harness.text import STOPWORDS, Sentence, Word

_LEAST = 5  # words of a sentence that must not stand twice
_SHORT = 8  # of one that need not be told in the same order
_COMMON = 3  # words that carry meaning, which sentences share that may tell the same
_HELD = 0.9  # share of a sentence that a longer one must hold to tell the same
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def sentence(case: Case, *, alike: float) -> Outcome:
    """No sentence of five words or more stands twice, word for word or with this share of its words in common."""
    if not case.summary.words:
        return SILENT
    seen: list[_Words] = []
    breaches = []
    prose = {one.start for one in page(case).prose}
    for one in _told(case):
        if len(one.stems) < _LEAST:
            continue
        words = _Words.of(one.stems)
        held = one.start in prose
        if any(_same(words, other, alike, held) for other in seen):
            breaches.append(Breach("This sentence stands here for a second time.", place(case, one.start, one.end)))
        seen.append(words)
    return halved(breaches)


class _Words(NamedTuple):
    """The stems of a sentence: in order, as a set, those that are figures, and those that carry meaning."""

    stems: tuple[str, ...]
    all: frozenset[str]
    figures: frozenset[str]
    told: frozenset[str]

    @classmethod
    def of(cls, stems: tuple[str, ...]) -> _Words:
        return cls(
            stems,
            frozenset(stems),
            frozenset(stem for stem in stems if stem[0].isdigit()),
            frozenset(stems) - STOPWORDS,
        )


def _told(case: Case) -> list[Sentence]:
    """Every sentence of the story; a headline is none, and notices are the business of others."""
    if not case.story.of("headline", "lede"):
        return list(case.summary.sentences)
    return sorted(page(case).body, key=lambda s: s.start)


def _same(one: _Words, other: _Words, alike: float, prose: bool) -> bool:
    """Whether two sentences tell the same, in most of their words; in prose, one may tell but a part of the other."""
    if one.stems == other.stems:
        return True
    if not (one.figures <= other.figures or other.figures <= one.figures):
        return False
    told = len(one.told & other.told)
    if told < _COMMON:
        return False
    short, long = sorted((one, other), key=lambda words: len(words.told))
    if prose and told >= max(_SHORT - 2, _HELD * len(short.told)) and short.figures <= long.figures:
        return True
    common = len(one.all & other.all)
    if min(len(one.all), len(other.all)) < _SHORT or one.figures != other.figures:
        return False
    return common >= alike * (len(one.all) + len(other.all) - common)


def section(case: Case, *, alike: float) -> Outcome:
    """No section stands twice: under the same subhead, or with this share of its words in common."""
    sections = [s for s in page(case).sections if s.parts]
    seen: list[tuple[frozenset[str], frozenset[str]]] = []
    breaches = []
    for one in sections:
        name = frozenset(word.lower() for word in _LETTERS.findall(one.heading.text))
        words = frozenset(w.stem for s in page(case).sentences(one.parts) for w in s.words if w.norm not in STOPWORDS)
        if any(name == other for other, _ in seen):
            breaches.append(Breach("This subhead stands here for a second time.", span(one.heading)))
        elif any(
            len(words & other) >= alike * max(1, min(len(words), len(other)))
            for _, other in seen
            if len(words) > _LEAST
        ):
            breaches.append(Breach("This section says again what another has said.", span(one.heading)))
        seen.append((name, words))
    return counted(breaches, max(2, len(sections)) // 2) if sections else SILENT


def ngram(case: Case, *, words: int, times: int, long_words: int, content: int) -> Outcome:
    """No turn of so many words stands so many times, and none of the longer kind twice.

    A turn counts if so many of its words carry meaning: names, figures and quoted words do not. Headline, timeline and
    whole sentences, which are the business of other rules, are left out.
    """
    if not case.summary.words:
        return SILENT
    named = _bare(case)
    done: set[int] = set()
    breaches = []
    for size, least in ((long_words, 2), (words, times)):
        for first, last, n in _turns(case, size, least):
            told = [w for w in _words(case, first, last) if w.norm not in STOPWORDS and w.start not in named]
            if len(told) < content or _names_somebody(case, first, last) or done & set(range(first.start, last.end)):
                continue
            done |= set(range(first.start, last.end))
            text = case.summary.value[first.start : last.end]
            breaches.append(
                Breach(f"The turn “{text}” stands {n} times in the story.", place(case, first.start, last.end))
            )
    return halved(breaches)


def _names_somebody(case: Case, first: Word, last: Word) -> bool:
    """Whether a turn holds a capital behind its first word, as a name with its title does."""
    return any(case.summary.value[word.start].isupper() for word in _words(case, first, last)[1:])


def _turns(case: Case, size: int, least: int) -> Iterator[tuple[Word, Word, int]]:
    """The turns of so many words that stand at least so often: first and last word of the last place, and how often."""
    counts: Counter[tuple[str, ...]] = Counter()
    last: dict[tuple[str, ...], tuple[Word, Word]] = {}
    whole: set[tuple[str, ...]] = set()
    for one in page(case).prose or case.summary.sentences:
        if one.stems in whole and len(one.stems) >= _LEAST:
            continue
        whole.add(one.stems)
        norms = [word.norm for word in one.words]
        for n in range(len(norms) - size + 1):
            turn = tuple(norms[n : n + size])
            counts[turn] += 1
            if counts[turn] >= least:
                last[turn] = one.words[n], one.words[n + size - 1]
    for turn, (first, end) in last.items():
        yield first, end, counts[turn]


def _bare(case: Case) -> set[int]:
    """Where words stand that are names, figures or quoted."""
    facts = case.facts
    spans = [(m.start, m.end) for group in (facts.names, facts.numbers, facts.dates, facts.quotes) for m in group]
    return {place for start, end in spans for place in range(start, end)}


def _words(case: Case, first: Word, last: Word) -> Sequence[Word]:
    return [w for s in case.summary.clip(first.start, last.end) for w in s.words]
