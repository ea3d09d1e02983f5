"""The sanity ladder on the newsroom set: each control stands where it must, or the metric does not work."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.aggregate import Table, tabulate
from harness.launch import execute, from_suite
from harness.store import Run
from harness.suite import load_suite
from tests.conftest import ROOT

EXTRACTIVE = ("lead-3", "lead-12", "lexrank", "centroid")
HONEST = (*EXTRACTIVE, "newsroom", "careful", "careless")
CONTROLS = ("oracle", "copy", "random-own", "random", "shuffled")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The demo suite without BERTScore, run once."""
    folder = tmp_path_factory.mktemp("ladder") / "run"
    assert execute(from_suite(load_suite(ROOT / "evals" / "news-lexical.toml")), folder)
    return tabulate(Run(Path(folder)))


def means(table: Table, metric: str, names: tuple[str, ...]) -> dict[str, float]:
    """Mean by backend."""
    values = {name: list(table.values(name, metric).values()) for name in names}
    return {name: sum(found) / len(found) for name, found in values.items()}


@pytest.mark.parametrize("metric", ["rouge1", "rouge2", "rougeL", "rougeLsum"])
def test_oracle_is_above_every_extractive_backend_on_rouge(table: Table, metric: str) -> None:
    found = means(table, metric, (*EXTRACTIVE, "oracle"))
    assert max(found, key=lambda name: found[name]) == "oracle"


def test_oracle_is_above_every_honest_backend_on_coverage(table: Table) -> None:
    found = means(table, "coverage", (*HONEST, "oracle"))
    assert max(found, key=lambda name: found[name]) == "oracle"


@pytest.mark.parametrize("metric", ["coverage", "consistency"])
def test_shuffled_and_random_come_last(table: Table, metric: str) -> None:
    found = means(table, metric, (*HONEST, *CONTROLS))
    assert set(sorted(found, key=lambda name: found[name])[:2]) == {"random", "shuffled"}


def test_random_own_is_near_the_top_on_consistency_and_below_oracle_on_coverage(table: Table) -> None:
    assert means(table, "consistency", ("random-own",))["random-own"] > 0.95
    coverage = means(table, "coverage", ("random-own", "oracle"))
    assert coverage["random-own"] < coverage["oracle"]


def test_copy_is_first_on_consistency_and_last_on_structure_and_compression(table: Table) -> None:
    names = (*HONEST, *CONTROLS)
    assert set(table.values("copy", "consistency").values()) == {1.0}
    for metric in ("structure", "compression"):
        found = means(table, metric, names)
        assert min(found, key=lambda name: found[name]) == "copy", metric


def test_empty_is_a_state_and_never_a_zero(table: Table) -> None:
    for metric in table.info.metrics:
        assert table.values("empty", metric.name) == {}
    assert {state for counter in table.states["empty"].values() for state in counter} == {"empty"}


def test_the_careful_newsroom_is_ahead_of_the_careless_one_on_coverage_and_structure(table: Table) -> None:
    for metric in ("coverage", "structure"):
        found = means(table, metric, ("careful", "careless"))
        assert found["careful"] > found["careless"]
