"""The plugin as a guest in other people's test sessions, and the examples of its page."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from junitparser import Failure, JUnitXml

import harness.pytest_plugin.rows  # noqa: F401 - the inner sessions unload what they load first
from harness.pytest_plugin import check_summary
from tests.conftest import ROOT
from tests.made_runs import HOSTILE

PAGE = (ROOT / "docs" / "pytest.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Whatever a score imports is loaded before the first inner session, which would unload it at its end."""
    check_summary("The bridge closed.", sources="The bridge closed.")


def test_an_unrelated_session_loads_nothing_of_the_harness_but_the_plugin(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    source = """\
import sys

def test_loaded(pytestconfig):
    assert pytestconfig.pluginmanager.has_plugin("summary-harness")
    assert {name for name in sys.modules if name.split(".")[0] == "harness"} == {"harness", "harness.pytest_plugin"}
    assert not {"numpy", "pydantic", "scipy", "rich", "pandas", "typer"} & set(sys.modules)
"""
    pytester.makepyfile(source)
    result = pytester.runpytest_subprocess("-p", "summary-harness", "-p", "no:cacheprovider", "--strict-markers")
    result.assert_outcomes(passed=1)


def test_loading_it_takes_no_time_worth_naming() -> None:
    command = [sys.executable, "-X", "importtime", "-c", "import pytest, harness.pytest_plugin"]
    times = []
    for _ in range(3):
        told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        line = next(line for line in told.splitlines() if line.endswith(" harness.pytest_plugin"))
        times.append(int(line.split("|")[1]))
    assert min(times) < 10_000  # microseconds, over pytest alone


def test_it_adds_no_option_and_one_marker(pytester: pytest.Pytester) -> None:
    told = pytester.runpytest_inprocess("--help").stdout.str()
    without = pytester.runpytest_inprocess("--help", "-p", "no:summary-harness").stdout.str()
    assert told == without
    markers = pytester.runpytest_inprocess("--markers").stdout.str()
    assert markers.count("@pytest.mark.summary_suite(path, backends=None, limit=None, states=()): run the test") == 1


def test_it_can_be_left_out(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(summary_harness):\n    pass\n")
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:summary-harness")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'summary_harness' not found"])


def test_a_junit_file_with_hostile_texts_can_be_read(pytester: pytest.Pytester) -> None:
    hostile = [*HOSTILE, "::error::now", "##[error]now", "]]>", "\u2028::x::"]
    (pytester.path / "hostile.json").write_text(json.dumps(hostile), encoding="ascii")
    source = f"""\
import json, pathlib, pytest
from harness.pytest_plugin import assert_summary

@pytest.mark.parametrize("number", range({len(hostile)}))
def test_it(number):
    text = json.loads(pathlib.Path("hostile.json").read_text())[number]
    summary = f"{{text}}\\n“{{text}} was never said”, Zorblatt said."
    assert_summary(summary, sources={{text: text}}, metrics="consistency", floors={{"consistency": 1.5}})
"""
    pytester.makepyfile(source)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q", "--junitxml=out.xml")
    result.assert_outcomes(failed=len(hostile))
    assert not any(re.match(r"\s*::", line) for line in result.outlines)
    assert "##[" not in result.stdout.str()
    cases = [case for suite in JUnitXml.fromfile("out.xml") for case in suite]
    assert len(cases) == len(hostile)
    for case in cases:
        (failure,) = case.result
        assert isinstance(failure, Failure)
        assert failure.message.startswith("AssertionError: consistency ")
        assert "findings marked" in failure.text
        assert not any(line.lstrip().startswith("::") for line in failure.message.split("\n"))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_examples_of_the_page_run_as_they_stand(pytester: pytest.Pytester, number: int) -> None:
    for name in ("evals", "fixtures"):
        (pytester.path / name).symlink_to(ROOT / name)
    pytester.makepyfile(test_example=EXAMPLES[number])
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--strict-markers", "-W", "error")
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed"}, result.stdout.str()


def test_the_failure_on_the_page_is_the_one_that_pytest_prints(pytester: pytest.Pytester) -> None:
    source = (
        EXAMPLES[0].split("def summarize")[0]
        + """\
def test_it():
    assert_summary("The bridge in Varnholt closed on Monday.", sources=SOURCES, metrics="consistency", forbid="date.*")
"""
    )
    pytester.makepyfile(source)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q")
    shown = [line.rstrip() for line in result.outlines if line.startswith("E  ")]
    (block,) = re.findall(r"^```\n(E  .*?)\n```", PAGE, re.DOTALL | re.MULTILINE)
    assert shown == block.split("\n")
