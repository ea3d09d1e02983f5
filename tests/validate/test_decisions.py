"""harness.validate.decisions: AUC, balanced accuracy and pairs against counting by hand."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools

import numpy as np
import pytest

from harness.stats import Vector
from harness.validate import Judgements
from harness.validate.bootstrap import Estimate
from harness.validate.observations import fold_of, observe
from harness.validate.protocols import estimate
from tests.validate.made_judgements import make


def _estimate(protocol: str, judged: Judgements, scores: Vector, dimension: str = "label") -> Estimate:
    seen = observe(judged, judged.where(None), scores, judged.dimensions[dimension])
    return next(iter(estimate(protocol, None, seen).values()))


def test_auc_is_the_share_of_row_pairs_in_the_right_order_ties_half() -> None:
    judged, scores = make()
    yes = judged.dimensions["label"] == 1
    wins = [(a > b) + (a == b) / 2 for a, b in itertools.product(scores[yes], scores[~yes])]
    found = _estimate("auc", judged, scores)
    assert found.draws[0] == pytest.approx(np.mean(wins))
    assert (found.n, found.n_documents, found.n_systems, found.skipped) == (72, 12, 6, 0)


def test_a_draw_of_auc_is_the_auc_of_the_resampled_documents() -> None:
    from harness.validate.bootstrap import weightings

    judged, scores = make()
    found = _estimate("auc", judged, scores)
    document = np.array([int(name[1:]) for name in judged.documents])
    for draw in (1, 2, 500):
        rows = np.repeat(np.arange(72), weightings("documents", 12)[draw][document])
        yes = judged.dimensions["label"][rows] == 1
        wins = [(a > b) + (a == b) / 2 for a, b in itertools.product(scores[rows][yes], scores[rows][~yes])]
        assert found.draws[draw] == pytest.approx(np.mean(wins))


def test_a_fold_is_sha256_of_the_document_modulo_five() -> None:
    assert fold_of("doc-1") == int(hashlib.sha256(b"doc-1").hexdigest(), 16) % 5
    assert {fold_of(f"d{i}") for i in range(40)} == set(range(5))
    assert fold_of("\ud800") in range(5)


def _by_hand(judged: Judgements, scores: Vector, rows: np.ndarray) -> float:
    yes = judged.dimensions["label"] >= 0.5
    folds = np.array([fold_of(name) for name in judged.documents])
    right = {True: [], False: []}  # type: dict[bool, list[bool]]
    for fold in range(5):
        train, held = rows[folds[rows] != fold], rows[folds[rows] == fold]

        def balanced(threshold: float, train: np.ndarray = train) -> float:
            told = scores[train] >= threshold
            return round(float(told[yes[train]].mean() + (~told)[~yes[train]].mean()), 12)

        best = max(sorted(set(scores[train])), key=balanced)  # the lowest of equals
        for row in held:
            right[bool(yes[row])].append(bool((scores[row] >= best) == yes[row]))
    return float(np.mean(right[True]) + np.mean(right[False])) / 2


def test_balanced_accuracy_takes_each_folds_threshold_from_the_other_four() -> None:
    from harness.validate.bootstrap import weightings

    for seed in range(5):
        judged, scores = make(seed=seed)
        found = _estimate("bacc", judged, scores)
        document = np.array([int(name[1:]) for name in judged.documents])
        assert found.draws[0] == pytest.approx(_by_hand(judged, scores, np.arange(72)))
        rows = np.repeat(np.arange(72), weightings("documents", 12)[7][document])
        assert found.draws[7] == pytest.approx(_by_hand(judged, scores, rows))


def test_a_threshold_never_sees_its_own_fold() -> None:
    # five documents in five folds; inside each, scores tell the label perfectly, but at another height
    names = {fold_of(f"x{i}"): f"x{i}" for i in range(60)}
    documents = tuple(names[fold] for fold in range(5) for _ in range(2))
    judged, _ = make(5, 2, documents=documents, dimensions={"label": np.tile([0.0, 1.0], 5)})
    heights = np.repeat([0.0, 10.0, 20.0, 30.0, 40.0], 2)
    assert _estimate("bacc", judged, heights + np.tile([0.0, 1.0], 5)).draws[0] < 0.7
    assert _estimate("bacc", judged, np.tile([0.0, 1.0], 5)).draws[0] == 1.0


def test_one_document_leaves_no_other_folds_and_says_so() -> None:
    judged, scores = make(1, 6)
    found = _estimate("bacc", judged, scores)
    assert np.isnan(found.draws[0])
    assert (found.n, found.skipped, found.reason) == (0, 6, "too few documents for five folds")


def test_one_class_has_neither_auc_nor_balanced_accuracy() -> None:
    judged, scores = make(dimensions={"label": np.ones(72)})
    for protocol in ("auc", "bacc"):
        assert _estimate(protocol, judged, scores).reason == "every row has the same label"


def test_a_fractional_label_counts_as_consistent_from_one_half() -> None:
    judged, _ = make(1, 4, dimensions={"label": np.array([0.5, 0.9, 0.49, 0.0])})
    assert _estimate("auc", judged, np.array([1.0, 3.0, 2.0, 0.0])).draws[0] == 0.75


def _paired(labels: list[float], pairs: list[str | None], documents: list[str]) -> Judgements:
    judged, _ = make(1, len(labels))
    return dataclasses.replace(
        judged, dimensions={"label": np.array(labels)}, pairs=tuple(pairs), documents=tuple(documents)
    )


def test_pairs_count_ties_half_and_lone_rows_as_skipped() -> None:
    judged = _paired([1, 0, 1, 0, 0, 1, 1, 0, 1], ["a", "a", "b", "b", "c", "c", "d", None, "e"], ["x"] * 4 + ["y"] * 5)
    scores = np.array([2.0, 1.0, 1.0, 1.0, 5.0, 4.0, 9.0, 0.0, np.nan])
    found = _estimate("pairs", judged, scores)
    assert found.draws[0] == pytest.approx((1 + 0.5 + 0) / 3)
    assert (found.n, found.n_documents, found.skipped) == (3, 2, 2)


def test_a_pair_resamples_with_its_document() -> None:
    judged = _paired([1, 0, 1, 0, 1, 0], ["a", "a", "b", "b", "c", "c"], ["x", "x", "x", "x", "y", "y"])
    found = _estimate("pairs", judged, np.array([1.0, 0.0, 1.0, 0.0, 0.0, 1.0]))
    # documents drawn: x y, x x or y y
    assert found.draws[0] == pytest.approx(2 / 3)
    assert set(np.round(found.draws, 6)) == {0.0, 0.666667, 1.0}


def test_a_pair_with_several_edits_is_a_pair_for_each() -> None:
    judged = _paired([1, 0, 0], ["a", "a", "a"], ["x"] * 3)
    found = _estimate("pairs", judged, np.array([1.0, 0.0, 2.0]))
    assert (found.draws[0], found.n) == (0.5, 2)
