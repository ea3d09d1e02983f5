"""Key facts of the fixtures' references against what a person finds told, whole and with facts taken out."""

from __future__ import annotations

import pytest

from harness.metrics.coverage.key_facts import FOUND, MISSING, WRONG
from tests.benchmarks import told_facts
from tests.benchmarks.told_facts import Outcome, altered, gold, share, shortened, whole


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(told_facts, "DRAWS", 1)
        return [*whole(), *shortened(), *altered()]


def test_every_key_fact_of_the_fixtures_is_judged_by_hand() -> None:
    assert len(gold()) == 44
    assert sum(len(reference.carriers) for reference in gold()) > 300


def test_at_most_one_in_twenty_facts_that_are_told_is_reported_missing(outcomes: list[Outcome]) -> None:
    assert share(outcomes, "told", MISSING) <= 0.05
    assert share(outcomes, "told", WRONG) == 0
    assert share(outcomes, "kept", WRONG) == 0


def test_facts_that_are_not_told_are_reported_missing(outcomes: list[Outcome]) -> None:
    assert share(outcomes, "untold", MISSING) >= 0.97


def test_facts_that_are_taken_out_are_reported_missing(outcomes: list[Outcome]) -> None:
    assert share(outcomes, "removed", MISSING) >= 0.92


def test_facts_with_another_number_are_not_counted_as_told(outcomes: list[Outcome]) -> None:
    assert share(outcomes, "altered", FOUND) <= 0.1
    assert share(outcomes, "altered", WRONG) >= 0.6
