"""Ranks that the data allow: an interval for each rank, and groups of what cannot be told apart.

Both follow from the same decisions, pair by pair, that a comparison prints. Where those hold together with confidence
1 − α, as Holm's do, all rank intervals hold together with it (Al Mohamad, Goeman & van Zwet 2022).
"""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple


class RankInterval(NamedTuple):
    """The best and the worst rank that an item can have, counted from 1."""

    best: int
    worst: int


def rank_intervals(items: Sequence[str], ahead: Iterable[tuple[str, str]]) -> dict[str, RankInterval]:
    """Item -> its rank interval; `ahead` holds the pairs (better, worse) that are told apart."""
    decided = set(ahead)
    return {
        item: RankInterval(
            1 + sum((other, item) in decided for other in items),
            len(items) - sum((item, other) in decided for other in items),
        )
        for item in items
    }


def tie_groups(items: Sequence[str], ahead: Collection[tuple[str, str]]) -> dict[str, str]:
    """Item -> its letters; two items share a letter exactly if they cannot be told apart (Piepho 2004).

    `items` come best first, so that letters run from the top. The method is insert and absorb.
    """
    apart = {frozenset(pair) for pair in ahead}
    groups: list[frozenset[str]] = [frozenset(items)] if items else []
    for pair in sorted(apart, key=lambda pair: sorted(map(items.index, pair))):
        split = [group - {item} for group in groups if pair <= group for item in pair]
        kept = [group for group in groups if not pair <= group]
        candidates = [*kept, *dict.fromkeys(split)]
        groups = [g for g in candidates if not any(g < other for other in candidates)]
    groups.sort(key=lambda group: sorted(map(items.index, group)))
    return {item: "".join(_letter(n) for n, group in enumerate(groups) if item in group) for item in items}


def _letter(number: int) -> str:
    letters = string.ascii_lowercase
    return letters[number] if number < len(letters) else f"({number + 1})"
