"""Rules of what's next: there, looking forward, and no surer of what is to come than anybody can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.lexicon import parts_of_speech
from harness.metrics.structure.headline import alike
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, broken, counted, place, span
from harness.metrics.structure.page import page
from harness.metrics.structure.vocabulary import unheard
from harness.story import Part
from harness.text import STOPWORDS, Sentence, find_words

_SPEAKS = 0.25  # support from which on a passage speaks of a claim
_FORWARD = re.compile(
    r"\b(?:will|shall|(?-i:may)|might|could|should|would|next|upcoming|coming|forthcoming|due|until|tomorrow|soon"
    r"|expect\w*|plan(?:s|ned|ning)?"
    r"|intend\w*|hop(?:es?|ing)|aim(?:s|ing)?|scheduled|set (?:for|to|down)|(?:is|are) to|pending|awaits?"
    r"|awaiting|deadline|propos\w+|forecast\w*"
    r"|predict\w*|likely|promis\w+|pledg\w+|(?:not|yet) (?:yet|to)|yet|unless|whether|under review|considering"
    r"|preparing|seek(?:s|ing)?|depends?|must"
    r"|ha(?:s|ve) to|listed|called a|still|continu\w+|remains?|stays?|wants?|needs?|asks for)\b",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"\b(?:begins?|starts?|opens?|reopens?|resumes?|restarts?|meets?|sits?|votes?|hears?|goes|comes"
    r"|takes? (?:effect|place)|ends?|expires?"
    r"|returns?|rules?|decides?|publish(?:es)?|reports?|closes?|follows?|arrives?|appears?|leaves?|go|run|runs)\b",
    re.IGNORECASE,
)
_WEAKLY_AHEAD = re.compile(
    r"^(?:still|continu\w+|remains?|stays?|yet|wants?|needs?|would|could|asks for|whether|likely|planned|promised"
    r"|pledged|proposed|expected|hoped)$",
    re.I,
)
_CERTAIN = re.compile(
    r"\b(?:certainly|definitely|undoubtedly|without (?:a )?doubt|no doubt|inevitabl[ey]|surely|(?:certain|sure"
    r"|bound|guaranteed) to"
    r"|is certain|are certain|beyond doubt|cannot fail|never again|will never|guaranteed|unquestionably"
    r"|clearly will|it is clear that)\b",
    re.IGNORECASE,
)
_TOLD_BACK = re.compile(r"\b(?:was|were|had|did|said|took|went|came|began|held|met|ended)\b", re.IGNORECASE)
_PRESENT = re.compile(
    r"\b(?:will|shall|(?-i:may)|might|could|should|can|must|is|are|has|have|remains?|plans?|expects?|intends?|hopes?|aims?"
    r"|wants?|needs?|seeks?|awaits?|depends?|considers?|continues?|stays?|begins?|starts?|opens?|meets?|votes?|goes|comes"
    r"|takes|sits|ends?|expires?|returns?|decides?|reports?|hears?|follows?|promises?|says?|runs?|leaves|closes|reopens"
    r"|resumes|publishes|arrives|appears|works?|keeps?|knows?|do|does)\b|['’](?:ll|re)\b|[“”\"]",
    re.IGNORECASE,
)
_PROSPECT = re.compile(
    r"\b(?:said|told|announced|promised|pledged|vowed|agreed|according|wrote|warned|proposed)\b.*\b(?:would|was|were)\b"
    r"|\bwould\b.*\b(?:said|according|announced|told)\b|\b(?:was|were) (?:due|expected|scheduled|set|to|planned|still)\b"
    r"|\b(?:promised|pledged|vowed|planned|hoped|agreed|proposed|announced|asked|called|appealed|demanded)"
    r" (?:\w+ )?(?:to|for|a|an|new|that)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|took|went|came|began|held|met|ended|ran|spoke|left|gave|made|found|fell|rose|won|lost"
    r"|broke|brought|sent|saw|led|sat|stood|told|kept|got|put|became|knew|thought|\w{2,}ed)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"(?:\b(?:will|shall|(?:is|are) going to)|[a-z]['’]ll|\bwon['’]t)\b", re.IGNORECASE)
# what is not certain, beside the word itself
_HEDGED = re.compile(
    r"\b(?:(?-i:may)|might|could|would|should|expect\w*|likely|unlikely|plan\w*|intend\w*|hop(?:es?|ed|ing)|aim\w*|due"
    r"|schedul\w+|set (?:to|for)|propos\w+|possib\w+|probabl\w+|perhaps|is to|are to|promis\w+|pledg\w+|vow\w*|want\w*"
    r"|call(?:s|ed) (?:for|on)|seek\w*|appeal\w*|must|try|tries|ask\w*|agreed?|provided)\b",
    re.IGNORECASE,
)
_ON_WORD = re.compile(
    r"\b(?:said|says?|told|according|announc\w+|report\w*|insist\w*|warn\w*|forecast\w*|predict\w*|if|unless|whether"
    r"|believ\w+|think\w*|estimat\w+|reckon\w*|confirm\w*|subject to|pending|depend\w*|promis\w+|pledg\w+|vow\w*"
    r"|agreed)\b",
    re.IGNORECASE,
)
_WEAKLY = re.compile(
    r"\b(?:(?-i:may)|might|could|hop(?:es?|ed|ing)|possib\w+|perhaps|consider\w*|propos\w+|want\w*|likely|unlikely"
    r"|expect\w*|believ\w+|whether|if|unclear|not (?:yet )?(?:decided|known|said|clear)"
    r"|plan(?:s|ned|ning)?|intend\w*|aim(?:s|ed)?|threaten\w*|fear\w*|call(?:s|ed|ing)? (?:for|on)|demand\w*"
    r"|urg\w+|predict\w*|forecast\w*|estimat\w+|should|would|due|schedul\w+|is to|are to|set (?:for|to))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|while)\s(?=(?:\w+\s){1,6}?(?:will|shall|is|are)\b)")
_BETWEEN = frozenset("all also then still never soon again now not be have been probably certainly definitely".split())
_FIRM = re.compile(
    r"\b(?:will|shall|is to|are to|due|scheduled|set (?:for|to|down)|begins?|starts?|opens?|meets?"
    r"|takes? (?:effect|place)|goes|sits?|votes?|listed|fixed for"
    r"|planned for|expects? to|from (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|must)\b",
    re.IGNORECASE,
)


def missing(case: Case) -> Outcome:
    """The story has a section on what's next."""
    return KEPT if case.story.of("whats_next") else broken(Breach("The story has no section on what's next."))


def past(case: Case) -> Outcome:
    """What's next looks forward: each paragraph speaks of what is to come, and of no day that is over as one to come."""
    parts = case.story.of("whats_next")
    breaches = []
    for part in parts:
        gone = _gone(case, part)
        if gone is not None:
            message = f"This is told as if to come, but lies before the story's own day: “{gone}”."
            breaches.append(Breach(message, span(part)))
        elif not _forward(case, part):
            breaches.append(Breach("This does not look forward.", span(part)))
    return counted(breaches, len(parts))


def _forward(case: Case, part: Part) -> bool:
    """Whether a sentence speaks of what is to come: by a modal, a plan, a later day, a verb in the present with a day."""
    sentences = page(case).sentences((part,))
    if sentences and all(_back(case, sentence) for sentence in sentences):
        return False
    dates = [*within(case.facts.dates, part.start, part.end)]
    if case.dateline is not None and any(d.day and d.day > case.dateline for d in dates):
        return True
    words = [match.group() for match in _FORWARD.finditer(part.text)]
    if any(not _WEAKLY_AHEAD.match(word) for word in words):
        return True
    over = [d for d in dates if case.dateline is not None and d.day and d.day <= case.dateline and d.precision == "day"]
    if words:
        return not over and not _TOLD_BACK.search(part.text)
    return bool(_HEADS.search(part.text)) and bool(dates) and not over


def _back(case: Case, sentence: Sentence) -> bool:
    """Whether a sentence tells of what was: a verb of the past, none of the present, and nobody who looks ahead."""
    if _PRESENT.search(sentence.text) or _PROSPECT.search(sentence.text):
        return False
    return bool(_PAST.search(sentence.text))


def _gone(case: Case, part: Part) -> str | None:
    """A day before the story's own, which a sentence says will come."""
    if case.dateline is None:
        return None
    for sentence in page(case).sentences((part,)):
        will = _WILL.search(sentence.text) or re.search(
            r"\b(?:is|are) (?:due|to|scheduled|set|expected)\b", sentence.text
        )
        if will is None:
            continue
        for date in within(case.facts.dates, sentence.start + will.start(), sentence.end):
            full = date.form == "absolute" and date.precision == "day" and date.day is not None
            if full and date.day is not None and date.day < case.dateline and str(date.day.year) in date.text:
                return date.text
    return None


def unhedged(case: Case) -> Outcome:
    """What is to come is not told as certain where no source is that sure of it."""
    parts = case.story.of("whats_next")
    claims = [c for c in case.aligned if any(p.start <= c.start < p.end for p in parts)]
    breaches = [Breach(message, place(case, c.start, c.end)) for c in claims if (message := _sure(case, c))]
    return counted(breaches, len(claims)) if claims else SILENT


def _sure(case: Case, claim: Claim) -> str:
    certain = _CERTAIN.search(claim.text)
    passages = list(_passages(case, claim))
    if certain and not any(_CERTAIN.search(s.text) for s in passages):
        return f"“{certain.group()}” is surer than anybody can be of what is to come."
    if _ON_WORD.search(claim.text) or not any(text.words for text in case.subject.sources):
        return ""
    return _too_sure(case, claim, passages)


def _too_sure(case: Case, claim: Claim, passages: Sequence[Sentence]) -> str:
    """What is wrong with what a sentence says will be; empty if nothing."""
    clauses = [clause for clause in _CLAUSE.split(claim.text) if _WILL.search(clause) and not _HEDGED.search(clause)]
    if not clauses:
        return ""
    if not passages:
        return "This is told as certain, and no source speaks of it."
    if all(_foretold(case, claim, clause) for clause in clauses):
        if any(_FIRM.search(s.text) for s in passages):
            return ""
        if any(_WEAKLY.search(s.text) for s in passages):
            return "The sources are less sure that this will be so; say who expects it, or hedge it."
    return "This is told as certain, and no source says that it will be so."


def _foretold(case: Case, claim: Claim, clause: str) -> bool:
    """Whether the passages speak of the deed that a clause foretells."""
    will = _WILL.search(clause)
    behind = list(find_words(clause[will.end() :])) if will else []
    strange = {word.norm for word in unheard(case, claim.sentence)}
    if any(word.norm in strange for word in behind):
        return False
    verb = next((w for w in behind if w.norm not in STOPWORDS | _BETWEEN and "v" in parts_of_speech(w.norm)), None)
    if verb is None:
        return True
    told = {
        word.norm
        for window in claim.windows
        if window is not None
        for sentence in case.subject.sources[window.source].sentences[max(0, window.first - 1) : window.last + 2]
        for word in sentence.words
    }
    return verb.norm in told or any(alike(verb.norm, other) for other in told - STOPWORDS)


def _passages(case: Case, claim: Claim) -> Iterator[Sentence]:
    """The source sentence that speaks most of the claim, for each source that speaks of it."""
    mine = {term for term in claim.sentence.terms if term not in STOPWORDS}
    for window in claim.windows:
        if window is not None and window.support >= _SPEAKS:
            sentences = case.subject.sources[window.source].sentences[window.first : window.last + 1]
            yield max(sentences, key=lambda s: len(mine.intersection(s.terms)))
