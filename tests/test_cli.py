"""The command line: quick help, exit codes, one JSON document, errors that help."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from harness.errors import InputError
from tests.conftest import ROOT, Harness, make_article, write_jsonl
from tests.report.parsed_page import blocks

COMMANDS = (
    "init",
    "run",
    "score",
    "check",
    "compare",
    "gate",
    "bless",
    "report",
    "plan",
    "facts",
    "probe",
    "validate",
    "list",
)
HEAVY = ("torch", "transformers", "pandas", "scipy", "datasets", "nltk", "numpy", "pyarrow")


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, harness.cli\n"
        "sys.argv = ['harness', '--help']\n"
        "try: harness.cli.main()\n"
        f"finally: print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)\n"
    )
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - begin)
    assert done.stderr.strip() == "[]"
    assert min(seconds) < 0.5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(harness: Harness, command: str) -> None:
    done = harness(command, "--help")
    assert done.returncode == 0
    assert f"Example: harness {command}" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_no_python(harness: Harness, command: str) -> None:
    told = harness(command, "--help").stdout
    assert not re.search(r"<[a-z]|[{}]|list\[|Path|range", told.replace("reports/html/<run>.html", ""))


def test_help_names_arguments_that_may_be_repeated(harness: Harness) -> None:
    assert "harness compare [OPTIONS] RUN [RUN ...]" in harness("compare", "--help").stdout
    assert "harness list [OPTIONS] metrics|backends|faults|profiles" in harness("list", "--help").stdout
    assert "Missing argument 'RUN'" in harness("compare").stderr


def test_the_gates_help_tells_every_exit_code(harness: Harness) -> None:
    told = " ".join(harness("gate", "--help").stdout.split())
    assert 'Exit code 0: pass; or inconclusive, where the suite says inconclusive = "warn"' in told
    for code in ("1: regression.", '3: inconclusive, where it says "fail".', "4: unmeasurable.", "2: bad input"):
        assert code in told
    assert "Example: harness gate reports/runs/candidate --baseline news-lexical" in told


def test_the_help_of_compare_says_how_runs_are_paired(harness: Harness) -> None:
    told = " ".join(harness("compare", "--help").stdout.split())
    assert "Of several, each backend of the later runs with the one of the same name in the first." in told


def test_a_run_whose_rows_are_gone_is_not_called_complete(suite_path: Path, harness: Harness) -> None:
    harness("run", suite_path, "--out", "run", "--only", "lead")
    harness("run", suite_path, "--out", "whole")
    (suite_path.parent / "whole" / "rows.jsonl").write_text("")
    assert harness("compare", "whole").stderr == (
        "whole: run.json calls it complete, but only 0 of 12 rows are there; the others are not compared\n"
    )
    assert harness("compare", "run").stderr == "run is partial: 4 of 12 rows; what is missing is not compared\n"


def test_a_pair_needs_two_runs_and_names_of_both(suite_path: Path, harness: Harness) -> None:
    harness("run", suite_path, "--out", "one")
    harness("run", suite_path, "--out", "two")
    alone = harness("compare", "one", "--pair", "lead=centroid")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert alone.stderr == (
        "harness: --pair needs two runs or more: CANDIDATE is a backend of a later run, BASELINE of the first\n"
    )
    for wrong in ("lead=other", "other=lead", "lead=random"):
        assert harness("compare", "one", "two", "--pair", wrong).stderr == (
            f"harness: --pair {wrong}: expected CANDIDATE=BASELINE; CANDIDATE is a backend of a later run"
            " (lead, centroid), BASELINE one of the first run (lead, centroid)\n"
        )
    twice = harness("compare", "one", "two", "--pair", "lead=centroid", "--pair", "lead=lead")
    assert (twice.returncode, twice.stderr) == (
        2,
        "harness: --pair lead=lead: lead has its baseline already, centroid\n",
    )


def test_a_usage_error_is_2(harness: Harness) -> None:
    for arguments in (
        (),
        ("run",),
        ("nonsense",),
        ("run", "x.toml", "--threads", "no"),
        ("list", "nonsense"),
    ):
        assert harness(*arguments).returncode == 2, arguments


def test_bad_input_is_2_with_one_line_and_no_traceback(harness: Harness) -> None:
    done = harness("run", "nowhere.toml")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "harness: nowhere.toml: no such file\n")


def test_an_internal_error_is_70_and_never_1(suite_path: Path) -> None:
    code = (
        "import sys, harness.cli, harness.suite\n"
        "def broken(*a, **k): raise RuntimeError('boom')\n"
        "harness.suite.load_suite = broken\n"
        f"sys.argv = ['harness', 'run', {str(suite_path)!r}]\n"
        "harness.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert "this is a bug in summary-harness" in done.stderr


def test_an_error_of_the_machine_is_no_bug(suite_path: Path) -> None:
    code = (
        "import errno, sys, harness.cli, harness.suite\n"
        "def full(*a, **k): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "harness.suite.load_suite = full\n"
        f"sys.argv = ['harness', 'run', {str(suite_path)!r}]\n"
        "harness.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "harness: a file cannot be written: No space left on device\n")


def test_a_broken_pipe_of_anything_else_is_a_bug_and_never_1(suite_path: Path) -> None:
    code = (
        "import sys, harness.cli, harness.suite\n"
        "def broken(*a, **k): raise BrokenPipeError(32, 'Broken pipe')\n"
        "harness.suite.load_suite = broken\n"
        f"sys.argv = ['harness', 'run', {str(suite_path)!r}]\n"
        "harness.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert "in broken" in done.stderr


def test_run_exits_with_4_when_nothing_was_scored(tmp_path: Path, harness: Harness) -> None:
    write_jsonl(tmp_path / "articles.jsonl", [make_article(1)])
    suite = 'name = "s"\narticles = "articles.jsonl"\nprofile = "brief"\n[[backends]]\ntype = "empty"\n'
    (tmp_path / "s.toml").write_text(suite)
    done = harness("run", "s.toml", "--out", "run")
    assert done.returncode == 4
    assert done.stdout.endswith("rows: 0 ok, 1 empty\n")


def test_a_dry_run_says_rows_and_calls_and_does_nothing(suite_path: Path, harness: Harness) -> None:
    done = harness("run", suite_path, "--dry-run")
    assert done.returncode == 0
    assert "12 rows: 4 articles × 3 backends × 1 sample\n" in done.stdout
    assert not (suite_path.parent / "reports").exists()


def test_only_and_limit_select_rows(suite_path: Path, harness: Harness) -> None:
    assert harness("run", suite_path, "--out", "r", "--only", "lead", "--limit", 2).returncode == 0
    rows = [json.loads(line) for line in (suite_path.parent / "r" / "rows.jsonl").read_text().splitlines()]
    assert [(row["article"], row["backend"]) for row in rows] == [("event-1", "lead"), ("event-2", "lead")]
    wrong = harness("run", suite_path, "--only", "leed")
    assert wrong.stderr == "harness: --only 'leed': no such backend; the suite has lead, centroid, random\n"


def test_a_limited_run_goes_on_to_the_same_bytes(suite_path: Path, harness: Harness) -> None:
    harness("run", suite_path, "--out", "parts", "--limit", 2)
    harness("run", suite_path, "--out", "parts")
    harness("run", suite_path, "--out", "whole")
    folder = suite_path.parent
    assert (folder / "parts" / "rows.jsonl").read_bytes() == (folder / "whole" / "rows.jsonl").read_bytes()


def test_compare_gives_one_json_document(suite_path: Path, harness: Harness) -> None:
    harness("run", suite_path, "--out", "run")
    document = json.loads(harness("compare", "run", "--json").stdout)
    assert document["schema"] == 1
    assert {c["baseline"] for c in document["comparisons"]} == {"lead"}
    assert {a["backend"] for a in document["aggregates"]} == {"lead", "centroid", "random"}


def test_gate_passes_on_the_same_run_and_names_bless_without_a_baseline(suite_path: Path, harness: Harness) -> None:
    gate = '\n[gate]\nprimary = ["coverage"]\nmargin = { coverage = 0.05 }\n'
    suite_path.write_text(suite_path.read_text() + gate)
    harness("run", suite_path, "--out", "run")
    missing = harness("gate", "run", "--baseline", "small")
    assert (missing.returncode, missing.stderr) == (
        2,
        "harness: no baseline at 'small'; make one with: harness bless RUN\n",
    )
    assert "baseline: reports/baselines/small" in harness("bless", "run").stdout
    passed = harness("gate", "run", "--baseline", "small", "--json")
    assert passed.returncode == 0
    assert json.loads(passed.stdout)["kind"] == "pass"


def test_a_planted_loss_is_a_regression_with_exit_code_1(tmp_path: Path, harness: Harness) -> None:
    articles = [make_article(n) for n in range(1, 13)]
    write_jsonl(tmp_path / "articles.jsonl", articles)
    gate = '[gate]\nprimary = ["coverage"]\nmargin = { coverage = 0.05 }\n'
    for name in ("good", "bad"):
        texts = [a["references"][0] if name == "good" else "Nothing was said." for a in articles]
        stored = [{"article": a["id"], "summary": text} for a, text in zip(articles, texts, strict=True)]
        write_jsonl(tmp_path / f"{name}.jsonl", stored)
        backend = f'[[backends]]\ntype = "replay"\nname = "model"\npath = "{name}.jsonl"\n'
        suite = f'name = "ab"\narticles = "articles.jsonl"\nprofile = "brief"\n{backend}{gate}'
        (tmp_path / f"{name}.toml").write_text(suite)
        assert harness("run", f"{name}.toml", "--out", name).returncode == 0
    lost = harness("gate", "bad", "--baseline", "good")
    assert lost.returncode == 1
    assert lost.stdout.startswith("REGRESSION: the candidate is worse than its limits allow\nbad against good,")
    assert harness("gate", "good", "--baseline", "bad").returncode == 0


def test_score_reads_a_file_of_rows_and_not_the_suites_articles(tmp_path: Path, harness: Harness) -> None:
    rows = [
        {"id": f"{doc}-{system}", "doc_id": doc, "system": system, "summary": "The bridge closed on Tuesday."}
        | {
            "sources": ["The bridge closed on Tuesday. Work begins in May."],
            "references": ["The bridge closed."],
        }
        for doc in ("d1", "d2")
        for system in ("m1", "m2")
    ]
    write_jsonl(tmp_path / "rows.jsonl", rows)
    unread = 'articles = "nowhere"\n[[backends]]\ntype = "no-such"\n'
    suite = f'name = "s"\nprofile = "brief"\n{unread}[[metrics]]\ntype = "rouge1"\n'
    (tmp_path / "s.toml").write_text(suite)
    done = harness("score", "rows.jsonl", "--suite", "s.toml", "--out", "scored")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("rows: 4 ok\n")
    again = harness("score", "scored", "--suite", "s.toml", "--out", "again")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again" / "rows.jsonl").read_text().count('"rouge1"') == 4


def test_check_answers_in_the_documented_shape(tmp_path: Path, harness: Harness) -> None:
    (tmp_path / "article.json").write_text(json.dumps(make_article(1)))
    summary = "The bridge closed. “We will gamble with all lives,” Falk said. It cost 77 crowns."
    done = harness(
        "check",
        "-",
        "--article",
        "article.json",
        "--profile",
        "brief",
        "--json",
        "--html",
        "p.html",
        stdin=summary,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document) == {"schema", "article", "scores", "findings", "attribution", "story"}
    assert (document["schema"], document["article"]) == (1, "event-1")
    assert "bertscore" not in document["scores"]  # needs an extra, which a check must not
    for score in document["scores"].values():
        assert set(score) == {"value", "parts", "reason", "error", "signature"}
    keys = {"metric", "check", "severity", "message", "confidence", "claim", "evidence", "expected", "found"}
    assert all(set(finding) == keys for finding in document["findings"])
    assert {"number.novel", "fact.missing"} <= {finding["check"] for finding in document["findings"]}
    assert all(f["claim"] is None for f in document["findings"] if f["check"] == "fact.missing")
    sources = {source["id"]: source["text"] for source in make_article(1)["sources"]}
    for finding in document["findings"]:
        for evidence in finding["evidence"]:
            text = sources[evidence["source"]] if evidence["source"] else summary
            assert text[evidence["start"] : evidence["end"]] == evidence["text"]
    for line in document["attribution"]:
        assert summary[line["start"] : line["end"]] == line["text"]
        assert all(set(entry) == {"source", "support", "evidence"} for entry in line["sources"])
        assert all(0 <= entry["support"] <= 1 and entry["source"] in sources for entry in line["sources"])
    assert document["attribution"][0]["sources"][0]["source"] == "wire"
    (panel,) = blocks((tmp_path / "p.html").read_bytes())["articles-0"][0]["panels"]
    shown = sorted(finding["check"] for finding in [*panel["findings"], *panel["facts"]])
    assert shown == sorted(f["check"] for f in document["findings"] if f["check"] != "claim.sources")
    assert len(panel["matrix"]) == len(document["attribution"])


def test_check_wants_exactly_one_kind_of_source(tmp_path: Path, harness: Harness) -> None:
    done = harness("check", "-", stdin="x")
    assert done.returncode == 2
    assert "either --source FILE (repeated) or --article FILE.json" in done.stderr


def test_list_names_everything(harness: Harness) -> None:
    assert "consistency" in harness("list", "metrics").stdout
    assert "lexrank" in harness("list", "backends").stdout
    assert harness("list", "profiles").stdout.split("\n")[0].startswith("brief")


@pytest.mark.parametrize("name", ["news", "news-lexical"])
def test_the_shipped_suites_are_found_by_name(harness: Harness, name: str) -> None:
    done = harness("run", name, "--dry-run")
    assert done.returncode == 0
    assert "rows: 14 articles" in done.stdout


class Measured(NamedTuple):
    """What a run printed, its peak memory, and whether it imported torch."""

    out: str
    megabytes: float
    torch: bool


def measure(suite: str, folder: Path) -> Measured:
    """Run a suite of evals/ in a process of its own."""
    code = (
        "import sys, harness.cli\n"
        f"sys.argv = ['harness', 'run', {str(ROOT / 'evals' / suite)!r}, '--out', 'run']\n"
        "try: harness.cli.main()\n"
        "finally:\n"
        "    status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "    print(status['VmHWM'].split()[0], 'torch' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    kilobytes, torch = done.stderr.splitlines()[-1].split()
    return Measured(done.stdout, int(kilobytes) / 1000, torch == "True")


@pytest.mark.slow
def test_a_run_without_bertscore_stays_under_500_mb_and_imports_no_torch(tmp_path: Path) -> None:
    found = measure("news-lexical.toml", tmp_path)
    assert found.megabytes < 500
    assert not found.torch
    assert "BERTScore" not in found.out


@pytest.mark.slow
def test_the_demo_stays_under_2_gb_and_says_whose_bertscore_it_is(tmp_path: Path) -> None:
    found = measure("news.toml", tmp_path)
    assert found.megabytes < 2000
    assert found.torch
    assert "BERTScore (MiniLM-L6)" in found.out
    for line in (tmp_path / "run" / "rows.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert row["state"] == "empty" or 0 < row["scores"]["bertscore"]["value"] <= 1


def test_errors_are_one_family() -> None:
    assert InputError.__mro__[1].__name__ == "HarnessError"
