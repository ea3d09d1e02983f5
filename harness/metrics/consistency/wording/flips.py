"""`polarity.flipped` and `direction.flipped`: a word in whose place the sources have its opposite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from harness.case import Case, Claim
from harness.facts.lexicon import lemmas, parts_of_speech, poles
from harness.facts.lexicon.opposites import FINDINGS, Family
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.wording.counterparts import Place, Told
from harness.metrics.consistency.wording.terms import Statement, Term, means, stated
from harness.text import STOPWORDS, Sentence
from harness.types import Finding

_SHARE = 0.5
_WORDNET_SHARE = 0.65  # for opposites that only WordNet knows
_NEIGHBOURS = 2
_MARGIN = 0.1
_LOOSER = 0.25  # by how much a place that touches no neighbour has to be better
# axes on which both sides are said of one fact, by who does it and whom it befalls
_RELATIONS = frozenset("victory trade loan deed order cargo post fight rank lead loan position sequence".split())
_TIMES = frozenset(
    """year years week weeks month months day days night time season summer autumn winter spring quarter decade century
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december game match""".split()
)
_RELATIVE_TIME = frozenset("last first next previous earlier later early late following past before after".split())
_EVENING = frozenset("evening night overnight".split())
_KIN = frozenset(
    """son daughter man woman boy girl husband wife father mother brother sister male female king queen uncle aunt
    nephew niece""".split()
)


_PART_OF_DAY = frozenset("hours light edge twelve".split())
_NO_SIDE = frozenset(
    """day days final finals defeat defeats defeated beaten
    both neither all none nobody nothing no one every everyone everybody everything never
    always""".split()
)  # of no side by themselves, or quantities and negations that `denials` looks at
_AMBIGUOUS = frozenset(
    "left right back light last close closed clear fine pass found lost open mean with without".split()
)


def check_opposites(case: Case, claim: Claim, mine: Sequence[Term], sources: Told) -> Iterator[Finding]:
    """Words in whose place the sources have the opposite."""
    for i, term in enumerate(mine):
        opposites = {} if term.name else sources.opposites(term.norm)
        if not opposites or _says_no_side(claim.sentence, mine, i):
            continue
        place = _opposed(claim, mine, i, opposites, sources)
        if place is None:
            continue
        other = sources.terms[place.source][place.at]
        sentence = case.subject.sources[place.source].sentences[sources.sentence_of(place.source, place.at)]
        if not _one_world(stated(claim.sentence, term), stated(sentence, other)):
            continue
        text = case.summary.value[term.start : term.end]
        right = case.subject.sources[place.source].value[other.start : other.end]
        yield finding(
            FINDINGS[opposites[other.norm]],
            f"The summary says “{text}” where the sources say “{right}”.",
            span(case, term.start, term.end),
            (source_span(case, place.source, sentence.start, sentence.end),),
            expected=right,
            found=text,
        )


def _says_no_side(sentence: Sentence, terms: Sequence[Term], i: int) -> bool:
    """Whether a word is not meant as one side here: "last year", "up" of "set up", somebody's son."""
    term = terms[i]
    if term.norm in _RELATIVE_TIME and i + 1 < len(terms) and terms[i + 1].norm in _TIMES:
        return True
    if lemmas(term.norm) & _KIN or term.norm in _NO_SIDE:
        return True
    return term.norm in STOPWORDS and not stated(sentence, term).side


def _opposed(
    claim: Claim, mine: Sequence[Term], i: int, opposites: Mapping[str, Family], sources: Told
) -> Place | None:
    """Where the sources have the opposite of term `i` in its place, and no source has the term itself there."""
    best: Place | None = None
    for source, first, last in sources.passages(claim):
        for norm in opposites:
            for at in sources.at(source, norm, first, last):
                place = sources.place(mine, i, source, at)
                if _fits(mine[i], sources.terms[source][at], place) and (best is None or place.share > best.share):
                    best = place
    if best is None or any(means(term.norm, sources.terms[best.source][best.at].norm) for term in mine):
        return None
    return None if _said(claim, mine, i, best, sources) else best


def _fits(mine: Term, other: Term, place: Place) -> bool:
    if other.name or other.norm in _NO_SIDE or place.n < _NEIGHBOURS or not place.touching:
        return False
    axes = {pole.axis for pole in poles(mine.norm)} & {pole.axis for pole in poles(other.norm)}
    if not place.adjoining and (axes & _PART_OF_DAY or {mine.norm, other.norm} & _AMBIGUOUS):
        return False
    if {mine.norm, other.norm} <= _EVENING:
        return False
    if not axes and not parts_of_speech(mine.norm) & parts_of_speech(other.norm):
        return False
    if axes & _RELATIONS and (place.crossed > 1 or 2 * place.crossed >= place.n):
        return False
    return place.share >= (_SHARE if axes else _WORDNET_SHARE)


def _said(claim: Claim, mine: Sequence[Term], i: int, best: Place, sources: Told) -> bool:
    """Whether some source has term `i` or a synonym in about as good a place, or the term in the same sentence."""
    sentence = sources.sentence_of(best.source, best.at)
    for source, first, last in sources.passages(claim):
        for at in range(first, last):
            other = sources.terms[source][at]
            if not means(mine[i].norm, other.norm):
                continue
            if other.stem == mine[i].stem and (source, sources.sentence_of(source, at)) == (best.source, sentence):
                return True
            place = sources.place(mine, i, source, at)
            if place.share >= best.share + (-_MARGIN if place.touching else _LOOSER):
                return True
    return False


def _one_world(mine: Statement, other: Statement) -> bool:
    """Whether both are said of what is, or both of what is not, and as surely."""
    return mine.denied == other.denied and (mine.strength >= 3) == (other.strength >= 3) and mine.side and other.side
