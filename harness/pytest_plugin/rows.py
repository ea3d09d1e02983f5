"""A suite as tests: one row for each article, backend and sample, made in the test that asks for it."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from harness import inert
from harness.articles import shown
from harness.checks import error_checks
from harness.errors import HarnessError, InputError
from harness.evaluate import Plan, Task, Worker
from harness.loading import load
from harness.pytest_plugin.message import failure
from harness.pytest_plugin.scored import Scored
from harness.store import Key
from harness.suite import Suite, find_suite, load_suite
from harness.types import Row, State

_UNSAFE = re.compile(r"[^\w.,=+@-]+")
_LONGEST = 60


class OpenSuite:
    """A suite in this process: the rows made so far, and the analysis of the latest article."""

    def __init__(self, suite: Suite) -> None:
        assert suite.origin is not None
        articles = load(suite.origin, suite.path.parent)
        self.suite = suite
        self.directions = {metric.name: metric.plugin.higher_is_better for metric in suite.metrics}
        self.errors = error_checks(metric.plugin for metric in suite.metrics)
        self.plan = Plan(
            articles=list(articles),
            backends={backend.name: backend.plugin for backend in suite.backends},
            metrics={metric.name: metric.plugin for metric in suite.metrics},
            tasks=[
                Task(number, backend.name, sample)
                for number in range(len(articles))
                for backend in suite.backends
                for sample in range(suite.repeats)
            ],
            ids=tuple(article.id for article in articles),
            profile=suite.profile,
            language=articles.info.language,
            seed=suite.seed,
        )
        self._rows: dict[Key, Row] = {}
        self._article: int | None = None
        self._worker: Worker | None = None

    def row(self, task: Task) -> Row:
        """The row, made at its first call; what could not be asked is asked again, by a plug-in that repeats tests."""
        key = self.plan.key(task)
        if key not in self._rows:
            if self._worker is None or task.article != self._article:
                self._article = task.article
                per_article = len(self.plan.tasks) // len(self.plan.articles)
                first = task.article * per_article
                self._worker = Worker(self.plan, self.plan.tasks[first : first + per_article])
            row = self._worker.make(task).row
            if row.state == "infra_error":
                return row
            self._rows[key] = row
        return self._rows[key]


class Cell(NamedTuple):
    """The parameter of one test: which row, and in which states besides `ok` the test takes it."""

    opened: OpenSuite
    task: Task
    states: Sequence[str]


_OPENED = pytest.StashKey[dict[Path, OpenSuite]]()


def of_marker(config: pytest.Config, marker: pytest.Mark, test: str) -> list[tuple[str, Cell]]:
    """(id, parameter) of each test that the marker asks for. Raises CollectError for whatever is wrong with it."""
    __tracebackhide__ = True
    try:
        wanted = inspect.signature(_cells).bind(config, *marker.args, **marker.kwargs)
    except TypeError as error:
        message = f"{error}; write @pytest.mark.{marker.name}(path, backends=None, limit=None, states=())"
        raise pytest.Collector.CollectError(f"{test}: {inert.log(message)}") from None
    try:
        return _cells(*wanted.args, **wanted.kwargs)
    except HarnessError as error:
        raise pytest.Collector.CollectError(f"{test}: @pytest.mark.{marker.name}: {inert.log(str(error))}") from None


def make(cell: Cell) -> Scored:
    """Make and score the row. In a state that the test does not take, it fails; if the row does not apply, it skips."""
    __tracebackhide__ = True
    row = cell.opened.row(cell.task)
    if row.state not in ("ok", *cell.states):
        broken = [score.error for score in row.scores.values() if score.error]
        reason = row.reason or "; ".join(f"{error.type}: {error.message}" for error in broken)
        message = f"{row.article} by {row.backend}: {row.state}: {reason or 'no reason is known'}"
        if row.state == "not_applicable":
            pytest.skip(failure(row.model_copy(update={"summary": None}), [message]))
        pytest.fail(failure(row, [message]), pytrace=False)
    return Scored(cell.opened.plan.articles[cell.task.article], row, cell.opened.directions, cell.opened.errors)


def _cells(
    config: pytest.Config,
    path: str | Path,
    *,
    backends: str | Iterable[str] | None = None,
    limit: int | None = None,
    states: str | Iterable[str] = (),
) -> list[tuple[str, Cell]]:
    opened = _open(config, path)
    names = _backends(opened.suite, backends)
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise InputError(f"limit={limit!r}: must be a whole number of articles, at least 1")
    taken = (states,) if isinstance(states, str) else tuple(states)
    for state in taken:
        if state not in get_args(State):
            raise InputError(f"states: {shown(str(state))} is none; there are {', '.join(get_args(State))}")
    tasks = [t for t in opened.plan.tasks if t.backend in names and (limit is None or t.article < limit)]
    ids = _distinct([_name(opened, task) for task in tasks])
    return [(name, Cell(opened, task, taken)) for name, task in zip(ids, tasks, strict=True)]


def _open(config: pytest.Config, path: str | Path) -> OpenSuite:
    if not isinstance(path, str | Path):
        raise InputError(f"expected the path of a suite, found {path!r}")
    local = config.rootpath / path
    found = (local if local.exists() or local.suffix == ".toml" else find_suite(str(path))).resolve()
    opened = config.stash.setdefault(_OPENED, {})
    if found not in opened:
        opened[found] = OpenSuite(load_suite(found))
    return opened[found]


def _backends(suite: Suite, wanted: str | Iterable[str] | None) -> set[str]:
    """The backends that are asked for; without any: all but the controls."""
    known = {backend.name for backend in suite.backends}
    if wanted is None:
        chosen = {backend.name for backend in suite.backends if not backend.plugin.control}
        if not chosen:
            raise InputError(f"{suite.path}: every backend is a control; name those that are meant with backends=[…]")
        return chosen
    chosen = {wanted} if isinstance(wanted, str) else set(wanted)
    for name in sorted(chosen - known):
        has = ", ".join(shown(backend.name) for backend in suite.backends)
        raise InputError(f"{suite.path}: no backend {shown(str(name))}; the suite has {has}")
    if not chosen:
        raise InputError("backends=[] leaves no row; leave it out for all but the controls")
    return chosen


def _name(opened: OpenSuite, task: Task) -> str:
    """event-1-lead-3: fit for a command line and a file name; the sample only where there are several."""
    article, backend, sample = opened.plan.key(task)
    parts = [_safe(article), _safe(backend)] + ([f"sample-{sample}"] if opened.suite.repeats > 1 else [])
    return "-".join(parts)


def _safe(name: str) -> str:
    safe = _UNSAFE.sub("-", name).strip("-")
    if len(safe) <= _LONGEST:
        return safe or "unnamed"
    return f"{safe[:_LONGEST]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _distinct(names: list[str]) -> list[str]:
    """Names that are alike once they are safe get a number."""
    taken: set[str] = set()
    result = []
    for name in names:
        number, unique = 2, name
        while unique in taken:
            number, unique = number + 1, f"{name}-no-{number}"
        taken.add(unique)
        result.append(unique)
    return result
