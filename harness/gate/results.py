"""What the gate says: a result per rule, the verdict over all of them, and the summaries behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from harness.compare import Change, Member

Verdict = Literal["pass", "inconclusive", "regression", "unmeasurable"]
Rule = Literal["comparable", "margin", "floor", "forbid", "failed", "unscored", "truncated", "cost", "seconds"]

WORST: tuple[Verdict, ...] = ("unmeasurable", "regression", "inconclusive", "pass")


class Case(NamedTuple):
    """An article that speaks against the candidate under one rule.

    `loss` is above 0, in the rule's own unit: what the article took from the mean, a share of failed summaries, 1 for
    a forbidden finding. `fails` if the article would break the limit alone.
    """

    article: str
    loss: float
    said: str
    fails: bool = True


class Result(NamedTuple):
    """What one rule says of one backend."""

    rule: Rule
    backend: str
    baseline: str | None
    metric: str | None
    kind: Verdict
    sentence: str
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    family_low: float | None = None
    family_high: float | None = None
    """Limits at 1 − α/k, which decide a regression."""
    n: int | None = None
    limit: float | None = None
    articles_needed: int | None = None
    details: Sequence[str] = ()
    check: str | None = None
    """The finding that a `forbid` rule forbids."""
    cases: Sequence[Case] = ()

    @property
    def subject(self) -> str:
        """What is judged: a metric or a check, of a backend."""
        return " of ".join(part for part in (self.metric or self.check, self.backend) if part) or "the run"

    @property
    def name(self) -> str:
        """The rule's own name, the same from run to run: what it is and what it judges."""
        return f"{self.rule}: {self.subject}"


class Pair(NamedTuple):
    """A candidate backend and the baseline backend that it is judged against."""

    baseline: Member
    candidate: Member


class Noticed(NamedTuple):
    """A finding in one of the candidate's summaries.

    `new`: the baseline's summary has no finding of that check on that text. `anchor` leads to the summary in the HTML
    report of the candidate run.
    """

    article: str
    backend: str
    metric: str
    check: str
    severity: str
    message: str
    claim: str | None
    source: str | None
    """The source of the first evidence; None without evidence, or where that lies in the summary itself."""
    evidence: str | None
    new: bool
    anchor: str


class Worst(NamedTuple):
    """A summary that has much to do with the verdict; `share` of what the rules that decide it lost.

    `changes`: gated metric -> candidate − baseline. `failure`: why it has no score, where it has none.
    """

    article: str
    backend: str
    baseline: str
    share: float
    changes: Mapping[str, float]
    anchor: str
    failure: str | None = None
    finding: Noticed | None = None


class Gate(NamedTuple):
    """The verdict and everything behind it. `exit_code` follows the policy for `inconclusive`."""

    kind: Verdict
    exit_code: int
    policy: str
    alpha: float
    k: int
    results: Sequence[Result]
    notes: Sequence[str]
    suite: str = ""
    n_articles: int = 0
    margins: Mapping[str, float] = {}
    changes: Sequence[Change] = ()
    worst: Sequence[Worst] = ()
    forbidden: Sequence[Noticed] = ()

    def deciding(self) -> list[Result]:
        """The rules that fail; where none does, those that cannot tell."""
        failing = [r for r in self.results if r.kind in ("regression", "unmeasurable")]
        return failing or [r for r in self.results if r.kind == "inconclusive"]

    def ordered(self) -> list[Result]:
        """All results, worst first, otherwise in the order of the rules."""
        return sorted(self.results, key=lambda result: WORST.index(result.kind))


def counted(n: int, noun: str) -> str:
    """ "1 article", "2 articles"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def some(items: Sequence[str]) -> str:
    """The first three, and a mark if there are more."""
    return ", ".join(items[:3]) + (", …" if len(items) > 3 else "")
