"""What a metric is given: a summary, its article, and what several metrics need of both, made once.

`Subject` belongs to the article and is shared by every backend's summary of it, so that the cost of analysing
the sources is paid once; `Case` belongs to one summary.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from harness.align import Index, Window, best
from harness.facts import Facts
from harness.facts.dates import find_dates, parse_day
from harness.facts.names.cast import Cast
from harness.facts.numbers import find_currencies
from harness.story import Kind, Story, parse_story, readable
from harness.text import STOPWORDS, Sentence, Text
from harness.types import Article

T = TypeVar("T")

Places = Mapping[str, Sequence[tuple[Sequence[str], int]]]
"""Normal form of a word -> every (words of a source, position) where it stands."""


def per_article(make: Callable[[Subject], T]) -> Callable[[Subject], T]:
    """Keeps what `make` finds out about an article with the article, for as long as that lives."""

    @functools.wraps(make)
    def kept(subject: Subject) -> T:
        if make not in subject.kept:
            subject.kept[make] = make(subject)
        found: T = subject.kept[make]
        return found

    return kept


class Subject:
    """An article, analysed on demand: texts, references of the suite's profile, index of the sources."""

    def __init__(self, article: Article, *, profile: str = "free", language: str = "en") -> None:
        self.article = article
        self.profile = profile
        self.language = language
        self.kept: dict[Callable[[Subject], Any], Any] = {}

    @cached_property
    def sources(self) -> tuple[Text, ...]:
        """The source texts, in the article's order."""
        return tuple(Text(source.text) for source in self.article.sources)

    @cached_property
    def references(self) -> tuple[Text, ...]:
        """The references that fit the profile; a reference without a profile fits every one."""
        return tuple(Text(r.text) for r in self.article.references if r.profile in (None, self.profile))

    @cached_property
    def index(self) -> Index:
        """All source sentences, searchable."""
        return Index(self.sources, [source.id for source in self.article.sources])

    @cached_property
    def cast(self) -> Cast:
        """Everybody and everything that the sources name."""
        headings = (h for s in self.article.sources for h in (s.title, s.publisher) if h)
        return Cast(self.sources, (*headings, *filter(None, [self.article.title])))

    @cached_property
    def currencies(self) -> frozenset[str]:
        """The words that the sources use for money."""
        return frozenset(word for text in self.sources for word in find_currencies(text.value))

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """For each source its facts, dates resolved against the day on which it was published."""
        return tuple(
            Facts(text, dateline=parse_day(source.published), cast=self.cast, currencies=self.currencies)
            for text, source in zip(self.sources, self.article.sources, strict=True)
        )

    @cached_property
    def places(self) -> Places:
        """Where each word stands in the sources."""
        places: dict[str, list[tuple[Sequence[str], int]]] = defaultdict(list)
        for source in self.sources:
            words = [word.norm for word in source.words]
            for position, word in enumerate(words):
                places[word].append((words, position))
        return dict(places)

    @cached_property
    def source_weights(self) -> tuple[dict[str, float], ...]:
        """For each source, its content stems and their weight."""
        return tuple(self._weights(text) for text in self.sources)

    @cached_property
    def reference_weights(self) -> tuple[dict[str, float], ...]:
        """For each reference, its content stems and their weight."""
        return tuple(self._weights(text) for text in self.references)

    def _weights(self, text: Text) -> dict[str, float]:
        stems = dict.fromkeys(s for sentence in text.sentences for s in sentence.stems if s not in STOPWORDS)
        if not self.sources:
            return dict.fromkeys(stems, 1.0)
        return {stem: self.index.idf(stem) for stem in stems}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Normal forms of every word that the sources, their titles and their publishers hold."""
        words = {word.norm for text in self.sources for word in text.words}
        for source in self.article.sources:
            words |= {word.norm for word in Text(f"{source.title or ''}\n{source.publisher or ''}").words}
        return frozenset(words | {word.norm for word in Text(self.article.title or "").words})


@dataclass(frozen=True)
class Claim:
    """A sentence of the summary that says something about the event, and what the sources hold for it.

    `part` is the part of the story that it stands in; `windows` has the best window of each source, None where the
    source shares no word with it; `best` is the one with the most support.
    """

    sentence: Sentence
    part: Kind
    windows: tuple[Window | None, ...]
    best: Window | None

    @property
    def start(self) -> int:
        """Offset in the summary."""
        return self.sentence.start

    @property
    def end(self) -> int:
        """Offset in the summary, half-open."""
        return self.sentence.end

    @property
    def text(self) -> str:
        """The sentence as written."""
        return self.sentence.text

    @property
    def support(self) -> float:
        """Support by the best window, 0–1."""
        return self.best.support if self.best else 0.0


class Case:
    """One summary of one article, ready to be scored.

    `written` is the summary as it came, which the parts of the story are cut from; `summary` is what a reader sees of
    it, with tags and entities blanked out and every offset kept.
    """

    def __init__(self, subject: Subject, summary: str) -> None:
        self.subject = subject
        self.written = summary
        self.summary = Text(readable(summary))

    @property
    def article(self) -> Article:
        """The article that the summary is about."""
        return self.subject.article

    @cached_property
    def story(self) -> Story:
        """The parts of the summary."""
        return parse_story(self.written)

    @cached_property
    def claims(self) -> tuple[Sentence, ...]:
        """The sentences that say something about the event: no bylines, dates, subheads, notices or furniture."""
        return tuple(
            sentence
            for part in self.story.claims()
            for sentence in self.summary.clip(part.body, part.end)
            if sentence.words
        )

    @cached_property
    def aligned(self) -> tuple[Claim, ...]:
        """The claims with the windows of every source that support them best."""
        claims = []
        for part in self.story.claims():
            for sentence in self.summary.clip(part.body, part.end):
                if sentence.terms:
                    windows = self.subject.index.windows(sentence)
                    claims.append(Claim(sentence, part.kind, windows, best(windows)))
        return tuple(claims)

    @cached_property
    def dateline(self) -> dt.date | None:
        """The day that the story gives as its own; else the day of the article, or of its latest source."""
        for part in self.story.of("date", "dateline"):
            days = [mention.day for mention in find_dates(part.text, None) if mention.precision == "day"]
            if days and days[0]:
                return days[0]
        published = [parse_day(source.published) for source in self.article.sources]
        return parse_day(self.article.published) or max((day for day in published if day), default=None)

    @cached_property
    def facts(self) -> Facts:
        """The facts of the summary, dates resolved against its dateline."""
        subject = self.subject
        return Facts(self.summary, dateline=self.dateline, cast=subject.cast, currencies=subject.currencies)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words of the summary."""
        return frozenset(stem for sentence in self.summary.sentences for stem in sentence.stems)
