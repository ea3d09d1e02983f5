"""The coverage figures beside what a text of the same length reaches: which figure is set beside which curves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from harness.case import Case, Subject, per_article
from harness.metrics.coverage.key_facts import facts_share, judge
from harness.metrics.coverage.length import Reach, beside, scored_reach
from harness.metrics.coverage.references import references_reach
from harness.metrics.coverage.sources import salient_recall, sources_reach
from harness.text import STOPWORDS, Text


def length_parts(case: Case, parts: Mapping[str, float | None], based: str) -> dict[str, float | None]:
    """`lead_at_length`, `oracle_at_length` and `length_controlled` of the figure that the value is based on, and of
    each other figure with its name in brackets. The sources' figure is their plain recall.
    """
    if not case.article.sources:
        return {}
    result: dict[str, float | None] = {}
    for name, reach in _REACH.items():
        value = salient_recall(case) if name == "sources" else parts[name]
        if value is not None:
            found = beside(value, len(case.summary.words), reach(case.subject))
            result |= {part if name == based else f"{part}[{name}]": x for part, x in found.items()}
    return result


def _told_share(case: Case) -> float | None:
    return facts_share(case, tuple(judge(case)))


@per_article
def facts_reach(subject: Subject) -> Reach:
    """What the lead and the oracle reach on the key facts."""
    terms = [term for fact in subject.article.key_facts for s in Text(fact.text).sentences for term in s.terms]
    counts = Counter(term for term in terms if term not in STOPWORDS)
    return scored_reach(subject, _told_share, {term: n * subject.index.idf(term) for term, n in counts.items()})


_REACH: Mapping[str, Callable[[Subject], Reach]] = {
    "key_facts": facts_reach,
    "references": references_reach,
    "sources": sources_reach,
}
