"""Does the headline agree with the lede? On figures, on who and where, and on words that exclude each other.

Two tellings that differ in words alone agree; a disagreement is a figure, a name or an opposite in the other's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.lexicon import antonyms, lemmas, opposed, relation
from harness.facts.names import Name
from harness.facts.numbers import Number
from harness.facts.numbers.values import derivable, same_value
from harness.metrics.structure.headline import PREFIX, alike, content_words, figures_of, name_words, written
from harness.metrics.structure.outcome import SILENT, Breach, Outcome, halved, place
from harness.metrics.structure.page import headline_claim, page
from harness.text import STOPWORDS, Sentence, find_words, stem

_TIMES = frozenset("night day evening morning afternoon week month year man woman".split())
_MAGNITUDE = 5  # times; figures of the same thing are seldom further apart
_SHARED = 2  # content words that headline and lede have in common where they tell the same
_FATES = ("dead died die dies death deaths killed kill kills toll fatalities", "injured hurt wounded injures")
_COUNTED = ("homes households customers houses properties", "jobs posts positions", "votes ballots")
# deeds of which the headline must not have one side and the lede the other
_STANCES = [
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("admit concede acknowledge accept confirm confess", "deny reject dispute refuse"),
        ("win beat triumph victory elect", "lose defeat"),
        ("approve back pass grant endorse", "reject refuse block veto"),
        ("open reopen", "close shut"),
        ("convict jail guilty sentence prison imprison", "clear acquit innocent"),
        ("find discover", "lose"),
        ("raise widen extend", "cut lower reduce narrow"),
        ("start begin launch", "end stop cancel"),
        ("delay postpone", "hasten"),
        ("hire recruit", "sack dismiss"),
        ("support favour", "oppose"),
    )
]


class _Sides(NamedTuple):
    """The headline and the lede."""

    case: Case
    claim: Claim
    lede: tuple[Sentence, ...]

    @property
    def span(self) -> tuple[int, int]:
        return self.lede[0].start, self.lede[-1].end


def agrees(case: Case) -> Outcome:
    """Headline and lede agree on who did what, where, and on figures."""
    claim = headline_claim(case)
    sentences = page(case).sentences(case.story.of("lede")[:1])
    if claim is None or not sentences:
        return SILENT
    sides = _Sides(case, claim, sentences)
    found = [*_figures(sides), *_years(sides), *_names(sides), *_strangers(sides), *_opposites(sides)]
    return halved(found[:2])


def _figures(sides: _Sides) -> Iterator[Breach]:
    """Another figure for the same things."""
    case, claim, _ = sides
    mine = figures_of(case, claim.start, claim.end)
    theirs = figures_of(case, *sides.span)
    known = [n for facts in case.subject.facts for n in facts.numbers]
    for number in mine:
        if any(same_value(number, n) or same_value(n, number) for n in theirs) or derivable(number, theirs):
            continue
        rival = next((n for n in theirs if _same_things(number, n, known) and not _other(n, mine)), None)
        if rival is not None:
            yield Breach(
                f"The headline says “{number.text}”, the lede “{rival.text}”.",
                place(case, number.start, number.end), (), rival.text, number.text,
            )  # fmt: skip


def _same_things(one: Number, other: Number, known: Sequence[Number]) -> bool:
    """Whether two figures count the same; where both stand in the sources, only if both say what they count."""
    if one.kind != other.kind or one.unit != other.unit or not min(one.low, other.low) > 0:
        return False
    if max(one.low, other.low) > _MAGNITUDE * min(one.low, other.low):
        return False
    if any(one.about & fate and other.about & fate for fate in _stems(_FATES)):
        return True
    if one.noun and other.noun:
        return alike(one.noun, other.noun) or any({one.noun, other.noun} <= things for things in _stems(_COUNTED))
    both = _other(one, known) and _other(other, known)
    return not both and bool(one.about & other.about - {one.unit, one.noun})


@cache
def _stems(groups: tuple[str, ...]) -> list[frozenset[str]]:
    # not when this file is read: whoever only lists metrics need not wait for the stemmer
    return [frozenset(map(stem, group.split())) for group in groups]


def _other(number: Number, mine: Sequence[Number]) -> bool:
    """Whether the headline has this figure as well."""
    return any(same_value(number, n) or same_value(n, number) for n in mine)


def _years(sides: _Sides) -> Iterator[Breach]:
    """Another year than that of the lede, which stands nowhere below it."""
    case, claim, _ = sides
    below = " ".join(s.text for s in page(case).body if s.start >= sides.span[1])
    theirs = {m.group() for m in _YEAR.finditer(case.summary.value, *sides.span)}
    for date in _YEAR.finditer(case.summary.value, claim.start, claim.end):
        if theirs and date.group() not in theirs and date.group() not in below:
            yield Breach(
                f"The headline says “{date.group()}”, the lede “{min(theirs)}”.",
                place(case, date.start(), date.end()), (), min(theirs), date.group(),
            )  # fmt: skip


def _strangers(sides: _Sides) -> Iterator[Breach]:
    """A name that no dictionary has and the story names nowhere else, where the lede has one that the headline has not."""
    case, claim, _ = sides
    told = {w.norm[:PREFIX] for s in page(case).body for w in s.words}
    known = {w.norm[:PREFIX] for w in claim.sentence.words}
    names = [name for name in within(case.facts.names, *sides.span) if name.kind != "person"]
    other = next((n for n in names if not any(word[:PREFIX] in known for word in n.words)), None)
    for word in name_words(case, claim) if other is not None else ():
        if word.norm[:PREFIX] not in told and other is not None:
            yield Breach(
                f"The headline says “{written(case, word)}”, the lede “{other.text}”.",
                place(case, word.start, word.end), (), other.text, word.norm,
            )  # fmt: skip
            break


def _names(sides: _Sides) -> Iterator[Breach]:
    """Another person, organisation or place in the lede, where the headline's is named nowhere or the lede's is not."""
    case, claim, sentences = sides
    rest = {w.norm[:PREFIX] for s in page(case).body if s not in sentences for w in s.words}
    mine = [n for n in within(case.facts.names, claim.start, claim.end)]
    theirs = [n for n in within(case.facts.names, *sides.span)]
    common = {w.stem for s in sentences for w in s.words} & {w.stem for w in content_words(claim.sentence)}
    for name in mine if len(common) >= _SHARED else ():
        if _among(name, theirs) or _words_among(name, sentences):
            continue
        for other in theirs:
            same_kind = name.kind == other.kind != "other" and not _words_among(other, (claim.sentence,))
            stray = same_kind and (_stray(name, rest) or _stray(other, rest))
            if stray or (same_kind and name.kind == "place" and _framed(sides, name, other)):
                yield Breach(
                    f"The headline says “{name.text}”, the lede “{other.text}”.",
                    place(case, name.start, name.end), (), other.text, name.text,
                )  # fmt: skip
                break


def _among(name: Name, others: Sequence[Name]) -> bool:
    return any(set(name.words) & set(other.words) for other in others)


def _words_among(name: Name, sentences: Sequence[Sentence]) -> bool:
    told = {w.norm[:PREFIX] for s in sentences for w in s.words}
    initials = "".join(word.text[0].lower() for word in _upper(sentences))
    return any(word[:PREFIX] in told for word in name.words) or (name.text.isupper() and name.text.lower() in initials)


class _Capital(NamedTuple):
    text: str


def _upper(sentences: Sequence[Sentence]) -> list[_Capital]:
    return [_Capital(word) for s in sentences for word in s.text.split() if word[:1].isupper()]


def _stray(name: Name, rest: set[str]) -> bool:
    """Whether a name stands nowhere else in the story."""
    return bool(rest) and not any(word[:PREFIX] in rest for word in name.words)


_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?![.,]?\d)")
_LOCATIVE = frozenset(["in", "at", "off", "near", "of", "on", "outside"])
_BEFORE = re.compile(r"(\w+) (?:the )?$")


def _framed(sides: _Sides, one: Name, other: Name) -> bool:
    """Whether both stand behind the same preposition, or in front of the same word."""
    value = sides.case.summary.value
    before = [_BEFORE.search(value, max(0, n.start - 14), n.start) for n in (one, other)]
    behind = [next(find_words(value[n.end : n.end + 20]), None) for n in (one, other)]
    led = before[0] and before[1] and {before[0][1], before[1][1]} <= _LOCATIVE
    follows = (
        behind[0]
        and behind[1]
        and (behind[0].stem == behind[1].stem or alike(behind[0].norm, behind[1].norm))
        and behind[0].norm not in STOPWORDS
    )
    return bool(led or follows)


def _opposites(sides: _Sides) -> Iterator[Breach]:
    """A word in the headline whose opposite the lede has in its place."""
    case, claim, sentences = sides
    theirs = {w.norm for s in sentences for w in s.words}
    base = {lemma for word in theirs for lemma in lemmas(word)}
    mine = {lemma for w in claim.sentence.words for lemma in lemmas(w.norm)}
    for pair in _STANCES:
        for ours, against in (pair, pair[::-1]):
            if mine & ours and not mine & against and base & against and not base & ours:
                word = next(w for w in claim.sentence.words if lemmas(w.norm) & ours)
                yield Breach(
                    f"The headline says “{written(case, word)}”, the lede the opposite (“{min(base & against)}”).",
                    place(case, word.start, word.end), (), min(base & against), word.norm,
                )  # fmt: skip
                return
    for word in content_words(claim.sentence):
        if lemmas(word.norm) & base or lemmas(word.norm) & _TIMES:
            continue
        opposites = {
            other for other in antonyms(word.norm) & base - mine if opposed(word.norm, other) not in ("", "polarity")
        }
        if opposites and not any(relation(word.norm, other) in ("same", "synonym") for other in theirs):
            yield Breach(
                f"The headline says “{written(case, word)}”, the lede the opposite (“{min(opposites)}”).",
                place(case, word.start, word.end), (), min(opposites), word.norm,
            )  # fmt: skip
