"""Which counters do as well as a metric: what it agrees with people on beyond length, copying and chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from harness.validate.agreement import Agreement, Column, Difference, compare_draws, paired_difference
from harness.validate.observations import Judgements

HEADLINE = ("spearman", "auc", "bacc", "accuracy")
"""The statistic by which each protocol's metrics are compared; the others of a protocol say nearly the same."""


class Rival(NamedTuple):
    """A counter that `agreement` does not beat: the 95 % interval of the paired difference reaches 0."""

    counter: str
    difference: Difference


def find_rivals(
    agreement: Agreement, others: Sequence[Agreement], columns: Mapping[str, Column], judged: Judgements
) -> Iterator[Rival]:
    """The counters among `others` that do as well as the metric of `agreement`, read whichever way up agrees better.

    `others` are results on the same dimension and origin; only those of the same protocol and statistic count.
    """
    for other in others:
        same = (other.protocol, other.partial_on, other.statistic)
        if same == (agreement.protocol, agreement.partial_on, agreement.statistic) and other.metric != agreement.metric:
            found = _difference(agreement, other, columns, judged)
            if found is not None and (found.low is None or found.low <= 0):
                yield Rival(other.metric, found)


def _difference(a: Agreement, b: Agreement, columns: Mapping[str, Column], judged: Judgements) -> Difference | None:
    ours, theirs = (np.isfinite(columns[name].values) for name in (a.metric, b.metric))
    if np.array_equal(ours, theirs):  # the draws at hand are of the same rows
        found = compare_draws(a.draws, b.draws, a.protocol, either_way=True)
        return None if found is None else Difference(*found, min(a.n, b.n), min(a.n_docs, b.n_docs))
    return paired_difference(
        columns[a.metric].values,
        columns[b.metric].values,
        judged,
        dimension=a.dimension,
        protocol=a.protocol,
        statistic=a.statistic,
        partial_on=a.partial_on,
        origin=a.origin,
        either_way=True,
    )
