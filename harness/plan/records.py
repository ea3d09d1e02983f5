"""What a plan says, as data. Numbers are in the metric's own units; probabilities are 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from harness.plan.pilot import Pilot
from harness.plan.spread import Rerun, Spread
from harness.stats import Interval


class MarginPlan(NamedTuple):
    """What a margin takes and what the present articles make of it.

    `articles` has its limits from the interval of the SD. `passes` is P(pass | mean unchanged); `rerun_passes` the same
    for an unchanged backend asked again, None where that is unknown. `caught` is the change for the worse that is
    reported as a regression in 80 % of cases.
    """

    margin: float
    articles: int
    articles_low: int
    articles_high: int
    passes: float
    rerun_passes: float | None
    caught: float


class RepeatLine(NamedTuple):
    """So many samples of every article: the SD, the share of its variance that is sampling, and what is found.

    `calls` are of one backend; `same_calls` is what as many calls find with one sample of more articles.
    """

    repeats: int
    sd: float
    sampling_share: float
    detectable: float
    calls: int
    same_calls: float


class MetricPlan(NamedTuple):
    """One metric, planned from one `spread`: the middle one of several pairs, or that of one backend's change.

    `detectable` is found in 80 % of cases, and is the smallest margin with which a backend passes in 80 % of cases where
    its mean did not change; `detectable_family` holds for k rules together, `detectable_with` for another number of
    articles. `others` are the smallest and the largest SD of the `n_pairs` pairs. `reason` says why nothing is planned.
    """

    metric: str
    label: str
    spread: Spread | None = None
    n_pairs: int = 0
    others: Interval | None = None
    sd_interval: Interval | None = None
    detectable: float | None = None
    detectable_family: float | None = None
    detectable_with: float | None = None
    margins: Sequence[MarginPlan] = ()
    reruns: Sequence[Rerun] = ()
    repeats: Sequence[RepeatLine] = ()
    reason: str | None = None

    @property
    def rerun(self) -> Rerun | None:
        """The noise floor: of `reruns`, one for each backend with repeats, the one that differs most."""
        return max(self.reruns, key=lambda r: r.sd, default=None)


class GatePlan(NamedTuple):
    """All margin rules together: the limits of P(pass | no mean changed) now, and the articles that bring it to 80 %.

    `rerun_passes` are the limits where nothing at all changed and every backend is only asked again. All are None where
    they are unknown; `unplanned` names the metrics that keep them from being known.
    """

    n_rules: int
    passes: Interval | None
    rerun_passes: Interval | None
    articles: int | None
    unplanned: Sequence[str] = ()


class Plan(NamedTuple):
    """Everything that `harness plan` says. `unchanged` are the backends whose scores are the same in both runs."""

    pilot: Pilot
    alpha: float
    k: int
    n_articles: int
    articles: int | None
    metrics: Sequence[MetricPlan]
    unchanged: Sequence[str]
    gate: GatePlan | None
