"""The words of a quotation beside the source's: what must stand there, and which differences count.

Trimming, […], bracketed insertions, spelling and house style are legal, and so is a partial quotation fitted into its
sentence ("they had", "was" for "we have", "is"). Any other word is not the speaker's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from harness.facts.lexicon import known, lemmas, relation
from harness.facts.quotes import Quote
from harness.facts.quotes.verbatim import LONGEST, Passage, Token, tokens
from harness.text import STOPWORDS, find_words

# “[W]e” and “need[s]” are words with a changed letter; all else in brackets is the writer's
_LETTER = re.compile(r"\[(\w)\](?=\w)|(?<=\w)\[\w{1,3}\]")
_CUT = re.compile(r"\[[^\]]*\]|\([….]+\)|…|\.\.+|\. \. \.|-[LR][RS]B-|\((?:sic|[^()]{1,40})\)")
_SENTENCE = re.compile(r"[.!?]+[\"”’')]*\s+|[\r\n\u2028\u2029]+|\s[–—-]+\s|[;:]\s+")
# words that are cleaned out of speech, and those that carry nothing of their own
_FILLERS = frozenset("a an the that and so well oh um uh er erm okay ok is has 's per cent percent of".split())
_SHIFTS = {
    "i": {"he", "she"},
    "we": {"they", "it"},
    "my": {"his", "her"},
    "our": {"their", "its"},
    "me": {"him", "her"},
    "us": {"them"},
    "mine": {"his", "hers"},
    "ours": {"theirs"},
    "myself": {"himself", "herself"},
    "ourselves": {"themselves"},
    "is": {"was"},
    "am": {"was", "is"},
    "are": {"were", "was", "is"},
    "has": {"had"},
    "have": {"had", "has"},
    "do": {"did", "does"},
    "does": {"did"},
    "will": {"would"},
    "can": {"could"},
    "'d": {"would", "had"},
}
_ALIKE = ({"'d", "would"}, {"'d", "had"}, {"ok", "okay"}, {"gonna", "going"}, {"am", "million"}, {"bn", "billion"})
_SPELLING = 5  # letters of a word that may be spelt otherwise
_NEAREST = 0.6  # share of a piece's words that the altered passage has


class Piece(NamedTuple):
    """Words that must stand side by side in a source; `opens` marks the first of its quotation's cut."""

    tokens: tuple[Token, ...]
    whole: bool
    """Whether it is a sentence, as far as its capital tells."""

    @property
    def forms(self) -> list[str]:
        """Its words."""
        return [token.form for token in self.tokens]

    @property
    def start(self) -> int:
        """Offset in the summary."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset in the summary, half-open."""
        return self.tokens[-1].end


class Match(NamedTuple):
    """Where a piece stands in a source, word by word or nearly."""

    source: int
    passage: Passage
    quote: int | None
    """The source's quotation that it lies in."""


class Difference(NamedTuple):
    """Where a quotation leaves the source: what the source has, what the quotation has (either may be empty)."""

    expected: str
    found: str


def pieces(quote: Quote) -> list[Piece]:
    """The sentences of a quotation, cut at ellipses and brackets; those without words left out."""
    text = _LETTER.sub(_plain, quote.text)
    found = []
    for start, end in _stretches(text):
        words = tokens(list(find_words(text[start:end], quote.start + start)))
        whole = text[start:end].lstrip(" \"'“‘«")[:1].isupper()
        for first in range(0, len(words), LONGEST):
            found.append(Piece(tuple(words[first : first + LONGEST]), whole and not first))
    return found


def _plain(match: re.Match[str]) -> str:
    """“[W]e” as a word, every other letter at its place; the ending of “need[s]” left out."""
    return (match[1] or "").rjust(len(match.group()))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    cuts = sorted(m.span() for pattern in (_CUT, _SENTENCE) for m in pattern.finditer(text))
    for first, last in cuts:
        if first >= start:
            yield start, first
        start = max(start, last)
    yield start, len(text)


def near_enough(piece: Piece, passage: Passage) -> bool:
    """Whether the quotation is this passage with changed words, rather than other words."""
    n = len(piece.tokens)
    common = set(piece.forms) & set(passage.forms)
    return n - passage.distance >= _NEAREST * n and (bool(common - STOPWORDS) or n - passage.distance > 3)


def differences(piece: Piece, passage: Passage, value: str, source: str) -> list[Difference]:
    """What counts of the differences between a piece of `value` and a passage of `source`."""
    mine, theirs = piece.tokens, passage.stream.tokens[passage.first : passage.last]
    found = []
    for op in Levenshtein.opcodes([t.form for t in mine], [t.form for t in theirs]):
        i, j, k, m = op.src_start, op.src_end, op.dest_start, op.dest_end
        if op.tag == "equal" or _legal(mine[i:j], theirs[k:m], partial=not piece.whole):
            continue
        more = int(i == j or k == m)  # where one side is empty, both show a word before
        ours, source_words = mine[max(0, i - more) : max(j, 1)], theirs[max(0, k - more) : max(m, 1)]
        found.append(Difference(_written(source, source_words), _written(value, ours)))
    return found


def _written(text: str, words: Sequence[Token]) -> str:
    return text[words[0].start : words[-1].end]


def _legal(mine: Sequence[Token], theirs: Sequence[Token], *, partial: bool) -> bool:
    """Whether the words on both sides may stand for each other."""
    ours, source = [t.form for t in mine], [t.form for t in theirs]
    if "".join(ours) == "".join(source):  # "on board", "onboard"
        return True
    if len(ours) == len(source):
        return all(same_word(a, b) or (partial and a in _SHIFTS.get(b, ())) for a, b in zip(ours, source, strict=True))
    return all(form in _FILLERS for form in (*ours, *source))


def same_word(a: str, b: str) -> bool:
    """Whether two words are one: inflected, spelt the British or the American way, or one letter off."""
    if a == b or {a, b} in _ALIKE or (a in _FILLERS and b in _FILLERS):
        return True
    if not (a.isalpha() and b.isalpha()) or a in STOPWORDS or b in STOPWORDS:
        return False
    if lemmas(a) & lemmas(b):
        return True
    shorter = min(len(a), len(b))
    if shorter < _SPELLING or OSA.distance(a, b) > 1 + (shorter > _SPELLING):
        return False
    if not (known(a) and known(b)):
        return OSA.distance(a, b) == 1 and a[0] == b[0]
    return relation(a, b) in ("same", "synonym")
