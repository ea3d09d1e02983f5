"""Signs of contradiction that prove nothing by themselves: they lower the score a little and make no finding.

In edits of one word, a word that is the opposite of one in the aligned passage, and a denial where the passage has none,
stand three times as often in falsifications as in harmless rewordings (measured on SummEdits).
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.case import Case, Claim
from harness.facts.lexicon import antonyms, lemmas
from harness.text import STOPWORDS, Sentence

FULL = 0.3
"""What is lost where every sentence has a sign."""
_DENIALS = frozenset("not no never none nobody nothing neither nor without cannot hardly n't".split())


def contrast(case: Case) -> float:
    """The factor of a summary (at least one claim), .7–1: 1 where no sentence has a sign."""
    signed = sum(_signed(case, claim) for claim in case.aligned)
    return 1 - FULL * signed / len(case.aligned)


def _signed(case: Case, claim: Claim) -> bool:
    if claim.best is None:
        return False
    sentences = case.subject.sources[claim.best.source].sentences
    passage = sentences[claim.best.first : claim.best.last + 1]
    around = sentences[max(0, claim.best.first - 1) : claim.best.last + 2]
    denied = _denies(claim.sentence) and not any(_denies(sentence) for sentence in passage)
    return denied or _opposed(claim.sentence, around)


def _denies(sentence: Sentence) -> bool:
    return any(word.norm in _DENIALS or word.norm.endswith("n't") for word in sentence.words)


def _opposed(claim: Sentence, passage: Sequence[Sentence]) -> bool:
    """Whether a word that the passage lacks is the opposite of one that the claim lacks."""
    stems = {stem for sentence in passage for stem in sentence.stems}
    mine = set(claim.stems)
    new = {
        word.norm
        for word, stem in zip(claim.words, claim.stems, strict=True)
        if stem not in stems and word.norm not in STOPWORDS and word.norm.isalpha()
    }
    opposites = {other for word in new for other in antonyms(word)}
    if not opposites:
        return False
    words = {w.norm for s in passage for w in s.words if w.stem not in mine and w.norm not in STOPWORDS}
    return any(lemmas(word) & opposites for word in words)
