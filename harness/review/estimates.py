"""What people would say of every summary, from what they said of some: prediction-powered means and differences.

One row an article and backend: judgements are averaged over reviewers and samples, on the scale of 0 … 1, and so are
the scores of the metric of the dimension's name. Only drawn labels enter. Beside each estimate stand the mean of the
labels alone and the mean of the metric alone, so that everybody sees what the metric added, and where it is off.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from harness import stats
from harness.review.labels import Label, judgements, mean
from harness.review.records import DIMENSIONS, Dimension, SummaryKey, label_value
from harness.review.summaries import RunSummaries
from harness.stats.prediction_powered import (
    LEAST_ARTICLES,
    ArticleMean,
    labels_alone,
    paired_prediction_powered,
    prediction_powered,
)
from harness.store import MetricInfo


class Estimated(NamedTuple):
    """The true mean of one backend and dimension, or the difference `backend` − `other`.

    `powered` is None where the run has no metric of that name, or it scored no labelled article. With fewer than
    LEAST_ARTICLES labelled articles it is told but not gone by: `best` is the labels alone. `reason` says why in either
    case. `metric_alone` is over all articles that the metric scored. `unscored` labelled articles have no score: they
    are in `labels` and not in `powered`.
    """

    dimension: Dimension
    backend: str
    other: str | None
    metric: str | None
    powered: ArticleMean | None
    labels: ArticleMean
    metric_alone: ArticleMean | None
    unscored: int
    reason: str | None
    p_holm: float | None = None
    """Of a difference: Holm's p over all differences told, by the `best` estimate."""

    @property
    def best(self) -> ArticleMean:
        """The estimate to go by: the prediction-powered one, unless `reason` speaks against it."""
        return self.labels if self.powered is None or self.reason else self.powered

    def to_json(self) -> dict[str, Any]:
        """All fields, with the width of each interval, and which of the estimates to go by."""
        fields: dict[str, Any] = {**self._asdict(), "best": "labels" if self.best is self.labels else "powered"}
        for name in ("powered", "labels", "metric_alone"):
            found: ArticleMean | None = fields[name]
            if found is not None:
                width = None if found.low is None or found.high is None else found.high - found.low
                fields[name] = {**found._asdict(), "width": width}
        if self.powered is not None:
            fields["powered"]["lambda"] = fields["powered"].pop("weight")
        for name in ("labels", "metric_alone"):
            if fields[name] is not None:
                del fields[name]["weight"], fields[name]["n_unlabelled"]
        return fields


ByArticle = Mapping[str, float]
"""Article -> value of one backend."""


class _Side(NamedTuple):
    """One backend and dimension: labels and scores by article."""

    labels: ByArticle
    scores: ByArticle


def metric_of(dimension: Dimension, metrics: Iterable[MetricInfo]) -> MetricInfo | None:
    """The metric that speaks of a dimension: the first of that type."""
    return next((metric for metric in metrics if metric.type == dimension), None)


def estimate(run: RunSummaries, drawn: Sequence[Label]) -> tuple[list[Estimated], list[Estimated]]:
    """The mean of each dimension and backend, and the difference of each two backends; where there are labels."""
    codes = {article: code for code, article in enumerate(run.info.articles)}
    means, differences = [], []
    for dimension in DIMENSIONS:
        metric = metric_of(dimension, run.info.metrics)
        sides = _sides(run, drawn, dimension, metric)
        named = None if metric is None else metric.name
        for backend, side in sides.items():
            means.append(_single(dimension, backend, named, side, codes))
        for first, second in itertools.combinations(sides, 2):
            pair = _paired(dimension, (first, second), named, (sides[first], sides[second]), codes)
            if pair is not None:
                differences.append(pair)
    return means, _with_holm(differences)


def _sides(
    run: RunSummaries, drawn: Sequence[Label], dimension: Dimension, metric: MetricInfo | None
) -> dict[str, _Side]:
    labels: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    judged = judgements(drawn, dimension)
    for key, given in judged.items():
        labels[key.backend][key.article].append(label_value(mean(given.values())))
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for key, value in _scores(run, metric, judged):
        scores[key.backend][key.article].append(value)
    return {
        backend: _Side(*({a: mean(values) for a, values in side[backend].items()} for side in (labels, scores)))
        for backend in run.backends
        if backend in labels
    }


def _scores(
    run: RunSummaries, metric: MetricInfo | None, judged: Collection[SummaryKey]
) -> Iterable[tuple[SummaryKey, float]]:
    """The scores that count: of an article of which some samples were judged, only those samples'."""
    if metric is None:
        return
    begun = {(key.article, key.backend) for key in judged}
    for key, known in run.by_key.items():
        if metric.name in known.scores and ((key.article, key.backend) not in begun or key in judged):
            yield key, known.scores[metric.name]


def _single(dimension: Dimension, backend: str, metric: str | None, side: _Side, codes: Mapping[str, int]) -> Estimated:
    labelled = [article for article in side.labels if article in side.scores]
    others = [article for article in side.scores if article not in side.labels]
    powered = None
    if labelled:
        powered = prediction_powered(
            [side.labels[a] for a in labelled],
            [side.scores[a] for a in labelled],
            [codes[a] for a in labelled],
            [side.scores[a] for a in others],
            [codes[a] for a in others],
        )
    return Estimated(
        dimension,
        backend,
        None,
        metric,
        powered,
        _alone(side.labels, codes),
        _alone(side.scores, codes) if side.scores else None,
        len(side.labels) - len(labelled) if metric else 0,
        _reason(metric, labelled),
    )


def _paired(
    dimension: Dimension,
    names: tuple[str, str],
    metric: str | None,
    sides: tuple[_Side, _Side],
    codes: Mapping[str, int],
) -> Estimated | None:
    """Over the articles that both backends have; None where no article is labelled for both."""
    one, two = sides
    both_labels = {a: one.labels[a] - two.labels[a] for a in one.labels if a in two.labels}
    both_scores = {a: one.scores[a] - two.scores[a] for a in one.scores if a in two.scores}
    if not both_labels:
        return None
    labelled = [article for article in both_labels if article in both_scores]
    others = [article for article in both_scores if article not in both_labels]
    powered = None
    if labelled:
        powered = paired_prediction_powered(
            [(one.labels[a], two.labels[a]) for a in labelled],
            [(one.scores[a], two.scores[a]) for a in labelled],
            [codes[a] for a in labelled],
            [(one.scores[a], two.scores[a]) for a in others],
            [codes[a] for a in others],
        )
    return Estimated(
        dimension,
        *names,
        metric,
        powered,
        _alone(both_labels, codes),
        _alone(both_scores, codes) if both_scores else None,
        len(both_labels) - len(labelled) if metric else 0,
        _reason(metric, labelled),
    )


def _alone(values: ByArticle, codes: Mapping[str, int]) -> ArticleMean:
    return labels_alone(list(values.values()), [codes[article] for article in values])


def _reason(metric: str | None, labelled: Sequence[str]) -> str | None:
    if metric is None:
        return "the run has no metric of this name"
    if not labelled:
        return "the metric scored no labelled article"
    if len(labelled) < LEAST_ARTICLES:
        return f"{len(labelled)} of the {LEAST_ARTICLES} labelled articles it takes"
    return None


def _with_holm(differences: Sequence[Estimated]) -> list[Estimated]:
    """A difference whose labels have no spread at all has no p, and is no part of the family."""
    p_values = [found.best.p for found in differences]
    known = [i for i, p in enumerate(p_values) if p is not None]
    adjusted = dict(zip(known, stats.holm([p for p in p_values if p is not None]), strict=True))
    return [found._replace(p_holm=adjusted.get(i)) for i, found in enumerate(differences)]
