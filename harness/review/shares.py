"""Shares over articles that reviewers give: how often findings are right, which backend is preferred, what was missed.

Each share is the mean over articles of the article's own share, with Wilson's interval for that many articles: wider
than it need be where an article has several findings, and true at 0 and at 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from harness import stats
from harness.review.labels import Choice, Label, mean, verdicts
from harness.review.records import SummaryKey


class Precision(NamedTuple):
    """How often reviewers agree with the findings of one kind.

    `micro` is agree / (agree + disagree), each finding once: where several reviewers decided, the share who agree.
    `precision` is its mean by article, to which the interval belongs. None where nobody decided.
    """

    metric: str
    check: str
    micro: float | None
    precision: float | None
    low: float | None
    high: float | None
    n_articles: int
    n_findings: int
    """Findings that somebody agreed or disagreed with."""
    agree: int
    disagree: int
    unsure: int


class MissedKind(NamedTuple):
    """What reviewers marked that no metric found: `per_summary` is the mean over the summaries reviewed."""

    check: str | None
    n: int
    per_summary: float
    n_summaries: int
    n_articles: int


class WinRate(NamedTuple):
    """How often `first` is preferred to `second`; ties count half. Mean by article, over reviewers and samples first."""

    first: str
    second: str
    rate: float
    low: float
    high: float
    n_articles: int
    wins: int
    ties: int
    losses: int


def precisions(labels: Sequence[Label]) -> list[Precision]:
    """Precision of each kind of finding, most findings first."""
    kinds = {(label.key, f.finding): (f.metric, f.check) for label in labels for f in label.item.findings}
    by_kind: dict[tuple[str, str], list[tuple[str, Counter[str]]]] = defaultdict(list)
    for place, said in verdicts(labels).items():
        by_kind[kinds[place]].append((place[0].article, Counter(said.values())))
    found = [_precision(*kind, findings) for kind, findings in by_kind.items()]
    return sorted(found, key=lambda p: (-p.n_findings, p.metric, p.check))


def _precision(metric: str, check: str, findings: Sequence[tuple[str, Counter[str]]]) -> Precision:
    shares: dict[str, list[float]] = defaultdict(list)
    for article, said in findings:
        if decided := said["agree"] + said["disagree"]:
            shares[article].append(said["agree"] / decided)
    share, low, high = _by_article(shares)
    total: Counter[str] = sum((said for _, said in findings), Counter())
    decided_findings = [value for values in shares.values() for value in values]
    return Precision(
        metric,
        check,
        micro=mean(decided_findings) if decided_findings else None,
        precision=share,
        low=low,
        high=high,
        n_articles=len(shares),
        n_findings=len(decided_findings),
        agree=total["agree"],
        disagree=total["disagree"],
        unsure=total["unsure"],
    )


def missed_kinds(labels: Sequence[Label]) -> list[MissedKind]:
    """What was missed, by kind, most often missed first; None stands for a passage without a kind.

    Several reviewers of a summary are averaged. A hint and no recall: nobody says that he found everything.
    """
    reviewers: Counter[SummaryKey] = Counter(label.key for label in labels)
    by_kind: dict[str | None, list[SummaryKey]] = defaultdict(list)
    for label in labels:
        for missed in label.item.missed:
            by_kind[missed.check].append(label.key)
    found = [
        MissedKind(
            check=check,
            n=len(keys),
            per_summary=sum(1 / reviewers[key] for key in keys) / len(reviewers),
            n_summaries=len(reviewers),
            n_articles=len({key.article for key in reviewers}),
        )
        for check, keys in by_kind.items()
    ]
    return sorted(found, key=lambda kind: (-kind.n, kind.check or ""))


def win_rates(choices: Iterable[Choice], backends: Sequence[str]) -> list[WinRate]:
    """The win rate of each pair of backends that somebody compared, in the run's order."""
    place = {name: i for i, name in enumerate(backends)}
    by_pair: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for choice in choices:
        names = (choice.first.backend, choice.second.backend)
        if len({*names}) == 2:
            first, second = sorted(names, key=lambda name: place[name])
            won = choice.won if first == choice.first.backend else 1 - choice.won
            by_pair[first, second][choice.first.article].append(won)
    return [_win_rate(*pair, by_pair[pair]) for pair in sorted(by_pair, key=lambda p: (place[p[0]], place[p[1]]))]


def _win_rate(first: str, second: str, won: Mapping[str, Sequence[float]]) -> WinRate:
    rate, low, high = _by_article(won)
    assert rate is not None
    assert low is not None
    assert high is not None
    counts = Counter(value for values in won.values() for value in values)
    return WinRate(first, second, rate, low, high, len(won), counts[1.0], counts[0.5], counts[0.0])


def _by_article(shares: Mapping[str, Sequence[float]]) -> tuple[float | None, float | None, float | None]:
    """Mean over articles of each one's mean, with Wilson's interval."""
    means = [mean(values) for values in shares.values()]
    interval = stats.wilson(sum(means), len(means))
    return (None, None, None) if interval is None else (mean(means), interval.low, interval.high)
