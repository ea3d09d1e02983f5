"""The package as a library: runs to pandas, scores from pandas, and nothing imported before it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import harness
from harness.errors import InputError
from tests.made_runs import make_backend, make_info, make_metric, make_row, write_run


def _frame(n: int = 12) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    lines = [
        (f"a{i}", backend, "coverage", 0.5 + 0.1 * (backend == "y") + float(rng.normal(0, 0.02)))
        for i in range(n)
        for backend in ("x", "y")
    ]
    return pd.DataFrame(lines, columns=["article", "backend", "metric", "value"])


def _run(folder: Path) -> Path:
    rows = [make_row(a, b, {"coverage": v}) for a in ("a", "b") for b, v in (("x", 0.25), ("y", None))]
    info = make_info(["a", "b"], [make_backend("x"), make_backend("y")], [make_metric("coverage")])
    return write_run(folder, info, rows)


def test_a_run_becomes_a_frame(tmp_path: Path) -> None:
    frame = harness.load_run(_run(tmp_path / "run")).to_frame()
    assert list(frame.columns[:4]) == ["article", "backend", "metric", "value"]
    assert frame["value"].isna().tolist() == [False, False, True, True]
    assert frame.loc[0, "value"] == 0.25


def test_a_folder_that_is_no_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no run"):
        harness.load_run(tmp_path)


def test_a_frame_goes_in_and_comes_out_the_same() -> None:
    frame = _frame()
    back = harness.from_frame(frame).to_frame().sort_values(["article", "backend"], ignore_index=True)
    pd.testing.assert_frame_equal(
        back[list(frame.columns)], frame.sort_values(["article", "backend"], ignore_index=True), check_dtype=False
    )


def test_scores_made_elsewhere_are_compared_like_any_others() -> None:
    frame = harness.compare_runs(harness.from_frame(_frame())).to_frame()
    (pair,) = frame[frame["baseline"].notna()].to_dict("records")
    assert (pair["backend"], pair["baseline"], pair["n"], pair["outcome"]) == ("y", "x", 12, "better")
    wide = _frame().pivot_table(index="article", columns="backend", values="value")
    assert pair["value"] == pytest.approx((wide["y"] - wide["x"]).mean())


def test_samples_of_an_article_are_averaged() -> None:
    frame = pd.DataFrame(
        {"article": "a", "backend": "x", "metric": "m", "value": [0.2, 0.4], "sample": [0, 1]},
    )
    table = harness.from_frame(frame)
    assert table.values("x", "m") == {"a": pytest.approx(0.3)}
    assert table.cells["x", "m"]["a"].n == 2


def test_lower_may_be_better() -> None:
    table = harness.from_frame(_frame(), lower_is_better=["coverage"])
    assert [c.outcome for c in harness.compare_runs(table).comparisons] == ["worse"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "much"}, "article 'a', backend 'x', metric 'm', sample 0: 'much' is no number"),
        ({"value": float("inf")}, "article 'a', backend 'x', metric 'm', sample 0: inf is not finite"),
    ],
)
def test_a_bad_value_is_named(change: dict[str, object], message: str) -> None:
    frame = pd.DataFrame([{"article": "a", "backend": "x", "metric": "m", "value": 0.5} | change])
    with pytest.raises(InputError) as caught:
        harness.from_frame(frame)
    assert str(caught.value) == message


def test_a_missing_column_and_a_second_value_are_named() -> None:
    with pytest.raises(InputError) as missing:
        harness.from_frame(pd.DataFrame({"article": ["a"]}))
    assert str(missing.value) == "the frame has no column 'backend'; it needs article, backend, metric and value"
    twice = pd.DataFrame([{"article": "a", "backend": "x", "metric": "m", "value": 0.5}] * 2)
    with pytest.raises(InputError) as double:
        harness.from_frame(twice)
    assert str(double.value) == (
        "article 'a', backend 'x', metric 'm', sample 0: the frame has two values; number them in a column `sample`"
    )


def test_a_missing_value_is_unscored_and_never_zero() -> None:
    frame = _frame()
    frame.loc[0, "value"] = np.nan
    table = harness.from_frame(frame)
    assert "a0" not in table.values("x", "coverage")
    assert table.cells["x", "coverage"]["a0"].states == {"not_applicable": 1}


def test_runs_are_compared_by_folder_or_table(tmp_path: Path) -> None:
    run = _run(tmp_path / "first")
    report = harness.compare_runs(run, harness.load_run(run))
    assert [m.name for m in report.members][::2] == ["first: x", "run-2: x"]
    with pytest.raises(InputError, match=r"^nothing to compare"):
        harness.compare_runs()
    with pytest.raises(InputError, match=r"^two runs have the same name"):
        harness.compare_runs(run, run)


def test_every_public_name_is_there_and_importing_the_package_loads_nothing() -> None:
    for name in harness.__all__:
        assert getattr(harness, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = harness.nothing
    code = (
        "import sys, harness; print(sorted(m for m in sys.modules if m.startswith(('harness.', 'numpy', 'pydantic'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
