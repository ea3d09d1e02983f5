"""What a story says against itself: places that contradict each other, and headlines that nothing bears out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.lexicon import lemmas, relation
from harness.facts.names import Name
from harness.facts.numbers import Number
from harness.facts.values import same_value
from harness.metrics.consistency.findings import finding, nearest, span, summary_span
from harness.text import STOPWORDS, Word
from harness.types import Finding

# what a headline must not say unless somebody does: blame, crime, outcomes, decisions
_GRAVE = frozenset(
    """accuse admit aid apologise apologize approve arrest ban bankrupt beat betray blame bribe cancel charge cheat
    close collapse confess confirm conceal convict corrupt cover cure deceive defraud deny dismiss doctor embezzle
    expel fabricate fail fake falsify fault faulty fire forge forged forgery fraud fraudulent guilty halt hide ignore
    illegal jail kill lie loot manipulate mislead murder neglect negligence negligent nationalise oust plot prove
    rebuild refuse reject reopen resign sabotage sack scrap sentence shut sink slay smuggle steal sue suspend terrorist
    topple unlawful win withhold""".split()
)
_GRAVE_PHRASES = re.compile(r"\b(?:sat on|covered? up|cover-up|turned a blind eye|knew (?:of|about))\b", re.IGNORECASE)
_PLAN = re.compile(r"\bto (?!(?:the|a|an|its|his|her|their)\b)([a-z]{4,})\b")
_CHANGE = re.compile(
    r"\b(?:earlier|first|initially|at first|later|then|before|after|previous\w*|had|rose|fell|grew|shrank|raised"
    r"|lowered|up from|down from|revised|instead|originally|other|another|more|further"
    r"|by (?:mid|noon|\w+day)|since|each|every|per)\b",
    re.IGNORECASE,
)
_COMMON = 0.5  # of the shorter clause's content words that two statements about the same thing share


def check_story(case: Case) -> Iterator[Finding]:
    """`headline.unsupported` and `self.contradiction`."""
    yield from _headline(case)
    yield from _contradictions(case)


def _headline(case: Case) -> Iterator[Finding]:
    titles = [claim for claim in case.aligned if claim.part == "headline"]
    body = [claim for claim in case.aligned if claim.part != "headline"]
    if not titles or not body:
        return
    told = {word.norm for claim in body for word in claim.sentence.words}
    told |= {word.norm for text in case.subject.sources for word in text.words}
    told -= STOPWORDS
    for claim in titles:
        word = next((w for w in _grave(case, claim) if not _told(w.norm, told)), None)
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


def _contradictions(case: Case) -> Iterator[Finding]:
    """Two places that count the same thing differently, where no source has both figures."""
    counted = [
        (claim, number)
        for claim in case.aligned
        for number in within(case.facts.numbers, claim.start, claim.end)
        if number.noun and not number.hedge and number.low == number.high and number.kind in ("count", "money", "age")
    ]
    for (one, first), (other, second) in itertools.combinations(counted, 2):
        if one is other or not _same_thing(case, one, first, other, second):
            continue
        if _legal(case, first, second) or _CHANGE.search(one.text) or _CHANGE.search(other.text):
            continue
        message = f"The story says “{first.text}” in one place and “{second.text}” in another."
        evidence = (summary_span(case, one.start, one.end),)
        yield finding(
            "self.contradiction",
            message,
            span(case, second.start, second.end),
            evidence,
            expected=first.text,
            found=second.text,
        )


def _same_thing(case: Case, one: Claim, first: Number, other: Claim, second: Number) -> bool:
    """Whether two numbers count the same: noun, unit and most of what the shorter clause says, nobody else named."""
    if (first.noun, first.unit, first.kind) != (second.noun, second.unit, second.kind) or first.low == second.low:
        return False
    common = first.about & second.about
    if len(common) < max(2, _COMMON * min(len(first.about), len(second.about))):
        return False
    return _names(case, one) == _names(case, other)


def _names(case: Case, claim: Claim) -> set[str]:
    names: Iterator[Name] = within(case.facts.names, claim.start, claim.end)
    return {name.words[-1] for name in names if name.words}


def _legal(case: Case, first: Number, second: Number) -> bool:
    """Whether the sources have both figures: then they are of two times, places or sources."""
    numbers = [number for facts in case.subject.facts for number in facts.numbers]
    return all(any(same_value(value, number) for number in numbers) for value in (first, second))
