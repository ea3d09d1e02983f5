"""One golden output per verdict and format; `python -m tests.gate.golden_runs` writes them anew."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import junitparser
import pytest

from harness.aggregate import tabulate, tabulate_rows
from harness.compare import compare
from harness.errors import InputError
from harness.gate import gate, settings_of, to_json, with_evidence
from harness.gate.junit import to_junit
from harness.gate.worst import panel_anchor
from harness.report.first import First
from harness.store import Run
from harness.types import Row
from tests.conftest import Harness
from tests.gate import golden_runs
from tests.gate.golden_runs import FORMATS, GOLDEN, PAIRS, judge, outputs, runs
from tests.made_runs import make_backend, make_info, make_metric, make_row

EXIT_CODES = {"pass": 0, "regression": 1, "inconclusive-warn": 0, "inconclusive-fail": 3, "unmeasurable": 4}


@pytest.mark.parametrize("name", PAIRS)
def test_every_format_says_what_its_golden_file_says(tmp_path: Path, name: str) -> None:
    for form, data in outputs(judge(*runs(tmp_path, name))).items():
        golden = (GOLDEN / f"{name}.{form}.{FORMATS[form]}").read_bytes()
        assert data.decode() == golden.decode(), f"{form}: if this is meant: python -m tests.gate.golden_runs"


def test_no_golden_file_is_left_over() -> None:
    expected = {f"{name}.{form}.{ending}" for name in PAIRS for form, ending in FORMATS.items()}
    assert {path.name for path in GOLDEN.iterdir()} == expected


@pytest.mark.parametrize("name", PAIRS)
def test_the_command_ends_with_the_verdicts_code_and_writes_every_format(
    tmp_path: Path, harness: Harness, name: str
) -> None:
    runs(tmp_path, name)
    done = harness("gate", "candidate", "--baseline", "baseline", "--junit", "gate.xml", "--markdown", "gate.md")
    assert (done.returncode, done.stderr) == (EXIT_CODES[name], "")
    assert done.stdout.startswith(f"{name.split('-', maxsplit=1)[0].upper()}: ")
    assert (tmp_path / "gate.xml").read_bytes() == (GOLDEN / f"{name}.junit.xml").read_bytes()
    assert (tmp_path / "gate.md").read_text(encoding="utf-8").startswith("<!-- summary-harness gate: news -->\n## ")
    document = json.loads(harness("gate", "candidate", "--baseline", "baseline", "--json").stdout)
    assert document == json.loads((GOLDEN / f"{name}.json.json").read_bytes())


def test_the_bytes_do_not_depend_on_the_call_the_thread_or_the_hash_seed(tmp_path: Path) -> None:
    pair = runs(tmp_path, "regression")
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda _: outputs(judge(*pair)), range(4)))
    assert all(one == found[0] for one in found)
    command = [sys.executable, "-m", "harness", "gate", "candidate", "--baseline", "baseline", "--json"]
    said = {
        subprocess.run(command, cwd=tmp_path, env={"PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert json.loads(said.pop())["kind"] == "regression"


@pytest.mark.parametrize(
    ("name", "failures", "errors", "skipped"),
    [
        ("pass", 0, 0, 0),
        ("regression", 2 + 1 + 8 + 2, 0, 0),
        ("inconclusive-warn", 0, 0, 1),
        ("inconclusive-fail", 1 + 4, 0, 0),
        ("unmeasurable", 0, 1 + 2, 0),
    ],
)
def test_junit_has_a_case_per_rule_and_per_failing_article(
    tmp_path: Path, name: str, failures: int, errors: int, skipped: int
) -> None:
    result = judge(*runs(tmp_path, name))
    (suite,) = junitparser.JUnitXml.fromstring(outputs(result)["junit"])
    cases = list(suite)
    assert (suite.failures, suite.errors, suite.skipped, suite.tests) == (failures, errors, skipped, len(cases))
    assert len({(case.classname, case.name) for case in cases}) == len(cases)
    assert [case.name for case in cases if case.classname == "gate.news"] == [rule.name for rule in result.results]
    assert suite.timestamp is None
    assert suite.hostname is None


def test_an_empty_summary_an_invented_quote_and_a_fall_stand_beside_their_articles(tmp_path: Path) -> None:
    result = judge(*runs(tmp_path, "regression"))
    worst = {w.article: w for w in result.worst}
    assert len(result.worst) == 5
    assert worst["tram"].failure == "empty: The model answered nothing."
    found = worst["bridge"].finding
    assert found is not None
    assert (found.check, found.claim, found.source, found.new) == ("quote.fabricated", "We are ruined", "wire", True)
    assert found.evidence == "“We will manage,” the mayor said."
    assert [f.article for f in result.forbidden] == ["bridge", "museum"]
    # the warning that the baseline has as well is no news
    assert all(w.finding is None for w in result.worst if w.article not in ("bridge", "museum"))


def test_a_pattern_that_forbids_has_its_articles_claims_and_evidence_in_junit(tmp_path: Path) -> None:
    candidate = Run(golden_runs.write(tmp_path / "new", golden_runs.OLD, faults=True))
    baseline = Run(golden_runs.write(tmp_path / "old", golden_runs.OLD))
    settings = settings_of(candidate).model_copy(update={"forbid": ("quote.*",)})
    found = gate(tabulate(candidate), tabulate(baseline), settings, {})
    root = ET.fromstring(to_junit(with_evidence(found, candidate, baseline)))
    told = [case.attrib["name"] for case in root.iter("testcase") if "quote.*" in case.attrib["classname"]]
    assert told == ["bridge", "museum"]
    texts = ["".join(failure.itertext()) for failure in root.iter("failure")]
    assert (
        sum("Claim: “We are ruined” Evidence from wire: ‘“We will manage,” the mayor said.’" in t for t in texts) == 3
    )


def test_an_error_that_the_baseline_has_as_a_warning_stands_with_its_evidence(tmp_path: Path) -> None:
    candidate = Run(golden_runs.write(tmp_path / "new", golden_runs.OLD, faults=True))
    baseline = Run(golden_runs.write(tmp_path / "old", golden_runs.OLD, faults=True))
    rows = baseline.folder / "rows.jsonl"
    rows.write_bytes(rows.read_bytes().replace(b'"severity": "error"', b'"severity": "warning"'))
    found = golden_runs.judge(candidate, baseline)
    assert [(f.article, f.claim, f.new) for f in found.forbidden] == [
        ("bridge", "We are ruined", True), ("museum", "We are ruined", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "expected a gate with primary, margin, "),
        ([], "expected a gate with primary, margin, "),
        ({"margin": {}, "primary": ["quality"]}, "primary metric 'quality' needs a margin above 0"),
        ({"primary": ["quality"], "margin": {"quality": -1}}, "needs a margin above 0"),
        ({"primary": ["quality"], "margin": {"quality": "x"}}, "'margin.quality': Input should be a valid number"),
        ({"floor": {"nothing": 0.5}}, "no metric 'nothing' of the run can be gated; it has quality, fit"),
        ({"inconclusive": "zz"}, "'inconclusive': Input should be 'fail', 'warn' or 'pass'"),
    ],
)
def test_a_broken_gate_in_a_run_is_refused_with_its_file(tmp_path: Path, given: object, told: str) -> None:
    folder = golden_runs.write(tmp_path / "run", golden_runs.OLD)
    info = json.loads((folder / "run.json").read_bytes())
    info["suite"]["gate"] = given
    (folder / "run.json").write_text(json.dumps(info), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        settings_of(Run(folder))
    assert f"{folder / 'run.json'}: [gate]: " in str(caught.value)
    assert told in str(caught.value)


def test_only_the_rows_that_are_shown_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.store import Run

    candidate, baseline = runs(tmp_path, "regression")
    read: list[int] = []
    whole = Run.read_rows

    def counting(run: Run, places: Sequence[tuple[int, int]]) -> list[Row]:
        read.append(len(places))
        return whole(run, places)

    monkeypatch.setattr(Run, "read_rows", counting)
    judge(candidate, baseline)
    assert read == [5, 5]


def test_the_document_keeps_one_kind_per_rule_and_promises_in_numbers(tmp_path: Path) -> None:
    result = judge(*runs(tmp_path, "regression"))
    document = to_json(result, "candidate", "baseline")
    assert {rule["kind"] for rule in document["rules"]} == {"pass", "regression"}
    assert document["guarantees"][:2] == [
        "A true change for the worse by a margin or more passes with a probability of at most 0.025, "
        "as far as a mean of this many differences is roughly normal.",
        "Where nothing changed, a regression is called with a probability of at most 0.05, "
        "all 3 statistical rules together.",
    ]
    (change,) = document["changes"]
    assert change["lines"][-2:] == ["-Quote only what was said.", "+Make it `vivid`: ```use quotes```."]


def test_the_anchor_of_a_worst_article_is_the_one_that_the_page_of_the_run_has() -> None:
    backends = [make_backend("x"), make_backend("copy", control=True), make_backend("y")]
    info = make_info(["a", "b"], backends, [make_metric()])
    rows = [make_row(article, b.name, {"quality": 0.5}) for article in info.articles for b in backends]
    first = First(compare([tabulate_rows(info, rows)], ["run"]), [{}], {}, redact=False)
    for article in info.articles:
        for backend in backends:
            assert panel_anchor(info, article, backend.name) == first.panel_anchor(article, backend.name)
