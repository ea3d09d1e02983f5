"""What a reviewer is led through: which summaries in which order, and which two are set side by side.

The order follows from a seed and the ids alone, as the draw's does: article by article, so that sources are read once,
and within an article the summaries in an order that says nothing of their backends. Every summary stands in one pair at
most: neighbours of that order, the first of them on the left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from harness.metrics.consistency.findings import KINDS
from harness.report import glossary
from harness.review.records import Draw
from harness.types import MODEL_FAILURES, Row

NO_ERRORS = ("fact.found", "claim.sources")
"""Kinds that say that something is right; nobody misses them."""


class Stop(NamedTuple):
    """A summary on the way: its ids, and its place in the page's data."""

    article: str
    run: str
    backend: str
    sample: int
    number: int
    """The article's, as in addresses."""
    member: int


def may_stop(row: Row, *, control: bool) -> bool:
    """Whether reviewers are shown a row where nothing was drawn: as the draw would have it."""
    return not control and row.summary is not None and row.state not in MODEL_FAILURES


def walk(stops: Iterable[Stop], drawn: Draw | None, seed: int, checks: Mapping[str, int]) -> dict[str, Any]:
    """What the page's data says of the review; of a draw, exactly the summaries that were drawn.

    items: [article's number, member, sample] in order; pairs: two places among the items; kinds: what a passage may be
    marked as, each with its family. `seed` shuffles where nothing was drawn, `checks` are those of the page.
    """
    wanted = None if drawn is None else {(i.article, i.run, i.backend, i.sample) for i in drawn.items}
    seed = seed if drawn is None else drawn.seed
    kept = [stop for stop in stops if wanted is None or stop[:4] in wanted]
    kept.sort(key=lambda stop: (_place(seed, stop.article), _place(seed, *stop[:4])))
    kinds = [kind for kind in dict.fromkeys((*KINDS, *checks)) if kind not in NO_ERRORS]
    return {
        "draw": None if drawn is None else drawn.reference.model_dump(),
        "seed": seed,
        "items": [[stop.number, stop.member, stop.sample] for stop in kept],
        "pairs": _pairs(kept),
        "kinds": [[kind, glossary.family_of(kind)] for kind in kinds],
    }


def _pairs(stops: Sequence[Stop]) -> list[list[int]]:
    """Neighbours of one article and of different backends; each summary once."""
    found: list[list[int]] = []
    free: int | None = None
    for place, stop in enumerate(stops):
        fits = free is not None and stops[free].article == stop.article and stops[free].member != stop.member
        if fits and free is not None:
            found.append([free, place])
            free = None
        else:
            free = place
    return found


def _place(seed: int, *ids: object) -> tuple[str, str]:
    """Where something stands in the random order of `seed`; articles as harness.review.draw has them."""
    told = "\x1f".join(map(str, (seed, *ids)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest(), told
