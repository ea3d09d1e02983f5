"""The sources alone: how much of their salient content the summary tells, in all, per source, and of whose own."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Set

from harness.case import Case, Subject, per_article
from harness.metrics.coverage.length import Reach, weighted_reach
from harness.metrics.coverage.salience import Inventory, Weights, inventory, weigh
from harness.metrics.coverage.shares import share


def told(case: Case) -> frozenset[str]:
    """The stems of the summary, as the sources' are formed."""
    return frozenset(term for sentence in case.summary.sentences for term in sentence.terms)


def salient_recall(case: Case) -> float | None:
    """Share of the sources' content, by salience, whose words the summary has."""
    return share(inventory(case.subject).weights, told(case)) if case.article.sources else None


def fresh_share(case: Case) -> float:
    """Share of the summary's word pairs that it has not had before; 1 for a summary too short to repeat itself."""
    runs = Counter(pair for sentence in case.summary.sentences for pair in itertools.pairwise(sentence.terms))
    return len(runs) / runs.total() if runs else 1.0


@per_article
def sources_reach(subject: Subject) -> Reach:
    """What the lead and the oracle reach on the sources' content."""
    return weighted_reach(subject, inventory(subject).weights)


def salient_share(case: Case) -> float | None:
    """The figure for the sources: mean (geometric) of the recall and of its share of the oracle's at that length, for
    the part of the text that is not said twice. 0: nothing; 1: all of it, in no more words than it takes.
    """
    recall = salient_recall(case)
    if not recall:
        return recall
    best = max(recall, sources_reach(case.subject).oracle.at(len(case.summary.words)))
    return recall / math.sqrt(best) * fresh_share(case)


def source_parts(case: Case) -> dict[str, float | None]:
    """The parts that tell where the figure comes from: recall, fresh share, and per source and voice."""
    if not case.article.sources:
        return {}
    held = told(case)
    found = inventory(case.subject)
    return {
        "salient_recall": salient_recall(case),
        "fresh": fresh_share(case),
        **{
            f"source[{source.id}]": share(weights, held)
            for source, weights in zip(case.article.sources, _by_source(case.subject), strict=True)
        },
        **_of_voices(case, found, held),
    }


@per_article
def _by_source(subject: Subject) -> tuple[Weights, ...]:
    return tuple(weigh([[text]]) for text in subject.sources)


def _of_voices(case: Case, found: Inventory, held: Set[str]) -> dict[str, float | None]:
    """What only one voice has, what several have, and the balance; nothing where there is one voice."""
    if len(found.voices) < 2:
        return {}
    ids = [source.id for source in case.article.sources]
    own = {ids[voice.sources[0]]: voice.unique for voice in found.voices}
    common = {term: weight for term, weight in found.weights.items() if term in found.shared}
    return {
        **{f"unique[{name}]": share(weights, held) if weights else None for name, weights in own.items()},
        "shared": share(common, held) if common else None,
        "balance": balance(
            [math.fsum(weights.values()) for weights in own.values()],
            [math.fsum(w for term, w in weights.items() if term in held) for weights in own.values()],
        ),
    }


def balance(there: list[float], taken: list[float]) -> float | None:
    """How near the voices' shares of what was taken are to their shares of what there is: 1 the same, 0 none in common.

    One minus the total variation between the two. None where nothing was taken, or nothing is there.
    """
    if not math.fsum(there) or not math.fsum(taken):
        return None
    return 1 - 0.5 * math.fsum(
        abs(a / math.fsum(there) - b / math.fsum(taken)) for a, b in zip(there, taken, strict=True)
    )
