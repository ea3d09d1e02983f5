"""The three commands, end to end as a user types them, and the examples of docs/reviewing.md."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from harness.cli import reviewed
from harness.review.draw import draw, read_draw
from harness.review.importing import import_reviews
from harness.review.report import review_report
from harness.review.summaries import RunSummaries
from tests.conftest import ROOT, Harness
from tests.made_runs import HOSTILE, make_row
from tests.review.made_reviews import (
    METRICS,
    draw_review,
    make_item,
    make_preference,
    make_review,
    make_run,
    store_run,
    write_review,
)

GUIDE = (ROOT / "docs" / "reviewing.md").read_text(encoding="utf-8")


def judge_by_name(key: object) -> dict[str, int]:
    """Judgements that differ from article to article."""
    return {name: 1 + sum(map(ord, f"{key}{name}")) % 5 for name in METRICS}


@pytest.fixture
def run(tmp_path: Path) -> RunSummaries:
    return make_run(tmp_path / "run", 40)


def test_export_import_and_report_make_a_round(tmp_path: Path, run: RunSummaries, harness: Harness) -> None:
    exported = harness("review", "export", "run", "--sample", 60, "--seed", 3, "--out", "draw.json")
    assert exported.returncode == 0, exported.stderr
    assert exported.stdout == (
        "draw: draw.json, 60 summaries of 20 of 40 articles\nnext: harness report run --review draw.json\n"
    )
    drawn = read_draw(tmp_path / "draw.json", run)
    for who in ("Anna", "Ben"):
        items = [make_item(run, item.key, judge_by_name) for item in drawn.items]
        pairs = [make_preference(run, drawn.items[0].article, "north", "south")]
        write_review(tmp_path / f"{who}.json", make_review(run, items, who, drawn, preferences=pairs))
    imported = harness("review", "import", "Anna.json", "Ben.json", "--run", "run")
    assert imported.returncode == 0, imported.stderr
    assert imported.stdout.startswith("Anna.json: Anna, 60 summaries, 1 preference, draw of 60\n  kept as ")
    again = harness("review", "import", "Ben.json", "--run", "run")
    assert again.returncode == 0
    assert "was imported before, nothing to do" in again.stdout
    told = harness("review", "report", "run")
    assert told.returncode == 0, told.stderr
    for title in (
        "Reviewers",
        "Draws",
        "True means",
        "Differences",
        "Agreement",
        "Metrics against",
        "Precision",
        "Pref",
    ):
        assert title in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 123
    document = json.loads(harness("review", "report", "run", "--json").stdout)
    assert document["estimates"][0]["powered"]["n_articles"] == 20
    assert document["reliability"][0]["alpha"] == 1
    markdown = harness("review", "report", "run", "--markdown").stdout
    assert markdown.startswith("# Review of run\n\n## Reviewers\n\n| reviewer | files |")
    assert f"| {document['estimates'][0]['powered']['mean']:.3f} " in markdown


def test_a_refused_file_is_exit_code_2_and_imports_nothing(tmp_path: Path, run: RunSummaries, harness: Harness) -> None:
    good = write_review(tmp_path / "good.json", draw_review(run, 6))
    (tmp_path / "bad.json").write_bytes(good.read_bytes()[:-20])
    done = harness("review", "import", "good.json", "bad.json", "--run", "run")
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"harness: bad\.json: broken JSON at column \d+: .*\n", done.stderr)
    assert not (tmp_path / "run" / "reviews").exists()


def test_a_sample_larger_than_the_run_says_so(tmp_path: Path, run: RunSummaries, harness: Harness) -> None:
    done = harness("review", "export", "run", "--sample", 1000, "--out", "deep/draw.json")
    assert done.returncode == 0
    assert done.stderr == "the run has only 120 of the 1000 summaries asked for; all are drawn\n"
    assert (tmp_path / "deep" / "draw.json").exists()


def test_a_run_without_reviews_says_what_to_do(tmp_path: Path, run: RunSummaries, harness: Harness) -> None:
    done = harness("review", "report", "run")
    assert done.returncode == 0
    assert done.stderr == "run has no reviews; import some: harness review import FILE --run run\n"


def test_json_and_markdown_together_are_refused(tmp_path: Path, run: RunSummaries, harness: Harness) -> None:
    done = harness("review", "report", "run", "--json", "--markdown")
    assert (done.returncode, done.stderr) == (2, "harness: choose one of --json and --markdown\n")


@pytest.mark.parametrize("command", ["export", "import", "report"])
def test_help_has_an_example(harness: Harness, command: str) -> None:
    done = harness("review", command, "--help")
    assert done.returncode == 0
    assert f"Example: harness review {command} " in " ".join(done.stdout.split())


def test_hostile_names_are_shown_and_not_obeyed(tmp_path: Path, harness: Harness) -> None:
    rows = [make_row(name, "north", {METRICS[0]: 0.5}, summary="By mayor") for name in HOSTILE]
    run = store_run(tmp_path / "run", rows)
    items = [make_item(run, key, judge_by_name, (), comment=key.article) for key in run.by_key]
    drawn = draw(run, sample=len(HOSTILE), seed=3)
    for i, who in enumerate(HOSTILE):
        judged = [{**item, "judgements": {"coverage": 1 + 4 * (i % 2)}} for item in items]
        path = tmp_path / "r.json"
        path.write_text(json.dumps(make_review(run, judged, who, drawn)))
        import_reviews([path], [tmp_path / "run"])
    text = reviewed.to_markdown(review_report(tmp_path / "run"))
    told = harness("review", "report", "run")
    assert told.returncode == 0, told.stderr
    for shown in (text, told.stdout):
        assert "lone" in shown
        assert not set("\x00\x1b\u202e\ud800") & set(shown)
    assert "<" not in text
    n_cells = {line.count(" | ") for line in text.split("## Reviewers")[1].split("##")[0].splitlines() if "|" in line}
    assert n_cells == {6}


def test_the_guides_commands_run_as_they_stand(tmp_path: Path, harness: Harness) -> None:
    (tmp_path / "reports" / "runs").mkdir(parents=True)
    run = make_run(tmp_path / "reports" / "runs" / "news", 40)
    for name in ("anna", "ben"):
        write_review(tmp_path / f"{name}.json", draw_review(run, 60, name, judge_by_name, seed=7))
    commands = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
    own = [line for line in commands if line.startswith("harness review ")]
    assert len(own) == 4
    for line in own:
        done = harness(*shlex.split(line.split(" > ")[0])[1:])
        assert done.returncode == 0, done.stderr
    drawn = read_draw(tmp_path / "draw.json", run)
    assert (drawn.sample, drawn.seed) == (60, 7)
