"""The summaries of a run as reviews speak of them: text, hash, findings by id, scores. Read once, then looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.review.records import RunHashes, SummaryKey, finding_id, run_hashes, summary_hash
from harness.store import Run, RunInfo
from harness.types import MODEL_FAILURES, Row, State, StoredFinding


@dataclass(frozen=True)
class KnownSummary:
    """One summary: what a review of it must fit, and what it is set against."""

    text: str | None
    hash: str | None
    state: State
    findings: Mapping[str, StoredFinding]
    """By `finding_id`."""
    scores: Mapping[str, float]
    """Metric -> value, where it is scored."""

    @property
    def whole(self) -> bool:
        """It is there, and the backend did not fail: metrics were asked, and it may be drawn."""
        return self.text is not None and self.state not in MODEL_FAILURES


@dataclass(frozen=True)
class RunSummaries:
    """All summaries of a run, in suite order."""

    name: str
    info: RunInfo
    by_key: Mapping[SummaryKey, KnownSummary]

    @property
    def hashes(self) -> RunHashes:
        """How files name this run."""
        return run_hashes(self.name, self.info)

    @property
    def backends(self) -> tuple[str, ...]:
        """The backends that are no controls."""
        return tuple(backend.name for backend in self.info.backends if not backend.control)


def read_summaries(run: Run) -> RunSummaries:
    """The summaries of a run folder. Raises InputError where it is broken."""
    return index_summaries(run.name, run.info, run.rows())


def index_summaries(name: str, info: RunInfo, rows: Iterable[Row]) -> RunSummaries:
    """As `read_summaries`, from rows at hand."""
    return RunSummaries(name, info, {SummaryKey(r.article, r.backend, r.sample): _known(r) for r in rows})


def _known(row: Row) -> KnownSummary:
    return KnownSummary(
        text=row.summary,
        hash=None if row.summary is None else summary_hash(row.summary),
        state=row.state,
        findings={finding_id(finding.metric, finding): finding for finding in row.findings},
        scores={name: score.value for name, score in row.scores.items() if score.value is not None},
    )
