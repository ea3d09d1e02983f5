"""What reviewers said of each finding, as the page shows it beside the finding. An overlay: nothing else changes by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

from harness.review.importing import FOLDER, load_reviews
from harness.review.labels import sort_labels, verdicts
from harness.review.records import SummaryKey, Verdict
from harness.review.summaries import read_summaries
from harness.store import Run

Place = Callable[[Run, SummaryKey], str | None]
"""How the page's data call a summary of a run."""


def said(runs: Iterable[Any], place: Place) -> dict[str, dict[str, list[int]]]:
    """Summary -> finding's id -> how many reviewers agree, disagree and are unsure; of runs with imported reviews.

    Raises InputError where a review was changed or does not fit its run.
    """
    found: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for run in runs:
        if not isinstance(folder := getattr(run, "folder", None), Path) or not any((folder / FOLDER).glob("*.json")):
            continue
        labels = sort_labels(load_reviews(folder, read_summaries(run))).labels
        for (key, finding), given in verdicts(labels).items():
            if (name := place(run, key)) is not None:
                found[name][finding] = [sum(x == verdict for x in given.values()) for verdict in get_args(Verdict)]
    return dict(found)
