"""Sentences that the sources do not bear out at all, and details of another event told as this one's.

Sources tell of earlier, similar events for comparison. What only those passages hold belongs to the other event; told
without the year, the place or a word such as “earlier”, it has been merged into this one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts import Facts, within
from harness.facts.lexicon import relation
from harness.facts.numbers.values import same_value
from harness.metrics.consistency.findings import finding, nearest, source_span, span
from harness.text import STOPWORDS, Sentence, Word, find_words
from harness.types import Finding

_FAR = 0.2  # support below which a sentence is about something else
_WEAK = 0.3
_UNEXPLAINED = 0.55  # share of content words without a counterpart in the passage
_FEW, _ENOUGH = 4, 6  # content words
_OLD = 300  # days before the dateline; what is dated earlier is another event's
_META = re.compile(
    r"\b(?:how (?:many|much|far|long)|whether|what exactly|(?:un)?clear|unknown|in dispute|disputed|depends"
    r"|differ\w*|disagree\w*|no (?:other|further|one|source|report|word)|none of|accounts?|reports?|versions?)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:earlier|previous(?:ly)?|older|past|history|historic\w*|years? (?:ago|before)|decades?|before this|last time"
    r"|again|another|similar|precedent\w*|first time|remember\w*|memor\w+|recall\w*|the (?:old|former)|once before"
    r"|back then|at the time)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:from|since|between|until|till|to|built|dated|signed|opened|founded|born|set up|launched"
    r"|introduced)(?: \w+)?(?: in)? $"
)
_RELATIVE = re.compile(r", (?:who|which|whose|that|once|then|now)\b[^,;]*$|, \w+ed (?:in |on )?$")
_PARAGRAPH = re.compile(r"[\r\n\u2028\u2029]")
_AGO = re.compile(r"\b(?:years? (?:ago|earlier|before)|decades? (?:ago|earlier)|a generation ago)\b", re.IGNORECASE)


def check_events(case: Case) -> Iterator[Finding]:
    """`sentence.unsupported` and `event.merged`."""
    past = _past(case.subject)
    for claim in case.aligned:
        yield from _unsupported(case, claim)
        yield from _merged(case, claim, past)


def _unsupported(case: Case, claim: Claim) -> Iterator[Finding]:
    if claim.part == "headline" or claim.support >= _WEAK:
        return
    content = [word for word in claim.sentence.words if word.norm not in STOPWORDS and word.norm.isalpha()]
    if len(content) < _FEW or _META.search(claim.text):
        return
    unexplained = _unexplained(case, claim, content)
    weak = len(content) >= _ENOUGH and not _anchored(case, claim) and unexplained >= _UNEXPLAINED * len(content)
    far = claim.support < _FAR and not _anchored(case, claim) and unexplained >= 0.75 * len(content)
    if weak or far:
        near = nearest(case, claim)
        message = (
            "No source says this; the passage nearest in words is about something else."
            if near
            else ("No source shares a word with this.")
        )
        yield finding("sentence.unsupported", message, span(case, claim.start, claim.end), near)


def _anchored(case: Case, claim: Claim) -> bool:
    """Whether a name of the sources, one of their numbers, or a day or year ties the sentence to the event."""
    if any(case.subject.cast.candidates(name) for name in within(case.facts.names, claim.start, claim.end)):
        return True
    if any(date.form in ("absolute", "weekday") for date in within(case.facts.dates, claim.start, claim.end)):
        return True
    numbers = [number for facts in case.subject.facts for number in facts.numbers]
    mine = within(case.facts.numbers, claim.start, claim.end)
    return any(same_value(number, other) for number in mine for other in numbers)


def _unexplained(case: Case, claim: Claim, content: Sequence[Word]) -> int:
    """How many content words have neither themselves, a synonym nor a narrower word in the best passage."""
    if claim.best is None:
        return len(content)
    sentences = case.subject.sources[claim.best.source].sentences
    passage = sentences[max(0, claim.best.first - 1) : claim.best.last + 2]
    words = {word.norm for sentence in passage for word in sentence.words} - STOPWORDS
    stems = {stem for sentence in passage for stem in sentence.stems}
    return sum(word.stem not in stems and not _explained(word.norm, words) for word in content)


def _explained(word: str, words: Set[str]) -> bool:
    return any(relation(word, other) in ("same", "synonym", "broader") for other in words)


class _Past(NamedTuple):
    """What the sources tell of earlier events: the sentences with their source, and the words and names that stand
    only there.
    """

    sentences: tuple[tuple[int, Sentence], ...]
    stems: frozenset[str]
    names: frozenset[str]


@per_article
def _past(subject: Subject) -> _Past:
    dated = {(n, s.start) for n, facts in enumerate(subject.facts) for s in _dated_before(facts)}
    everything = [(n, sentence) for n, text in enumerate(subject.sources) for sentence in text.sentences]
    named = {(n, s.start): _name_stems(subject.facts[n], s) for n, s in everything}
    told_by: defaultdict[str, set[int]] = defaultdict(set)
    for (n, _), stems in named.items():
        for stem in stems:
            told_by[stem].add(n)
    # the other event's own names: of a place or an organisation, and in one source only
    papers = {word.stem for source in subject.article.sources for word in find_words(source.publisher or "")}
    own = frozenset(stem for place in dated for stem in named[place] if len(told_by[stem]) == 1) - papers
    old = [(n, s) for n, s in everything if (n, s.start) in dated or own & named[n, s.start]]
    now = {term for n, s in everything if (n, s.start) not in dated and not own & named[n, s.start] for term in s.terms}
    only = {term for _, s in old for term in s.terms} - now - STOPWORDS
    return _Past(tuple(old), frozenset(only), own & only)


def _name_stems(facts: Facts, sentence: Sentence) -> frozenset[str]:
    names = (n for n in within(facts.names, sentence.start, sentence.end) if n.kind in ("place", "other"))
    return frozenset(word.stem for name in names for word in find_words(name.text))


def _dated_before(facts: Facts) -> Iterator[Sentence]:
    """Sentences dated long before the dateline, and what follows them in the same paragraph without another date."""
    if facts.dateline is None:
        return
    limit = facts.dateline - dt.timedelta(days=_OLD)
    telling, last = False, 0
    for sentence in facts.text.sentences:
        if _PARAGRAPH.search(facts.text.value, last, sentence.start):
            telling = False
        dates = list(within(facts.dates, sentence.start, sentence.end))
        fixed = [d.day for d in dates if d.form == "absolute" and d.day and not _aside(sentence, d.start)]
        if fixed or dates:
            telling = bool(fixed) and all(day < limit for day in fixed)
        telling = telling or bool(_AGO.search(sentence.text))
        if telling:
            yield sentence
        last = sentence.end


def _aside(sentence: Sentence, start: int) -> bool:
    """Whether a date is said of somebody or something in passing (“who ran it from 2016”, “built in 1911”)."""
    before = sentence.text[: start - sentence.start]
    return bool(_SINCE.search(before) or _RELATIVE.search(before))


def _merged(case: Case, claim: Claim, past: _Past) -> Iterator[Finding]:
    if not past.names or past.stems.isdisjoint(claim.sentence.content):
        return
    only = [w for w in claim.sentence.words if w.stem in past.stems and w.norm not in STOPWORDS]
    if not only or any(word.stem in past.names for word in only):
        return
    number, told = max(past.sentences, key=lambda place: sum(word.stem in place[1].stems for word in only))
    held = [word for word in only if word.stem in told.stems]
    around = _around(claim.sentence, held, frozenset(told.stems))
    if not (_telling(claim.sentence, held) or _tells_more(case, around)) or _set_back(case, claim, past):
        return
    people = [n for n in within(case.facts.names, claim.start, claim.end) if n.kind == "person"]
    if any(name.start <= word.start < name.end for name in people for word in around):
        return  # who is named is no stranger from another event
    start, end = min(held[0].start, around[0].start), max(held[-1].end, around[-1].end)
    text = case.summary.value[start:end]
    message = f"“{text}” belongs to an earlier event that a source tells of for comparison."
    evidence = (source_span(case, number, told.start, told.end),)
    yield finding("event.merged", message, span(case, start, end), evidence, found=text)


def _telling(sentence: Sentence, only: Sequence[Word]) -> bool:
    """Whether these words, which stand in no other passage, are enough to show where the detail comes from."""
    number = any(word.norm[0].isdigit() for word in only)
    return len(only) >= (2 if number else 3) and _close(sentence, only)


def _around(sentence: Sentence, held: Sequence[Word], stems: Set[str]) -> list[Word]:
    """The content words round these that the same passage holds, without a gap of more than one that it does not."""
    content = [word for word in sentence.words if word.norm not in STOPWORDS]
    first, last = content.index(held[0]), content.index(held[-1])
    while first > 0 and content[first - 1].stem in stems:
        first -= 1
    while last + 1 < len(content) and content[last + 1].stem in stems:
        last += 1
    return [word for word in content[first : last + 1] if word.stem in stems]


def _tells_more(case: Case, words: Sequence[Word]) -> bool:
    """Whether four or more words stand together in that passage, and no sentence elsewhere has two thirds of them."""
    if len(words) < 4:
        return False
    stems = {word.stem for word in words}
    past = {(n, s.start) for n, s in _past(case.subject).sentences}
    return not any(
        3 * len(stems & set(sentence.stems)) > 2 * len(stems)
        for n, text in enumerate(case.subject.sources)
        for sentence in text.sentences
        if (n, sentence.start) not in past
    )


def _set_back(case: Case, claim: Claim, past: _Past) -> bool:
    """Whether the summary itself says that this is another event: in this paragraph, by a word, a date or a name."""
    value = case.summary.value
    line = max(value.rfind(sign, 0, claim.start) for sign in "\r\n") + 1
    if _THEN.search(value, line, claim.end) or any(w.stem in past.names for w in find_words(value[line : claim.end])):
        return True
    limit = case.dateline - dt.timedelta(days=_OLD) if case.dateline else None
    return any(d.day and limit and d.day < limit for d in within(case.facts.dates, line, claim.end))


def _close(sentence: Sentence, held: Sequence[Word]) -> bool:
    """Whether these words of the sentence stand together, not scattered by chance."""
    between = [word for word in sentence.words if held[0].start < word.start < held[-1].start and word not in held]
    return sum(word.norm not in STOPWORDS for word in between) <= len(held)
