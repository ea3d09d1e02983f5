"""Whether reviewers agree with each other, and whether the metrics agree with them. Drawn labels only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from harness.review.labels import Label, judgements, mean, verdicts
from harness.review.records import DIMENSIONS, SummaryKey, label_value
from harness.review.summaries import RunSummaries
from harness.stats import Vector
from harness.stats.reliability import alpha_interval, krippendorff_alpha
from harness.store import MetricInfo
from harness.validate import Agreement, Column, Judgements, agreements

VERDICT = "verdict"
_CODES = {"agree": 1.0, "disagree": 0.0, "unsure": 2.0}

Ratings = Sequence[tuple[str, Mapping[str, float]]]
"""(article, reviewer -> rating) of each item."""


class Reliability(NamedTuple):
    """Krippendorff's alpha of the reviewers, with a 95 % interval that resamples articles; None where undefined.

    1 is full agreement, 0 what chance would give. Items are summaries, or findings for verdicts; `n_items` are those
    that two reviewers and more labelled, and only they enter.
    """

    about: str
    level: Literal["ordinal", "nominal"]
    alpha: float | None
    low: float | None
    high: float | None
    n_items: int
    n_labels: int
    n_articles: int
    n_reviewers: int
    single: int
    """Items that only one reviewer labelled; left out."""


def reliabilities(drawn: Sequence[Label], seed: int) -> list[Reliability]:
    """Alpha of each dimension's judgements and of the verdicts on findings; what nobody labelled is left out."""
    found = []
    for dimension in DIMENSIONS:
        if judged := judgements(drawn, dimension):
            found.append(_reliability(dimension, "ordinal", [(k.article, given) for k, given in judged.items()], seed))
    if said := verdicts(drawn):
        codes = [(key.article, {who: _CODES[x] for who, x in given.items()}) for (key, _), given in said.items()]
        found.append(_reliability(VERDICT, "nominal", codes, seed))
    return found


def _reliability(about: str, level: Literal["ordinal", "nominal"], rated: Ratings, seed: int) -> Reliability:
    several = [(article, given) for article, given in rated if len(given) > 1]
    reviewers = sorted({who for _, given in several for who in given})
    articles = {article: code for code, article in enumerate(dict.fromkeys(article for article, _ in several))}
    table = np.full((len(reviewers), len(several)), math.nan)
    for column, (_, given) in enumerate(several):
        for who, rating in given.items():
            table[reviewers.index(who), column] = rating
    alpha = krippendorff_alpha(table, level)
    codes = [articles[article] for article, _ in several]
    limits = None if alpha is None else alpha_interval(table, codes, level, seed=seed)
    return Reliability(
        about,
        level,
        alpha,
        None if limits is None else limits.low,
        None if limits is None else limits.high,
        n_items=len(several),
        n_labels=sum(len(given) for _, given in several),
        n_articles=len(articles),
        n_reviewers=len(reviewers),
        single=len(rated) - len(several),
    )


def correlations(run: RunSummaries, drawn: Sequence[Label]) -> list[Agreement]:
    """Spearman's correlation of each ranked metric with the mean judgement of each dimension, over summaries.

    As `harness validate` computes it under protocol "pooled"; the interval resamples articles. Metrics of which lower is
    better are turned round.
    """
    keys = list(dict.fromkeys(label.key for label in drawn))
    dimensions: dict[str, Vector] = {}
    for dimension in DIMENSIONS:
        if judged := judgements(drawn, dimension):
            values = [label_value(mean(judged[key].values())) if key in judged else math.nan for key in keys]
            dimensions[dimension] = np.array(values)
    judged_rows = Judgements(
        ids=tuple(str(i) for i in range(len(keys))),
        documents=tuple(key.article for key in keys),
        systems=tuple(key.backend for key in keys),
        origins=(None,) * len(keys),
        pairs=(None,) * len(keys),
        words=np.array([len((run.by_key[key].text or "").split()) for key in keys], dtype=np.float64),
        dimensions=dimensions,
    )
    columns = {
        metric.name: Column(_scores(run, metric, keys), metric.signature)
        for metric in run.info.metrics
        if metric.higher_is_better is not None
    }
    found = agreements(columns, judged_rows)
    return [result for result in found if (result.protocol, result.statistic) == ("pooled", "spearman")]


def _scores(run: RunSummaries, metric: MetricInfo, keys: Sequence[SummaryKey]) -> Vector:
    sign = 1.0 if metric.higher_is_better else -1.0
    known = [run.by_key[key].scores.get(metric.name) for key in keys]
    return np.array([math.nan if value is None else sign * value for value in known])
