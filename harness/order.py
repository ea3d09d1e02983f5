"""Order bias: what a backend writes when the same sources come in another order, and whom it tells first.

With `permute_sources = n` in a suite, each backend is asked again for up to n other orders of each article's sources.
Those summaries are scored against the same article, so that a change is the summary's, and stand in a run of their
own, `permuted/` in the run's folder, where the sample's number is the number of the order.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from harness import stats
from harness.articles import shown
from harness.errors import InputError
from harness.types import Article, Row

Order = tuple[int, ...]
_PART = "source["


class OrderBias(NamedTuple):
    """How much another order of the sources changes what one backend gets by one metric.

    `change`: mean over the other orders − as given, paired by article. `moved`: mean over articles of the absolute
    change. `first`: how much more of a source the summary tells when it comes first than when it does not, where the
    metric is coverage. `n_orders`: other orders in all.
    """

    backend: str
    metric: str
    change: stats.Paired
    moved: float
    first: stats.Paired | None
    n_orders: int


def orders(n_sources: int, wanted: int, seed: int, article: str) -> list[Order]:
    """Up to `wanted` different orders of the sources, none as given; each source but the first comes first in turn.

    Fewer where the article has no more: one source has no other order, two have one.
    """
    rest = min(wanted, math.factorial(min(n_sources, 20)) - 1)
    rng = stats.random_stream(seed, "order of sources", article)
    found: dict[Order, None] = {}
    attempt = 0
    while len(found) < rest:
        attempt += 1
        first = attempt % n_sources
        others = rng.permutation([place for place in range(n_sources) if place != first]).tolist()
        order = (first, *others)
        if order != tuple(range(n_sources)):
            found.setdefault(order)
    return list(found)


def rearranged(article: Article, order: Order) -> Article:
    """The article with its sources in this order."""
    return article.model_copy(update={"sources": tuple(article.sources[place] for place in order)})


def order_biases(
    given: Iterable[Row],
    permuted: Iterable[Row],
    articles: Iterable[Article],
    metrics: Mapping[str, str],
    *,
    wanted: int,
    seed: int,
) -> list[OrderBias]:
    """Compare the rows of a run with those that its backends made of the same sources in other orders.

    `metrics`: name -> type; `first` is for those of type "coverage", whose parts tell what is told of each source.
    Only rows that the metric scored count. A backend without rows in other orders, as a control, has no entry.
    """
    sources = {article.id: [source.id for source in article.sources] for article in articles}
    known = {article: orders(len(ids), wanted, seed, article) for article, ids in sources.items()}
    kept: dict[tuple[str, str], dict[str, _Pair]] = defaultdict(lambda: defaultdict(_Pair))
    for row in permuted:
        if row.article not in known or not 0 <= row.sample < len(known[row.article]):
            raise InputError(
                f"permuted/rows.jsonl: a row of {shown(row.article)}, order {row.sample}, which its run cannot hold"
            )
        ids = sources[row.article]
        order = known[row.article][row.sample]
        for metric in metrics:
            if row.state_for(metric) == "ok":
                kept[row.backend, metric][row.article].add(row, metric, ids[order[0]], permuted=True)
    for row in given:
        for metric in metrics:
            if row.state_for(metric) == "ok" and row.article in kept.get((row.backend, metric), {}):
                kept[row.backend, metric][row.article].add(row, metric, sources[row.article][0], permuted=False)
    found = (
        _bias(backend, metric, list(pairs.values()), seed, telling=metrics[metric] == "coverage")
        for (backend, metric), pairs in kept.items()
    )
    return [bias for bias in found if bias is not None]


class _Pair:
    """What one backend got on one article: as given, and in other orders."""

    def __init__(self) -> None:
        self.given: list[float] = []
        self.permuted: list[float] = []
        self._told: dict[tuple[str, bool], list[float]] = defaultdict(list)

    def add(self, row: Row, metric: str, first: str, *, permuted: bool) -> None:
        score = row.scores[metric]
        assert score.value is not None
        (self.permuted if permuted else self.given).append(score.value)
        for source, told in _per_source(score.parts).items():
            self._told[source, source == first].append(told)

    def advantage(self) -> float | None:
        """Mean over the sources of what is told of them when first − when not; None where no source was both."""
        gains = [
            _mean(told) - _mean(self._told[source, False])
            for (source, first), told in list(self._told.items())
            if first and self._told.get((source, False))
        ]
        return _mean(gains) if gains else None


def _bias(backend: str, metric: str, pairs: Sequence[_Pair], seed: int, *, telling: bool) -> OrderBias | None:
    both = [pair for pair in pairs if pair.given]
    if not both:
        return None
    changes = [_mean(pair.permuted) - _mean(pair.given) for pair in both]
    moved = [_mean([abs(value - _mean(pair.given)) for value in pair.permuted]) for pair in both]
    gains = [gain for pair in both if telling and (gain := pair.advantage()) is not None]
    return OrderBias(
        backend,
        metric,
        stats.paired(changes, seed=seed),
        _mean(moved),
        stats.paired(gains, seed=seed) if gains else None,
        sum(len(pair.permuted) for pair in both),
    )


def _per_source(parts: Mapping[str, float | None]) -> dict[str, float]:
    return {
        name.removeprefix(_PART).removesuffix("]"): value
        for name, value in parts.items()
        if name.startswith(_PART) and value is not None
    }


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
