"""The labels of all reviewers of a run, sorted: which count, which were drawn, what they mean together, where they differ.

A reviewer who labelled a summary several times is heard once: what was drawn for him before what was not, then the
latest. Nothing is thrown away: what does not count is counted. Labels that were not drawn serve finding precision only.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from harness.review.importing import StoredReview
from harness.review.records import DIMENSIONS, Dimension, Preference, ReviewedItem, SummaryKey

T = TypeVar("T")

FAR = 2
"""Judgements that differ by so many points, of four, are a conflict."""


class Label(NamedTuple):
    """What one reviewer says of one summary."""

    reviewer: str
    key: SummaryKey
    item: ReviewedItem
    drawn: bool


class Choice(NamedTuple):
    """What one reviewer says of two summaries of this run; `drawn` if both were."""

    reviewer: str
    first: SummaryKey
    second: SummaryKey
    won: float
    """1 where the first is preferred, 0 where the second is, ½ for a tie."""
    drawn: bool


class Conflict(NamedTuple):
    """Reviewers who contradict each other; `said` is reviewer -> what."""

    article: str
    backend: str
    sample: int
    about: str
    """A dimension, a finding's check, or the other summary of a preference."""
    said: Mapping[str, str]


@dataclass(frozen=True)
class Labels:
    """All labels of a run that count."""

    labels: tuple[Label, ...]
    choices: tuple[Choice, ...]
    replaced: int
    """Labels and preferences of a reviewer that a later one of his replaces."""
    elsewhere: int
    """Labels and preferences that are of another run, or set this run beside another."""

    @property
    def drawn(self) -> tuple[Label, ...]:
        """The labels that may stand for all."""
        return tuple(label for label in self.labels if label.drawn)


def sort_labels(stored: Sequence[StoredReview]) -> Labels:
    """The labels that count, in the order of article, backend, sample and reviewer."""
    items, choices, elsewhere = [], [], 0
    for review in stored:
        exported = _when(review.review.exported)
        for item in review.review.items:
            if item.run == review.name:
                drawn = item.key in review.drawn
                items.append((drawn, _when(item.time), exported, review, item))
            else:
                elsewhere += 1
        for preference in review.review.preferences:
            if {run for run, _ in preference.keys} == {review.name}:
                drawn = all(key in review.drawn for _, key in preference.keys)
                choices.append((drawn, _when(preference.time), exported, review, preference))
            else:
                elsewhere += 1
    last_items = _last(items, lambda item: item.key)
    last_choices = _last(choices, lambda preference: frozenset(preference.keys))
    labels = [Label(who, item.key, item, drawn) for who, item, drawn in last_items]
    chosen = [_choice(who, preference, drawn) for who, preference, drawn in last_choices]
    return Labels(
        labels=tuple(sorted(labels, key=lambda label: (label.key, label.reviewer))),
        choices=tuple(sorted(chosen)),
        replaced=len(items) + len(choices) - len(labels) - len(chosen),
        elsewhere=elsewhere,
    )


def _last(found: Sequence[Any], about: Callable[[Any], Hashable]) -> Iterator[tuple[str, Any, bool]]:
    """For each reviewer and thing the label that counts: (reviewer, label, drawn)."""
    kept: dict[Hashable, Any] = {}
    for entry in sorted(found, key=lambda entry: (*entry[:3], entry[3].path.name)):
        kept[entry[3].review.reviewer, about(entry[4])] = entry
    for drawn, _, _, review, label in kept.values():
        yield review.review.reviewer, label, drawn


def _choice(reviewer: str, preference: Preference, drawn: bool) -> Choice:
    """In the order of the two summaries, so that a blind page's shuffling does not matter."""
    (_, a), (_, b) = preference.keys
    won = {"a": 1.0, "b": 0.0, "tie": 0.5}[preference.prefer]
    return Choice(reviewer, a, b, won, drawn) if a < b else Choice(reviewer, b, a, 1 - won, drawn)


def _when(time: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def mean(values: Iterable[float]) -> float:
    """The mean of some numbers, at least one; exact sums, so that their order does not matter."""
    numbers = list(values)
    return math.fsum(numbers) / len(numbers)


def judgements(labels: Iterable[Label], dimension: Dimension) -> dict[SummaryKey, dict[str, int]]:
    """Summary -> reviewer -> judgement, where there is one."""
    found: dict[SummaryKey, dict[str, int]] = defaultdict(dict)
    for label in labels:
        if dimension in label.item.judgements:
            found[label.key][label.reviewer] = label.item.judgements[dimension]
    return dict(found)


def verdicts(labels: Iterable[Label]) -> dict[tuple[SummaryKey, str], dict[str, str]]:
    """(summary, finding's id) -> reviewer -> agree, disagree or unsure."""
    found: dict[tuple[SummaryKey, str], dict[str, str]] = defaultdict(dict)
    for label in labels:
        for finding in label.item.findings:
            found[label.key, finding.finding][label.reviewer] = finding.verdict
    return dict(found)


def conflicts(found: Labels) -> list[Conflict]:
    """Where reviewers contradict each other: judgements FAR apart, agree against disagree, opposite preferences."""
    result = []
    for dimension in DIMENSIONS:
        for key, given in judgements(found.labels, dimension).items():
            if max(given.values()) - min(given.values()) >= FAR:
                result.append(Conflict(*key, dimension, {who: str(x) for who, x in given.items()}))
    checks = {(label.key, f.finding): f.check for label in found.labels for f in label.item.findings}
    for (key, finding), said in verdicts(found.labels).items():
        if {"agree", "disagree"} <= set(said.values()):
            result.append(Conflict(*key, checks[key, finding], said))
    preferred: dict[tuple[SummaryKey, SummaryKey], dict[str, float]] = defaultdict(dict)
    for choice in found.choices:
        preferred[choice.first, choice.second][choice.reviewer] = choice.won
    for (first, second), won in preferred.items():
        if {0.0, 1.0} <= set(won.values()):
            names = {1.0: first.backend, 0.0: second.backend, 0.5: "tie"}
            about = f"preferred to {second.backend}"
            result.append(Conflict(*first, about, {who: names[x] for who, x in won.items()}))
    return sorted(result, key=lambda conflict: conflict[:4])
