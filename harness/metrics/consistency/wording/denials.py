"""`polarity.flipped` by a negation: the summary denies what the sources say, or says what they deny."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.case import Case, Claim
from harness.facts.lexicon import parts_of_speech
from harness.facts.wording import Cue, find_cues
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.wording.counterparts import Counterpart, Told
from harness.metrics.consistency.wording.terms import SAYING, Term, focus, stated
from harness.types import Finding

# words by which a clause may deny or limit what it says without a negation that governs it
_NEGATIVE = re.compile(
    r"n['’]t\b|\b(?:no|not|non\w*|none|never|nobody|nothing|nowhere|neither|nor|without|cannot|few|little|only|just|but|except|instead|rather"
    r"|den(?:y|ie[sd]|ying|ials?)|disput\w*|reject\w*|refus\w*|fail\w*|lack\w*|ban(?:s|ned|ning)?|block\w*|prevent\w*|avoid\w*|miss\w*"
    r"|false\w*|wrong\w*|halt\w*|stop\w*|scrap\w*|cancel\w*|doubt\w*|question\w*|unclear|unknown|yet|until|unless|before|hardly"
    r"|barely|scarcely|rarely|seldom|if|whether|far from|free of|unlikely|unable|declin\w*|clear(?:s|ed)?|impossible"
    r"|withh[eo]ld\w*|resist\w*|contradict\w*|rul(?:e|es|ed|ing) out|absen\w*|less|ended|no longer|opposed?"
    r"|against|avert\w*|dismiss\w*"
    r"|exclud\w*|un[a-z]{4,}|end(?:s|ing)?|lost|los[es]\w*|postpon\w*|delay\w*|suspend\w*|too|drop(?:s|ped)?|abandon\w*|forbid\w*|other)\b",
    re.IGNORECASE,
)
_INSTEAD = frozenset(("rather", "instead"))
_DENIES = re.compile(
    r"n['’]t\b|\b(?:not|no|none|never|nobody|nothing|nowhere|neither|nor|without|cannot|fail|refus|declin|den[iy]|lack|unable|prevent|avoid|avert"
    r"|no-one)",
    re.IGNORECASE,
)


def check_denials(case: Case, claim: Claim, mine: Sequence[Term], sources: Told) -> Iterator[Finding]:
    """Negations of the claim that no source has, and the other way round."""
    if _DENIES.search(claim.text):
        yield from _denied_here(case, claim, mine, sources)
    else:
        yield from _denied_there(case, claim, mine, sources)


def _denied_here(case: Case, claim: Claim, mine: Sequence[Term], sources: Told) -> Iterator[Finding]:
    for cue in find_cues(claim.text):
        i = focus(mine, cue, claim.start) if cue.kind == "negation" else None
        if i is None or not _denies(cue, mine[i]) or not stated(claim.sentence, mine[i]).denied:
            continue
        found = sources.counterparts(claim, mine, i)
        if not found or _opposite_near(claim, mine, i, sources):
            continue
        best = found[0]
        passage = [one.sentence.text for one in found]
        if any(_NEGATIVE.search(text) for text in passage) or stated(best.sentence, best.term).strength < 3:
            continue
        start, end = claim.start + cue.start, max(mine[i].end, claim.start + cue.end)
        text = case.summary.value[start:end]
        right = case.subject.sources[best.place.source].value[best.term.start : best.term.end]
        yield finding(
            "polarity.flipped",
            f"The summary says “{text}”; the sources say that it is so (“{right}”).",
            span(case, start, end),
            (source_span(case, best.place.source, best.sentence.start, best.sentence.end),),
            expected=right,
            found=text,
        )


def _denied_there(case: Case, claim: Claim, mine: Sequence[Term], sources: Told) -> Iterator[Finding]:
    for i in sources.under(claim, mine, {"negation"}):
        term = mine[i]
        found = sources.counterparts(claim, mine, i)
        if not found:
            continue
        cue = _denying(found[0], sources)
        if cue is None or _NEGATIVE.search(claim.text) or not all(_NEGATIVE.search(o.sentence.text) for o in found):
            continue
        if _opposite_near(claim, mine, i, sources) or stated(claim.sentence, term).strength < 3:
            continue
        best = found[0]
        text = case.summary.value[term.start : term.end]
        start, end = min(cue.start, best.term.start), max(cue.end, best.term.end)
        right = case.subject.sources[best.place.source].value[start:end]
        yield finding(
            "polarity.flipped",
            f"The summary says “{text}” as if it were so; the sources deny it (“{right}”).",
            span(case, term.start, term.end),
            (source_span(case, best.place.source, best.sentence.start, best.sentence.end),),
            expected=right,
            found=text,
        )
        return


def _denying(told: Counterpart, sources: Told) -> Cue | None:
    """The negation in the source whose first word is the counterpart, if it denies it there."""
    number = sources.sentence_of(told.place.source, told.place.at)
    cues = [cue for cue in sources.cues[told.place.source].get(number, ()) if cue.kind == "negation"]
    if not cues or not stated(told.sentence, told.term).denied or stated(told.sentence, told.term).strength < 3:
        return None
    terms = [sources.terms[told.place.source][n] for n in sources.terms_of(told.place.source, number)]
    for cue in cues:
        k = focus(terms, cue, 0)
        if k is not None and terms[k].start == told.term.start and _denies(cue, told.term):
            return cue
    return None


def _denies(cue: Cue, term: Term) -> bool:
    """Whether it is the term that the cue denies: not a number, not "no new one", not "declined to say"."""
    if term.name or term.norm[0].isdigit() or cue.name in _INSTEAD:
        return False
    if cue.name == "no" and "n" not in parts_of_speech(term.norm):
        return False
    return term.norm not in SAYING or cue.name in ("none", "nobody", "no")


def _opposite_near(claim: Claim, mine: Sequence[Term], i: int, sources: Told) -> bool:
    """Whether the sources say the opposite of the word: then a negation only says the same."""
    opposites = sources.opposites(mine[i].norm)
    passages = list(sources.passages(claim))
    return any(sources.at(source, norm, first, last) for source, first, last in passages for norm in opposites)
