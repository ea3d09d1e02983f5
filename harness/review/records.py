"""What reviewers hand in and what is drawn for them: the records of review files and draw files, schema 1.

    harness review export ──> Draw ──> the report's page ──> Review ──> harness review import ──> RUN/reviews/

The page writes reviews and never computes a hash or an id: it copies them from the data that Python put into it.
Offsets are code points of the summary as stored. Numbers are strict: "3", 3.0 and true are no judgements.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import AfterValidator, Field

from harness.jsonl import encode
from harness.store import RunInfo
from harness.types import Finding, Name, Record, Seed, Timestamp

Dimension = Literal["coverage", "consistency", "structure", "fluency"]
"""What a reviewer judges from 1, worst, to 5, best."""
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
Verdict = Literal["agree", "disagree", "unsure"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FINDING = re.compile(r"[0-9a-f]{16}")


def _hash(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise ValueError("expected a sha256 as 64 small hex digits")
    return value


def _finding(value: str) -> str:
    if not _FINDING.fullmatch(value):
        raise ValueError("expected a finding's id, 16 small hex digits")
    return value


def _reviewer(value: str) -> str:
    if not value.strip():
        raise ValueError("expected the reviewer's name, found nothing")
    return value.strip()


Hash = Annotated[str, AfterValidator(_hash)]
FindingId = Annotated[str, AfterValidator(_finding)]
Count = Annotated[int, Field(strict=True, ge=0)]
Whole = Annotated[int, Field(strict=True)]
"""As large as the page's numbers can be without being rounded."""
Judgement = Annotated[int, Field(strict=True, ge=1, le=5)]


class SummaryKey(NamedTuple):
    """Which summary of a run."""

    article: str
    backend: str
    sample: int


class Place(Record):
    """Which summary; `run` is the name under which the report lists the run."""

    article: Name
    run: Name
    backend: Name
    sample: Count

    @property
    def key(self) -> SummaryKey:
        """The summary within its run."""
        return SummaryKey(self.article, self.backend, self.sample)


class RunHashes(Record):
    """What tells the run of a file from others: a folder may be renamed, its hashes stay."""

    name: Name
    suite_hash: Name
    articles_hash: Name


class DrawnItem(Place):
    """A summary that was drawn, with the hash of its text."""

    summary_hash: Hash


class Draw(Record):
    """A draw file: whole articles at random, and so every summary of theirs by backends that are no controls."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    kind: Literal["draw"] = "draw"
    sample: Annotated[int, Field(strict=True, ge=1)]
    """Summaries that were asked for; the last article may bring more."""
    seed: Seed
    id: Hash
    run: RunHashes
    items: tuple[DrawnItem, ...]

    def to_bytes(self) -> bytes:
        """The file as it is written."""
        return encode(self.model_dump(by_alias=True), indent=1) + b"\n"

    @property
    def reference(self) -> DrawReference:
        """How a review names this draw."""
        return DrawReference(sample=self.sample, seed=self.seed, id=self.id)


class DrawReference(Record):
    """The draw that a review followed."""

    sample: Annotated[int, Field(strict=True, ge=1)]
    seed: Seed
    id: Hash


class FindingLabel(Record):
    """What a reviewer says of one finding; `finding` is its `finding_id`."""

    finding: FindingId
    metric: str
    check: str
    verdict: Verdict
    comment: str = ""


class Missed(Record):
    """A passage of the summary in which every metric missed something; `check` is the kind it should have been."""

    start: Count
    end: Count
    text: str
    check: Name | None = None
    comment: str = ""


class ReviewedItem(Place):
    """One reviewer's labels of one summary."""

    summary_hash: Hash
    time: Timestamp
    findings: tuple[FindingLabel, ...] = ()
    missed: tuple[Missed, ...] = ()
    judgements: Mapping[Dimension, Judgement] = {}
    comment: str = ""


class Side(Record):
    """One of the two summaries of a preference."""

    run: Name
    backend: Name
    sample: Count


class Preference(Record):
    """Which of two summaries of one article a reviewer prefers."""

    article: Name
    a: Side
    b: Side
    prefer: Literal["a", "b", "tie"]
    time: Timestamp
    comment: str = ""

    @property
    def keys(self) -> tuple[tuple[str, SummaryKey], tuple[str, SummaryKey]]:
        """(run, summary) of a and of b."""
        a, b = ((s.run, SummaryKey(self.article, s.backend, s.sample)) for s in (self.a, self.b))
        return a, b


class Reviewed(Record):
    """What the report was made from that was reviewed."""

    runs: Annotated[tuple[RunHashes, ...], Field(min_length=1)]


class Review(Record):
    """A review file: what one reviewer exported from the report."""

    schema_version: Literal[1] = Field(alias="schema")
    kind: Literal["review"]
    reviewer: Annotated[Name, AfterValidator(_reviewer)]
    exported: Timestamp
    report: Reviewed
    draw: DrawReference | None = None
    blind_seed: Whole | None = None
    """The seed by which the backends were hidden and shuffled; None where they were shown."""
    items: tuple[ReviewedItem, ...] = ()
    preferences: tuple[Preference, ...] = ()


def label_value(judgement: float) -> float:
    """A judgement of 1 … 5, or a mean of some, on the scale of the metrics: 0 … 1."""
    return (judgement - 1) / 4


def finding_id(metric: str, finding: Finding) -> str:
    """The id of a finding within its summary: 16 hex digits of what a reader sees of it.

    Two findings of one metric, check, place and sentence have one id: nobody could judge them apart.
    """
    start, end = (None, None) if finding.claim is None else (finding.claim.start, finding.claim.end)
    seen = encode([metric, finding.check, start, end, finding.message])
    return hashlib.sha256(seen).hexdigest()[:16]


def summary_hash(text: str) -> str:
    """sha256 of the summary's UTF-8, in hex; lone surrogates are encoded as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def run_hashes(name: str, info: RunInfo) -> RunHashes:
    """How files name a run; `name` is its folder's."""
    return RunHashes(name=name, suite_hash=info.suite_hash, articles_hash=info.articles_hash)
