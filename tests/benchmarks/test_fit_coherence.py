"""The fit of coherence and fluency on numbers that a person can check."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.fit_coherence import Rows, agreement, hundredths, weigh


def test_weights_are_rounded_to_hundredths_that_add_up_to_one() -> None:
    weights = hundredths({"a": 1.0, "b": 1.0, "c": 1.0, "d": 0.001})
    assert weights == {"a": 0.34, "b": 0.33, "c": 0.33}


def test_agreement_is_the_mean_rank_correlation_of_documents_and_skips_constant_ones() -> None:
    rows = Rows(
        np.array(["a", "a", "a", "b", "b", "b", "c", "c", "c"]),
        np.array(["x", "y", "z"] * 3),
        {"coherence": np.array([1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0, 2.0, 2.0])},
        {"similar": np.array([0.1, 0.2, 0.9, 0.3, 0.2, 0.1, 0.1, 0.2, 0.3])},
    )
    assert agreement(rows, "coherence", {"similar": 1.0}) == pytest.approx(0.0)
    assert agreement(rows.only(rows.documents == "a"), "coherence", {"similar": 1.0}) == pytest.approx(1.0)


def test_a_measure_that_speaks_against_people_gets_less_weight() -> None:
    human = np.array([1.0, 2.0, 3.0, 4.0, 3.0, 1.0, 4.0, 2.0])
    rows = Rows(
        np.array(["a"] * 4 + ["b"] * 4),
        np.array(["w", "x", "y", "z"] * 2),
        {"coherence": human},
        {"good": human / 4, "bad": 1 - human / 4, "half": np.array([0.1, 0.4, 0.3, 0.9, np.nan, 0.1, 0.7, 0.4])},
    )
    weights = weigh(rows, "coherence", ("good", "bad", "half"))
    assert weights["bad"] < weights["half"] < weights["good"]
    assert sum(weights.values()) == pytest.approx(1)
