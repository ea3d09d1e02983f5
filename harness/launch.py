"""From a suite to a run folder: what `harness run` and `harness score` do, for programs and for the command line."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any, ClassVar, NamedTuple

from harness.aggregate import tabulate, to_parquet
from harness.articles import article_hash, shown
from harness.errors import BackendError, InputError
from harness.evaluate import Plan, Task, evaluate
from harness.journal import Journal
from harness.jsonl import digest
from harness.labels import LabelArticles, LabelFile, Stored
from harness.loading import load
from harness.order import orders
from harness.store import PERMUTED, BackendInfo, MetricInfo, Run, RunInfo, write_atomically
from harness.suite import Suite
from harness.types import Article, Backend, Estimate, Estimating, Row, Summary

RUNS = Path("reports/runs")
_LIBRARIES = (
    *("summary-harness", "rouge-score", "nltk", "rapidfuzz", "sentencex", "numpy", "scipy", "pydantic"),
    *("bert-score", "torch", "openai"),
)


class Launch(NamedTuple):
    """A run that is ready to start: what to do, and how run.json will describe it."""

    plan: Plan
    info: RunInfo
    articles: Iterable[Article]
    estimates: Mapping[str, Estimate] = {}
    """Backend -> what its calls will take at most, where the backend can tell."""
    permuted: Launch | None = None
    """The same backends on sources in other orders, where the suite asks for that; done after this."""


@dataclass(frozen=True)
class _Replayed:
    """A backend that repeats the rows of an earlier run."""

    run: Run
    name: str
    places: Mapping[tuple[str, str, int], tuple[int, int]]

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The stored summary, with its state."""
        place = self.places.get((article.id, self.name, sample))
        if place is None:
            raise BackendError(f"run {self.run.name} has no row of {shown(article.id)} by {shown(self.name)}")
        row = self.run.read_rows([place])[0]
        state = "ok" if row.state == "metric_error" else row.state
        return Summary(
            text=row.summary,
            state=state,
            reason=row.reason,
            input_tokens=row.input_tokens,
            output_tokens=row.output_tokens,
            cost_usd=row.cost_usd,
        )


def from_suite(suite: Suite, *, limit: int | None = None, only: Sequence[str] = ()) -> Launch:
    """Prepare `harness run`. Raises InputError for an unknown `only` or a limit below 1."""
    assert suite.origin is not None
    article_set = load(suite.origin, suite.path.parent)
    backends = {backend.name: backend for backend in suite.backends}
    for name in only:
        if name not in backends:
            raise InputError(f"--only {shown(name)}: no such backend; the suite has {', '.join(backends)}")
    if limit is not None and limit < 1:
        raise InputError(f"--limit {limit}: must be at least 1")
    tasks = [
        Task(number, name, sample)
        for number in range(len(article_set))
        for name in backends
        for sample in range(suite.repeats)
    ]
    chosen = [t for t in tasks if (limit is None or t.article < limit) and (not only or t.backend in only)]
    articles = list(article_set)
    info = _info(
        suite,
        hashes={article.id: article_hash(article) for article in articles},
        backends=[_backend_info(b.name, b.type, b.signature, b.plugin, b.options) for b in suite.backends],
        language=article_set.info.language,
        n_rows=len(tasks),
        suite_hash=suite.hash,
    ).model_copy(update={"limit": limit, "only": tuple(only)})
    plugins = {name: backend.plugin for name, backend in backends.items()}
    plan = _plan(suite, articles, plugins, chosen, info)
    return Launch(plan, info, articles, estimate(plan), _permuted(plan, info, suite.permute_sources))


def _permuted(plan: Plan, info: RunInfo, wanted: int) -> Launch | None:
    """The run on sources in other orders; None where nobody is asked: no controls, no stored summaries."""
    asked = [b for b in info.backends if not b.control and not getattr(plan.backends[b.name], "stored", False)]
    n_orders = [len(orders(len(article.sources), wanted, plan.seed, article.id)) for article in plan.articles]
    tasks = [Task(n, b.name, sample) for n, k in enumerate(n_orders) for b in asked for sample in range(k)]
    chosen = {(task.article, task.backend) for task in plan.tasks}
    now = [task for task in tasks if (task.article, task.backend) in chosen]
    if not now:
        return None
    inner = replace(plan, backends={b.name: plan.backends[b.name] for b in asked}, tasks=now, n_orders=wanted)
    of_inner = {
        "suite_hash": digest([info.suite_hash, PERMUTED]),
        "backends": tuple(asked),
        "repeats": max(n_orders),
        "n_rows": len(tasks),
    }
    return Launch(inner, info.model_copy(update=of_inner), plan.articles, estimate(inner))


def estimate(plan: Plan) -> dict[str, Estimate]:
    """Backend -> what its calls will take at most, together, for the backends that can tell (`estimate`).

    Raises InputError where a prompt does not fit its model's context: before any call, never by cutting it.
    """
    found: dict[str, Estimate] = {}
    for task in plan.tasks:
        backend = plan.backends[task.backend]
        if isinstance(backend, Estimating):
            seen = plan.articles[task.article].for_backend(backend.needs)
            call, before = backend.estimate(seen), found.get(task.backend)
            found[task.backend] = call if before is None else _together(before, call)
    return found


def _together(one: Estimate, other: Estimate) -> Estimate:
    """What is unknown of either is unknown of both."""
    answers = None in (one.output_tokens, other.output_tokens)
    cost = None in (one.cost_usd, other.cost_usd)
    return Estimate(
        one.input_tokens + other.input_tokens,
        None if answers else (one.output_tokens or 0) + (other.output_tokens or 0),
        None if cost else (one.cost_usd or 0.0) + (other.cost_usd or 0.0),
        one.reason or other.reason,
    )


def from_file(suite: Suite, path: Path) -> Launch:
    """Prepare `harness score FILE`: each system of the file is a backend, each document an article."""
    labels = LabelFile(path)
    articles = LabelArticles(labels)
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    signature = f"stored[file={path.name}@{content[:12]}]"
    tasks = [Task(*row) for row in labels.rows]
    info = _info(
        suite,
        hashes={article.id: article_hash(article) for article in (articles[i] for i in range(len(articles)))},
        backends=[BackendInfo(name=s, type="stored", signature=signature, control=False) for s in labels.systems],
        language="en",
        n_rows=len(tasks),
        suite_hash=digest([suite.hash, content]),
    )
    backends: dict[str, Backend] = {system: Stored(labels, system) for system in labels.systems}
    return Launch(_plan(suite, articles, backends, tasks, info), info, (articles[i] for i in range(len(articles))))


def from_run(suite: Suite, run: Run) -> Launch:
    """Prepare `harness score RUN`: the run's summaries and articles, the suite's metrics."""
    articles = list(run.articles())
    if not articles:
        raise InputError(f"{run.folder}: keeps no article texts (a blessed baseline does not); score the run itself")
    numbers = {article.id: number for number, article in enumerate(articles)}
    places = run.places()
    tasks = [Task(numbers[article], backend, sample) for article, backend, sample in places]
    info = _info(
        suite,
        hashes=run.info.articles,
        backends=run.info.backends,
        language=run.info.language,
        n_rows=len(tasks),
        suite_hash=digest([suite.hash, run.info.suite_hash, sorted(map(list, places))]),
    ).model_copy(update={"repeats": run.info.repeats})
    backends: dict[str, Backend] = {b.name: _Replayed(run, b.name, places) for b in run.info.backends}
    return Launch(_plan(suite, articles, backends, tasks, info), info, articles)


def execute(
    launch: Launch,
    folder: Path,
    *,
    threads: int = 1,
    stop: Event | None = None,
    on_start: Callable[[int, int], None] = lambda done, total: None,
    on_row: Callable[[Row], None] = lambda row: None,
) -> bool:
    """Make the rows that `folder` lacks, finish it, and derive scores.parquet; False if stopped before the end.

    `on_start` is called once more where sources are then permuted.
    """
    plan = launch.plan
    with Journal(folder, launch.info) as journal:
        journal.write_articles(launch.articles)
        on_start(sum(plan.key(task) in journal.done for task in plan.tasks), len(plan.tasks))
        if not evaluate(plan, journal, threads=threads, stop=stop, on_row=on_row):
            return False
        rank = {name: position for position, name in enumerate(plan.backends)}
        place = {article: position for position, article in enumerate(plan.ids)}
        order = sorted(journal.done, key=lambda key: (place[key[0]], rank[key[1]], key[2]))
        journal.finish(order, complete=len(order) == launch.info.n_rows)
    if launch.permuted is not None:
        further = execute(
            launch.permuted, folder / PERMUTED, threads=threads, stop=stop, on_start=on_start, on_row=on_row
        )
        if not further:
            return False
    write_atomically(folder / "scores.parquet", to_parquet(tabulate(Run(folder))))
    return True


def new_folder(name: str) -> Path:
    """A folder for a new run under reports/runs, named after the suite and the time, that does not exist yet."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    folder = RUNS / f"{name}-{stamp}"
    number = 2
    while folder.exists():
        folder = RUNS / f"{name}-{stamp}-{number}"
        number += 1
    return folder


def _plan(
    suite: Suite,
    articles: Sequence[Article],
    backends: Mapping[str, Backend],
    tasks: Sequence[Task],
    info: RunInfo,
) -> Plan:
    return Plan(
        articles=articles,
        backends=backends,
        metrics={metric.name: metric.plugin for metric in suite.metrics},
        tasks=tasks,
        ids=tuple(info.articles),
        profile=suite.profile,
        language=info.language,
        seed=suite.seed,
    )


def _backend_info(name: str, kind: str, signature: str, plugin: Backend, options: Mapping[str, Any]) -> BackendInfo:
    texts = getattr(plugin, "texts", {})
    return BackendInfo(name=name, type=kind, signature=signature, control=plugin.control, options=options, texts=texts)


def _info(
    suite: Suite,
    *,
    hashes: Mapping[str, str],
    backends: Sequence[BackendInfo],
    language: str,
    n_rows: int,
    suite_hash: str,
) -> RunInfo:
    metrics = tuple(
        MetricInfo(
            name=m.name,
            type=m.type,
            signature=m.signature,
            higher_is_better=m.plugin.higher_is_better,
            # a name that the suite gives says more than the metric's own label
            label=getattr(m.plugin, "label", None) if m.name == m.type else None,
        )
        for m in suite.metrics
    )
    return RunInfo(
        name=suite.name,
        suite=suite.data,
        suite_hash=suite_hash,
        articles_hash=digest(dict(hashes)),
        articles=hashes,
        profile=suite.profile,
        language=language,
        seed=suite.seed,
        repeats=suite.repeats,
        backends=tuple(backends),
        metrics=metrics,
        n_rows=n_rows,
        started=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        versions=_versions(),
        git=_git(suite.path.resolve().parent),
        machine={"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()},
    )


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            versions[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            versions[library] = "not installed as a package"
    return versions


def _git(folder: Path) -> dict[str, Any] | None:
    """Commit of the suite's checkout and whether it was dirty; None outside one."""

    def ask(*arguments: str) -> str:
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True, timeout=10).stdout.strip()

    try:
        return {
            "commit": ask("rev-parse", "HEAD"),
            "dirty": bool(ask("status", "--porcelain", "--untracked-files=no")),
        }
    except (OSError, subprocess.SubprocessError):
        return None
