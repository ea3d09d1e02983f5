"""Whether sentences are whole: long enough, not broken off, put as the sources put things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.case import Case, Subject, per_article
from harness.facts.lexicon import parts_of_speech
from harness.metrics.telling.told import LEFTOVERS, Measured, Pair, Told, finding, from_worst, mean
from harness.text import STOPWORDS, Word

_FULL = 10  # words
_BEHIND = re.compile(r"[^\s'’]")  # a stop or a comma; an apostrophe is none
_END = re.compile(r"(?:[.!?…:;*_\"'’”`)\]»]|-rrb-)\s*$", re.IGNORECASE)
_HANGING = frozenset(
    """the a an and or but of for from with by as at its their my your than if because into who which to is are were be
    been has have had on while when""".split()
)


def full(case: Case, sentences: Sequence[Told]) -> Measured:
    """How near the shortest sentence of running text comes to ten words."""
    return from_worst(min(1.0, len(s.sentence.terms) / _FULL) for s in sentences if not s.listed), ()


def unbroken(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of the sentences that do not break off behind a word that needs another one."""
    broken = [s for s in sentences if s.words and s.words[-1].norm in _HANGING]
    message = "This sentence breaks off."
    findings = tuple(finding("sentence.cut", "warning", message, s.span(), confidence=0.7) for s in broken)
    return (1 - len(broken) / len(sentences) if sentences else None), findings


def closed(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of the sentences of running text that end with a mark: a full stop, a closing quotation mark or bracket."""
    running = [s for s in sentences if not s.listed]
    open_ended = [s for s in running if not _END.search(s.sentence.text)]
    message = "This sentence has no end mark; it may be cut off."
    findings = tuple(finding("sentence.cut", "info", message, s.span(), confidence=0.5) for s in open_ended)
    return (1 - len(open_ended) / len(running) if running else None), findings


_AUXILIARIES = frozenset(
    "is was are were be been am has had have do does did will would can could may might must shall should".split()
)


def verbal(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of the sentences of running text with a word that may be a verb."""
    running = [s for s in sentences if not s.listed]
    bare = [s for s in running if not any(_may_be_verb(word.norm) for word in s.words)]
    message = "This sentence has no verb."
    findings = tuple(finding("sentence.verbless", "info", message, s.span(), confidence=0.7) for s in bare)
    return (1 - len(bare) / len(running) if running else None), findings


def _may_be_verb(norm: str) -> bool:
    return norm in _AUXILIARIES or not norm.isascii() or "'" in norm or "v" in parts_of_speech(norm)


@dataclass(frozen=True)
class _Wording:
    """What the sources show of how sentences are made."""

    ends: Mapping[tuple[str, ...], bool]
    """The last two or three words of a stretch -> whether a source somewhere has a stop or a comma behind them."""
    shapes: frozenset[Pair]
    """Pairs of shapes of adjacent words."""


@per_article
def wording(subject: Subject) -> _Wording:
    """The wording of the sources, found once per article."""
    ends: dict[tuple[str, ...], bool] = {}
    shapes: set[Pair] = set()
    for text in subject.sources:
        words = [word for word in text.words if word.norm not in LEFTOVERS]
        stems = [word.stem for word in words]
        for place in range(1, len(words)):
            behind = text.value[words[place].end : words[place + 1].start] if place + 1 < len(words) else "."
            closed = bool(_BEHIND.search(behind))
            for tail in (tuple(stems[place - 1 : place + 1]), tuple(stems[max(0, place - 2) : place + 1])):
                ends[tail] = ends.get(tail, False) or closed
        for sentence in text.sentences:
            shapes.update(pairwise(_shapes(sentence.words)))
    return _Wording(ends, frozenset(shapes))


_ENDED = {True: 1.0, False: 0.0, None: 0.5}


def finished(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of the sentences that end where a source has a stop or a comma; half where no source has the words."""
    if not case.subject.sources:
        return None, ()
    ends = wording(case.subject).ends
    return mean(_ENDED[ends.get(s.stems[-3:], ends.get(s.stems[-2:]))] for s in sentences if len(s.stems) > 2), ()


def familiar(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of the pairs of adjacent words whose shapes stand side by side in a source."""
    if not case.subject.sources:
        return None, ()
    known = wording(case.subject).shapes
    return mean(float(pair in known) for s in sentences for pair in pairwise(_shapes(s.words))), ()


_ENDINGS = ("ing", "ed", "ly", "es", "s", "tion", "er", "al")


def _shapes(words: Iterable[Word]) -> list[str]:
    """Words as a grammar sees them: stop words as they are, figures as one, others by their ending."""
    return ["^", *(_shape(word.norm) for word in words if word.norm not in LEFTOVERS), "$"]


def _shape(norm: str) -> str:
    if norm in STOPWORDS or len(norm) <= 2:
        return norm
    if norm[0].isdigit():
        return "0"
    return next((f"-{ending}" for ending in _ENDINGS if norm.endswith(ending)), "-")
