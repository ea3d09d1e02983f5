"""The loop: summarize, score, journal. The only loop, the only threads, the only clock of the harness.

Rows are computed by an executor and written by the calling thread, which also keeps the disk in step. Whatever a
plug-in raises becomes the row's state; the loop goes on.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any, NamedTuple, Protocol

from harness.case import Case, Subject
from harness.errors import BackendError
from harness.order import orders, rearranged
from harness.stats import random_stream
from harness.store import Key
from harness.types import (
    Article,
    Backend,
    Evidence,
    Failure,
    Finding,
    Metric,
    Row,
    Score,
    Span,
    StoredFinding,
    StoredScore,
    Summary,
)

_SYNC_SECONDS = 0.5


class Task(NamedTuple):
    """One row to be made: article number, backend name, sample; `id` of the row it was imported from."""

    article: int
    backend: str
    sample: int
    id: str | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that the rows depend on. `articles` is the whole set, whatever part of it `tasks` asks for."""

    articles: Sequence[Article]
    backends: Mapping[str, Backend]
    metrics: Mapping[str, Metric]
    tasks: Sequence[Task]
    ids: Sequence[str]
    """The articles' ids, in order."""
    profile: str
    language: str
    seed: int
    n_orders: int = 0
    """Not 0: the sources come in other orders, of which each article has up to so many; a sample is an order."""

    def key(self, task: Task) -> Key:
        """The task's row key."""
        return self.ids[task.article], task.backend, task.sample


class Finished(NamedTuple):
    """A row with the seconds that it took."""

    row: Row
    summarize_seconds: float
    score_seconds: float


class Ledger(Protocol):
    """What takes the finished rows: a run's journal, or whatever else keeps what it needs of them."""

    @property
    def done(self) -> Container[Key]:
        """The keys of the rows that it holds."""
        ...

    def append(self, row: Row, seconds: Mapping[str, float]) -> None:
        """Take one finished row."""
        ...

    def sync_if_due(self, seconds: float) -> None:
        """Called after every batch: force to the disk what is older than `seconds`, where there is a disk."""
        ...


def evaluate(
    plan: Plan,
    journal: Ledger,
    *,
    threads: int = 1,
    stop: Event | None = None,
    on_row: Callable[[Row], None] = lambda row: None,
    executor: Executor | None = None,
) -> bool:
    """Make every row of `plan` that the journal does not hold yet, and append it; True if none is left.

    At most 2 × `threads` calls are submitted at a time, so memory does not grow with the plan. When `stop` is set,
    no call is begun any more, those under way are finished and journalled, and the result is False. `executor`
    replaces the thread pool.
    """
    todo = [task for task in plan.tasks if plan.key(task) not in journal.done]
    worker = Worker(plan, todo)
    stop = stop or Event()
    with contextlib.ExitStack() as stack:
        if executor is None:
            executor = stack.enter_context(ThreadPoolExecutor(max_workers=threads, thread_name_prefix="harness"))
        rest = iter(todo)
        pending: set[Future[Finished]] = set()
        while True:
            if stop.is_set():
                pending = {future for future in pending if not future.cancel()}
            else:
                free = 2 * threads - len(pending)
                pending |= {executor.submit(worker.make, task) for task in itertools.islice(rest, free)}
            if not pending:
                break
            finished, pending = wait(pending, timeout=_SYNC_SECONDS, return_when=FIRST_COMPLETED)
            for future in finished:
                _write(future.result(), journal)
                on_row(future.result().row)
            journal.sync_if_due(_SYNC_SECONDS)
    return all(plan.key(task) in journal.done for task in plan.tasks)


def _write(finished: Finished, journal: Ledger) -> None:
    seconds = {
        "summarize_seconds": round(finished.summarize_seconds, 6),
        "score_seconds": round(finished.score_seconds, 6),
    }
    journal.append(finished.row, seconds)


class Worker:
    """Makes rows; safe to call from several threads. Keeps each article's analysis until its last of `tasks` is made."""

    def __init__(self, plan: Plan, tasks: Sequence[Task]) -> None:
        self._plan = plan
        self._left = Counter(task.article for task in tasks)
        self._subjects: dict[int, Subject] = {}
        self._lock = Lock()
        self._others = _derangement(len(plan.articles), plan.seed)

    def make(self, task: Task) -> Finished:
        """Summarize and score. Never raises for what a plug-in does."""
        subject = self._subject(task.article)
        backend = self._plan.backends[task.backend]
        begin = time.perf_counter()
        summary, error = self._summarize(backend, task, subject.article)
        middle = time.perf_counter()
        scores: dict[str, StoredScore] = {}
        findings: tuple[StoredFinding, ...] = ()
        state = summary.state
        if state == "ok":
            scores, findings = score_summary(subject, summary.text or "", self._plan.metrics)
            if any(score.error for score in scores.values()):
                state = "metric_error"
        end = time.perf_counter()
        self._release(task.article)
        row = Row(
            article=subject.article.id,
            backend=task.backend,
            sample=task.sample,
            id=task.id,
            state=state,
            reason=summary.reason,
            error=error,
            summary=summary.text,
            input_tokens=summary.input_tokens,
            output_tokens=summary.output_tokens,
            cost_usd=summary.cost_usd,
            scores=scores,
            findings=findings,
        )
        return Finished(row, middle - begin, end - middle)

    def _summarize(self, backend: Backend, task: Task, article: Article) -> tuple[Summary, Failure | None]:
        number = task.article
        if "other" in backend.needs:
            if self._others[number] == number:
                return Summary(state="not_applicable", reason="the set has no other article"), None
            article = self._plan.articles[self._others[number]]
        if self._plan.n_orders:
            choice = orders(len(article.sources), self._plan.n_orders, self._plan.seed, article.id)
            article = rearranged(article, choice[task.sample])
        seen = article.for_backend(backend.needs)
        fitting = tuple(r for r in seen.references if r.profile in (None, self._plan.profile))
        try:
            summary = backend.summarize(seen.model_copy(update={"references": fitting}), sample=task.sample)
        except BackendError as error:
            return Summary(state="infra_error", reason=str(error)), _failure(error)
        except Exception as error:  # noqa: BLE001 - a plug-in's failure is data
            return Summary(state="infra_error", reason=f"{type(error).__name__}: {error}"), _failure(error)
        if summary.state == "ok" and not (summary.text or "").strip():
            return summary.model_copy(update={"state": "empty", "reason": "the summary is empty"}), None
        return summary, None

    def _subject(self, number: int) -> Subject:
        with self._lock:
            if number not in self._subjects:
                article = self._plan.articles[number]
                self._subjects[number] = Subject(article, profile=self._plan.profile, language=self._plan.language)
            return self._subjects[number]

    def _release(self, number: int) -> None:
        with self._lock:
            self._left[number] -= 1
            if not self._left[number]:
                self._subjects.pop(number, None)


def score_summary(
    subject: Subject, text: str, metrics: Mapping[str, Metric]
) -> tuple[dict[str, StoredScore], tuple[StoredFinding, ...]]:
    """All scores of one summary, and their findings in order of place. A metric that raises is an `error`."""
    case = Case(subject, text)
    scores: dict[str, StoredScore] = {}
    findings: list[StoredFinding] = []
    for name, metric in metrics.items():
        try:
            score = _refusal(metric, case) or metric.score(case)
        except Exception as error:  # noqa: BLE001 - a plug-in's failure is data
            scores[name] = StoredScore(value=None, error=_failure(error))
            continue
        scores[name] = StoredScore(value=score.value, parts=score.parts, reason=score.reason)
        findings += [
            StoredFinding(
                metric=name, **{f: getattr(finding, f) for f in type(finding).model_fields} | _as_written(finding, text)
            )
            for finding in score.findings
        ]
    end = len(text)
    findings.sort(key=lambda f: (f.claim.start, f.claim.end) if f.claim else (end, end + 1))
    return scores, tuple(findings)


def _as_written(finding: Finding, text: str) -> dict[str, Any]:
    """The finding's spans of the summary, cut from it as it was written: a metric reads HTML without its tags."""
    claim = finding.claim and Span(start=finding.claim.start, end=finding.claim.end, text=_cut(finding.claim, text))
    evidence = tuple(
        e if e.source is not None else Evidence(source=None, start=e.start, end=e.end, text=_cut(e, text))
        for e in finding.evidence
    )
    return {"claim": claim, "evidence": evidence}


def _cut(span: Span, text: str) -> str:
    return text[span.start : span.end]


def _refusal(metric: Metric, case: Case) -> Score | None:
    """Why the metric is not asked, if it is not."""
    language = case.subject.language
    if metric.languages and language not in metric.languages:
        return Score(value=None, reason=f"made for {', '.join(metric.languages)}; the articles are {language}")
    if "sources" in metric.needs and not any(source.text.strip() for source in case.article.sources):
        return Score(value=None, reason="no sources")
    if "references" in metric.needs and not case.subject.references:
        return Score(value=None, reason="no references")
    return None


def _failure(error: Exception) -> Failure:
    return Failure(type=type(error).__name__, message=str(error))


def _derangement(n: int, seed: int) -> dict[int, int]:
    """article -> another one: each follows its neighbour in one random ring over all."""
    ring = random_stream(seed, "other articles").permutation(n).tolist()
    return {ring[i]: ring[(i + 1) % n] for i in range(n)}
