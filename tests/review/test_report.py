"""The review report, held to computations of its own: krippendorff, scipy, and the formulas written out."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from scipy import stats as reference

from harness.review.draw import draw
from harness.review.importing import import_reviews, load_reviews
from harness.review.records import DIMENSIONS, Dimension, SummaryKey
from harness.review.report import ReviewReport, report, review_report, to_json
from harness.review.summaries import RunSummaries
from tests.review.made_reviews import (
    BACKENDS,
    METRICS,
    draw_review,
    make_item,
    make_preference,
    make_review,
    make_rows,
    make_run,
    store_run,
    write_review,
)

VERDICTS = ("agree", "disagree", "unsure")


class People:
    """Reviewers whose judgements follow the scores, with noise of their own; one fixed stream."""

    def __init__(self, run: RunSummaries) -> None:
        self.run = run
        self.rng = np.random.default_rng(29)
        self.said: dict[str, dict[SummaryKey, dict[str, int]]] = {}
        self.verdicts: dict[str, dict[SummaryKey, list[str]]] = {}

    def review(self, reviewer: str, sample: int, seed: int = 3) -> dict[str, Any]:
        """A review of all that is drawn."""
        drawn = draw(self.run, sample=sample, seed=seed)
        keys = [item.key for item in drawn.items]
        self.said[reviewer] = {key: self._judge(key) for key in keys}
        self.verdicts[reviewer] = {key: [str(v) for v in self.rng.choice(VERDICTS, 3)] for key in keys}
        items = [
            make_item(self.run, key, self.said[reviewer].__getitem__, self.verdicts[reviewer][key]) for key in keys
        ]
        return make_review(self.run, items, reviewer, drawn)

    def _judge(self, key: SummaryKey) -> dict[str, int]:
        scores = self.run.by_key[key].scores
        true = {name: scores.get(name, 0.6) for name in DIMENSIONS}
        return {name: int(np.clip(round(1 + 4 * x + self.rng.normal(0, 0.7)), 1, 5)) for name, x in true.items()}

    def mean(self, key: SummaryKey, dimension: str) -> float:
        """The label of a summary: the reviewers' mean on 0 to 1."""
        given = [said[key][dimension] for said in self.said.values() if key in said]
        return (sum(given) / len(given) - 1) / 4


def made(tmp_path: Path, n_articles: int = 60, sample: int = 75) -> tuple[RunSummaries, People, ReviewReport]:
    """A run that Anna and Ben reviewed, Cleo a third of it."""
    run = make_run(tmp_path / "run", n_articles)
    people = People(run)
    reviews = [people.review("Anna", sample), people.review("Ben", sample), people.review("Cleo", sample // 3)]
    import_reviews([write_review(tmp_path / f"{i}.json", r) for i, r in enumerate(reviews)], [tmp_path / "run"])
    return run, people, review_report(tmp_path / "run")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunSummaries, People, ReviewReport]:
    return made(tmp_path_factory.mktemp("reviewed"))


Reviewed = tuple[RunSummaries, People, ReviewReport]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_alpha_of_judgements_is_that_of_the_krippendorff_package(reviewed: Reviewed, dimension: Dimension) -> None:
    _, people, found = reviewed
    keys = list(people.said["Anna"])
    table = [[said[k][dimension] if k in said else math.nan for k in keys] for said in people.said.values()]
    expected = krippendorff.alpha(table, level_of_measurement="ordinal")
    own = next(item for item in found.reliability if item.about == dimension)
    assert own.alpha == pytest.approx(expected, abs=1e-9)
    assert own.low is not None
    assert own.high is not None
    assert own.low < expected < own.high
    assert (own.n_items, own.n_labels, own.n_articles, own.n_reviewers, own.single) == (75, 75 * 2 + 27, 25, 3, 0)


def test_alpha_of_verdicts_is_nominal_over_findings(reviewed: Reviewed) -> None:
    _, people, found = reviewed
    places = [(key, i) for key in people.verdicts["Anna"] for i in range(3)]
    table = [
        [VERDICTS.index(said[key][i]) if key in said else math.nan for key, i in places]
        for said in people.verdicts.values()
    ]
    own = next(item for item in found.reliability if item.about == "verdict")
    assert own.alpha == pytest.approx(krippendorff.alpha(table, level_of_measurement="nominal"), abs=1e-9)
    assert own.n_items == 225


@pytest.mark.parametrize("dimension", METRICS)
@pytest.mark.parametrize("metric", METRICS)
def test_correlations_with_people_are_scipys(reviewed: Reviewed, dimension: str, metric: str) -> None:
    run, people, found = reviewed
    keys = list(people.said["Anna"])
    expected = reference.spearmanr(
        [run.by_key[key].scores[metric] for key in keys], [people.mean(key, dimension) for key in keys]
    ).statistic
    own = next(item for item in found.correlations if (item.dimension, item.metric) == (dimension, metric))
    assert own.value == pytest.approx(expected, abs=1e-9)
    assert (own.n, own.n_docs, own.skipped) == (75, 25, 0)
    assert own.low is not None
    assert own.high is not None
    assert own.low < expected < own.high


def powered(y: np.ndarray, f: np.ndarray, rest: np.ndarray) -> tuple[float, float, float, float]:
    """mean, low, high, λ of one row an article, written out."""
    n, others = len(y), len(rest)
    weight = np.cov(y, f)[0, 1] / ((1 + n / others) * f.var(ddof=1))
    residual = y - weight * f
    mean = weight * rest.mean() + residual.mean()
    variance = weight**2 * rest.var(ddof=1) / others + residual.var(ddof=2) / n
    half = reference.t.ppf(0.975, n - 2) * math.sqrt(variance)
    return mean, mean - half, mean + half, weight


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dimension", METRICS)
def test_estimates_are_the_formula_written_out(reviewed: Reviewed, dimension: str, backend: str) -> None:
    run, people, found = reviewed
    labelled = [key for key in people.said["Anna"] if key.backend == backend]
    rest = [key for key in run.by_key if key.backend == backend and key not in labelled]
    y = np.array([people.mean(key, dimension) for key in labelled])
    f, others = (np.array([run.by_key[k].scores[dimension] for k in keys]) for keys in (labelled, rest))
    own = next(e for e in found.estimates if (e.dimension, e.backend) == (dimension, backend))
    assert own.powered is not None
    assert own.metric_alone is not None
    assert own.best is own.powered
    figures = (own.powered.mean, own.powered.low, own.powered.high, own.powered.weight)
    assert figures == pytest.approx(powered(y, f, others), rel=1e-9)
    assert (own.powered.n_labelled, own.powered.n_unlabelled, own.powered.n_articles) == (25, 35, 25)
    alone = reference.ttest_1samp(y, 0).confidence_interval()
    assert (own.labels.mean, own.labels.low, own.labels.high) == pytest.approx((y.mean(), alone.low, alone.high))
    assert own.metric_alone.mean == pytest.approx(np.concatenate([f, others]).mean())


def test_differences_are_paired_by_article(reviewed: Reviewed) -> None:
    run, people, found = reviewed
    labelled = list(dict.fromkeys(key.article for key in people.said["Anna"]))
    rest = [article for article in run.info.articles if article not in labelled]

    def of(backend: str, articles: list[str]) -> np.ndarray:
        return np.array([run.by_key[SummaryKey(a, backend, 0)].scores["coverage"] for a in articles])

    y = np.array(
        [
            people.mean(SummaryKey(a, "north", 0), "coverage") - people.mean(SummaryKey(a, "east", 0), "coverage")
            for a in labelled
        ]
    )
    f, others = (of("north", articles) - of("east", articles) for articles in (labelled, rest))
    own = next(e for e in found.differences if (e.dimension, e.backend, e.other) == ("coverage", "north", "east"))
    assert own.powered is not None
    figures = (own.powered.mean, own.powered.low, own.powered.high, own.powered.weight)
    assert figures == pytest.approx(powered(y, f, others), rel=1e-9)


def test_holms_p_is_over_all_differences(reviewed: Reviewed) -> None:
    _, _, found = reviewed
    raw = [e.best.p for e in found.differences]
    assert len(raw) == 12
    smallest = min(range(12), key=lambda i: raw[i] or 0)
    assert found.differences[smallest].p_holm == pytest.approx(12 * (raw[smallest] or 0))


def test_a_dimension_without_a_metric_of_its_name_has_labels_alone(reviewed: Reviewed) -> None:
    _, _, found = reviewed
    own = [e for e in found.estimates if e.dimension == "fluency"]
    assert len(own) == 3
    for e in own:
        assert (e.powered, e.metric_alone, e.metric, e.unscored) == (None, None, None, 0)
        assert e.reason == "the run has no metric of this name"
        assert e.best is e.labels


def test_few_labelled_articles_are_told_and_not_gone_by(tmp_path: Path) -> None:
    _, _, found = made(tmp_path, n_articles=20, sample=12)
    own = found.estimates[0]
    assert own.powered is not None
    assert own.reason == "4 of the 10 labelled articles it takes"
    assert own.best is own.labels
    assert own.to_json()["best"] == "labels"


def test_samples_are_averaged_and_unjudged_samples_of_a_judged_article_stay_out(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 30, samples=2)
    drawn = draw(run, sample=90, seed=3)
    people = People(run)
    first = people.review("Anna", 90)
    kept = [item for item in first["items"] if item["sample"] == 0 or item["article"] != drawn.items[0].article]
    import_reviews([write_review(tmp_path / "r.json", {**first, "items": kept})], [tmp_path / "run"])
    found = report(run, load_reviews(tmp_path / "run", run))
    labelled = list(dict.fromkeys(item.article for item in drawn.items))

    def samples(article: str) -> list[SummaryKey]:
        partial = article == drawn.items[0].article
        return [SummaryKey(article, "north", sample) for sample in range(1 if partial else 2)]

    y = np.array([np.mean([people.mean(key, "coverage") for key in samples(a)]) for a in labelled])
    f, others = (
        np.array([np.mean([run.by_key[key].scores["coverage"] for key in samples(a)]) for a in articles])
        for articles in (labelled, [a for a in run.info.articles if a not in labelled])
    )
    own = found.estimates[0].powered
    assert own is not None
    assert (own.n_labelled, own.n_unlabelled) == (15, 15)
    assert (own.mean, own.low, own.high, own.weight) == pytest.approx(powered(y, f, others), rel=1e-9)


def test_articles_without_a_score_are_counted(tmp_path: Path) -> None:
    rows = make_rows(40)
    probe = make_run(tmp_path / "first", 40)
    drawn = {item.article for item in draw(probe, sample=60, seed=3).items}
    unscored = sorted(drawn)[:2]
    rows = [
        row.model_copy(update={"scores": {k: s for k, s in row.scores.items() if k != "coverage"}})
        if row.article in unscored and row.backend == "north"
        else row
        for row in rows
    ]
    run = store_run(tmp_path / "run", rows)
    import_reviews([write_review(tmp_path / "r.json", People(run).review("Anna", 60))], [tmp_path / "run"])
    found = report(run, load_reviews(tmp_path / "run", run))
    own = found.estimates[0]
    assert own.powered is not None
    assert (own.backend, own.unscored, own.powered.n_labelled, own.labels.n_labelled) == ("north", 2, 18, 20)
    assert next(c for c in found.correlations if c.metric == "coverage").skipped == 2


def test_labels_that_were_not_drawn_serve_precision_only(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 12)
    items = [make_item(run, SummaryKey(f"a{n}", "north", 0)) for n in range(1, 7)]
    chosen = [make_preference(run, "a1", "north", "south")]
    reviews = [make_review(run, items, name, preferences=chosen) for name in ("Anna", "Ben")]
    import_reviews([write_review(tmp_path / f"{i}.json", r) for i, r in enumerate(reviews)], [tmp_path / "run"])
    found = review_report(tmp_path / "run")
    assert found.not_drawn == 14
    assert [p.agree for p in found.precision] == [12]
    others = {f.name: getattr(found, f.name) for f in dataclasses.fields(found)}
    for name in ("draws", "reliability", "correlations", "missed", "preferences", "estimates", "differences"):
        assert others[name] == (), name


def test_draws_and_reviewers_are_listed_with_what_is_open(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 12)
    half = draw_review(run, 12)
    half["items"] = half["items"][:5]
    import_reviews(
        [
            write_review(tmp_path / "a.json", half),
            write_review(tmp_path / "b.json", draw_review(run, 6, "Ben", seed=4, blind_seed=None)),
        ],
        [tmp_path / "run"],
    )
    found = review_report(tmp_path / "run")
    # one article is in both draws: Ben's labels of its three summaries count for Anna's draw as well
    assert [(*d[:2], *d[3:]) for d in found.draws] == [(6, 4, 6, 2, 6), (12, 3, 12, 4, 8)]
    assert [(r.name, r.files, r.drawn, r.not_drawn, r.blind) for r in found.reviewers] == [
        ("Anna", 1, 5, 0, True),
        ("Ben", 1, 6, 0, False),
    ]


def test_equal_labels_have_a_mean_and_no_interval(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 30)
    import_reviews([write_review(tmp_path / "a.json", draw_review(run, 45))], [tmp_path / "run"])
    found = review_report(tmp_path / "run")
    own = found.estimates[0]
    assert (own.labels.mean, own.labels.low) == (0.75, None)
    assert found.reliability[0].alpha is None
    assert found.differences[0].p_holm is None


def test_the_json_has_every_table_and_no_nan(reviewed: Reviewed) -> None:
    _, _, found = reviewed
    document: Mapping[str, Any] = json.loads(json.dumps(to_json(found), allow_nan=False))
    assert document["schema"] == 1
    assert document["excluded"] == {"not_drawn": 0, "replaced": 0, "other_runs": 0}
    first = document["estimates"][0]
    assert {"lambda", "width", "n_labelled", "n_unlabelled", "n_articles"} <= set(first["powered"])
    assert first["powered"]["width"] < first["labels"]["width"]
    assert len(document["conflicts"]) == len(found.conflicts) > 0


def test_a_run_without_reviews_reports_nothing(tmp_path: Path) -> None:
    make_run(tmp_path / "run", 2)
    found = review_report(tmp_path / "run")
    assert (found.n_files, found.reviewers, found.precision, found.estimates) == (0, (), (), ())
