"""Where a summary can be edited, and what its sources say there. Found with the finders of `facts`; what to write
instead is decided by the faults alone, with plain comparisons of strings, so that no check marks its own work.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from harness.case import Case
from harness.facts.dates import MONTHS, find_dates, parse_day
from harness.facts.names import Name, find_names
from harness.facts.names.cast import Cast
from harness.facts.numbers import Number, find_numbers
from harness.text import STOPWORDS, Sentence, Text
from harness.types import Article

MONTH = "(?:" + "|".join(MONTHS) + ")"
_QUOTE = re.compile(r"“([^“”\n]+)”|(?<!\w)\"([^\"\n]+)\"")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s({MONTH})(?:\s(\d{{4}}))?\b|\b({MONTH})\s(\d{{1,2}})\b(?:,?\s(\d{{4}}))?")
_NEAR = 2  # content stems that a source sentence shares with a sentence of the summary, to be about the same


class Quoted(NamedTuple):
    """The words between two quotation marks, at `start:end`."""

    start: int
    end: int
    text: str


def quotes(text: str, min_words: int = 3) -> list[Quoted]:
    """Quotations of at least `min_words` words."""
    found = []
    for match in _QUOTE.finditer(text):
        start, end = match.span(match.lastindex or 0)
        if len(text[start:end].split()) >= min_words:
            found.append(Quoted(start, end, text[start:end]))
    return found


def free(case: Case, start: int, end: int) -> bool:
    """Whether `start:end` of the summary lies outside every quotation."""
    return all(end <= quote.start or start >= quote.end for quote in quotes(case.summary.value, 1))


@lru_cache(maxsize=32)
def prose(case: Case) -> tuple[Sentence, ...]:
    """The sentences of the summary that tell the event, without headline."""
    headlines = case.story.of("headline")
    return tuple(c for c in case.claims if not any(h.start <= c.start < h.end for h in headlines))


def search(
    case: Case, pattern: re.Pattern[str], sentences: Sequence[Sentence] | None = None
) -> Iterator[re.Match[str]]:
    """Matches in the claims of the summary, outside quotations."""
    text = case.summary.value
    for claim in case.claims if sentences is None else sentences:
        for match in pattern.finditer(text, claim.start, claim.end):
            if free(case, match.start(), match.end()):
                yield match


def sentence_at(case: Case, start: int) -> Sentence:
    """The claim that holds `start`, else the sentence."""
    inside = (s for s in (*case.claims, *case.summary.sentences) if s.start <= start < s.end)
    return next(inside, Sentence(start, start, ""))


@lru_cache(maxsize=32)
def source_text(case: Case) -> str:
    """All that the article gives, sources with titles, in one text."""
    return article_text(case.article)


def article_text(article: Article) -> str:
    """Titles and texts of the sources."""
    return "\n".join(part for s in article.sources for part in (s.title or "", s.publisher or "", s.text))


def words_of(text: str) -> frozenset[str]:
    """The normal forms of the words of `text`."""
    return _words(text)


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.norm for word in Text(text).words)


@lru_cache(maxsize=512)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a source."""
    return Text(text).sentences


def content(sentence: Sentence) -> frozenset[str]:
    """Its stems without stop words."""
    return frozenset(stem for stem in sentence.stems if stem not in STOPWORDS)


@lru_cache(maxsize=1024)
def near(case: Case, start: int) -> str:
    """The source sentences that may speak of what the summary says at `start`, and the titles; in one text."""
    mine = content(sentence_at(case, start))
    found = [
        sentence.text
        for source in case.article.sources
        for sentence in sentences_of(source.text)
        if len(mine & content(sentence)) >= min(_NEAR, len(mine))
    ]
    return "\n".join([*found, *(source.title or "" for source in case.article.sources)])


def cast_of(article: Article) -> Cast:
    """Everybody whom the sources name."""
    texts = tuple(source.text for source in article.sources)
    headings = tuple(text for source in article.sources for text in (source.title, source.publisher) if text)
    return _cast(texts, headings)


@lru_cache(maxsize=64)
def _cast(texts: tuple[str, ...], headings: tuple[str, ...]) -> Cast:
    return Cast([Text(text) for text in texts], headings)


@lru_cache(maxsize=32)
def names(case: Case) -> tuple[Name, ...]:
    """The names in the claims of the summary, outside quotations; of known kind where the sources tell it."""
    cast = cast_of(case.article)
    claims = case.claims
    found = []
    for name in find_names(case.summary, cast):
        inside = any(claim.start <= name.start and name.end <= claim.end for claim in claims)
        if inside and free(case, name.start, name.end):
            entity = cast.find(name)
            found.append(name._replace(kind=entity.kind) if entity is not None else name)
    return tuple(found)


@lru_cache(maxsize=32)
def numbers(case: Case) -> tuple[Number, ...]:
    """Single exact numbers in the claims, outside quotations."""
    return tuple(
        number
        for number in find_numbers(case.summary.value)
        if number.low == number.high
        and number.kind in ("count", "percent", "money", "measure", "duration")
        and any(claim.start <= number.start and number.end <= claim.end for claim in case.claims)
        and free(case, number.start, number.end)
    )


@lru_cache(maxsize=512)
def numbers_of(text: str) -> tuple[Number, ...]:
    """The numbers of a source."""
    return tuple(find_numbers(text))


@lru_cache(maxsize=32)
def source_days(case: Case) -> frozenset[dt.date]:
    """Every day that the sources may mean, and those of their publication."""
    article = case.article
    stamps = [article.published, *(source.published for source in article.sources)]
    published = frozenset(day for stamp in stamps if (day := parse_day(stamp)))
    return published | frozenset(
        day
        for source in article.sources
        for day in _days(source.text, parse_day(source.published) or parse_day(article.published))
    )


@lru_cache(maxsize=512)
def _days(text: str, dateline: dt.date | None) -> frozenset[dt.date]:
    return frozenset(mention.day for mention in find_dates(text, dateline) if mention.day)


def day_months(text: str) -> frozenset[tuple[int, str]]:
    """Every (day, month name) that is written in `text`, whatever the year."""
    return frozenset((int(m[1] or m[5]), m[2] or m[4]) for m in _DAY_MONTH.finditer(text))
