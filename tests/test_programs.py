"""The package as a library: runs to pandas, scores from pandas, and nothing imported before it is used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats as reference

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
    test = reference.ttest_1samp(wide["y"] - wide["x"], 0)
    assert pair["p_t"] == pytest.approx(test.pvalue) == pytest.approx(pair["p_adjusted"])
    assert pair["p"] == pytest.approx(2**-11)


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
        ({"value": 10**400}, "article 'a', backend 'x', metric 'm', sample 0: the value is too large"),
        ({"value": 1j}, "article 'a', backend 'x', metric 'm', sample 0: 1j is no number"),
        ({"value": [0.5]}, "article 'a', backend 'x', metric 'm', sample 0: [0.5] is no number"),
        ({"article": None}, "row 0 of the frame: article is missing; every row needs one"),
        ({"backend": np.nan}, "row 0 of the frame: backend is missing; every row needs one"),
        ({"metric": " "}, "row 0 of the frame: metric is missing; every row needs one"),
        ({"sample": "z"}, "article 'a', backend 'x', metric 'm': sample 'z' is no whole number from 0"),
        ({"sample": 0.5}, "article 'a', backend 'x', metric 'm': sample 0.5 is no whole number from 0"),
        ({"sample": -1}, "article 'a', backend 'x', metric 'm': sample -1 is no whole number from 0"),
        ({"sample": True}, "article 'a', backend 'x', metric 'm': sample True is no whole number from 0"),
        ({"sample": None}, "article 'a', backend 'x', metric 'm': sample None is no whole number from 0"),
    ],
)
def test_a_bad_value_is_named(change: dict[str, object], message: str) -> None:
    frame = pd.DataFrame([{"article": "a", "backend": "x", "metric": "m", "value": 0.5} | change], dtype=object)
    with pytest.raises(InputError) as caught:
        harness.from_frame(frame)
    assert str(caught.value) == message


@pytest.mark.parametrize("seed", [-1, 2**53, True, 0.5, "7", None])
def test_a_seed_is_a_whole_number_from_0(tmp_path: Path, seed: Any) -> None:
    with pytest.raises(InputError) as caught:
        harness.from_frame(_frame(), seed=seed)
    assert str(caught.value) == f"seed: expected a whole number from 0 to 9007199254740991, found {seed!r}"
    path = _run(tmp_path / "run") / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seed": seed}))
    with pytest.raises(InputError, match=r"run\.json: field 'seed': "):
        harness.load_run(path.parent)


@pytest.mark.parametrize("seed", [0, 2**53 - 1, np.int64(7)])
def test_every_seed_that_is_taken_serves_every_comparison(seed: int) -> None:
    assert harness.compare_runs(harness.from_frame(_frame(30), seed=seed)).comparisons[0].outcome == "better"


def test_lower_is_better_names_metrics_that_are_there() -> None:
    frame = _frame().assign(metric=lambda lines: lines["metric"].where(lines["article"] != "a0", "cover"))
    (found,) = [m for m in harness.from_frame(frame, lower_is_better="coverage").info.metrics if m.higher_is_better]
    assert found.name == "cover"
    with pytest.raises(InputError) as caught:
        harness.from_frame(frame, lower_is_better=["coverage", "zz"])
    assert str(caught.value) == "lower_is_better: the frame has no metric 'zz'; it has 'cover', 'coverage'"
    with pytest.raises(InputError, match=r"^lower_is_better: expected names of metrics, found 3$"):
        harness.from_frame(frame, lower_is_better=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("frame", [None, [1, 2], {"article": ["a"]}])
def test_what_is_no_frame_is_an_error(frame: Any) -> None:
    with pytest.raises(InputError, match=f"^expected a data frame of pandas, found {type(frame).__name__}$"):
        harness.from_frame(frame)


@pytest.mark.parametrize("epsilon", [-1, -1e-9, float("nan"), float("inf"), "0.1", True])
def test_an_epsilon_that_is_no_number_from_0_is_an_error(epsilon: Any) -> None:
    with pytest.raises(InputError) as caught:
        harness.compare_runs(harness.from_frame(_frame()), epsilon=epsilon)
    assert str(caught.value) == f"epsilon: expected a number from 0, such as 0.0005, found {epsilon!r}"


@pytest.mark.parametrize("pairs", ["x", {"x": 3}, ["x"]])
def test_pairs_that_are_no_pairs_of_names_are_an_error(pairs: Any) -> None:
    table = harness.from_frame(_frame())
    with pytest.raises(InputError, match=r"^pairs: expected candidate -> baseline, the names of two backends, found "):
        harness.compare_runs(table, table, pairs=pairs)


@pytest.mark.parametrize("run", [None, 3, ["a", "b"]])
def test_what_is_no_run_is_an_error(run: Any) -> None:
    for read in (harness.load_run, harness.compare_runs):
        with pytest.raises(
            InputError, match=r"^expected the folder of a run, found \w+; give several runs one by one$"
        ):
            read(run)


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
