"""The marker summary_suite: which tests there are, what is made for them, and what does not pass."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

import harness.evaluate
import harness.pytest_plugin.rows  # the inner sessions run in this process and unload what they load first
from harness.case import Subject
from harness.metrics.counters import Length
from harness.pytest_plugin import check_summary
from tests.conftest import make_article, write_jsonl

SUITE = """\
name = "small"
articles = "articles.jsonl"
profile = "brief"
seed = 7

[[backends]]
type = "lead"
name = "lead-2"
sentences = 2

[[backends]]
type = "command"
name = "told"
command = [{python}, "told.py"]

[[backends]]
type = "random"

[[metrics]]
type = "consistency"

[[metrics]]
type = "length"
"""
TOLD = """\
import json, pathlib, sys
article = json.load(sys.stdin)
with pathlib.Path("calls.txt").open("a") as calls:
    calls.write(article["id"] + "\\n")
if article["id"] == "event-2":
    sys.exit("the model is down\\n::error::really")
print("The bridge closed on Monday, Zorblatt said.")
"""
TEST = """\
import pytest

@pytest.mark.summary_suite("small.toml"{})
def test_summary(summary_row):
    summary_row.require(floors={{"consistency": 0.9}})
"""


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Whatever a score imports is loaded before the first inner session, which would unload it at its end."""
    check_summary("The bridge closed.", sources="The bridge closed.")


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """A suite of two summarizers and a control on three articles, of which one cannot be summarized by `told`."""
    write_jsonl(pytester.path / "articles.jsonl", [make_article(n) for n in range(1, 4)])
    (pytester.path / "small.toml").write_text(SUITE.format(python=json.dumps(sys.executable)), encoding="utf-8")
    (pytester.path / "told.py").write_text(TOLD, encoding="utf-8")
    return pytester.path


def _run(pytester: pytest.Pytester, options: str = "", *arguments: str, source: str = TEST) -> pytest.RunResult:
    pytester.makepyfile(source.format(options))
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "--strict-markers", "-W", "error", *arguments)


def _ids(result: pytest.RunResult) -> list[str]:
    return [line.partition("[")[2][:-1] for line in result.outlines if "::test_" in line]


def _calls(folder: Path) -> list[str]:
    path = folder / "calls.txt"
    return path.read_text().split() if path.exists() else []


def test_there_is_a_test_for_each_article_and_backend_but_the_controls(pytester: pytest.Pytester, folder: Path) -> None:
    result = _run(pytester, "", "--collect-only", "-q")
    assert _ids(result) == [f"event-{n}-{backend}" for n in (1, 2, 3) for backend in ("lead-2", "told")]
    assert not _calls(folder)


@pytest.mark.usefixtures("folder")
def test_controls_samples_and_limits_are_there_when_asked_for(pytester: pytest.Pytester) -> None:
    path = pytester.path / "small.toml"
    path.write_text("repeats = 2\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    result = _run(pytester, ', backends=["random", "lead-2"], limit=1', "--collect-only", "-q")
    assert _ids(result) == [f"event-1-{name}-sample-{n}" for name in ("lead-2", "random") for n in (0, 1)]


def test_each_row_is_made_in_its_test_and_judged(pytester: pytest.Pytester, folder: Path) -> None:
    result = _run(pytester, "", "-rA")
    result.assert_outcomes(passed=3, failed=2, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at setup of test_summary?event-2-told?*",
            "event-2 by told: infra_error: *the model is down*",
            "*test_summary?event-1-told?*",
            "E*consistency 0.* is below its floor of 0.9 by 0.*",
            "E*The summary of event-1 by told, findings marked >>so<<?1?:",
        ]
    )
    assert sorted(_calls(folder)) == ["event-1", "event-2", "event-3"]


def test_only_what_is_selected_is_made(pytester: pytest.Pytester, folder: Path) -> None:
    _run(pytester, "", "-k", "event-3").assert_outcomes(passed=1, failed=1, deselected=4)
    assert _calls(folder) == ["event-3"]


def test_a_second_test_of_the_same_row_makes_it_no_second_time(
    pytester: pytest.Pytester, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysed: Counter[str] = Counter()

    class Counting(Subject):
        def __init__(self, *arguments: object, **more: object) -> None:
            super().__init__(*arguments, **more)  # type: ignore[arg-type]
            analysed[self.article.id] += 1

    monkeypatch.setattr(harness.evaluate, "Subject", Counting)
    source = TEST + "\n@pytest.mark.summary_suite('small.toml')\ndef test_words(summary_row):\n" + (
        "    assert summary_row.value('length') > 5 and summary_row.findings is not None\n"
    )  # fmt: skip
    _run(pytester, "", source=source).assert_outcomes(passed=3 + 5, failed=2, errors=2)
    assert Counter(_calls(folder)) == {"event-1": 1, "event-2": 2, "event-3": 1}  # what failed is asked again
    assert (analysed["event-1"], analysed["event-3"]) == (1, 1)


@pytest.mark.usefixtures("folder")
def test_a_test_may_take_rows_in_other_states(pytester: pytest.Pytester) -> None:
    source = """\
import pytest

@pytest.mark.summary_suite("small.toml", backends="told", states="infra_error")
def test_state(summary_row):
    expected = "infra_error" if summary_row.row.article == "event-2" else "ok"
    assert summary_row.state == expected
    if expected != "ok":
        with pytest.raises(AssertionError, match="consistency is not scored: the row is infra_error"):
            summary_row.value("consistency")
        with pytest.raises(AssertionError, match="the summary is infra_error: "):
            summary_row.require(floors={"consistency": 0})
"""
    pytester.makepyfile(source)
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=3)


@pytest.mark.usefixtures("folder")
def test_a_row_with_a_broken_metric_does_not_pass(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no words at all")

    monkeypatch.setattr(Length, "score", broken)
    result = _run(pytester, ", backends=['lead-2'], limit=1")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["event-1 by lead-2: metric_error: ZeroDivisionError: no words at all"])


@pytest.mark.usefixtures("folder")
def test_a_row_that_does_not_apply_is_skipped_with_its_reason(pytester: pytest.Pytester) -> None:
    path = pytester.path / "small.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('type = "random"', 'type = "shuffled"'), encoding="utf-8")
    write_jsonl(pytester.path / "articles.jsonl", [make_article(1)])
    result = _run(pytester, ", backends=['shuffled']", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*event-1 by shuffled: not_applicable: the set has no other article"])


@pytest.mark.usefixtures("folder")
def test_ids_are_safe_distinct_and_in_the_order_of_the_suite(pytester: pytest.Pytester) -> None:
    ids = ["a::b[c]", "a/b c", "\x1b[31m##[error]", "\u202e", "x" * 500]
    write_jsonl(pytester.path / "articles.jsonl", [make_article(n, id=name) for n, name in enumerate(ids, start=1)])
    result = _run(pytester, ", backends=['lead-2']", "--collect-only", "-q")
    *short, long = _ids(result)
    assert short == ["a-b-c-lead-2", "a-b-c-lead-2-no-2", "31m-error-lead-2", "unnamed-lead-2"]
    assert long.startswith("x" * 60 + "-")
    assert len(long) < 80


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        ('"none.toml"', "*none.toml: no such file*"),
        ('"none"', "none: no such suite; give the path of a TOML file, or one of *news*"),
        ("", "missing a required argument: 'path'; write @pytest.mark.summary_suite(path, backends=None, *"),
        ('"small.toml", backend="lead-2"', "got an unexpected keyword argument 'backend'; write *"),
        ('"small.toml", backends=["led"]', "*small.toml: no backend 'led'; the suite has 'lead-2', 'told', 'random'"),
        ('"small.toml", backends=[]', "backends=?? leaves no row; leave it out for all but the controls"),
        ('"small.toml", limit=0', "limit=0: must be a whole number of articles, at least 1"),
        ('"small.toml", states=["failed"]', "states: 'failed' is none; there are ok, refused, *"),
        ("7", "expected the path of a suite, found 7"),
        ('"broken.toml"', "*broken.toml:4: * 'consistancy' is unknown; did you mean 'consistency'?*"),
    ],
)
def test_what_is_wrong_with_the_marker_or_the_suite_is_told_at_collection(
    pytester: pytest.Pytester, options: str, told: str
) -> None:
    broken = 'name = "b"\narticles = "articles.jsonl"\n\n[[metrics]]\ntype = "consistancy"\n'
    (pytester.path / "broken.toml").write_text(broken, encoding="utf-8")
    source = f"import pytest\n\n@pytest.mark.summary_suite({options})\ndef test_it(summary_row):\n    pass\n"
    pytester.makepyfile(source)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([f"test_it: {told}" if "missing" in told or "got" in told else f"test_it: *{told}"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.usefixtures("folder")
def test_a_marker_without_the_fixture_and_the_fixture_without_a_marker_are_errors(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n\n@pytest.mark.summary_suite('small.toml')\ndef test_it():\n    pass\n")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["test_it: @pytest.mark.summary_suite, but the test takes no summary_row"])
    pytester.makepyfile("def test_it(summary_row):\n    pass\n")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["summary_row needs a suite: mark the test with @pytest.mark.summary_suite(*"])


@pytest.mark.usefixtures("folder")
def test_a_marker_on_a_module_is_for_the_tests_that_take_rows(pytester: pytest.Pytester) -> None:
    source = """\
import pytest

pytestmark = pytest.mark.summary_suite("small.toml", backends=["lead-2"])

def test_row(summary_row):
    assert repr(summary_row).startswith("<event-")

def test_other():
    pass
"""
    pytester.makepyfile(source)
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=4)


@pytest.mark.slow
def test_two_processes_come_to_the_same_outcomes_and_make_each_row_once(
    pytester: pytest.Pytester, folder: Path
) -> None:
    pytester.makepyfile(TEST.format(""))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-n", "2")
    result.assert_outcomes(passed=3, failed=2, errors=1)
    assert sorted(_calls(folder)) == ["event-1", "event-2", "event-3"]
