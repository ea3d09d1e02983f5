"""Names of people, places and organisations: whole mentions, with their spans and a form to compare them by.

`find_names` goes by capitals and by the words around them. It guesses nothing where capitals say nothing: at the start
of a sentence, in headlines and in capital letters only words known to be names are taken, from the same text or from
the `Cast` of the sources.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from harness.facts.names.capitals import LOWER, Token, find_tokens, fold, split_runs
from harness.facts.names.demonyms import country
from harness.facts.names.kinds import Kind, agree, kind_of
from harness.facts.names.vocabulary import (
    ABBREVIATIONS,
    CALENDAR,
    EVENTS,
    LAST_WORDS,
    OCCUPATIONS,
    OPENERS,
    ORGANISATION_HEADS,
    ORGANISATIONS,
    SURNAMES,
    TITLE_MODIFIERS,
    TITLES,
)
from harness.text import Text

__all__ = ["CALENDAR", "Kind", "Known", "Name", "find_names", "fold"]

GENERIC = LAST_WORDS | TITLES | TITLE_MODIFIERS | ABBREVIATIONS | (EVENTS - {"bill", "law"})
"""Words that are part of names and, alone, none."""
_TITULAR = TITLES | TITLE_MODIFIERS
_LEADING = _TITULAR | OPENERS

_MODIFIER = "|".join(sorted(TITLE_MODIFIERS - {"and", "of", "the", "for", "late", "then", "retired", "former"}))
_ROLES = tuple(OCCUPATIONS | TITLES)
_ROLE = re.compile(
    rf"(?<![\w’'-])(?P<role>(?:(?:{_MODIFIER})[ -])?(?:{'|'.join(sorted(OCCUPATIONS | TITLES))}))[ \u00a0]$"
)
_SAID = re.compile(r",? (?:said|told|added|says)\b")
_REACH = 40  # characters before a name in which its role stands
_LONGEST = 6  # words of a name that a headline is searched for


class Name(NamedTuple):
    """A mention at `start:end`, title left out, possessive ending too.

    `words` are its normal forms: folded, without "of", "the", "and", countries by their own name ("French": France).
    `title` is what stands before it ("governor", "health minister", "hydrologist"), lower-cased, or empty.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    title: str = ""
    kind: Kind = "other"


class Known(Protocol):
    """Names known beforehand; a `Cast` is one."""

    @property
    def openers(self) -> Collection[str]:
        """Words that are names also where every word has a capital."""

    @property
    def forms(self) -> Mapping[tuple[str, ...], Kind]:
        """All forms of all names, and of what kind they are."""


class _Seen(NamedTuple):
    """What the text itself shows of its names."""

    openers: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    lower: frozenset[str]
    forms: Container[tuple[str, ...]]


def find_names(text: Text, cast: Known | None = None) -> tuple[Name, ...]:
    """The names in `text`, in order. A text without capitals has none.

    With `cast`, single words at the start of a sentence and words of headlines count where the cast knows them.
    """
    value = text.value
    tokens = list(find_tokens(text))
    runs = [run for run in split_runs(value, tokens) if run]
    seen = _look(value, runs, cast)
    names: list[Name] = []
    for run in runs:
        if run[0].headline:
            names.extend(_in_headline(value, run, cast.forms) if cast else ())
        else:
            names.extend(_in_run(value, run, seen))
    return agree(names, cast.forms if cast else {})


def _look(value: str, runs: Iterable[Sequence[Token]], cast: Known | None) -> _Seen:
    whole, single = set(), set(cast.openers if cast else ())
    lower = frozenset(LOWER.findall(value))
    for run in runs:
        if run[0].headline:
            continue
        inner = run[1:] if run[0].opens else run
        inner = [t for t in inner if t.norm not in GENERIC and (t.capitals or t.norm not in OPENERS)]
        if not run[0].opens:
            whole.add(tuple(token.norm for token in run))
        if len(run) == 1:
            single.update(token.norm for token in inner)
        else:
            single.update(t.norm for t in (*inner[:1], *inner[-1:]) if t.norm not in lower)
            single.update(t.norm for t in run[-1:] if t.norm in SURNAMES and len(run) == 2 and not run[0].opens)
    return _Seen(frozenset(single), frozenset(whole), lower, cast.forms if cast else ())


def _in_headline(value: str, run: Sequence[Token], forms: Container[tuple[str, ...]]) -> Iterator[Name]:
    """The longest stretches of a headline that are known forms of names."""
    first = 0
    while first < len(run):
        for last in range(min(len(run), first + _LONGEST), first, -1):
            words = _words(value, run[first:last])
            if words in forms and not (len(words) == 1 and words[0] in GENERIC):
                yield _name(value, run[first:last], "")
                first = last - 1
                break
        first += 1


def _in_run(value: str, run: Sequence[Token], seen: _Seen) -> Iterator[Name]:
    run = _without_opener(run, seen)
    if len(run) > 1 and all(token.norm in _LEADING for token in run):
        return  # "Prime Minister", "CLICK HERE"
    lead, title, rest = _split_title(run)
    if lead:
        yield from _plain(value, lead, "", seen)
    if rest:
        yield from _plain(value, rest, title or _role_before(value, rest[0].start), seen)


def _plain(value: str, run: Sequence[Token], title: str, seen: _Seen) -> Iterator[Name]:
    """A run without its title: one name, or an adjective of nationality and a name."""
    if not title and len(run) > 2 and country((run[0].norm,)) and not _institution(run):
        yield _name(value, run[:1], "")
        run = run[1:]
    if len(run) > 1 or _is_name(value, run[0], bool(title), seen):
        yield _name(value, run, title)


def _institution(run: Sequence[Token]) -> bool:
    return run[-1].norm in LAST_WORDS or run[1].norm in ORGANISATION_HEADS


def _is_name(value: str, token: Token, titled: bool, seen: _Seen) -> bool:
    """Whether a single capitalised word is a name."""
    norm = token.norm
    if len(norm) < 2 or norm.isdigit() or (norm in GENERIC and not titled and not _is_surname(value, token, seen)):
        return False
    if titled or (not token.opens and (token.capitals or norm not in OPENERS)) or norm in seen.openers:
        return True
    if token.capitals and len(norm) <= _LONGEST and norm not in OPENERS:
        return True
    if norm in OPENERS or norm in OCCUPATIONS or norm in seen.lower:
        return False
    word = value[token.start + 1 : token.end]
    said = _SAID.match(value, token.end) and not norm.endswith("s")
    return bool(said) or country((norm,)) is not None or any(c.isupper() for c in word)


def _is_surname(value: str, token: Token, seen: _Seen) -> bool:
    before = value[max(0, token.start - 4) : token.start]
    return token.norm in SURNAMES and token.norm in seen.openers and before not in ("the ", "The ")


def _without_opener(run: Sequence[Token], seen: _Seen) -> Sequence[Token]:
    """`run` without a first word that has its capital from the sentence only."""
    first = run[0]
    if len(run) == 1 or not first.opens or first.capitals or tuple(t.norm for t in run) in seen.runs:
        return run
    if first.norm in OPENERS and first.norm not in ("new", "great"):
        return run[1:]
    if first.norm in TITLES or first.norm in seen.openers:
        return run
    rest = tuple(token.norm for token in run[1:])
    known = rest in seen.runs or rest in seen.forms
    known = known and (len(rest) > 1 or first.norm in seen.lower)
    return run[1:] if known and first.norm not in OCCUPATIONS else run


def _split_title(run: Sequence[Token]) -> tuple[Sequence[Token], str, Sequence[Token]]:
    """What stands before the title, the title, and the name behind it."""
    if len(run) == 1 or (run[-1].norm in LAST_WORDS and len(run) > 2):
        return (), "", run
    behind = next((i for i in range(len(run) - 2, -1, -1) if run[i].norm in TITLES), -1) + 1
    if not behind and run[0].opens and run[0].norm in OCCUPATIONS:
        behind = 1
    first = max(0, behind - 1)
    while first and run[first - 1].norm in _TITULAR:
        first -= 1
    if all(token.norm in GENERIC and token.norm not in SURNAMES for token in run[behind:]):
        return (), "", run  # Premier League
    return run[:first], " ".join(token.norm for token in run[first:behind]), run[behind:]


def _role_before(value: str, start: int) -> str:
    first = max(0, start - _REACH)
    if not value[first:start].rstrip().endswith(_ROLES):
        return ""
    match = _ROLE.search(value, first, start)
    return match["role"] if match else ""


def _words(value: str, run: Sequence[Token]) -> tuple[str, ...]:
    words = [part for token in run for part in token.norm.split("-") if part]
    initials = "." in value[run[0].start : run[0].end] and len(run) > 1 and run[-1].norm not in ORGANISATIONS
    if initials and country((words[0],)) is None:
        words[:1] = words[0]  # "J.R. Marsh" and "J. R. Marsh" are one
    return country(tuple(words)) or tuple(words)


def _name(value: str, run: Sequence[Token], title: str) -> Name:
    start, end = run[0].start, run[-1].end
    words = _words(value, run)
    return Name(start, end, value[start:end], words, title, kind_of(value, start, end, words, title))
