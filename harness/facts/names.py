"""Names: runs of capitalised words that are not just the start of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.text import STOPWORDS, Sentence, Word

CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan feb mar apr jun jul aug sept sep oct nov dec easter
    christmas""".split()
)
"""Names of days and months, which are no names of anybody."""
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady captain capt superintendent supt governor minister
    president mayor judge justice chief inspector sergeant colonel general sister nurse councillor deputy prime
    director chair chairman chairwoman secretary commissioner spokesman spokeswoman""".split()
)


class Name(NamedTuple):
    """One capitalised word of a name, at `start:end`, with its normal form."""

    start: int
    end: int
    text: str
    norm: str


def find_names(sentence: Sentence) -> Iterator[Name]:
    """The words of names in a sentence, without titles, weekdays and months.

    The first word of a sentence or of a quotation counts only where a capitalised word follows it. A sentence
    written in capitals or title case has no recognisable names and yields none.
    """
    words = sentence.words
    capitals = [_capital(sentence, word) for word in words]
    marked = zip(words, capitals, strict=True)
    content = [capital for word, capital in marked if word.norm not in STOPWORDS and not word.norm[0].isdigit()]
    if len(content) > 3 and all(content):
        return
    for index, word in enumerate(words):
        if not capitals[index] or word.norm in STOPWORDS | CALENDAR | _TITLES:
            continue
        text = sentence.text[word.start - sentence.start : word.end - sentence.start]
        if len(text) < 2 or not text[0].isalpha():
            continue
        follows = index + 1 < len(words) and capitals[index + 1] and _adjacent(sentence, word, words[index + 1])
        if _opens(sentence, word) and not follows:
            continue
        yield Name(word.start, word.end, text, word.norm)


def _capital(sentence: Sentence, word: Word) -> bool:
    return sentence.text[word.start - sentence.start].isupper()


def _adjacent(sentence: Sentence, first: Word, second: Word) -> bool:
    return sentence.text[first.end - sentence.start : second.start - sentence.start] in (" ", "-")


def _opens(sentence: Sentence, word: Word) -> bool:
    before = sentence.text[: word.start - sentence.start].rstrip()
    return not re.search(r"\w", before) or before[-1] in "“\"‘'«:—–(["
