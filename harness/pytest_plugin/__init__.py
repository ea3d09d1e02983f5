"""The pytest plugin: asserts on single summaries, and suites as parametrised tests. Beside `cli`, on top of everything.

pytest loads this module in every session of an environment where the harness is installed, so it imports nothing but
pytest until one of its names is used, and it changes nothing that it is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from harness.pytest_plugin.scored import Scored
    from harness.types import Article, KeyFact, Reference, Source

    Sources = str | Source | Iterable[str | Source | Mapping[str, Any]] | Mapping[str, str]
    Metrics = str | Iterable[str | Mapping[str, Mapping[str, Any]]] | Mapping[str, Mapping[str, Any]]

MARKER = "summary_suite"
_USAGE = (
    f"{MARKER}(path, backends=None, limit=None, states=()): "
    "run the test once for each row of a suite of summary-harness; the test takes the fixture summary_row"
)


def check_summary(
    text: str,
    *,
    sources: Sources | None = None,
    article: Article | Mapping[str, Any] | Path | None = None,
    metrics: Metrics | None = None,
    profile: str = "free",
    references: str | Reference | Iterable[str | Reference] = (),
    key_facts: str | KeyFact | Iterable[str | KeyFact | Mapping[str, Any]] = (),
) -> Scored:
    """Score one summary against its sources and assert nothing.

    `sources` are texts, id -> text, or records; or give an `article` (a record, its mapping, or a JSON file). `metrics`
    are types, or type -> options; default: the three headline metrics. One text is one source, reference or key fact.
    Raises InputError or PluginError for what cannot be used.
    """
    __tracebackhide__ = True
    from harness.errors import HarnessError
    from harness.pytest_plugin.scored import score

    try:
        return score(
            text,
            sources=sources,
            article=article,
            metrics=metrics,
            profile=profile,
            references=references,
            key_facts=key_facts,
        )
    except HarnessError as error:
        raise error.with_traceback(None) from None  # the test's line is what is wrong, not those below it


def assert_summary(
    text: str,
    *,
    sources: Sources | None = None,
    article: Article | Mapping[str, Any] | Path | None = None,
    metrics: Metrics | None = None,
    floors: Mapping[str, float] | None = None,
    forbid: str | Sequence[str] | None = None,
    profile: str = "free",
    references: str | Reference | Iterable[str | Reference] = (),
    key_facts: str | KeyFact | Iterable[str | KeyFact | Mapping[str, Any]] = (),
) -> Scored:
    """Score one summary against its sources, and fail, with the findings in the text, where it is not good enough.

    `floors`: metric -> the lowest value allowed, where lower is better the highest. `forbid`: patterns of checks, such
    as "quote.*", of which there may be no `error`. With neither, no `error` at all is allowed. What is not scored does
    not pass. The rest is as in `check_summary`.
    """
    __tracebackhide__ = True
    scored = check_summary(
        text,
        sources=sources,
        article=article,
        metrics=metrics,
        profile=profile,
        references=references,
        key_facts=key_facts,
    )
    return scored.require(floors=floors, forbid=forbid)


class SummaryHarness:
    """What the fixture `summary_harness` gives."""

    check = staticmethod(check_summary)
    assert_summary = staticmethod(assert_summary)


@pytest.fixture
def summary_harness() -> SummaryHarness:
    """Checks of single summaries: `.check(text, sources=…)` and `.assert_summary(text, sources=…, floors=…)`."""
    return SummaryHarness()


@pytest.fixture
def summary_row(request: pytest.FixtureRequest) -> Scored:
    """One row of the suite that the marker `summary_suite` names: a summary, made now, with its scores and findings."""
    __tracebackhide__ = True
    if not hasattr(request, "param"):
        pytest.fail(f'summary_row needs a suite: mark the test with @pytest.mark.{MARKER}("path.toml")', pytrace=False)
    from harness.pytest_plugin.rows import make

    return make(request.param)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, so that --strict-markers knows it."""
    config.addinivalue_line("markers", _USAGE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each row of the suite."""
    marker = metafunc.definition.get_closest_marker(MARKER)
    if marker is None:
        return
    if "summary_row" not in metafunc.fixturenames:
        # on a class or a module the marker is for those tests that take rows; on a function it is a mistake
        if any(own.name == MARKER for own in metafunc.definition.own_markers):
            name = metafunc.definition.name
            raise pytest.Collector.CollectError(f"{name}: @pytest.mark.{MARKER}, but the test takes no summary_row")
        return
    from harness.pytest_plugin.rows import of_marker

    params = of_marker(metafunc.config, marker, metafunc.definition.name)
    metafunc.parametrize("summary_row", [p for _, p in params], ids=[name for name, _ in params], indirect=True)
