"""From rows to one number per article, and from those to means."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from harness import stats
from harness.aggregate import Aggregate, Cell, Table, aggregate, tabulate, tabulate_rows, to_frame, to_parquet
from harness.jsonl import encode
from harness.store import Run
from harness.types import STATES, Row, State
from tests.made_runs import (
    HOSTILE,
    make_backend,
    make_finding,
    make_info,
    make_metric,
    make_row,
    make_table,
    write_run,
)

FAILING: tuple[State, ...] = tuple(state for state in STATES if state not in ("ok", "metric_error"))


def _table(rows: list[Row], articles: str | list[str] = "a b", metrics: str = "quality") -> Table:
    names = dict.fromkeys(row.backend for row in rows)
    return tabulate_rows(
        make_info(
            articles.split() if isinstance(articles, str) else articles,
            [make_backend(b) for b in names],
            [make_metric(m) for m in metrics.split()],
        ),
        rows,
    )


def test_samples_are_averaged_within_their_article_first() -> None:
    rows = [make_row("a", "x", {"quality": value}, sample=i) for i, value in enumerate((1.0, 1.0, 0.4))]
    rows.append(make_row("b", "x", {"quality": 0.2}))
    table = _table(rows)
    assert table.values("x", "quality") == {"a": pytest.approx(0.8), "b": 0.2}
    (found,) = aggregate(table)
    assert found.mean == pytest.approx(0.5)
    assert found.n == 2
    assert found.states == {"ok": 4}


def test_samples_that_failed_leave_the_mean_of_the_others() -> None:
    rows = [
        make_row("a", "x", {"quality": 0.6}, sample=0),
        make_row("a", "x", sample=1, state="refused"),
        make_row("b", "x", sample=0, state="infra_error"),
    ]
    assert _table(rows).cells["x", "quality"] == {
        "a": Cell(0.6, {"ok": 1, "refused": 1}, 1),
        "b": Cell(None, {"infra_error": 1}),
    }


def test_the_spread_of_the_samples_of_an_article_is_kept() -> None:
    values = [0.2, 0.5, 0.8]
    rows = [make_row("a", "x", {"quality": value}, sample=n) for n, value in enumerate(values)]
    cell = _table(rows).cells["x", "quality"]["a"]
    assert cell.n == 3
    assert cell.variance == pytest.approx(0.09)


def test_the_interval_is_over_articles_and_seeded_by_the_suite() -> None:
    means = [0.2, 0.5, 0.9, 0.4]
    rows = [
        make_row(f"a{i}", "x", {"quality": mean + shift}, sample=sample)
        for i, mean in enumerate(means)
        for sample, shift in enumerate((-0.1, 0.1))
    ]
    (found,) = aggregate(_table(rows, "a0 a1 a2 a3"))
    (expected,) = stats.mean_intervals(np.array([means]), seed=7)
    assert expected is not None
    assert (found.low, found.high, found.n) == (*map(pytest.approx, expected), 4)


def test_states_are_counted_beside_every_mean() -> None:
    rows = [make_row("a", "x", {"quality": 0.5})]
    rows += [make_row(f"b{i}", "x", state=state) for i, state in enumerate(FAILING)]
    (found,) = aggregate(_table(rows, "a b0 b1 b2 b3 b4"))
    assert found.states == {"ok": 1} | dict.fromkeys(FAILING, 1)
    assert (found.mean, found.n) == (0.5, 1)


@pytest.mark.parametrize("state", FAILING)
def test_no_failure_becomes_a_number(state: State) -> None:
    rows = [make_row("a", "x", state=state), make_row("b", "x", state=state, summary="Cut off in the")]
    table = _table(rows)
    assert table.values("x", "quality") == {}
    (found,) = aggregate(table)
    assert found == Aggregate("x", "quality", None, None, None, 0, {state: 2})


def test_a_score_beside_a_failing_state_stays_out_of_the_mean() -> None:
    rows = [make_row("a", "x", {"quality": 0.9}, state="truncated"), make_row("b", "x", {"quality": 0.5})]
    (found,) = aggregate(_table(rows))
    assert (found.mean, found.n, found.states) == (0.5, 1, {"ok": 1, "truncated": 1})


def test_a_broken_metric_spoils_no_other_mean() -> None:
    rows = [
        make_row("a", "x", {"quality": "it broke", "length": 12.0}, state="metric_error"),
        make_row("b", "x", {"quality": 0.25, "length": 8.0}),
    ]
    quality, length = aggregate(_table(rows, metrics="quality length"))
    assert (quality.mean, quality.n, quality.states) == (0.25, 1, {"ok": 1, "metric_error": 1})
    assert (length.mean, length.n, length.states) == (10.0, 2, {"ok": 2})


def test_a_metric_that_does_not_apply_is_counted_and_not_averaged() -> None:
    rows = [make_row("a", "x", {"quality": None}), make_row("b", "x", {})]
    (found,) = aggregate(_table(rows))
    assert (found.mean, found.n, found.states) == (None, 0, {"not_applicable": 2})


def test_a_score_of_zero_is_a_score() -> None:
    (found,) = aggregate(_table([make_row("a", "x", {"quality": 0.0}), make_row("b", "x", {"quality": 0.0})]))
    assert (found.mean, found.low, found.high, found.n) == (0.0, 0.0, 0.0, 2)


def test_one_article_has_a_mean_and_no_interval() -> None:
    (found,) = aggregate(_table([make_row("a", "x", {"quality": 0.5})]))
    assert (found.mean, found.low, found.high, found.n) == (0.5, None, None, 1)


def test_a_mean_over_scores_that_differ_by_rounding_has_an_interval_that_json_can_hold() -> None:
    values = [*[0.5] * 30, math.nextafter(0.5, 1)]
    (found,) = aggregate(make_table({"x": {"quality": values}}))
    assert encode(found._asdict())


def test_a_backend_without_rows_is_unscored() -> None:
    table = tabulate_rows(make_info(["a"], [make_backend("x")], [make_metric()]), [])
    assert aggregate(table) == [Aggregate("x", "quality", None, None, None, 0, {})]


def test_cells_stand_in_suite_order_whatever_the_order_of_rows() -> None:
    rows = [make_row(a, "x", {"quality": v}) for a, v in (("c", 0.3), ("a", 0.1), ("b", 0.2))]
    forward, backward = _table(rows, "a b c"), _table(rows[::-1], "a b c")
    assert list(forward.values("x", "quality")) == ["a", "b", "c"]
    assert aggregate(forward) == aggregate(backward)


def test_aggregates_stand_in_the_order_of_backends_and_metrics() -> None:
    table = make_table({"y": {"quality": [0.5], "length": [3.0]}, "x": {"quality": [0.25], "length": [4.0]}})
    order = [("y", "quality"), ("y", "length"), ("x", "quality"), ("x", "length")]
    assert [(a.backend, a.metric) for a in aggregate(table)] == order


def test_costs_are_summed_and_unknown_where_no_row_has_one() -> None:
    rows = [
        make_row("a", "x", cost_usd=0.25),
        make_row("b", "x", cost_usd=0.5),
        make_row("a", "y"),
        make_row("b", "y"),
    ]
    table = _table(rows)
    assert table.costs.get("x") == 0.75
    assert table.costs.get("y") is None


def test_error_findings_are_kept_with_article_and_claim() -> None:
    findings = (
        make_finding(text="Go away"),
        make_finding(severity="warning"),
        make_finding("fact.missing", None, message="The cost is missing."),
    )
    table = _table([make_row("a", "x", {"quality": 0.5}, findings=findings)])
    assert table.forbidden == {
        ("x", "quote.fabricated"): [("a", "Go away")],
        ("x", "fact.missing"): [("a", "The cost is missing.")],
    }
    assert table.n_findings == {("x", "quality"): {"error": 2, "warning": 1}}


def test_a_run_on_disk_gives_the_same_numbers_as_its_rows(tmp_path: Path) -> None:
    info = make_info(["a", "b"], [make_backend("x")], [make_metric()])
    rows = [make_row("a", "x", {"quality": 0.1 + 0.2}), make_row("b", "x", state="empty")]
    assert tabulate(Run(write_run(tmp_path / "run", info, rows))) == tabulate_rows(info, rows)


def test_the_frame_has_a_line_per_article_backend_and_metric_with_all_counts() -> None:
    rows = [
        make_row("a", "x", {"quality": 0.5}, sample=0),
        make_row("a", "x", {"quality": 1.0}, sample=1),
        make_row("b", "x", sample=0, state="refused"),
    ]
    frame = to_frame(_table(rows))
    assert list(frame.columns) == ["article", "backend", "metric", "value", *(f"n_{s}" for s in STATES)]
    assert frame["article"].tolist() == ["a", "b"]
    assert frame["n_ok"].tolist() == [2, 0]
    assert frame["n_refused"].tolist() == [0, 1]
    assert frame["value"].dtype == np.float64
    assert frame["value"][0] == 0.75
    assert pd.isna(frame["value"][1])


def test_an_unscored_cell_is_null_in_parquet_and_no_nan(tmp_path: Path) -> None:
    table = _table([make_row("a", "x", {"quality": 0.5}), make_row("b", "x", state="empty")])
    (tmp_path / "scores.parquet").write_bytes(to_parquet(table))
    columns = pq.read_table(tmp_path / "scores.parquet").to_pydict()
    assert list(columns) == ["article", "backend", "metric", "value", *(f"n_{state}" for state in STATES)]
    assert columns["value"] == [0.5, None]
    assert (columns["n_ok"], columns["n_empty"]) == ([1, 0], [0, 1])


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_can_be_written_to_parquet(name: str) -> None:
    columns = pq.read_table(io.BytesIO(to_parquet(_table([make_row(name, name, {"quality": 0.5})], [name]))))
    assert columns["article"].to_pylist() == [name.replace("\ud800", "\\ud800")]


def test_the_frame_of_a_run_without_rows_has_its_columns() -> None:
    frame = to_frame(tabulate_rows(make_info(["a"], [make_backend("x")], [make_metric()]), []))
    assert len(frame) == 0
    assert frame["value"].dtype == np.float64
