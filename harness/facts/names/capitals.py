"""Capitalised words: where they stand, whether their capital says anything, and which may belong to one name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from harness.facts.names.demonyms import country
from harness.facts.names.vocabulary import (
    CALENDAR,
    LAST_WORDS,
    OPENERS,
    ORGANISATION_HEADS,
    PARTICLES,
    PLACE_HEADS,
    TITLES,
)
from harness.text import STOPWORDS, Text

_PARTICLE = "|".join(sorted(PARTICLES))
_COMPOUND = (
    r"\w+ed|\w+ing|made|led|born|era|wide|like|run|mile|free|style|bound|area|owned|type|only|size|level|long|turned"
    r"|day|night|year|week|class|star|part|man|up|off|out|in|on|to|and|or|plus|old|shirt|test|rated|built|held|goal|side"
)
_TOKEN = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_])(?:(?:\p{Lu}\.-?){2,}(?:\p{Lu}(?![\p{L}\p{N}]))?"  # U.S., J.R.
    r"|(?:(?:al|el|as|ash|ad|an|ar|ul)-|[dl]['’]|[ie](?=\p{Lu}\p{Ll}))?"  # al-Shabab, d’Ivoire, iPhone
    r"\p{Lu}[\p{L}\p{M}\p{N}]*(?:['’](?!(?:s|ll|re|ve|d|m|t)\b)\p{L}[\p{L}\p{M}]*)*"
    r"(?:-(?:(?:upon|on|le|la|de|sur|in|the|al|el|au)-)?[\p{Lu}\p{N}][\p{L}\p{M}\p{N}]*(?:['’](?!s\b)\p{Lu}\p{L}+)?)*"
    rf"(?:-(?!(?:{_COMPOUND})\b)\p{{Ll}}{{2,5}}\b)?)"  # Kim Young-sam, but not London-based
)
LOWER = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’'-]*")
_OWNED = re.compile(rf"(?:[A-Z]\w+ ){{1,2}}(?:{'|'.join(sorted(w.title() for w in LAST_WORDS))})\b")
_WORD = re.compile(r"\w")
_NOT = re.compile(r"['’]t\b")  # “Don’t”
_GAP = re.compile(rf"[ \u00a0](?:(?:{_PARTICLE})[ \u00a0])*(?:de l['’])?|[ \u00a0]&[ \u00a0]")
_OF = re.compile(r" (?:of|for)(?: the)? ")
_ABBREVIATED = re.compile(r"\.[ \u00a0]$")
_OPENING = re.compile(
    r"(?:^|[\s(\[“‘—–-])[\"'“‘«]$|(?:[:“‘«\[—–]|[.!?…][”’\"']*| -)[ \u00a0]?$|[\n\r\u2028\u2029][-*•–—#>\s\d.)]*$"
)
_HOLIDAY = re.compile(
    r"(?:Good|Black|Ash|Holy|Palm|Super|Bloody|Cyber|Whit|Boxing|Shrove|Maundy|Remembrance|Christmas|Easter|New Year)"
    r"(?:['’]s)? (?:Day|Eve|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Week)\b"
)
_MONTH_NAMES = frozenset("may june april august jan".split())
_BEFORE_MONTH = re.compile(
    r"(?:\d|\b(?:in|since|until|till|by|of|last|next|this|from|to|and|early|late|mid|on|before|after))[ -]$"
)
_HEADS = ORGANISATION_HEADS | PLACE_HEADS
_LISTING = frozenset(
    "ministry department office committee commission union association federation institute society".split()
)
_JOIN_WINDOW = 12  # characters between two parts of a name, at most
_UPPER = re.compile(r"\b[^\W\d_a-z]\S*")
_SMALL = (
    STOPWORDS
    | PARTICLES
    | frozenset("across amid among around behind despite near over per since upon via vs without".split())
)
_HEADLINE_WORDS = 4
_ATLANTIC = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


class Token(NamedTuple):
    """A capitalised word and what its place says about its capital."""

    start: int
    end: int
    norm: str
    capitals: bool  # written in capitals only, two letters or more
    opens: bool  # stands where any word would have a capital
    headline: bool  # in a sentence where nearly every word has one


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` without case, diacritics, dots and apostrophes: "O’Dell" is "odell", "U.S." is "us"."""
    if word.isascii():
        return word.lower().replace(".", "").replace("'", "")
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_ATLANTIC))
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c not in ".'’")


def find_tokens(text: Text) -> Iterator[Token]:
    """The capitalised words of `text`, holidays left out."""
    value = text.value
    holidays = [match.span() for match in _HOLIDAY.finditer(value)]
    sentences = iter(text.sentences)
    sentence, headline = next(sentences, None), False
    first = True
    for match in _TOKEN.finditer(value):
        start, end = match.span()
        while sentence is not None and start >= sentence.end:
            sentence, first = next(sentences, None), True
        if sentence is None:
            return
        if first:
            headline = _is_headline(sentence.text)
        opens = _opens(value, sentence.start, start) or (first and not _WORD.search(value, sentence.start, start))
        first = False
        if any(a <= start < b for a, b in holidays) or _NOT.match(value, end):
            continue
        word = match.group()
        yield Token(start, end, fold(word), len(word) > 1 and word.isupper(), opens, headline)


def _opens(value: str, sentence: int, start: int) -> bool:
    return bool(_OPENING.search(value[max(sentence - 8, start - 8, 0) : start]))


def _is_headline(sentence: str) -> bool:
    """Whether every word that carries meaning has a capital, in four or more of them."""
    lower = LOWER.findall(sentence)
    if any(word not in _SMALL for word in lower) or (lower and sentence.endswith(".")):
        return False
    return sum(word.lower() not in STOPWORDS for word in _UPPER.findall(sentence)) >= _HEADLINE_WORDS


def split_runs(value: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Tokens that may belong to one name, cut at words that belong to none."""
    run: list[Token] = []
    for token in tokens:
        if run and not _joined(value, run, token):
            yield run
            run = []
        if _stops(value, run, token):
            yield run
            run = []
        else:
            run.append(token)
    yield run


def _stops(value: str, run: Sequence[Token], token: Token) -> bool:
    if token.norm in CALENDAR or all(part.removesuffix("s") in CALENDAR for part in token.norm.split("-")):
        surname = run and token.norm in _MONTH_NAMES and run[-1].norm not in OPENERS
        first = not run and token.norm in _MONTH_NAMES and re.match(r" [A-Z]", value[token.end :])
        dated = _BEFORE_MONTH.search(value[max(0, token.start - 8) : token.start]) or re.match(
            r" \d", value[token.end :]
        )
        return bool(dated or not (surname or (first and not token.opens)))
    if token.norm == "will" and not token.opens and re.match(r" [A-Z]", value[token.end :]):
        return False
    return token.norm in STOPWORDS and (not token.capitals or token.norm in ("i", "a"))


def _joined(value: str, run: Sequence[Token], token: Token) -> bool:
    last = run[-1]
    if token.start - last.end > _JOIN_WINDOW or token.headline != last.headline:
        return False
    gap = value[last.end : token.start]
    if _GAP.fullmatch(gap):
        return True
    if _ABBREVIATED.match(gap):
        return last.norm in TITLES or len(last.norm) == 1 or (last.norm in ("st", "mt", "jr") and not token.opens)
    if gap in ("’s ", "'s ", "’ ", "' "):
        owned = token.norm in LAST_WORDS or (len(gap) == 2 and _OWNED.match(value, token.start))
        return bool(owned) and country((last.norm,)) is None and not last.capitals
    if gap == " and ":
        return run[0].norm in _LISTING and len(run) > 1 and token.norm not in TITLES
    return bool(_OF.fullmatch(gap)) and last.norm in _HEADS
