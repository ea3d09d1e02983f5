"""The only segmentation and normalisation in the harness, always with offsets into the original text.

`Text` wraps a string and gives its sentences and words once, on demand. `visible` makes untrusted text safe to
show. Nothing here changes a text: normal forms stand beside the spans they came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import regex
import sentencex

# Letters with their combining marks and inner apostrophes, or digits with inner separators.
_WORD = regex.compile(r"\d+(?:[.,]\d+)*|\p{L}\p{M}*(?:\p{L}\p{M}*|['’](?=\p{L}))*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
# sentencex ends a sentence after these; in front of a lower-case word or a digit they are abbreviations.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\d])(?:bn|mn|tn|m|k|approx|ca|c|no|nos|est|incl|excl|dept|vs|v|cf|al|kg|km|cm|mm|ft|lb|lbs|oz"
    r"|hr|hrs|min|mins|sec|secs|st|fig|p|pp|vol|art|para|sept|sep|oct|nov|dec|jan|feb|mar|apr|jun|jul|aug|mon|tues?|wed|thurs?|thu|fri|sat|sun"
    r"|gen|col|capt|supt|insp|sgt|lt|rev|hon|gov|sen|rep|prof|dr|mr|mrs|ms)\.\s*$",
    re.IGNORECASE,
)
# Titles stand before a capitalised name, so they never end a sentence.
_TITLE = re.compile(
    r"(?:^|[\s(“\"‘])(?:Capt|Supt|Insp|Sgt|Lt|Col|Gen|Rev|Hon|Gov|Sen|Rep|Prof|Dr|Mr|Mrs|Ms|St|Fr|Sr|Cllr)\.\s*$"
)

# sentencex never ends a sentence after these; in front of a capital they end one ("in May. Shares", "was no. Talks").
_ENDED = re.compile(
    r"(?:\b(?:May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|no|art)|\d\s?(?:m|bn|k|km|kg|cm|mm))\.\s+(?=[“\"‘(]?[A-Z])"
)
_CLOCK = re.compile(r"\b[ap]\.m\.\s*$")
_AFTER_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b|[A-Z]{2,4}\b"
)
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.'’-]*\s+){1,4}(?:said|says|asked|asks|told|added|adds|replied|wrote|recalled|warned|insisted|argued"
    r"|explained|shouted|joked)\b"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAIL = 24  # characters; longer than any abbreviation

STOPWORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its itself just more most my no nor not now of off on once only or other our
    out over own same she should so some such than that the their them then there these they this those through
    to too under until up us very was we were what when where which while who whom why will with would you
    your""".split()
)


class Word(NamedTuple):
    """A word or number at `start:end`; `norm` is its case-folded NFC form without possessive ending."""

    start: int
    end: int
    norm: str

    @property
    def stem(self) -> str:
        """Porter stem of `norm`; numbers and short words unchanged."""
        return stem(self.norm)


@dataclass(frozen=True)
class Sentence:
    """A sentence at `start:end` of its text, without surrounding white space."""

    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, with offsets into the whole text."""
        return tuple(find_words(self.text, self.start))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of its words, in order."""
        return tuple([stem(word.norm) for word in self.words])

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of those of its words that are no stop words."""
        return frozenset(
            [stem for word, stem in zip(self.words, self.stems, strict=True) if word.norm not in STOPWORDS]
        )

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Stems for matching tokenised text with running text: “did n't” = “didn't”, “team 's” = “team's”, no -LRB-."""
        return tuple([term for word in self.words for term in _terms(word.norm)])


_start, _end = attrgetter("start"), attrgetter("end")


class Text:
    """A string with its sentences and words, found once and kept."""

    def __init__(self, value: str) -> None:
        self.value = value

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in order; a line break always ends one. Together they hold every word."""
        return tuple(sentence for line in _LINE.finditer(self.value) for sentence in _split(line.group(), line.start()))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def lines(self) -> str:
        """One sentence a line, as rougeLsum wants its input."""
        return "\n".join(sentence.text for sentence in self.sentences)

    def clip(self, start: int, end: int) -> tuple[Sentence, ...]:
        """The sentences in `start:end`, cut to it."""
        touched = slice(bisect_right(self.sentences, start, key=_end), bisect_left(self.sentences, end, key=_start))
        inside = []
        for sentence in self.sentences[touched]:
            first, last = max(sentence.start, start), min(sentence.end, end)
            if first < last:
                whole = (first, last) == (sentence.start, sentence.end)
                inside.append(sentence if whole else Sentence(first, last, self.value[first:last]))
        return tuple(inside)


def find_words(value: str, offset: int = 0) -> Iterator[Word]:
    """The words of `value`; `offset` is added to every position."""
    for match in _WORD.finditer(value):
        yield Word(match.start() + offset, match.end() + offset, _norm(match.group()))


@lru_cache(maxsize=65536)
def _norm(word: str) -> str:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    return _POSSESSIVE.sub("", folded).replace("’", "'") or folded


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Porter's stem (NLTK's extended version, the one rouge-score uses) of words over three letters."""
    return str(_stemmer().stem(word)) if len(word) > 3 else word


# what tokenizers of the Penn Treebank's kind leave of possessives and brackets
_LEFTOVERS = frozenset("s lrb rrb lsb rsb lcb rcb".split())
_CLITIC = re.compile(r"(.+)(n't)|(.+)'(ll|re|ve|d|m)")


@lru_cache(maxsize=65536)
def _terms(norm: str) -> tuple[str, ...]:
    if norm in _LEFTOVERS:
        return ()
    clitic = _CLITIC.fullmatch(norm)
    return tuple(stem(part) for part in clitic.groups() if part) if clitic else (stem(norm),)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from nltk.stem.porter import PorterStemmer

    return PorterStemmer()


def _split(line: str, offset: int) -> Iterator[Sentence]:
    """The sentences of one line. sentencex finds the boundaries; wrong ones after abbreviations are mended."""
    lower_cased = line == line.lower()
    start = end = 0
    for piece in _pieces(line):
        if end > start and not _boundary(line[max(start, end - _TAIL) : end], piece, lower_cased):
            end += len(piece)
            continue
        yield from _trimmed(line, start, end, offset)
        start, end = end, end + len(piece)
    yield from _trimmed(line, start, len(line), offset)


def _pieces(line: str) -> Iterator[str]:
    # sentencex is Rust and takes no lone surrogates; the stand-in keeps every offset
    for piece in sentencex.segment("en", _SURROGATE.sub("\ufffd", line)):
        start = 0
        for match in _ENDED.finditer(piece):
            yield piece[start : match.end()]
            start = match.end()
        yield piece[start:]


def _boundary(before: str, after: str, lower_cased: bool) -> bool:
    """Whether a sentence ends between these two stretches; `before` is only the tail of what stands there."""
    if _TITLE.search(before) or (_CLOCK.search(before) and _AFTER_CLOCK.match(after)):
        return False
    first = after.lstrip("“\"'‘(")[:1]
    if _ABBREVIATION.search(before) and (first.islower() or first.isdigit()):
        return False
    # `“Go!” she said` and `“Why?” Marsh asked`: the sentence goes on after the quotation
    quoted = before.rstrip()[-1:] in "”\"’'"
    return not quoted or not (_SPEAKER.match(after) or (first.islower() and not lower_cased))


def _trimmed(line: str, start: int, end: int, offset: int) -> Iterator[Sentence]:
    text = line[start:end]
    stripped = text.strip()
    if stripped:
        first = start + len(text) - len(text.lstrip())
        yield Sentence(offset + first, offset + first + len(stripped), stripped)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_UNSAFE = re.compile(
    # C0 and C1 controls but tab and line feed, bidi controls, line separators, BOM, lone surrogates, tags
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def encodable(text: str) -> str:
    """`text` with lone surrogates, which UTF-8 and Arrow cannot hold, as escapes such as \\ud800."""
    return text.encode("utf-8", "backslashreplace").decode()


def visible(value: str, *, one_line: bool = False) -> str:
    """`value` with control, bidi-control and surrogate characters as visible escapes (`\\x1b`, `\\u202e`).

    Every text that comes from an article, a summary, a suite or a plug-in goes through here before it reaches a
    terminal, a table or a page. With `one_line`, tabs and line feeds are escaped as well.
    """
    shown = _UNSAFE.sub(lambda match: _escape(match.group()), value.replace("\r\n", "\n"))
    return shown.replace("\n", "\\n").replace("\t", "\\t") if one_line else shown
