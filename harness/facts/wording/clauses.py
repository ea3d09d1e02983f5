"""Words and punctuation of a sentence, and where a clause ends: what `wording` and `attribution` go by.

There is no parser. A clause ends at strong punctuation, at a conjunction that opens another, or at a comma that closes
more than a parenthesis.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from harness.facts.lexicon import irregular_verb
from harness.text import Text

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.,](?=[^\W_])[^\W_]+)*|[^\w\s]")
_LETTER = re.compile(r"[^\W_]")
STOPS = frozenset('.!?;:—–()[]“”"«»…')
"""Punctuation that ends a clause."""
QUOTES = frozenset("“”\"«»‘’'")
PRONOUNS = frozenset("he she it they we you i there this these those that's it's he's she's they're who".split())
AUXILIARIES = frozenset(
    """is are was were be been being am has have had do does did will would shall should may might can could must
    cannot isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't shouldn't can't
    couldn't mustn't""".split()
)
_OPENERS = frozenset(
    """but although though because while whilst whereas however when where since after if unless who whose which as so
    until till before than except despite""".split()
)
_SAID = frozenset("said says say told that".split())  # what is said is a clause of its own
_NO_PAST = frozenset("hundred red need speed seed indeed bed feed breed shed wed unprecedented alleged".split())
_PARENTHESIS = 5  # tokens between two commas, at most


class Token(NamedTuple):
    """A word or a punctuation mark at `start:end`; `norm` is lower-case with straight apostrophes."""

    start: int
    end: int
    norm: str
    capital: bool


def sentences(text: str) -> list[list[Token]]:
    """The tokens of every sentence."""
    return [_tokens(sentence.text, sentence.start) for sentence in Text(text).sentences]


def _tokens(text: str, offset: int) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        start, end = match.span()
        if word == "." and _LETTER.search(text, end):
            continue  # of an abbreviation: sentences are cut already
        found.append(Token(start + offset, end + offset, *_form(word)))
    return found


@lru_cache(maxsize=1 << 14)
def _form(word: str) -> tuple[str, bool]:
    return word.lower().replace("’", "'"), word[0].isupper()


@lru_cache(maxsize=1 << 14)
def finite(word: str) -> bool:
    """Whether a word is likely the verb of a clause: an auxiliary or a past tense."""
    return word in AUXILIARIES or (word.endswith("ed") and word not in _NO_PAST) or irregular_verb(word)


def clause_end(tokens: Sequence[Token], first: int) -> int:
    """The number of the token at which the clause ends that `first` stands in; `first` itself never ends it."""
    i = first + 1
    while i < len(tokens):
        word = tokens[i].norm
        if word in STOPS or word in _OPENERS or (word in ("and", "or") and _opens(tokens, i)):
            return i
        if word == ",":
            behind = _behind_parenthesis(tokens, i) if i <= first + 2 else 0
            if not behind:
                return i
            i = behind
        i += 1
    return len(tokens)


def clause_start(tokens: Sequence[Token], last: int) -> int:
    """The number of the first token of the clause that `last` stands in."""
    i = last
    while i > 0:
        word = tokens[i - 1].norm
        if word in STOPS or word == "," or word in _OPENERS | _SAID or (word == "and" and _opens(tokens, i - 1)):
            return i
        i -= 1
    return 0


def _opens(tokens: Sequence[Token], conjunction: int) -> bool:
    """Whether a new clause follows the conjunction: a pronoun or a verb does, or a subject with one."""
    following = [token.norm for token in tokens[conjunction + 1 : conjunction + 5]]
    if not following:
        return True
    if tokens[conjunction].norm == "or":
        return following[0] in PRONOUNS
    if following[0] in PRONOUNS or finite(following[0]):
        return True
    for word in following[1:]:
        if word in STOPS or word == "," or word in ("and", "or"):
            return False
        if finite(word):
            return True
    return False


def _behind_parenthesis(tokens: Sequence[Token], comma: int) -> int:
    """The number of the comma that closes a short parenthesis, or 0."""
    if tokens[comma + 1 : comma + 2] and tokens[comma + 1].norm in _OPENERS - {"however", "though"} | {"and", "or"}:
        return 0
    for i in range(comma + 1, min(comma + 2 + _PARENTHESIS, len(tokens))):
        if tokens[i].norm == ",":
            return i
        if tokens[i].norm in STOPS:
            return 0
    return 0
