"""What is told more than once: by two sentences, by neighbouring ones, within one."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from itertools import pairwise

from harness.case import Case
from harness.metrics.telling.told import Measured, Pair, Told, finding, from_worst
from harness.text import STOPWORDS
from harness.types import Finding

_SHORT = 5  # pairs of words; a shorter sentence may well be part of another
_HOLDERS = 60  # sentences with the same pair of words that are kept in mind: a book takes no hours
SIMILAR = 0.6  # share of the shorter sentence's pairs of words; half is common between a quote and its retelling


def similar(case: Case, sentences: Sequence[Told]) -> Measured:
    """1 − the largest overlap of two sentences, as a share of the shorter one's pairs of words.

    A lede may be told again in full below; it counts only where a sentence says it over word for word.
    """
    worst = 0.0
    findings: list[Finding] = []
    for number, (share, earlier) in overlaps(sentences).items():
        worst = max(worst, share)
        if share >= SIMILAR:
            message = "This sentence says again what an earlier one says."
            again = sentences[number]
            findings.append(
                finding("sentence.similar", "warning", message, again.span(), earlier=sentences[earlier].sentence)
            )
    return 1 - worst, tuple(findings)


def overlaps(sentences: Sequence[Told]) -> dict[int, tuple[float, int]]:
    """For each sentence that shares pairs of words with earlier ones: the largest share, and with which."""
    holders: defaultdict[Pair, deque[int]] = defaultdict(lambda: deque(maxlen=_HOLDERS))
    sizes = [len(set(sentence.pairs)) for sentence in sentences]
    result: dict[int, tuple[float, int]] = {}
    for number, sentence in enumerate(sentences):
        shared = Counter(earlier for pair in set(sentence.pairs) for earlier in holders[pair])
        shares = (
            (n / max(_SHORT, min(sizes[number], sizes[earlier])), -earlier)
            for earlier, n in shared.items()
            if sentences[earlier].claim.part != "lede" or sentences[earlier].stems == sentence.stems
        )
        share, earlier = max(shares, default=(0.0, 0))
        if share:
            result[number] = share, -earlier
        for pair in set(sentence.pairs):
            holders[pair].append(number)
    return result


_LATELY = 3  # sentences
_DOUBLED = frozenset("had that".split())  # rightly twice now and then


def unrepeated(case: Case, sentences: Sequence[Told]) -> Measured:
    """1 − thrice the share of the pairs of adjacent words that stand already in the same or the last three sentences."""
    repeated = total = 0
    for number, sentence in enumerate(sentences):
        lately = sentences[max(0, number - _LATELY) : number]
        seen = {pair for earlier in lately if earlier.claim.part != "lede" for pair in earlier.pairs}
        new = set(sentence.pairs) - seen
        total += len(sentence.pairs)
        repeated += len(sentence.pairs) - len(new)
    return (max(0.0, 1 - 3 * repeated / total) if total else None), ()


def tight(case: Case, sentences: Sequence[Told]) -> Measured:
    """1 − four times the share of content words that stand twice in one sentence, from the worst sentence on."""
    shares: list[float] = []
    findings: list[Finding] = []
    for sentence in sentences:
        content = [word.norm for word in sentence.words if word.norm not in STOPWORDS and len(word.norm) > 2]
        if content:
            shares.append(max(0.0, 1 - 4 * (1 - len(set(content)) / len(content))))
        for place, (a, b) in enumerate(pairwise(sentence.words)):
            if a.norm == b.norm and a.norm not in _DOUBLED and a.norm.isalpha():
                message = f"“{a.norm}” stands here twice."
                findings.append(finding("words.repeated", "warning", message, sentence.span(place, place + 1)))
    return from_worst(shares), tuple(findings)
