"""Agreement of scores with judgements: every score × dimension × origin × protocol × statistic, with its interval."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from harness.errors import InputError
from harness.stats import Vector
from harness.validate.bootstrap import UNDEFINED, Estimate, interval
from harness.validate.observations import LABEL, Judgements, Mask, Observations, observe
from harness.validate.protocols import CORRELATIONS, estimate

KEY_FACTS = "key_facts"
"""The dimension of the `facts` protocol."""


_Found = tuple[str, Estimate]


@dataclass(frozen=True)
class Column:
    """One metric's scores: a value a row, NaN where unscored; higher is better."""

    values: Vector
    signature: str | None = None
    given: str | None = None


@dataclass(frozen=True)
class Decisions:
    """Key-fact decisions: for each row, fact -> 0 (surely missing) … 1 (surely there); .5 and more means there."""

    values: Sequence[Mapping[str, float]]
    signature: str | None = None


@dataclass(frozen=True)
class Agreement:
    """One number of `validate --json`, in its words; `value`, `low`, `high` are None where not defined."""

    metric: str
    signature: str | None
    given: str | None
    dimension: str
    origin: str | None
    protocol: str
    statistic: str
    partial_on: str | None
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_docs: int
    n_systems: int | None
    skipped: int
    reason: str | None = field(default=None, compare=False)
    """Why there is no value, for a person."""
    draws: Vector = field(default_factory=lambda: UNDEFINED, compare=False, repr=False)
    """The value and its resamples."""

    def to_json(self) -> dict[str, Any]:
        """The fields that `validate --json` promises, in its order."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.compare}


@dataclass(frozen=True)
class Difference:
    """`first` − `second`: the same statistic of two metrics on the same rows, with a 95 % interval of the difference."""

    first: float
    second: float
    value: float
    low: float | None
    high: float | None
    n: int
    n_docs: int


def agreements(scores: Mapping[str, Vector | Column], judged: Judgements) -> list[Agreement]:
    """Agreement of each metric's scores with every dimension.

    `scores`: metric -> one value a row of the file, in its order, NaN for unscored; higher must mean better.
    Raises ValueError for a wrong length.
    """
    results: list[Agreement] = []
    for origin in judged.subsets:
        rows = judged.where(origin)
        for dimension, judgement in judged.dimensions.items():
            for metric, given in scores.items():
                column = given if isinstance(given, Column) else Column(np.asarray(given, dtype=np.float64))
                if column.values.shape != (len(judged.ids),):
                    raise ValueError(f"{metric}: {column.values.shape} scores for {len(judged.ids)} rows")
                seen = observe(judged, rows, column.values, judgement)
                for protocol, partial_on in protocols(judged, dimension):
                    where = (dimension, origin, protocol, partial_on)
                    for found in estimate(protocol, partial_on, seen).items():
                        results.append(_agreement(metric, column.signature, column.given, where, found))
    return results


def protocols(judged: Judgements, dimension: str) -> Iterator[tuple[str, str | None]]:
    """The protocols of a dimension and what they partial out; pairs only where the file has some."""
    yield from CORRELATIONS
    if dimension == LABEL:
        yield from (("auc", None), ("bacc", None))
        if any(pair is not None for pair in judged.pairs):
            yield "pairs", None


def fact_agreements(metric: str, decisions: Decisions, judged: Judgements) -> list[Agreement]:
    """Agreement of key-fact decisions with the labels of the key facts; none where the file labels none."""
    results = []
    for origin in judged.subsets:
        rows = judged.where(origin)
        if any(judged.facts[i] for i in np.flatnonzero(rows).tolist()):
            where = (KEY_FACTS, origin, "facts", None)
            for found in estimate("facts", None, _fact_observations(decisions, judged, rows)).items():
                results.append(_agreement(metric, decisions.signature, KEY_FACTS, where, found))
    return results


def _fact_observations(decisions: Decisions, judged: Judgements, rows: Mask) -> Observations:
    """The decisions as observations: one for each labelled key fact of each row."""
    facts = [
        (i, decisions.values[i].get(fact, math.nan), label)
        for i in np.flatnonzero(rows).tolist()
        for fact, label in judged.facts[i].items()
    ]
    row, decided, labels = (np.array(column) for column in zip(*facts, strict=True))
    by_fact = Judgements(
        ids=tuple(judged.ids[i] for i in row),
        documents=tuple(judged.documents[i] for i in row),
        systems=tuple(judged.systems[i] for i in row),
        origins=tuple(judged.origins[i] for i in row),
        pairs=(None,) * len(row),
        words=judged.words[row],
        dimensions={},
    )
    return observe(by_fact, np.ones(len(row), dtype=bool), decided.astype(np.float64), labels.astype(np.float64))


def _agreement(
    metric: str, signature: str | None, given: str | None, where: tuple[str, str | None, str, str | None], found: _Found
) -> Agreement:
    """One result; `where` is dimension, origin, protocol and what is partialled out."""
    dimension, origin, protocol, partial_on = where
    statistic, estimated = found
    value = float(estimated.draws[0])
    limits = interval(estimated.draws[1:]) if math.isfinite(value) and estimated.n_documents > 1 else None
    return Agreement(
        metric=metric,
        signature=signature,
        given=given,
        dimension=dimension,
        origin=origin,
        protocol=protocol,
        statistic=statistic,
        partial_on=partial_on,
        value=value if math.isfinite(value) else None,
        low=None if limits is None else limits.low,
        high=None if limits is None else limits.high,
        n=estimated.n,
        n_docs=estimated.n_documents,
        n_systems=estimated.n_systems,
        skipped=estimated.skipped,
        reason=estimated.reason,
        draws=estimated.draws,
    )


def paired_difference(
    first: Vector,
    second: Vector,
    judged: Judgements,
    *,
    dimension: str,
    protocol: str,
    statistic: str = "spearman",
    partial_on: str | None = None,
    origin: str | None = None,
    either_way: bool = False,
) -> Difference | None:
    """How much better `first` agrees than `second`, on the rows that both scored and the same resamples.

    With `either_way`, `second` may also be read upside down, whichever agrees better: for counters, which have no good
    direction. None where one of the two is not defined. Raises InputError for an unknown dimension, KeyError for an
    unknown protocol or statistic.
    """
    if dimension not in judged.dimensions:
        raise InputError(f"no dimension {dimension!r}; the file has {', '.join(judged.dimensions) or 'none'}")
    both = judged.where(origin) & np.isfinite(first) & np.isfinite(second)
    ours, theirs = (
        estimate(protocol, partial_on, observe(judged, both, side, judged.dimensions[dimension]))[statistic]
        for side in (first, second)
    )
    found = compare_draws(ours.draws, theirs.draws, protocol, either_way=either_way)
    return (
        None if found is None else Difference(*found, min(ours.n, theirs.n), min(ours.n_documents, theirs.n_documents))
    )


def compare_draws(
    first: Vector, second: Vector, protocol: str, *, either_way: bool
) -> tuple[float, float, float, float | None, float | None] | None:
    """first, second, difference and its interval from draws of the same rows; None where one is not defined."""
    if not (math.isfinite(first[0]) and math.isfinite(second[0])):
        return None
    other = _upright(second, protocol) if either_way else second
    limits = interval((first - other)[1:])
    low, high = (None, None) if limits is None else limits
    return float(first[0]), float(other[0]), float(first[0] - other[0]), low, high


def _upright(draws: Vector, protocol: str) -> Vector:
    """The draws of the score turned upside down where that agrees better; `bacc` has no such mirror image."""
    if protocol == "bacc":
        return draws
    chance = 0.5 if protocol in ("auc", "pairs", "facts") else 0.0
    return 2 * chance - draws if draws[0] < chance else draws
