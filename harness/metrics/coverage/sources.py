"""The sources alone: how much of their salient content the summary tells, in all and per source."""

from __future__ import annotations

from collections.abc import Mapping

from harness.case import Case
from harness.metrics.coverage.shares import share

_SALIENT = 40  # words; the top 40 are the best reference-free feature that was measured


def salient_share(case: Case) -> float | None:
    if not case.article.sources:
        return None
    salience = case.subject.index.salience
    top = sorted(salience, key=lambda stem: (-salience[stem], stem))[:_SALIENT]
    return share({stem: salience[stem] for stem in top}, case.stems)


def per_source(case: Case) -> Mapping[str, float]:
    """For each source the idf-weighted share of its content words that the summary holds."""
    return {
        f"source[{source.id}]": share(weights, case.stems)
        for source, weights in zip(case.article.sources, case.subject.source_weights, strict=True)
    }
