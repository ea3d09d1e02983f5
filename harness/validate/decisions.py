"""Agreement with yes or no: area under the ROC curve, balanced accuracy, pairs. Higher scores mean consistent.

A judgement counts as yes from .5. Resamples draw documents; balanced accuracy chooses its thresholds anew in each.
"""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np

from harness.stats import Vector
from harness.validate.bootstrap import UNDEFINED, Codes, Estimate, Ranking, blocks, midranks, ratio, weightings
from harness.validate.observations import FOLDS, Mask, Observations

CONSISTENT = 0.5
"""A judgement of this or more counts as consistent, a decision of this or more as yes."""


def area(seen: Observations) -> Estimate:
    """Chance that a consistent row scores above an inconsistent one, ties half (Mann-Whitney)."""
    yes = _yes(seen)
    ranking = Ranking(seen.x, seen.documents, seen.n_documents)
    weights = weightings("documents", seen.n_documents)
    draws = []
    for block in blocks(len(seen.x), total=len(weights)):
        by_document = np.ascontiguousarray(weights[block].T, dtype=np.float64)
        of_yes, of_no = (ranking.sizes(by_document, own) for own in (yes, ~yes))
        n_yes, n_no = of_yes.sum(axis=0), of_no.sum(axis=0)
        above = (of_yes * midranks(of_yes + of_no)).sum(axis=0) - n_yes * (n_yes + 1) / 2
        draws.append(ratio(above, n_yes * n_no))
    return _estimate(seen, np.concatenate(draws))


def balanced_accuracy(seen: Observations) -> Estimate:
    """Mean of the shares of consistent and inconsistent rows that are told rightly, over all rows at once.

    The rows of each fold are told with the threshold that does best on the rows of the other four: a score of theirs,
    the lowest of equals; scores from it up mean consistent. Folds whose other four lack a class are skipped.
    """
    yes = _yes(seen)
    ranking = Ranking(seen.x, seen.documents, seen.n_documents)
    weights = weightings("documents", seen.n_documents)
    draws, skipped = [], np.zeros(len(seen.x), dtype=bool)
    for block in blocks(len(seen.x), total=len(weights)):
        by_document = np.ascontiguousarray(weights[block].T, dtype=np.float64)
        told = np.zeros((4, by_document.shape[1]))
        for fold in range(FOLDS):
            held = seen.folds == fold
            threshold, known = _thresholds(*(ranking.sizes(by_document, ~held & own) for own in (yes, ~yes)))
            told += known * _told(threshold, *(ranking.sizes(by_document, held & own) for own in (yes, ~yes)))
            if block.start == 0 and not known[0]:
                skipped |= held
        draws.append(_balanced(told))
    return _estimate(seen, np.concatenate(draws), skipped)


def _thresholds(of_yes: Vector, of_no: Vector) -> tuple[Codes, Mask]:
    """Number of the best threshold among the distinct values, and whether both classes are there, for each draw.

    `of_yes`, `of_no`: weight of each distinct value among the consistent and the inconsistent, (distinct, draws).
    """
    n_yes, n_no = of_yes.sum(axis=0), of_no.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        right = (n_yes - _below(of_yes)) / n_yes + _below(of_no) / n_no
    # rounded, so that equals are equals; -1 where no row of the other folds has this value
    best = np.argmax(np.where(of_yes + of_no > 0, np.round(np.nan_to_num(right), 12), -1.0), axis=0)
    return best, (n_yes > 0) & (n_no > 0)


def _told(threshold: Codes, of_yes: Vector, of_no: Vector) -> Vector:
    """Weights of: yes told rightly, yes, no told rightly, no; shape (4, draws)."""
    n_yes, n_no = of_yes.sum(axis=0), of_no.sum(axis=0)
    draws = np.arange(len(threshold))
    return np.stack([n_yes - _below(of_yes)[threshold, draws], n_yes, _below(of_no)[threshold, draws], n_no])


def _below(sizes: Vector) -> Vector:
    """Weight below each distinct value."""
    below: Vector = np.cumsum(sizes, axis=0) - sizes
    return below


def _balanced(told: Vector) -> Vector:
    return (ratio(told[0], told[1]) + ratio(told[2], told[3])) / 2


def fact_accuracy(seen: Observations) -> Estimate:
    """Balanced accuracy of decisions that are made already: x of .5 and more is yes."""
    yes, decided = _yes(seen), seen.x >= CONSISTENT
    right = [
        np.bincount(seen.documents, rows, seen.n_documents) for rows in (decided & yes, yes, ~decided & ~yes, ~yes)
    ]
    weights = weightings("documents", seen.n_documents).astype(np.float64)
    return _estimate(seen, _balanced(np.einsum("bd,td->tb", weights, np.array(right))))


def pair_accuracy(seen: Observations) -> Estimate:
    """Share of pairs whose consistent row scores higher, ties half; n counts pairs.

    A pair is every consistent with every inconsistent row of one pair_id; it belongs to the consistent one's document.
    Skipped are the pair_ids without a scored row of each kind.
    """
    members = defaultdict(list)
    for row in np.flatnonzero(seen.pairs >= 0):
        members[seen.pairs[row]].append(int(row))
    yes = _yes(seen)
    duels, skipped = [], seen.n_judged_pairs
    for rows in members.values():
        own = list(itertools.product((r for r in rows if yes[r]), (r for r in rows if not yes[r])))
        duels += own
        skipped -= bool(own)
    if not duels:
        return Estimate(UNDEFINED, 0, 0, None, skipped, "no pair of a consistent and an inconsistent row")
    winners, losers = np.array(duels).T
    won = (np.sign(seen.x[winners] - seen.x[losers]) + 1) / 2
    weights = weightings("documents", seen.n_documents).astype(np.float64)
    by_document = [
        np.bincount(seen.documents[winners], column, seen.n_documents) for column in (won, np.ones_like(won))
    ]
    sums = np.einsum("bd,md->mb", weights, np.array(by_document))
    used = np.unique(np.concatenate([winners, losers]))
    return Estimate(
        ratio(sums[0], sums[1]),
        n=len(duels),
        n_documents=len(np.unique(seen.documents[winners])),
        n_systems=seen.n_systems(used),
        skipped=skipped,
    )


def _yes(seen: Observations) -> Mask:
    yes: Mask = seen.y >= CONSISTENT
    return yes


def _estimate(seen: Observations, draws: Vector, skipped: Mask | None = None) -> Estimate:
    used = np.ones(len(seen.x), dtype=bool) if skipped is None else ~skipped
    return Estimate(
        draws,
        n=int(used.sum()),
        n_documents=len(np.unique(seen.documents[used])),
        n_systems=seen.n_systems(used),
        skipped=seen.n_unscored + int((~used).sum()),
        reason=None if np.isfinite(draws[0]) else _why(seen, used),
    )


def _why(seen: Observations, used: Mask) -> str:
    if len(set(_yes(seen).tolist())) < 2:
        return "every row has the same label"
    return "too few documents for five folds" if not used.all() else "one class is empty"
