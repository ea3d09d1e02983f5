"""The records that flow through the harness, and the three protocols that plug-ins implement. Read this first.

    Article ──Backend.summarize──> Summary ──Metric.score──> Score ──> Row ──> rows.jsonl

Records are frozen pydantic models: unknown fields are errors, NaN and infinity are refused. All spans are
half-open code-point offsets into the untouched original text and carry the text they cut out, so that a wrong
span is caught by comparing the two.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Protocol, runtime_checkable

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

if TYPE_CHECKING:
    import numpy as np

    from harness.case import Case

State = Literal["ok", "refused", "empty", "truncated", "infra_error", "metric_error", "not_applicable"]
"""What became of a row. Only `ok` enters a mean; every other state is counted beside it."""

STATES: tuple[State, ...] = (
    "ok",
    "refused",
    "empty",
    "truncated",
    "infra_error",
    "metric_error",
    "not_applicable",
)
MODEL_FAILURES: tuple[State, ...] = ("refused", "empty", "truncated")
"""States that are the summarizer's own fault."""
MEASUREMENT_FAILURES: tuple[State, ...] = ("infra_error", "metric_error")
"""States that say nothing about the summarizer."""

Severity = Literal["error", "warning", "info"]

MAX_SEED = 2**53 - 1
"""Seeds are whole numbers from 0 to this: what every JSON reader keeps exactly."""
Seed = Annotated[int, Field(strict=True, ge=0, le=MAX_SEED)]


class Record(BaseModel):
    """Base of all records: frozen, closed, without NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _iso(value: str) -> str:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("expected an ISO 8601 date or time such as 2026-03-17T08:30:00+01:00") from None
    return value


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


# a validator of ours and not min_length, which refuses lone surrogates
Name = Annotated[str, AfterValidator(_not_empty)]
FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
"""What a suite may be called: its runs and its baseline are folders of that name."""
Timestamp = Annotated[str, AfterValidator(_iso)]
"""ISO 8601, kept as written."""


class Source(Record):
    """One text about the event, as one publisher printed it."""

    id: Name
    text: str
    title: str | None = None
    publisher: str | None = None
    published: Timestamp | None = None
    url: str | None = None


class Reference(Record):
    """A good summary written by a person; `profile` None fits every profile."""

    text: str
    profile: str | None = None


class KeyFact(Record):
    """One checkable statement that a summary should carry; `sources` are the ids of those that state it."""

    id: Name
    text: str
    weight: Literal["vital", "okay"] = "vital"
    sources: tuple[str, ...] = ()


def _reference(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Article(Record):
    """An event with one or more sources: what a backend summarizes and what a summary is checked against."""

    id: Name
    title: str | None = None
    published: Timestamp | None = None
    sources: tuple[Source, ...]
    references: tuple[Annotated[Reference, BeforeValidator(_reference)], ...] = ()
    key_facts: tuple[KeyFact, ...] = ()
    meta: Mapping[str, Any] = {}

    def for_backend(self, needs: tuple[str, ...] = ()) -> Article:
        """The article as a backend may see it: no key facts, and references only where declared."""
        hidden: dict[str, Any] = {"key_facts": ()}
        if "references" not in needs:
            hidden["references"] = ()
        return self.model_copy(update=hidden)


class Summary(Record):
    """What a backend answers. `text` may be kept beside a failing state (a truncated answer, say)."""

    text: str | None = None
    state: State = "ok"
    reason: str | None = None
    """Why the state is not `ok`, for a person."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None


class Span(Record):
    """`text == original[start:end]`, in code points."""

    start: int
    end: int
    text: str


class Evidence(Span):
    """A span of the source with id `source`, or of the summary itself where `source` is None."""

    source: str | None


class Finding(Record):
    """One thing that a metric noticed, where, and what speaks for it."""

    check: str
    """Dotted kind, such as `quote.fabricated`."""
    severity: Severity
    message: str
    """One sentence that a person understands without the rest."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    claim: Span | None = None
    """The place in the summary; None where something is missing from it."""
    evidence: tuple[Evidence, ...] = ()
    expected: str | None = None
    found: str | None = None


class Score(Record):
    """What a metric returns. `value` None means unscored, and `reason` says why; it is never a 0."""

    value: float | None
    parts: Mapping[str, float | None] = {}
    findings: tuple[Finding, ...] = ()
    reason: str | None = None


class Failure(Record):
    """An exception kept as data."""

    type: str
    message: str


class StoredScore(Record):
    """A score as it stands in a row; its findings stand beside it, under the metric's name."""

    value: Annotated[float, Field(strict=True)] | None  # a file that says `true` or "0.5" is broken
    parts: Mapping[str, Annotated[float, Field(strict=True)] | None] = {}
    reason: str | None = None
    error: Failure | None = None

    @property
    def state(self) -> State:
        """`ok`, `metric_error` or `not_applicable`."""
        if self.error is not None:
            return "metric_error"
        return "ok" if self.value is not None else "not_applicable"


class StoredFinding(Finding):
    """A finding as it stands in a row: with the name of the metric that made it."""

    metric: str


class Row(Record):
    """One summary of one article by one backend, with all its scores; a line of rows.jsonl."""

    article: str
    backend: str
    sample: int
    id: str | None = None
    """The row's id in the file it was imported from, if any."""
    state: State
    reason: str | None = None
    error: Failure | None = None
    summary: str | None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    scores: Mapping[str, StoredScore] = {}
    findings: tuple[StoredFinding, ...] = ()

    def state_for(self, metric: str) -> State:
        """The row's state as far as `metric` is concerned: one broken metric spoils no other's mean."""
        if self.state not in ("ok", "metric_error"):
            return self.state
        score = self.scores.get(metric)
        return "not_applicable" if score is None else score.state


@runtime_checkable
class Backend(Protocol):
    """A summarizer. A frozen dataclass: its fields are its options, this one method is all it implements.

    `needs` may hold "references" (it is given them, and is shown as a control) and "other" (it is given another
    article of the set, drawn by the suite's seed, in place of the one it is asked about). A field called `seed`
    receives the suite's seed; fields of type `Path` are resolved against the suite's folder. An attribute `stored`, if
    true, says that the summaries were written before: another order of the sources would change nothing. An attribute
    `texts` (name -> content) gives the prompt or program behind it, so that reports can show what was changed.
    """

    needs: ClassVar[tuple[str, ...]]
    control: ClassVar[bool]

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """Summarize one article; `sample` counts repeats from 0. Raise BackendError if it could not be asked."""
        ...


class Estimate(NamedTuple):
    """What one call or several take at most, if each is answered at its first try.

    `output_tokens` None: the answers have no limit. `cost_usd` None: unknown, and `reason` says why, for a person.
    """

    input_tokens: int
    output_tokens: int | None
    cost_usd: float | None
    reason: str | None = None


@runtime_checkable
class Estimating(Protocol):
    """A backend that can say what a call will take before it is made. Optional."""

    def estimate(self, article: Article) -> Estimate:
        """What one call takes at most. Raises InputError where it does not fit the model's context."""
        ...


@runtime_checkable
class Metric(Protocol):
    """A measure of one summary. A frozen dataclass: its fields are its options.

    `version` is raised only when values change. `higher_is_better` None marks a neutral counter, which is never
    ranked. `needs` may hold "sources" and "references": where the article has none, the metric is not asked and
    the score is unscored with that reason. `languages` empty means every language. An attribute `label`, if it has
    one, is what tables call the metric, unless the suite gives it a name. An attribute `errors` names the checks of
    which it may report an `error`, so that a gate that forbids a misspelt one is refused.
    """

    version: ClassVar[int]
    higher_is_better: ClassVar[bool | None]
    needs: ClassVar[tuple[str, ...]]
    languages: ClassVar[tuple[str, ...]]

    def score(self, case: Case) -> Score:
        """Score one summary; number and findings from one pass."""
        ...


FaultRole = Literal["fault", "control", "gaming"]
"""A fault must be noticed; a control is harmless and must not be; gaming must not pay."""


class Edited(Record):
    """A summary with known edits; `spans` are where they stand in `text`, empty where something was taken out."""

    text: str
    spans: tuple[Span, ...]


@runtime_checkable
class Fault(Protocol):
    """A way to edit a summary whose effect is known. A frozen dataclass: its fields are its options.

    `strict`: certain in itself, so that a metric of facts must notice nearly every one. `drops`: types of the metrics
    that must fall. `finds`: checks of the findings that count as having noticed it; `*` stands for any letters.
    `languages` empty means every language. `max_edits` is the most edits that one summary can be given.
    """

    role: ClassVar[FaultRole]
    strict: ClassVar[bool]
    drops: ClassVar[tuple[str, ...]]
    finds: ClassVar[tuple[str, ...]]
    languages: ClassVar[tuple[str, ...]]
    max_edits: ClassVar[int]

    def inject(self, case: Case, others: Sequence[Article], *, edits: int, rng: np.random.Generator) -> Edited | None:
        """Make `edits` edits of the case's summary; None where it has not so many places to edit.

        Only what the case's article and the `others` of its set hold may be used, and only `rng` for chance. With the
        same stream the edits of a smaller number are among those of a greater one.
        """
        ...
