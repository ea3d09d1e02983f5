"""The order of the sentences beside that of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from harness.case import Case
from harness.metrics.telling.told import Measured, Told, mean


def contiguous(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of the adjacent sentences that tell adjacent passages of a source, in its order."""
    return mean(float(step == 1) for step in steps(case, pairwise(sentences))), ()


_BACK = 40  # sentences; farther back nothing new is learned, and a book takes no hours


def forward(case: Case, sentences: Sequence[Told]) -> Measured:
    """Share of all pairs of sentences that stand in the order of a source."""
    pairs = ((a, b) for n, b in enumerate(sentences) for a in sentences[max(0, n - _BACK) : n])
    return mean(float(step > 0) for step in steps(case, pairs)), ()


def steps(case: Case, pairs: Iterable[tuple[Told, Told]]) -> Iterator[int]:
    """For each pair that a source holds: how many sentences the second lies behind the first in the source that
    supports both best.
    """
    places: dict[int, list[tuple[float, int] | None]] = {}
    for a, b in pairs:
        for x in (a, b):
            if id(x) not in places:
                places[id(x)] = _places(case, x)
        both = [(min(p[0], q[0]), q[1] - p[1]) for p, q in zip(places[id(a)], places[id(b)], strict=True) if p and q]
        if both:
            yield max(both)[1]


def _places(case: Case, sentence: Told) -> list[tuple[float, int] | None]:
    """For each source (support, number of the sentence that is nearest)."""
    result: list[tuple[float, int] | None] = []
    for window in sentence.claim.windows:
        if window is None:
            result.append(None)
            continue
        source = case.subject.sources[window.source].sentences
        nearest = max(
            range(window.first, window.last + 1),
            key=lambda i: (len(sentence.content.intersection(source[i].terms)), -i),
        )
        result.append((window.support, nearest))
    return result
