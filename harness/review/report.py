"""What the reviews of a run say, put together: `harness review report`. Pure; stored scores never change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from harness.review.agreement import Reliability, correlations, reliabilities
from harness.review.draw import draw, drawn_keys
from harness.review.estimates import Estimated, estimate
from harness.review.importing import StoredReview, load_reviews
from harness.review.labels import Conflict, Labels, conflicts, sort_labels
from harness.review.records import DrawReference
from harness.review.shares import MissedKind, Precision, WinRate, missed_kinds, precisions, win_rates
from harness.review.summaries import RunSummaries, read_summaries
from harness.store import Run
from harness.validate import Agreement


class Reviewer(NamedTuple):
    """What one reviewer gave: summaries labelled and pairs compared, those that were drawn and those that were not."""

    name: str
    files: int
    drawn: int
    not_drawn: int
    pairs_drawn: int
    pairs_not_drawn: int
    blind: bool
    """All of his files were made with the backends hidden."""


class Drawn(NamedTuple):
    """A draw that reviewers followed, and how much of it has been labelled by anybody."""

    sample: int
    seed: int
    id: str
    items: int
    articles: int
    labelled: int


@dataclass(frozen=True)
class ReviewReport:
    """Everything that a run's reviews say. All but `precision` is of drawn labels only."""

    run: str
    n_files: int
    reviewers: tuple[Reviewer, ...]
    draws: tuple[Drawn, ...]
    not_drawn: int
    """Labels and preferences that count for finding precision only, since nobody drew them."""
    replaced: int
    elsewhere: int
    reliability: tuple[Reliability, ...]
    correlations: tuple[Agreement, ...]
    precision: tuple[Precision, ...]
    missed: tuple[MissedKind, ...]
    preferences: tuple[WinRate, ...]
    estimates: tuple[Estimated, ...]
    differences: tuple[Estimated, ...]
    conflicts: tuple[Conflict, ...]


def review_report(folder: Path) -> ReviewReport:
    """Read a run and its reviews, and report. Raises InputError where one of them is broken or was changed."""
    run = read_summaries(Run(folder))
    return report(run, load_reviews(folder, run))


def report(run: RunSummaries, stored: Sequence[StoredReview]) -> ReviewReport:
    """As `review_report`, from what is at hand."""
    found = sort_labels(stored)
    drawn = found.drawn
    means, differences = estimate(run, drawn)
    return ReviewReport(
        run=run.name,
        n_files=len(stored),
        reviewers=tuple(_reviewers(stored, found)),
        draws=tuple(_draws(run, stored, found)),
        not_drawn=sum(not label.drawn for label in found.labels) + sum(not c.drawn for c in found.choices),
        replaced=found.replaced,
        elsewhere=found.elsewhere,
        reliability=tuple(reliabilities(drawn, run.info.seed)),
        correlations=tuple(correlations(run, drawn)) if drawn else (),
        precision=tuple(precisions(found.labels)),
        missed=tuple(missed_kinds(drawn)),
        preferences=tuple(win_rates([c for c in found.choices if c.drawn], [b.name for b in run.info.backends])),
        estimates=tuple(means),
        differences=tuple(differences),
        conflicts=tuple(conflicts(found)),
    )


def to_json(report: ReviewReport) -> dict[str, Any]:
    """The document of `harness review report --json`, schema 1; unknown = null."""
    tables = ("reviewers", "draws", "reliability", "precision", "missed", "preferences", "conflicts")
    return {
        "schema": 1,
        "run": report.run,
        "files": report.n_files,
        "excluded": {
            "not_drawn": report.not_drawn,
            "replaced": report.replaced,
            "other_runs": report.elsewhere,
        },
        **{name: [item._asdict() for item in getattr(report, name)] for name in tables},
        "correlations": [item.to_json() for item in report.correlations],
        "estimates": [item.to_json() for item in report.estimates],
        "differences": [item.to_json() for item in report.differences],
    }


def _reviewers(stored: Sequence[StoredReview], found: Labels) -> list[Reviewer]:
    by_name: dict[str, list[StoredReview]] = defaultdict(list)
    for review in stored:
        by_name[review.review.reviewer].append(review)
    labels = Counter((label.reviewer, label.drawn) for label in found.labels)
    choices = Counter((choice.reviewer, choice.drawn) for choice in found.choices)
    return [
        Reviewer(
            name,
            len(files),
            labels[name, True],
            labels[name, False],
            choices[name, True],
            choices[name, False],
            all(file.review.blind_seed is not None for file in files),
        )
        for name, files in sorted(by_name.items())
    ]


def _draws(run: RunSummaries, stored: Sequence[StoredReview], found: Labels) -> list[Drawn]:
    labelled = {label.key for label in found.drawn}
    references: dict[str, DrawReference] = {}
    for review in stored:
        if review.drawn and review.review.draw is not None:
            references.setdefault(review.review.draw.id, review.review.draw)
    result = []
    for reference in references.values():
        keys = drawn_keys(draw(run, sample=reference.sample, seed=reference.seed))
        articles = {key.article for key in keys}
        result.append(
            Drawn(reference.sample, reference.seed, reference.id, len(keys), len(articles), len(keys & labelled))
        )
    return sorted(result)
