"""What the tests of consistency share: an article out of texts, and the findings on a summary, with spans checked."""

from __future__ import annotations

from collections.abc import Sequence

from harness.case import Case, Subject
from harness.metrics.consistency import Consistency
from harness.types import Article, Score, Source


def article(*texts: str, published: Sequence[str | None] = ()) -> Article:
    """An article of these sources, published on these days."""
    days = [*published, *([None] * len(texts))]
    return Article(
        id="a", sources=tuple(Source(id=f"s{n}", text=text, published=days[n]) for n, text in enumerate(texts))
    )


def judge(summary: str, of: Article) -> Score:
    """The score; every span of it is compared with the text that it stands in."""
    score = Consistency().score(Case(Subject(of), summary))
    for finding in score.findings:
        assert finding.claim is not None
        assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
        for evidence in finding.evidence:
            text = next((s.text for s in of.sources if s.id == evidence.source), summary)
            assert text[evidence.start : evidence.end] == evidence.text
    return score


def marked(score: Score, *families: str) -> list[tuple[str, str]]:
    """(kind, claim) of each finding, of these families only where any are given."""
    return [
        (f.check, f.claim.text if f.claim else "")
        for f in score.findings
        if not families or f.check.partition(".")[0] in families or f.check in families
    ]
