"""`attribution.dropped`: what only one party says, and others contest, told as the story's own fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.case import Case, Claim
from harness.facts.wording import FACT, Cue, attributed, find_cues
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.wording.counterparts import Told
from harness.metrics.consistency.wording.terms import Term, find_terms
from harness.text import Sentence
from harness.types import Finding

_SHARE = 0.55  # of the claim's content words, by weight, that a telling holds
_ENOUGH = 3  # content words that it holds
_COVERED = 0.75  # of these that the attribution covers
_LONGEST = 45  # words of a telling; longer ones are several sentences without a full stop
_AFTER = 2  # sentences behind a telling in which somebody may contest it
_CLAIMING = frozenset("claim maintain allege assert contend".split())
_CONTESTED = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput\w+|contradict\w*|reject(?:s|ed) (?:that|the (?:claim|account|charge|accusation))"
    r"|(?:could|can|has|had|have)(?: not|n['’]t) (?:yet )?(?:be(?:en)? )?(?:independently )?(?:verified|confirmed)"
    r"|no (?:trace|evidence|sign|such)|(?:nobody|no one|none of \w+|never) (?:\w+ )?(?:heard|saw|told|received|got)"
    r"|heard (?:no|none|nothing)"
    r"|untrue|not true|not what happened|a lie|there was no|were no)\b",
    re.IGNORECASE,
)
# a sentence that tells of somebody's version without being one
_VERSION = re.compile(r"\b(?:claims?|claimed|alleg\w+|accus\w+|credit(?:s|ed)|versions?)\b", re.IGNORECASE)
_ASIDE = re.compile(r", (?:which|who|whose|where)\b[^,;]{0,160},")
_COMMA = re.compile(r"[,;](?=\s)")
_PARAGRAPH = re.compile(r"[\r\n\u2028\u2029]")
_OWN = re.compile(
    r"\b(?:according|version|by \w+ (?:own )?account|claim\w*|alleg\w*|disput\w*|contest\w*|says?|said|tells?|told"
    r"|report\w*|insist\w*|maintain\w*|den(?:y|ies|ied)|accus\w*)\b",
    re.IGNORECASE,
)


class _Telling(NamedTuple):
    source: int
    number: int
    sentence: Sentence
    cue: Cue | None


def check_sourcing(case: Case, claim: Claim, sources: Told) -> Iterator[Finding]:
    """Claims without a source that every source has on one party's word and that are contested."""
    if claim.part == "headline" or _has_source(case, claim):
        return
    end, mine = _main(claim)
    if len(mine) < _ENOUGH:
        return
    tellings = list(_tellings(case, claim, mine, sources))
    contested = [one for one in tellings if one.cue is not None and _contested(case, mine, one)]
    if not contested or any(one.cue is None for one in tellings):
        return
    one = contested[0]
    if one.cue is None or one.cue.source is None:
        return
    text = case.subject.sources[one.source].value
    first, last = (place + one.sentence.start for place in one.cue.source)
    evidence = (source_span(case, one.source, one.sentence.start, one.sentence.end),)
    yield finding(
        "attribution.dropped",
        f"The sources do not vouch for this: they leave it to “{text[first:last]}” (“{one.cue.text}”).",
        span(case, claim.start, end),
        evidence,
        expected=f"{text[first:last]} {one.cue.text}".strip(),
        found=case.summary.value[claim.start : end],
    )


def _main(claim: Claim) -> tuple[int, list[Term]]:
    """Where the main clause ends, and its content words, relative clauses left out."""
    aside = [(claim.start + m.start(), claim.start + m.end()) for m in _ASIDE.finditer(claim.text)]
    commas = (claim.start + m.start() for m in _COMMA.finditer(claim.text))
    comma = next((place for place in commas if not _in(place, aside)), 0)
    terms = [t for t in find_terms(claim.sentence) if t.content and not _in(t.start, aside)]
    first = [term for term in terms if term.end <= comma]
    return (comma, first) if len(first) > _ENOUGH else (claim.end, terms)


def _in(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _has_source(case: Case, claim: Claim) -> bool:
    """Whether the claim, or the sentence before it in the paragraph, says on whose word, or leaves it open."""
    if any(cue.kind in ("attribution", "alleged", "modal") for cue in find_cues(claim.text)) or _OWN.search(claim.text):
        return True
    before = [s for s in case.summary.sentences if s.end <= claim.start][-1:]
    if not before or _PARAGRAPH.search(case.summary.value[before[0].end : claim.start]):
        return False
    return any(cue.kind == "attribution" for cue in find_cues(before[0].text))


def _tellings(case: Case, claim: Claim, mine: list[Term], sources: Told) -> Iterator[_Telling]:
    """The sentences of the sources that tell the claim, each with the attribution that covers what it holds of it."""
    figures = {term.stem for term in mine if term.norm[0].isdigit()}
    weights = {term.stem: case.subject.index.idf(term.stem) for term in mine}
    total = sum(weights.values())
    for source, first, last in sources.passages(claim):
        for number in range(sources.sentence_of(source, first), sources.sentence_of(source, max(first, last - 1)) + 1):
            held = [t for n in sources.terms_of(source, number) if (t := sources.terms[source][n]).stem in weights]
            stems = {term.stem for term in held}
            if len(stems) >= _ENOUGH and figures <= stems and sum(weights[stem] for stem in stems) >= _SHARE * total:
                sentence = case.subject.sources[source].sentences[number]
                cue = _source_of(sentence, held)
                if cue is not None or not _VERSION.search(sentence.text):
                    yield _Telling(source, number, sentence, cue)


def _source_of(sentence: Sentence, held: list[Term]) -> Cue | None:
    """The attribution that covers most of these terms."""
    cues = [attributed(sentence.text, t.start - sentence.start, t.end - sentence.start) for t in held]
    found = [cue for cue in cues if cue is not None]
    return found[0] if len(found) >= _COVERED * len(held) else None


def _contested(case: Case, mine: list[Term], one: _Telling) -> bool:
    """Whether the source only claims it, or somebody contests it in the next sentences."""
    if one.cue is None or one.cue.source is None or one.cue.value >= FACT or len(one.sentence.words) > _LONGEST:
        return False
    if one.cue.name in _CLAIMING:
        return True
    stems = {term.stem for term in mine}
    sentences = case.subject.sources[one.source].sentences[one.number + 1 : one.number + 1 + _AFTER]
    return any(_CONTESTED.search(s.text) and (stems & set(s.terms) or "such" in s.terms) for s in sentences)
