"""What the sentences are about: the event, what was told before, what has been introduced."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from harness.case import Case, Subject, per_article
from harness.metrics.telling.told import Measured, Told, finding, from_worst, mean

_HEAVIEST = 4  # words by which the salience of a sentence is measured


def focused(case: Case, sentences: Sequence[Told]) -> Measured:
    """Salience of the sentences, from the least salient one on: their four most salient words beside the sources' four."""
    if salience_share(case, ()) is None:
        return None, ()
    return from_worst(salience_share(case, s.content) or 0.0 for s in sentences), ()


def salience_share(case: Case, content: Iterable[str]) -> float | None:
    """Salience of the four most salient of these stems, beside the four of all sources; None without sources."""
    salience, most = case.subject.index.salience, _most(case.subject)
    return _heaviest(salience.get(term, 0.0) for term in content) / most if most else None


@per_article
def _most(subject: Subject) -> float:
    return _heaviest(subject.index.salience.values())


def _heaviest(weights: Iterable[float]) -> float:
    return math.fsum(sorted(weights, reverse=True)[:_HEAVIEST])


_PRONOUNS = frozenset("he she it they his her their him them its this that these those".split())
_CONNECTIVES = frozenset(
    "but however meanwhile also and or so then instead moreover nevertheless therefore thus still yet though".split()
)
_REACH = 12  # words within which a pronoun ties a sentence to what comes before


def linked(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of the sentences after the first that name something told before, or refer to it by a pronoun."""
    seen = set(_headline_stems(case))
    found: list[float] = []
    for number, sentence in enumerate(sentences):
        if number:
            pronoun = any(word.norm in _PRONOUNS for word in sentence.words[:_REACH])
            found.append(float(pronoun or not seen.isdisjoint(sentence.content)))
        seen |= sentence.content
    return (1.0 if sentences and not found else mean(found)), ()


def introduced(case: Case, sentences: Sequence[Told]) -> Measured:
    """0 where the first sentence begins with a reference to what has not been named, else 1.

    A pronoun, a connective, or “the” with a noun of which the source speaks before the passage that is told.
    """
    if not sentences or not sentences[0].words:
        return None, ()
    first = sentences[0]
    norms = [word.norm for word in first.words]
    if norms[0] in _PRONOUNS | _CONNECTIVES and norms[0] not in ("this", "that", "these", "those"):
        message = f"The text begins with “{first.words[0].norm}”, which refers to nothing."
        return 0.0, (finding("reference.dangling", "warning", message, first.span(0, 0), confidence=0.8),)
    if norms[0] == "the" and len(norms) > 1 and first.stems[1] not in _headline_stems(case) and _late(case, first):
        message = f"The text begins with “the {norms[1]}”, of which the source speaks before this passage."
        return 0.0, (finding("reference.dangling", "info", message, first.span(0, 1), confidence=0.5),)
    return 1.0, ()


def _late(case: Case, first: Told) -> bool:
    """Whether the source speaks of what the sentence begins with before the passage that the sentence tells."""
    window = first.claim.best
    if window is None:
        return False
    before = case.subject.sources[window.source].sentences[: window.first]
    return any(first.stems[1] in sentence.stems for sentence in before)


def _headline_stems(case: Case) -> frozenset[str]:
    return frozenset(
        word.stem
        for part in case.story.of("headline")
        for s in case.summary.clip(part.start, part.end)
        for word in s.words
    )
