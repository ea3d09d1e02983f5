"""Which sources are copies of one another: a wire story that three papers print is one voice, not three.

Two texts are of one voice where the shorter of them stands in the longer one for the greater part, measured by the
five-word runs that it shares (containment of shingles; Broder 1997, "On the resemblance and containment of
documents"). What is copied from a copy belongs to the same voice.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.text import Text

SHINGLE = 5
"""Words in a row."""
CONTAINED = 0.5
"""Share of the shorter text's runs from which the two are one voice; independent reports share below .1."""


def find_voices(sources: Sequence[Text]) -> tuple[tuple[int, ...], ...]:
    """The sources' numbers, grouped by voice; a group begins with its longest text, groups are in order of appearance."""
    runs = [_shingles(text) for text in sources]
    voice = list(range(len(sources)))
    for a in range(len(sources)):
        for b in range(a):
            if voice[a] != voice[b] and _contained(runs[a], runs[b]):
                old, new = max(voice[a], voice[b]), min(voice[a], voice[b])
                voice = [new if v == old else v for v in voice]
    groups = ([n for n, v in enumerate(voice) if v == first] for first in dict.fromkeys(voice))
    return tuple(tuple(sorted(group, key=lambda n: (-len(sources[n].words), n))) for group in groups)


def _shingles(text: Text) -> frozenset[tuple[str, ...]]:
    words = [word.norm for word in text.words]
    size = min(SHINGLE, len(words))
    return frozenset(zip(*(words[start:] for start in range(size)), strict=False)) if words else frozenset()


def _contained(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    shorter = min(len(a), len(b))
    return bool(shorter) and len(a & b) >= CONTAINED * shorter
