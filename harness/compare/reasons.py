"""Why a difference is what it is: the articles that moved the mean, and the kinds of articles on which it differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from harness import stats
from harness.compare.pairing import differences
from harness.compare.records import Comparison, Report

_LEAST = 5
"""Articles that a bucket needs for an interval worth reading."""
_THIRDS = 45
"""From so many articles on, thirds instead of halves."""


class Contribution(NamedTuple):
    """What one article adds to the mean difference: its own difference divided by n."""

    article: str
    difference: float
    contribution: float


class Bucket(NamedTuple):
    """The difference on a kind of articles. `p_adjusted` is corrected over all buckets that are shown together.

    `flips` is true where the whole set says one thing and this bucket, after correction, the opposite.
    """

    feature: str
    label: str
    effect: stats.Paired
    p_adjusted: float | None = None
    flips: bool = False


def contributions(report: Report, c: Comparison, most: int = 5) -> list[Contribution]:
    """The articles with the largest contribution to the mean difference, largest first; ties in the suite's order."""
    paired, _ = differences(report.member(c.baseline), report.member(c.candidate), c.metric)
    found = [Contribution(article, d, d / len(paired)) for article, d in paired.items() if d]
    # rounded, so that what differs by rounding alone stays a tie
    return sorted(found, key=lambda item: -round(abs(item.difference), 12))[:most]


def buckets(report: Report, comparisons: Sequence[Comparison]) -> dict[int, list[Bucket]]:
    """Place in `comparisons` -> its buckets by length, number of sources, topic and extractiveness.

    Numbers are cut into halves, from 45 articles on into thirds, each with at least 5 articles; a feature that gives
    fewer than two buckets is left out. Corrected over all buckets together (Benjamini–Hochberg): this is exploration.
    """
    found: list[tuple[int, str, str, list[float]]] = []
    for place, c in enumerate(comparisons):
        if c.effect is None or c.effect.n_nonzero == 0:
            continue
        paired, _ = differences(report.member(c.baseline), report.member(c.candidate), c.metric)
        for feature, groups in _groups(report, c, list(paired)):
            found += [(place, feature, label, [paired[a] for a in articles]) for label, articles in groups]
    k, seed = max(1, len(found)), report.tables[0].info.seed
    effects = stats.paired_each([d for *_, d in found], seed=seed, comparisons=k, epsilon=report.epsilon)
    tested = [i for i, effect in enumerate(effects) if effect.p_t is not None]
    adjusted = dict(zip(tested, stats.benjamini_hochberg([effects[i].p_t or 0.0 for i in tested]), strict=True))
    result: dict[int, list[Bucket]] = {}
    for i, ((place, feature, label, _), effect) in enumerate(zip(found, effects, strict=True)):
        p, whole = adjusted.get(i), comparisons[place].effect
        opposite = whole is not None and effect.mean * whole.mean < 0
        flips = opposite and p is not None and p <= 0.05 and comparisons[place].outcome in ("better", "worse")
        result.setdefault(place, []).append(Bucket(feature, label, effect, p, flips))
    return result


_Groups = list[tuple[str, list[str]]]


def _groups(report: Report, c: Comparison, articles: Sequence[str]) -> list[tuple[str, _Groups]]:
    baseline, candidate = report.member(c.baseline), report.member(c.candidate)
    features = {**baseline.table.features, **candidate.table.features}
    known = [article for article in articles if article in features]
    copied = [member.table.values(member.backend, "extractiveness") for member in (baseline, candidate)]
    both = [article for article in articles if all(article in values for values in copied)]
    split = [
        ("words in the sources", _by_number({a: features[a].words for a in known}, "{:,.0f}")),
        ("sources", _by_number({a: features[a].sources for a in known}, "{:.0f}")),
        ("topic", _by_name({a: topic for a in known if (topic := features[a].topic)})),
        (
            "extractiveness",
            _by_number({a: sum(values[a] for values in copied) / 2 for a in both}, "{:.2f}"),
        ),
    ]
    return [(feature, groups) for feature, groups in split if len(groups) > 1]


def _by_number(values: Mapping[str, float], form: str) -> _Groups:
    """Halves or thirds of equal size as far as ties allow, labelled by their smallest and largest value."""
    ordered = sorted(values, key=lambda article: values[article])
    n, wanted = len(ordered), 3 if len(ordered) >= _THIRDS else 2
    cuts = [0]
    for part in range(1, wanted):
        cut = _untied([values[a] for a in ordered], n * part // wanted)
        if cut - cuts[-1] >= _LEAST and n - cut >= _LEAST:
            cuts.append(cut)
    parts = [ordered[start:end] for start, end in zip(cuts, [*cuts[1:], n], strict=True)]
    return [(_range(values[part[0]], values[part[-1]], form.format), part) for part in parts if part]


def _untied(ordered: Sequence[float], cut: int) -> int:
    """The place nearest to `cut` between two different values; 0 where all are equal."""
    places = [i for i in range(1, len(ordered)) if ordered[i - 1] != ordered[i]]
    return min(places, key=lambda i: abs(i - cut), default=0)


def _range(low: float, high: float, form: Callable[[float], str]) -> str:
    first, last = form(low), form(high)
    return first if first == last else f"{first} to {last}"


def _by_name(values: Mapping[str, str]) -> _Groups:
    by_name: dict[str, list[str]] = {}
    for article, name in values.items():
        by_name.setdefault(name, []).append(article)
    return [(name, by_name[name]) for name in sorted(by_name) if len(by_name[name]) >= _LEAST]
