"""Where the pilot comes from, and the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from harness import plan as planning
from harness import stats
from harness.aggregate import tabulate_rows
from harness.errors import InputError
from harness.plan import find_pilot, tables
from harness.plan.power import passes
from tests.conftest import ROOT, Harness
from tests.made_runs import make_backend, make_info, make_metric
from tests.plan.made_plans import OTHER, WAVE, pilot_of, written


def test_of_a_suite_the_blessed_baseline_is_the_pilot_else_its_newest_complete_run(
    suite_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(suite_path.parent)
    with pytest.raises(InputError) as error:
        find_pilot("small.toml")
    assert str(error.value) == (
        "small.toml: no blessed baseline in reports/baselines/small and no complete run of 'small' under reports/runs; a"
        " plan needs one to see how far articles spread. Make one with: harness run small.toml, and keep it with:"
        " harness bless RUN"
    )
    columns = {"x": WAVE, "y": OTHER}
    for name, day, status in (("z", 1, "complete"), ("r3", 3, "partial"), ("r2", 2, "complete")):
        written(Path(f"reports/runs/{name}"), columns, started=f"2026-03-0{day}T00:00:00+00:00", status=status)
    Path("reports/runs/broken").mkdir()
    Path("reports/runs/broken/run.json").write_text("{}")
    found = find_pilot("small.toml")
    assert (found.name, found.source) == ("r2", "the newest complete run of the suite, reports/runs/r2")
    assert found.notes == ("small.toml has changed since r2 was made.",)
    written(Path("reports/baselines/small"), columns)
    rows = Path("reports/baselines/small/rows.jsonl")
    whole = rows.read_bytes()
    rows.write_bytes(whole[:-20])
    with pytest.raises(
        InputError, match=r"small/rows\.jsonl: 19 of 20 rows: the baseline is damaged; restore it with git"
    ):
        find_pilot("small.toml")
    rows.write_bytes(whole)
    assert find_pilot("small.toml").source == "the blessed baseline reports/baselines/small"
    pair = find_pilot("small.toml", "small")
    assert pair.source == "the newest complete run of the suite, reports/runs/r2 against reports/baselines/small"
    with pytest.raises(InputError) as error:
        find_pilot("reports/baselines/small", "small")
    assert str(error.value) == "--baseline 'small': is the run that it is compared with; give another run"
    with pytest.raises(InputError, match="no baseline at 'nowhere'; make one with: harness bless RUN"):
        find_pilot("small.toml", "nowhere")


def test_a_gate_of_a_run_that_cannot_be_read_is_told_with_its_file(tmp_path: Path) -> None:
    folder = written(tmp_path / "r", {"x": WAVE, "y": OTHER}, suite={"gate": {"primary": "coverage"}})
    with pytest.raises(InputError, match=r"r/run\.json: \[gate\]: field 'primary': "):
        find_pilot(str(folder))


def test_an_unfinished_run_is_planned_from_with_a_word_of_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "r", {"x": WAVE, "y": OTHER}, status="unfinished", n_rows=40)
    assert find_pilot(str(folder)).notes == ("r is unfinished: 20 of 40 rows; what is missing is not in the plan.",)


def test_the_command_prints_a_plan_and_its_document(
    harness: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from harness.cli.planning import LEGEND, plan

    gate = {"primary": ["coverage"], "margin": {"coverage": 0.05}}
    written(tmp_path / "r", {"x": WAVE, "y": OTHER}, suite={"gate": gate})
    done = harness("plan", "r", "--json", "--margin", "coverage=0.02", "--articles", "40")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["schema"], document["articles"]) == (1, 40)
    assert [m["margin"] for m in document["metrics"][0]["margins"]] == [0.02]
    monkeypatch.chdir(tmp_path)
    plan("r", margin=["coverage=0.02"], articles=40)
    told = capsys.readouterr().out
    assert told.splitlines()[0] == "small: planned from the run r (10 articles, 1 sample each)"
    plain = " ".join(told.split())
    assert [line for line in (*document["sentences"], *LEGEND[:2]) if " ".join(line.split()) not in plain] == []
    assert LEGEND[2][:40] not in plain


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("coverage", "--margin 'coverage': expected METRIC=NUMBER, such as consistency=0.02"),
        ("0.02", "--margin '0.02': expected METRIC=NUMBER, such as consistency=0.02"),
        ("coverage=much", "--margin 'coverage=much': expected METRIC=NUMBER, such as consistency=0.02"),
        ("coverage=0", "--margin 'coverage=0': a margin is above 0, such as coverage=0.02"),
        ("coverage=nan", "--margin 'coverage=nan': a margin is above 0, such as coverage=0.02"),
        ("rouge9=0.1", "--margin: metric 'rouge9' is not in r; it has coverage"),
    ],
)
def test_a_wrong_margin_is_told(given: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.cli.planning import plan

    monkeypatch.chdir(tmp_path)
    written(tmp_path / "r", {"x": WAVE, "y": OTHER})
    with pytest.raises(InputError) as error:
        plan("r", margin=[given])
    assert str(error.value) == message


def test_a_margin_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.cli.planning import plan

    monkeypatch.chdir(tmp_path)
    written(tmp_path / "r", {"x": WAVE, "y": OTHER})
    with pytest.raises(InputError) as error:
        plan("r", margin=["coverage=0.02", "coverage=0.03"])
    assert str(error.value) == (
        "--margin 'coverage=0.03': coverage was given the margin 0.02 before; give each metric one"
    )


def test_more_than_a_million_articles_are_not_counted(harness: Harness, tmp_path: Path) -> None:
    written(tmp_path / "r", {"x": WAVE, "y": OTHER})
    told = harness("plan", "r", "--margin", "coverage=1e-9").stdout
    assert "A margin of 1e-09 takes more than a million articles;" in told
    assert "> 1 million" in told
    assert not re.search(r"\d,\d{3},\d{3}", told)
    document = json.loads(harness("plan", "r", "--margin", "coverage=1e-9", "--json").stdout)
    assert document["metrics"][0]["margins"][0]["articles"] > 1_000_000
    assert tables.count(1_000_000) == "1,000,000"
    assert tables.about(1_000_000) == "about 1,000,000"


def test_a_plan_of_nothing_says_so_first_and_explains_no_lines(harness: Harness, tmp_path: Path) -> None:
    written(tmp_path / "r", {"x": WAVE})
    written(tmp_path / "same", {"x": WAVE})
    alone, unchanged = harness("plan", "r"), harness("plan", "r", "--baseline", "same")
    assert (alone.returncode, unchanged.returncode) == (0, 0)
    assert alone.stdout.startswith("small: nothing can be planned from the run r (10 articles, 1 sample each)\n")
    assert unchanged.stdout.startswith("small: nothing can be planned from the run r against same (10 articles,")
    for told in (alone.stdout, unchanged.stdout):
        assert "The spread (SD) is that of" not in told
        assert "finds:" not in told
    assert "No score of x changed between the two runs, so nothing is planned there." in unchanged.stdout


def test_a_counter_cannot_be_planned_for() -> None:
    table = tabulate_rows(
        make_info(["a"], [make_backend("x")], [make_metric("length", higher=None), make_metric()]), []
    )
    with pytest.raises(InputError) as error:
        planning.plan(pilot_of(table), {"length": 3.0})
    assert str(error.value) == ("--margin: metric 'length' is a counter without a good direction; it has quality")


def test_the_figures_of_the_manual_are_computed_ones() -> None:
    manual = (ROOT / "docs/planning.md").read_text(encoding="utf-8")
    ratios, needed = (
        [float(cell) for cell in re.findall(r"[\d.]+", line)]
        for line in manual.splitlines()
        if line.startswith(("| SD / margin", "| articles |"))
    )
    assert [stats.articles_to_settle(ratio, 1.0) for ratio in ratios] == needed
    promised = {n: passes(1.0, n, stats.detectable(1.0, n), 0.05) for n in range(2, 400)}
    assert f"at n = 3 the 80 % are {100 * promised[3]:.0f} %, at n = 2 they are {100 * promised[2]:.0f} %" in manual
    assert all(abs(p - 0.80) < 0.01 for n, p in promised.items() if n >= 5)
