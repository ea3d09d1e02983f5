"""Names that no source has, names put in the place of others, and who did what to whom.

A name is looked up in the cast of the sources. What the cast cannot place is new only where none of its words stands
in any source, be it in lower case, inflected or one letter off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from harness.case import Case, Claim, Subject, per_article
from harness.facts import within
from harness.facts.lexicon import known
from harness.facts.names import GENERIC, Name, fold
from harness.facts.names.cast import Entity
from harness.facts.names.demonyms import bases, country
from harness.metrics.consistency.findings import finding, nearest, source_span, span
from harness.metrics.consistency.names.parties import bearers, slots
from harness.metrics.consistency.names.roles import check_roles
from harness.metrics.consistency.names.swaps import check_swaps
from harness.metrics.consistency.names.turned import check_turned
from harness.text import STOPWORDS
from harness.types import Evidence, Finding

_SLIP, _LONG = 4, 8  # letters of words that may be one and two letters off
_STEM = 5  # letters that two forms of one word share at least
_ACRONYM = 6  # letters at most
_PART_OF = re.compile(r"(?:,| in) (?:(?:in|the|[\w-]+(?:ern|ral)) ){0,2}$")
_CODE = re.compile(r"\d|^[lr][rsc]b$")  # a quarter, a model ("Q3"); a bracket of tokenised text
_FURNITURE = re.compile(r"subscribe|sign up|read more|click|share|image|photo|copyright|©", re.IGNORECASE)
_MORE = re.compile(r"\bfor more (?:on|about|news|stories)\b", re.IGNORECASE)
_FOLLOWERS = frozenset(
    """christian christians muslim muslims islam islamic islamist islamists jew jews jewish catholic catholics
    protestant hindu hindus buddhist sikh sikhs arab arabs god bible internet web republican republicans democrat
    democrats democratic conservative conservatives tory tories labour liberal twitter facebook google youtube
    instagram western english latin""".split()
)
"""Capitalised words that explain rather than name."""


def check_names(case: Case) -> Iterator[Finding]:
    """`name.novel`, `name.swapped` and `role.swapped`."""
    if not case.subject.index.stems:
        return
    for claim in case.aligned:
        for name in () if _is_furniture(claim.text) else _names(case, claim):
            found = _conflict(case, name) or _novel(case, claim, name)
            if found:
                yield found
        named = bearers(case, claim.sentence)
        mine = slots(claim.sentence, named)
        turned = list(check_roles(case, claim, named, mine)) or list(check_turned(case, claim, named))
        yield from turned
        swapped = check_swaps(case, claim, named, mine)
        yield from (found for found in swapped if not any(_overlap(found, other) for other in turned))


def _overlap(one: Finding, other: Finding) -> bool:
    if one.claim is None or other.claim is None:
        return False
    return one.claim.start < other.claim.end and other.claim.start < one.claim.end


def _is_furniture(text: str) -> bool:
    return bool(_FURNITURE.match(text) or ("more" in text.casefold() and _MORE.search(text)))


def _names(case: Case, claim: Claim) -> Iterator[Name]:
    """The names of a claim outside quotations, which have checks of their own."""
    quotes = case.facts.quotes
    for name in within(case.facts.names, claim.start, claim.end):
        if not any(quote.start <= name.start < quote.end for quote in quotes):
            yield name


def _conflict(case: Case, name: Name) -> Finding | None:
    """A surname of the sources under another first name."""
    entity = case.subject.cast.conflict(name)
    if entity is None or not entity.mentions or _related(case.subject, name.words[0], entity.names[0][:-1]):
        return None
    message = f"No source names {name.text}; the only person with this surname there is {entity.text}."
    where = span(case, name.start, name.end)
    return finding("name.novel", message, where, first_mention(case, entity), expected=entity.text, found=name.text)


def _novel(case: Case, claim: Claim, name: Name) -> Finding | None:
    new = [word for word in case.subject.cast.novel(name) if len(word) > 1 and not _CODE.search(word)]
    if not new or not _made_of(name, new) or _explains(case, name) or _abbreviates(case.subject, name):
        return None
    if any(_familiar(case.subject, word) for word in new):
        return None
    message = f"No source names “{name.text}”."
    return finding("name.novel", message, span(case, name.start, name.end), nearest(case, claim), found=name.text)


def _made_of(name: Name, new: Sequence[str]) -> bool:
    """Whether these words make the name: all of it but general words and the last, or a surname.

    Common words with capitals ("Box Office") name somebody only where the words around say so.
    """
    telling = [word for word in name.words if word not in GENERIC]
    if name.kind == "other" and all(known(word) for word in new):
        return False
    if name.kind == "person":
        return telling[-1] in new or _company(telling, new)
    return set(telling) <= set(new) or _company(telling, new)


def _company(words: Sequence[str], new: Sequence[str]) -> bool:
    """ "Marlow Pike Securities", where the sources know of other securities."""
    return len(words) > 2 and set(words[:-1]) <= set(new) and known(words[-1])


def _explains(case: Case, name: Name) -> bool:
    """Whether the name only tells where a known one lies, or what is commonly known."""
    if name.words[0] in _FOLLOWERS or (country(name.words) and name.text.split()[-1].lower() != name.words[-1]):
        return True
    before = case.summary.value[max(0, name.start - 24) : name.start]
    lies_in = _PART_OF.search(before)
    if lies_in is None or name.kind == "person":
        return False
    end = name.start - len(lies_in.group())
    return any(n.end == end for n in case.facts.names if case.subject.cast.candidates(n) and n.kind != "person")


def _familiar(subject: Subject, word: str) -> bool:
    """Whether the sources have the word in another form or spelling."""
    if word in _written(subject) or any(base in _written(subject) for base in bases(word)):
        return True
    return any(_one_word(word, other) for other in _written(subject))


def _one_word(one: str, other: str) -> bool:
    short, long = sorted((len(one), len(other)))
    if short < _SLIP or long - short > 4 or one[0] != other[0]:
        return False
    if short >= _STEM and one[: short - 1] == other[: short - 1]:
        return True
    return OSA.distance(one, other, score_cutoff=2) <= (2 if short >= _LONG else 1)


def _abbreviates(subject: Subject, name: Name) -> bool:
    """Whether a name in capitals is too short to tell, or has the initials of words side by side in a source."""
    short = name.text.removesuffix("s")
    if len(name.words) > 1 or sum(c.isupper() for c in short) < min(len(short), 2) or len(short) > _ACRONYM:
        return False
    return len(short) < 3 or fold(short) in _initials(subject) or any(fold(short) in w for w in _written(subject))


@per_article
def _written(subject: Subject) -> frozenset[str]:
    return frozenset(part for word in subject.vocabulary for part in re.split(r"[-']", fold(word)) if part)


@per_article
def _initials(subject: Subject) -> str:
    words = [[word.norm for word in sentence.words] for text in subject.sources for sentence in text.sentences]
    full = ("".join(word[0] for word in sentence) for sentence in words)
    plain = ("".join(word[0] for word in sentence if word not in STOPWORDS) for sentence in words)
    return " ".join((*full, *plain))


def _related(subject: Subject, first: str, firsts: Sequence[str]) -> bool:
    """Whether a first name is one of these in another spelling, or a relative's whom a source names so."""
    return first in _written(subject) or any(_one_word(first, other) for other in firsts)


def first_mention(case: Case, entity: Entity) -> tuple[Evidence, ...]:
    """The sentence in which the sources name the entity in full first."""
    full = [m for m in entity.mentions if m.name.words == entity.names[0]] or entity.mentions
    mention = full[0]
    for sentence in case.subject.sources[mention.source].sentences:
        if sentence.start <= mention.name.start < sentence.end:
            return (source_span(case, mention.source, sentence.start, sentence.end),)
    return ()
