"""`modality.raised`: what the sources say may be, is planned or alleged, the summary says as a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.case import Case, Claim
from harness.facts.lexicon import irregular_verb, lemmas, parts_of_speech
from harness.facts.wording import FACT, Cue, find_cues
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.wording.counterparts import Counterpart, Told
from harness.metrics.consistency.wording.terms import SAYING, Term, focus, stated
from harness.types import Finding

_WEAK = ("modal", "alleged")
_LIKELY = 2
_TOLD_SHARE = 0.35  # of a place where another source may say it as a fact
_ABILITY = frozenset("could should must".split())  # what could be done was often done


def check_surety(case: Case, claim: Claim, mine: Sequence[Term], sources: Told) -> Iterator[Finding]:
    """Predicates that every source weakens and the claim does not."""
    for i in sources.under(claim, mine, {*_WEAK}):
        term = mine[i]
        if not _may_be_predicate(term):
            continue
        found = sources.counterparts(claim, mine, i)
        if not found:
            continue
        best = found[0]
        cue = _weakening(best, sources)
        if cue is None or not _sure(claim, mine, i) or _told_as_fact(mine, i, sources):
            continue
        if any(stated(one.sentence, one.term).strength > _LIKELY for one in found):
            continue
        text = case.summary.value[term.start : term.end]
        right = case.subject.sources[best.place.source].value[cue.start : best.term.end]
        yield finding(
            "modality.raised",
            f"The summary says “{text}” as a fact; the sources only say “{right}”.",
            span(case, term.start, term.end),
            (source_span(case, best.place.source, best.sentence.start, best.sentence.end),),
            expected=right,
            found=text,
        )
        return


def _may_be_predicate(term: Term) -> bool:
    parts = parts_of_speech(term.norm)
    return term.content and not term.name and "v" in parts and term.norm not in SAYING


def _weakening(best: Counterpart, sources: Told) -> Cue | None:
    """The cue in the source that weakens the counterpart, if that is the first word that it governs."""
    number = sources.sentence_of(best.place.source, best.place.at)
    terms = [sources.terms[best.place.source][n] for n in sources.terms_of(best.place.source, number)]
    for cue in sources.cues[best.place.source].get(number, ()):
        if cue.kind in _WEAK and cue.value <= _LIKELY and cue.name not in _ABILITY:
            k = focus(terms, cue, 0)
            if cue.text.lower().endswith((" of", " with")) and not best.term.norm.endswith("ing"):
                continue  # of a thing
            if k is not None and terms[k].start == best.term.start and not stated(best.sentence, best.term).denied:
                return cue
    return None


def _sure(claim: Claim, mine: Sequence[Term], i: int) -> bool:
    """Whether the claim says it as done, or as certain."""
    cues = find_cues(claim.text)
    if any(cue.kind == "certain" and focus(mine, cue, claim.start) == i for cue in cues):
        return True
    said = stated(claim.sentence, mine[i])
    if said.strength < FACT or said.denied or any(cue.kind in (*_WEAK, "future", "condition") for cue in cues):
        return False
    return _past(mine[i].norm)


def _past(word: str) -> bool:
    return irregular_verb(word) or (word.endswith("ed") and lemmas(word) != {word} and len(lemmas(word)) > 1)


def _told_as_fact(mine: Sequence[Term], i: int, sources: Told) -> bool:
    """Whether some source says it as a fact anywhere: later sources confirm what was only likely."""
    for one in sources.everywhere(mine, i):
        if one.place.share >= _TOLD_SHARE and stated(one.sentence, one.term).strength > _LIKELY:
            return True
    return False
