"""`modality.raised` word for word: “will” where the sources have “may”, “knows” where they have “believes”.

The words round the sure word of the claim stand in a source round an unsure one, and nowhere round a sure one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from harness.case import Case, Claim
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.wording.fitting import Fit, around, fit
from harness.metrics.consistency.wording.terms import means
from harness.text import STOPWORDS, Sentence, Word
from harness.types import Finding

_SPEAKS = 0.2  # support from which on a window speaks of what the claim is about
_ENOUGH = ((0.8, 1), (0.45, 2), (0.35, 4))
"""Share of the words round the sure word, and how many, that stand round the unsure one at least."""
_OWN, _BESIDE = 0.5, 1.0  # of that share, what a place of a sure word may have, and one in the same sentence
_PROVES = frozenset("prove proves proved".split())
_PROVED = frozenset("that the a an its his her their it".split())
"""What follows them where they do not merely say how something turned out."""


class _Scale(NamedTuple):
    """Words that tell one thing as sure, as unsure, and those that bear the sure ones out."""

    sure: frozenset[str]
    unsure: frozenset[str]
    settled: frozenset[str]


class _At(NamedTuple):
    """A word of a source, with its sentence."""

    source: int
    sentence: Sentence
    word: Word


_KNOWN = frozenset(
    """know knows knew prove proves proved proven proof demonstrate demonstrates demonstrated establish establishes
    established measure measured certain certainly definitely undoubtedly conclusively guilty""".split()
)
_SCALES = (
    _Scale(
        frozenset(("will", "shall")),
        frozenset(
            """may might could possibly perhaps likely expected expects expect hopes hope hoped plans plan planned wants
            intends aims considering possible""".split()
        ),
        frozenset("will would shall 'll he'll she'll it'll they'll we'll must".split()),
    ),
    _Scale(
        _KNOWN,
        frozenset(
            """believe believes believed think thinks thought suspect suspects suspected suggest suggests suggested
            estimate estimates estimated allege alleges alleged allegedly claim claims claimed assume assumes assumed
            indicate indicates indicated reckon reckons reckoned fear fears feared accused accuse accuses appears
            appeared seems seemed point points pointed probably likely""".split()
        ),
        _KNOWN | frozenset("show shows showed shown find finds found measurement convicted confirm confirmed".split()),
    ),
)


def check_certainty(case: Case, claim: Claim) -> Iterator[Finding]:
    """Sure words of a claim that stand where the sources have an unsure one."""
    norms = {word.norm for word in claim.sentence.words}
    for scale in _SCALES:
        if not norms & scale.sure or norms & scale.unsure:
            continue
        places = list(_places(case, claim))
        for word, following in pairwise((*claim.sentence.words, None)):
            if word and word.norm in scale.sure and not _turned_out(word, following) and not _quoted(case, word):
                right = _instead(case, claim, word, scale, places)
                if right is not None:
                    yield _finding(case, word, right)
                    return


def _turned_out(word: Word, following: Word | None) -> bool:
    """ "proved higher than", beside "proved that"."""
    if word.norm not in _PROVES:
        return False
    return following is None or not (following.norm in _PROVED or following.norm[0].isdigit())


def _quoted(case: Case, word: Word) -> bool:
    return any(quote.start <= word.start < quote.end for quote in case.facts.quotes)


def _places(case: Case, claim: Claim) -> Iterator[_At]:
    """The words of the passages that speak of what the claim is about."""
    for window in claim.windows:
        if window and window.support >= _SPEAKS:
            sentences = case.subject.sources[window.source].sentences
            for sentence in sentences[max(0, window.first - 1) : window.last + 2]:
                yield from (_At(window.source, sentence, word) for word in sentence.words)


def _instead(case: Case, claim: Claim, word: Word, scale: _Scale, places: list[_At]) -> _At | None:
    """The unsure word that stands in the place of a sure one of the claim."""
    unsure = [place for place in places if place.word.norm in scale.unsure]
    if "will" in scale.sure:  # of the same deed; “could you?” asks for it
        deed = _governed(claim.sentence, word)
        unsure = [p for p in unsure if "?" not in p.sentence.text and means(_governed(p.sentence, p.word), deed)]
    if not unsure:
        return None
    words = around(case, claim, word.start, word.end)

    def at(place: _At) -> Fit:
        return fit(case.subject, words, place.source, place.word.start, place.word.end)

    there, right = max(((at(place), place) for place in unsure), key=lambda pair: pair[0].share)
    if not any(there.share >= share and there.n >= n for share, n in _ENOUGH):
        return None
    for place in places:
        if place.word.norm in scale.settled:
            same = place.source == right.source and place.sentence == right.sentence
            if (same and place.word.stem == word.stem) or at(place).share > (_BESIDE if same else _OWN) * there.share:
                return None
    return right


def _governed(sentence: Sentence, word: Word) -> str:
    """The first word behind `word` that tells something: “verified” of “will not be verified”."""
    behind = (w.norm for w in sentence.words if w.start > word.start)
    return next((norm for norm in behind if norm not in STOPWORDS and not norm.endswith("ly")), "")


def _finding(case: Case, word: Word, right: _At) -> Finding:
    value = case.subject.sources[right.source].value[right.word.start : right.word.end]
    place = span(case, word.start, word.end)
    return finding(
        "modality.raised",
        f"The summary says “{place.text}” where the sources only say “{value}”.",
        place,
        (source_span(case, right.source, right.sentence.start, right.sentence.end),),
        expected=value,
        found=place.text,
    )
