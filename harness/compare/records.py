"""What a comparison is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from harness import stats
from harness.aggregate import Aggregate, Table
from harness.store import BackendInfo

if TYPE_CHECKING:
    import pandas as pd

Outcome = Literal["better", "worse", "unclear", "unchanged", "not_comparable"]
Correction = Literal["holm", "benjamini-hochberg"]


class Member(NamedTuple):
    """One backend of one run, with the name it has in the comparison."""

    name: str
    table: Table
    backend: str

    @property
    def info(self) -> BackendInfo:
        """What the run says of the backend."""
        return next(info for info in self.table.info.backends if info.name == self.backend)


class Comparison(NamedTuple):
    """`candidate` against `baseline` on one metric, over the articles that both have a score for.

    `p_adjusted` is the t interval's p, corrected by `correction` over the `family` of all comparisons of its kind:
    all pairs on all primary metrics (Holm), or on all others (Benjamini–Hochberg). `reason` says why nothing is
    compared.
    """

    metric: str
    baseline: str
    candidate: str
    effect: stats.Paired | None
    p_adjusted: float | None
    correction: Correction
    family: int
    unpaired: Sequence[str]
    outcome: Outcome
    reason: str | None = None


class Rank(NamedTuple):
    """Where a backend stands on a metric: the best and the worst rank that the comparisons allow, and its tie groups.

    Two backends share a letter exactly if they are not told apart. For primary metrics all rank intervals hold
    together with 95 % confidence.
    """

    metric: str
    backend: str
    best: int
    worst: int
    letters: str


class Report(NamedTuple):
    """All that `compare` says: the members, their aggregates, every pair on every ranked metric, and ranks.

    `primary` are the metrics that were declared before the data were seen. `ranks` holds the metrics on which every pair
    of members was to be compared; who has no score there has no rank. `epsilon` is the largest difference of an article
    that counts as a tie.
    """

    tables: Sequence[Table]
    members: Sequence[Member]
    aggregates: Sequence[Aggregate]
    comparisons: Sequence[Comparison]
    primary: Sequence[str] = ()
    ranks: Sequence[Rank] = ()
    epsilon: float = 0.0

    def member(self, name: str) -> Member:
        """The member of that name."""
        return next(member for member in self.members if member.name == name)

    def unranked(self, metric: str) -> list[str]:
        """Who was to be compared on this metric and has no rank on it, in the order of the members."""
        ranked = {rank.backend for rank in self.ranks if rank.metric == metric}
        meant = {name for c in self.comparisons if c.metric == metric for name in (c.baseline, c.candidate)}
        return [member.name for member in self.members if member.name in meant - ranked]

    def to_frame(self) -> pd.DataFrame:
        """A line per mean and per paired difference: see `harness.compare.to_frame`."""
        from harness.compare.frames import to_frame

        return to_frame(self)


def lost_to_correction(c: Comparison) -> bool:
    """True if the interval alone would decide, and only the correction for the family forbids it."""
    e = c.effect
    if c.outcome != "unclear" or e is None or e.low is None or e.high is None:
        return False
    return not e.low <= 0 <= e.high


def caveat(effect: stats.Paired) -> str | None:
    """What must stand beside the interval: too few articles, or too few that changed."""
    if effect.n < 2:
        return "one article gives no interval"
    if effect.sd == 0 and effect.n_nonzero and effect.low is None:
        return "all differ by the same, too few for an interval"
    if effect.n_nonzero == effect.n < stats.FEW:
        return "few for an interval"
    if 0 < effect.n_nonzero < stats.FEW:
        return f"only {effect.n_nonzero} of {effect.n} articles changed"
    return None
