"""What a story says against itself: places that contradict each other, and headlines that nothing bears out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.lexicon import lemmas, relation
from harness.facts.wording import polarity
from harness.metrics.consistency.findings import finding, nearest, span
from harness.metrics.consistency.story.contradictions import check_contradictions
from harness.text import STOPWORDS, Word
from harness.types import Finding

# what a headline must not say unless somebody does: blame, crime, outcomes, decisions
_GRAVE = frozenset(
    """accuse aid apologise apologize arrest ban bankrupt beat betray blame bribe cancel charge cheat
    close collapse confess confirm conceal convict corrupt cover cure deceive defraud deny dismiss doctor embezzle
    expel fabricate fail fake falsify fault faulty fire forge forged forgery fraud fraudulent guilty halt hide ignore
    illegal jail kill lie loot manipulate mislead murder neglect negligence negligent nationalise oust plot prove
    rebuild refuse reject reopen resign sabotage sack scrap sentence shut sink slay smuggle steal sue suspend terrorist
    topple unlawful win withhold drunk drunken drug explosion bomb war declare concede strip poison drown flee recover
    compensate uphold clear acquit cause blow quit strike order bias suicide hack record defeat""".split()
)
_GRAVE_PHRASES = re.compile(r"\b(?:sat on|covered? up|cover-up|turned a blind eye|knew (?:of|about))\b", re.IGNORECASE)
_PLAN = re.compile(r"\bto (?!(?:the|a|an|its|his|her|their)\b)([a-z]{4,})\b")


# told in so many ways, or of so many things, that it is enough if somebody says them at all
_LOOSE = frozenset(
    """bribe steal loot drug record forge fake win confirm deny clear order close halt cancel suspend refuse jail
    sentence concede""".split()
)


def check_story(case: Case) -> Iterator[Finding]:
    """`headline.unsupported` and `self.contradiction`."""
    yield from _headline(case)
    yield from check_contradictions(case)


def _headline(case: Case) -> Iterator[Finding]:
    titles = [claim for claim in case.aligned if claim.part == "headline"]
    body = [claim for claim in case.aligned if claim.part != "headline"]
    if not titles or not body:
        return
    told = {word.norm for claim in body for word in claim.sentence.words}
    told |= {word.norm for text in case.subject.sources for word in text.words}
    told -= STOPWORDS
    for claim in titles:
        word = next(
            (w for w in _grave(case, claim) if not (_told(w.norm, told) and _borne(case, claim, w, body))), None
        )
        phrase = _GRAVE_PHRASES.search(claim.text)
        if word is not None:
            start, end = word.start, word.end
        elif phrase and not any(phrase.group().lower() in text.value.lower() for text in case.subject.sources):
            start, end = claim.start + phrase.start(), claim.start + phrase.end()
        else:
            continue
        message = f"Neither the story nor a source says “{case.summary.value[start:end]}”."
        yield finding("headline.unsupported", message, span(case, claim.start, claim.end), nearest(case, claim))


def _grave(case: Case, claim: Claim) -> Iterator[Word]:
    """The words of a headline that need somebody to have said them: grave ones, and what is to be done."""
    planned = {claim.start + match.start(1) for match in _PLAN.finditer(claim.text)}
    named = [n for n in within(case.facts.names, claim.start, claim.end)]
    for word in claim.sentence.words:
        if any(name.start <= word.start < name.end for name in named):
            continue
        if lemmas(word.norm) & _GRAVE or word.norm in _GRAVE or word.start in planned:
            yield word


def _told(word: str, told: set[str]) -> bool:
    return word in told or any(relation(word, other) in ("same", "synonym") for other in told)


def _borne(case: Case, claim: Claim, word: Word, body: Sequence[Claim]) -> bool:
    """Whether a sentence says it as surely of what the headline says it of; the sentence before may name that."""
    if lemmas(word.norm) & _LOOSE:
        return True
    others = {w.stem for w in claim.sentence.words if w.norm not in STOPWORDS and w is not word}
    before = {w.stem for w in claim.sentence.words if w.start < word.start and w.stem in others}
    known = {stem for stem in before or others if case.subject.index.idf(stem) < case.subject.index.idf("")}
    denied = polarity(claim.text, word.start - claim.start, word.end - claim.start)
    texts = [text.sentences for text in case.subject.sources]
    for sentences in (*texts, [claim.sentence for claim in body]):
        last: frozenset[str] = frozenset()
        for sentence in sentences:
            stems = frozenset(sentence.terms)
            said = [w for w in sentence.words if _same(word.norm, w.norm)]
            if said and (not known or known & (stems | last)):
                place = (said[0].start - sentence.start, said[0].end - sentence.start)
                if polarity(sentence.text, *place) == denied:
                    return True
            last = stems
    return False


@lru_cache(maxsize=4096)
def _same(one: str, other: str) -> bool:
    return one == other or relation(one, other) in ("same", "synonym")
