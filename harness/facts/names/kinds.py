"""Whether a name is a person's, a place's or an organisation's: by its own words, and by those around it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from harness.facts.names.demonyms import country
from harness.facts.names.vocabulary import (
    COMPASS,
    EVENTS,
    NO_PERSON,
    OCCUPATIONS,
    ORGANISATION_HEADS,
    ORGANISATIONS,
    PLACE_HEADS,
    PLACES,
    SPEECH,
    SURNAMES,
    TITLES,
)

if TYPE_CHECKING:
    from harness.facts.names import Name

Kind = Literal["person", "place", "organisation", "other"]

_NEAR = 48  # characters on either side; enough for one word and a short apposition
_PREFIXES = frozenset("lake mount mt cape port fort isle loch glen river".split())
_JUNIOR = frozenset("jr sr ii iii iv".split())
_IN = re.compile(
    r"\b(?:in|near|outside|inside|around|across|towards?|throughout|within|off|leaving|reach(?:ed|ing)|visit(?:ed|ing)?"
    r"|(?:kilomet\w+|km|miles?) (?:(?:north|south|east|west)[\w-]* )?(?:of|from)|(?:north|south|east|west)[a-z-]* (?:of )?"
    r"|(?:town|city|village|port|capital|island|province|region|district|suburb|valley|streets?|people|residents?|mayor"
    r"|outskirts|centre|center) (?:of|in|at)) (?:the )?$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(rf" (?:{'|'.join(sorted(PLACES - {'state', 'close', 'well', 'plant', 'park'}))})\b")
_OFFICES = tuple(TITLES | OCCUPATIONS)
_OFFICE = "|".join(sorted(_OFFICES))
_PERSON_AFTER = re.compile(
    rf"(?:, (?:who|aged|(?:now )?\d\d(?:,|\.|;|$)|(?:\w+ ){{0,3}}(?:{_OFFICE})\b)"
    rf"| \(\d\d\)| (?:himself|herself)\b|,? (?:also |later |has |had )?{SPEECH}\b)"
)
_PERSON_BEFORE = re.compile(rf"\b{SPEECH} (?:by )?$")
_ROLE_BEFORE = re.compile(rf"\b(?:{_OFFICE}),? $")
_COMPANY_BEFORE = re.compile(
    r"\b(?:company|firm|operator|agency|newspaper|group|union|club|maker|party|retailer|airline),? $"
)


def kind_of(value: str, start: int, end: int, words: Sequence[str], title: str) -> Kind:
    """The kind of the mention at `start:end` of `value`; "other" where nothing tells."""
    if country(tuple(words)) is not None:
        return "place"
    own, around = _by_words(words), None if title else _by_context(value, start, end, len(words))
    person = title or around == "person" or len(words[0]) == 1
    if own is not None and not (person and len(words) in (2, 3) and words[-1] in SURNAMES):
        return own
    return "person" if title else around or "other"


def _by_words(words: Sequence[str]) -> Kind | None:
    first, last = words[0], words[-1]
    if len(words) == 1:
        return None
    if last in _JUNIOR:
        return "other" if words[-2] in EVENTS else "person"
    if last in EVENTS or first in NO_PERSON:
        return "organisation" if last in ORGANISATIONS else "other"
    compass = first in COMPASS and len(words) == 2 and last not in ORGANISATIONS
    if compass or last in PLACES:
        return "place"
    if last in ORGANISATIONS or first in ORGANISATION_HEADS:
        return "organisation"
    return "place" if first in PLACE_HEADS | _PREFIXES else None


def _by_context(value: str, start: int, end: int, length: int) -> Kind:
    before, after = value[max(0, start - _NEAR) : start], value[end : end + _NEAR]
    if _IN.search(before) or _PLACE_AFTER.match(after):
        return "place"
    if _COMPANY_BEFORE.search(before):
        return "organisation"
    definite = before.endswith(("the ", "The "))
    if not definite and before.rstrip(" ,\n").endswith(_OFFICES) and _ROLE_BEFORE.search(before):
        return "person"
    text = value[start:end]
    if text.isupper() and len(text) > 1 and length == 1:
        return "organisation" if len(text) <= 6 else "other"
    if length > 1 and not definite and (_PERSON_AFTER.match(after) or _PERSON_BEFORE.search(before)):
        return "person"
    return "other"


def agree(names: Sequence[Name], known: Mapping[tuple[str, ...], Kind]) -> tuple[Name, ...]:
    """The names, with mentions of unknown kind given that of the same name elsewhere in the text, or else in `known`.

    A last word that comes back alone is a surname ("Otto Lund … Lund"). A first word that does, without the last, is
    short for a company ("Velkara Hydro … Velkara"), unless a title or an age says that a person is meant.
    """
    votes: dict[tuple[str, ...], Counter[Kind]] = defaultdict(Counter)
    alone = {name.words[0] for name in names if len(name.words) == 1}
    names = [name._replace(kind=_with_short_forms(name, alone)) for name in names]
    for name in names:
        kind = name.kind
        if kind == "other":
            continue
        votes[name.words][kind] += 1
        if kind == "person" and len(name.words) > 1:
            votes[name.words[-1:]]["person"] += 2
    best = {words: counter.most_common(1)[0][0] for words, counter in votes.items()}
    return tuple(name._replace(kind=best.get(name.words) or known.get(name.words, "other")) for name in names)


def _with_short_forms(name: Name, alone: Collection[str]) -> Kind:
    if len(name.words) not in (2, 3) or name.words[0] in COMPASS or _by_words(name.words) == "other":
        return name.kind
    if name.kind in ("place", "organisation") and name.words[-1] not in SURNAMES:
        return name.kind
    first, last = name.words[0] in alone, name.words[-1] in alone
    if last and not first:
        return "person"
    return "organisation" if name.kind == "person" and first and not last and not name.title else name.kind
