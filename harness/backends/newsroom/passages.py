"""What `newsroom` may tell: passages of the sources that can stand in another story and stay true.

A passage is a source sentence, or several where a quotation runs over them. It is told only where it says who and when
by itself: no pronoun without its name, no quotation without its speaker, no “on Tuesday” that another dateline would
turn into another day. Passages about an older event are marked, so that nobody takes them for this one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from harness.backends.newsroom.people import CAPITAL, SAY, People
from harness.backends.newsroom.telling import QUOTED, spell_out
from harness.facts.dates import DateMention, find_dates, parse_day
from harness.facts.names import find_names
from harness.text import Sentence, Text
from harness.types import Article

_DATELINE = re.compile(r"[A-Z][A-Z’' -]{2,30}\b[^.–—]{0,60}?\s[–—-]\s(?=\S)")
_MARKUP = re.compile(r"^(?:[#>*•‣–—_|-]+\s*|\d{1,2}[.)]\s+)+|[*_]+$")
# openings that lean on the sentence before
_LEANING = re.compile(
    r"(?:And|But|Or|So|Nor|Yet|Still|Then|Also|Too|Thus|Hence|However|Therefore|Meanwhile|Instead|Otherwise|Nevertheless"
    r"|Neither|Both|Either|Each|Another|Others|Such|That|This|These|Those|There|Here|He|She|It|They|His|Her|Its|Their|Him"
    r"|Them|Without|Asked|As well|Even|Only|Afterwards|Later|Earlier|Again|Once|Outside|Inside"
    r"|(?:In|By|Since|Back) (?:that|then)|One(?! of the (?:most|largest|biggest|best|country|world|city))"
    r"|The (?:first|second|third|others?|latter|pair|same|company|firm|group|union|man|woman|page|letter|entry|box|order"
    r"|notice|paper|document|figure|number|sum|step|move|switch|change|report|ruling|rest|exercise|session|doctor"
    r"|professor|service|board|fund|offer|deal|price|total|result|promise|record|log|(?:\w+ )?(?:two|three|four)))\b"
    r"|[“\"‘]?(?:Back then|In those days)|[^,]{0,20}\bones\b|[^,]{0,40}\bof (?:them|these|those|the (?:two|three|four))\b"
    r"|(?:At|On|In|By|After|Before|During|With|For|From|As|When)\b[^“”]*?, (?:it|they|he|she|this|that)\b"
)
_NUMERAL = re.compile(r"(?:\d|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|\w+teen|\w+ty)\b)")
_PRONOUN = re.compile(r"(?:He|She|It|They|His|Her|Its|Their)\b")
_EARLY_ITS = re.compile(
    r"(?:\S+\s+){0,5}(?:its|their|it|they|them)\b"
    r"|(?:\S+\s+){0,11}there\b(?! (?:is|was|were|are|had|has|will|can|could)\b)|(?:(?!\w{4,}s\b).)*\bthem\b"
)
# words, anywhere outside quotations, that point out of the sentence or to the paper that printed it
_ELSEWHERE = re.compile(
    r"\b(?:our|us|we|my|I|here|as well|(?:did|do|done) so|this (?:newspaper|paper|village|town|city|station)"
    r"|th(?:at|is) (?:number|figure|total|account|claim|sum|suggestion|finding|version|view|step|decision|time|way"
    r"|attempt)|(?:all|any|none) of them|(?:that|both)(?=[.,;])|(?:of|for) it|such (?!as\b)|it was (?:he|she|they)"
    r"|called that|(?:of|in|at|to|for|from|with|on|by|about) that (?!would|was|is|of|were|had|will|has)\w+"
    r"|(?:confirm|deny|confirmed|denied|rejected|welcomed) (?:it|that))\b"
)
_HE = re.compile(rf"\b(?:he|she|him|his|her|hers|(?:they|it) {SAY}(?=[.,;]))\b", re.IGNORECASE)
_BEFORE_SIDE_YEAR = re.compile(
    r"(?:since|from|until|between|than in|built in|opened in|founded in|introduced in|and|to|till|by|in the|the) $",
    re.I,
)
_OLD_YEARS = 2
_LEAD_IN = 14  # words
_MIN_WORDS, _MAX_WORDS = 5, 60


@dataclass(frozen=True)
class Passage:
    """Words of one source, as the story may tell them."""

    source: int
    position: int
    """Number of its first sentence in the source."""
    original: str
    told: str
    """With days spelled out and without its line breaks."""
    tellable: bool
    """Whether it is a whole sentence whose dates are right in the story."""
    leans: bool
    """Whether it is only understood behind what stood before it."""
    old: bool
    """Whether it is about an older event."""
    dates: tuple[DateMention, ...]
    joined: bool = False
    """Whether it is made of a leaning passage and those before it that it leans on."""

    @property
    def stands(self) -> bool:
        """Whether it can be told on its own."""
        return self.tellable and not self.leans

    @property
    def sentence(self) -> Sentence:
        """The original as a sentence of its own."""
        return Sentence(0, len(self.original), self.original)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.told.split())

    @cached_property
    def outside(self) -> str:
        """The original without what stands in quotation marks."""
        return QUOTED.sub("“”", self.original)

    @property
    def quotes(self) -> bool:
        """Whether at least four words of it are quoted."""
        return any(len(match.group().split()) >= 4 for match in QUOTED.finditer(self.original))


class Run(NamedTuple):
    """One or more sentences that a quotation holds together, where they stand."""

    source: int
    paragraph: int
    position: int
    text: str


class Desk:
    """All passages of an article, its days and its people."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.days = [parse_day(source.published) for source in article.sources]
        self.day = max((day for day in self.days if day), default=parse_day(article.published))
        """The day of the story: that of its newest source."""
        self.order = _by_publication(article)
        """Source number -> its place among the sources by time of publication, oldest first, undated ones before."""
        runs = [run for number, source in enumerate(article.sources) for run in _runs(Text(source.text), number)]
        self.people = People([run.text for run in runs])
        dates = [tuple(find_dates(run.text, self.days[run.source])) for run in runs]
        self.strange: frozenset[str] = frozenset()
        """Names that belong to an older event only."""
        old = self._old(runs, dates)
        singles = [self._passage(*parts) for parts in zip(runs, dates, old, strict=True)]
        self.passages = [*singles, *_joined(runs, singles)]

    def with_publisher(self, text: str, number: int) -> str:
        """“The Courier” of a source that is the Harbour Courier becomes “the Harbour Courier”."""
        publisher = re.sub(r"^[Tt]he ", "", self.article.sources[number].publisher or "")
        last = publisher.split()[-1] if len(publisher.split()) > 1 else ""
        if not last or publisher in text:
            return text
        return re.sub(rf"\b([Tt])he {re.escape(last)}\b(?! [A-Z])", lambda m: f"{m[1]}he {publisher}", text)

    def is_old(self, text: str) -> bool:
        """Whether a title is about an older event: it names its year, or a name that belongs to it only."""
        mentions = find_dates(text, self.day)
        return self._old_dated(text, mentions) or self._names_strangers(text)

    def _passage(self, run: Run, mentions: tuple[DateMention, ...], old: bool) -> Passage:
        spelled = spell_out(run.text, mentions, self.days[run.source], self.day)
        whole = (
            _MIN_WORDS <= len(run.text.split()) <= _MAX_WORDS and run.text[-1] in '.!”"’' and not _unclosed(run.text)
        )
        told = self.with_publisher(spelled or run.text, run.source)
        tellable = whole and spelled is not None
        return Passage(run.source, run.position, run.text, told, tellable, self._leans(run.text), old, mentions)

    def _leans(self, text: str) -> bool:
        outside = QUOTED.sub("“”", text)
        number = _NUMERAL.match(text) and re.match(
            r"\S+(?: (?:thousand|hundred))? (?:was|were|are|have|had|more)\b", text
        )
        if _LEANING.match(text) or _EARLY_ITS.match(outside) or _ELSEWHERE.search(outside) or number:
            return True
        pronoun = _HE.search(outside)
        if not self.people.clear(outside) or (pronoun and not self.people.named(outside[: pronoun.start()])):
            return True
        speaker = re.search(rf"\b{SAY}\b", outside) and self.people.named(outside)
        return "“”" in outside and not speaker

    def _old(self, runs: Sequence[Run], dates: Sequence[tuple[DateMention, ...]]) -> list[bool]:
        """Which runs tell of an older event: those dated years before, what follows them until the story's own names
        return in a new paragraph or with a day of its own, and all with a name that only such runs know.
        """
        dated = [self._old_dated(run.text, mentions) for run, mentions in zip(runs, dates, strict=True)]
        names = [{word for name in find_names(Text(run.text)) for word in _names(name.text)} for run in runs]
        where: dict[str, set[int]] = {}
        for run, old, own in zip(runs, dated, names, strict=True):
            for name in own if not old else ():
                where.setdefault(name, set()).add(run.source)
        enough = min(2, len(self.article.sources))
        core = {name for name, sources in where.items() if len(sources) >= enough}
        core |= {word.norm for source in self.article.sources for word in Text(source.publisher or "").words}
        # a short sentence in front of an older event's in its paragraph leads over to it
        leads = [
            after[:2] == run[:2] and is_old and len(run.text.split()) < _LEAD_IN
            for run, after, is_old in zip(runs, runs[1:], dated[1:], strict=False)
        ]
        common = {word for run in runs for word in re.findall(r"\b[a-z]+\b", run.text)}
        strange = {name for old, own in zip(dated, names, strict=True) if old for name in own}
        strange |= {name for run, lead in zip(runs, leads, strict=False) if lead for name in _names(run.text) - common}
        self.strange = frozenset(strange - core)
        result: list[bool] = []
        for i, run in enumerate(runs):
            before = runs[i - 1] if i and runs[i - 1].source == run.source else None
            dates_itself = any(m.certain for m in dates[i]) or (before and before.paragraph != run.paragraph)
            leans = _LEANING.match(run.text) or re.search(
                r"\bthat (?:day|year|spring|summer|autumn|winter)\b", run.text
            )
            follows = before is not None and result[-1] and (leans or not dates_itself or not _names(run.text) & core)
            result.append(bool(dated[i] or follows or self._names_strangers(run.text)))
        return result

    def _names_strangers(self, text: str) -> bool:
        return bool(_names(text) & self.strange)

    def _old_dated(self, text: str, mentions: Sequence[DateMention]) -> bool:
        return self.day is not None and any(
            mention.day is not None
            and self.day.year - mention.day.year >= _OLD_YEARS
            and not (mention.precision == "year" and _BEFORE_SIDE_YEAR.search(text[: mention.start]))
            for mention in mentions
        )


def _names(text: str) -> set[str]:
    """Normal forms of its capitalised words, the first one too."""
    return {re.sub(r"['’]s?$", "", word).casefold() for word in re.findall(CAPITAL, text)}


def _joined(runs: Sequence[Run], singles: Sequence[Passage]) -> Iterator[Passage]:
    """Leaning passages behind those of their paragraph that they lean on."""
    for i, passage in enumerate(singles):
        first = i
        while first and singles[first].leans and runs[first - 1][:2] == runs[i][:2]:
            first -= 1
        parts = singles[first : i + 1]
        whole = not parts[0].leans and all(part.tellable and not part.old for part in parts)
        if whole and _PRONOUN.match(passage.original) and sum(part.words for part in parts) <= _MAX_WORDS:
            original, told = (" ".join(getattr(part, name) for part in parts) for name in ("original", "told"))
            yield Passage(passage.source, parts[0].position, original, told, True, False, False, passage.dates, True)


def _runs(text: Text, source: int) -> Iterator[Run]:
    pending: list[Sentence] = []
    paragraph = last_end = 0
    for position, sentence in enumerate(text.sentences):
        if re.search(r"[\r\n]", text.value[last_end : sentence.start]):
            if pending:  # a quotation that its paragraph does not close
                yield _run(text, pending, source, paragraph, position)
            pending = []
            paragraph += 1
        pending.append(sentence)
        last_end = sentence.end
        if not _unclosed(text.value[pending[0].start : sentence.end]):
            yield _run(text, pending, source, paragraph, position + 1)
            pending = []
    if pending:
        yield _run(text, pending, source, paragraph, len(text.sentences))


def _run(text: Text, sentences: Sequence[Sentence], source: int, paragraph: int, end: int) -> Run:
    value = " ".join(text.value[sentences[0].start : sentences[-1].end].split())
    position = end - len(sentences)
    dateline = _DATELINE.match(value) if position == 0 else None
    cleaned = _MARKUP.sub("", value[dateline.end() :] if dateline else value)
    return Run(source, paragraph, position, cleaned or value)


def _unclosed(text: str) -> bool:
    if text.count("“") != text.count("”") or text.count('"') % 2:
        return True
    depth = 0
    for mark in re.finditer(r"(?<!\w)‘|’(?!\w)", text):
        depth = depth + 1 if mark.group() == "‘" else max(0, depth - 1)
    return depth > 0


def _by_publication(article: Article) -> dict[int, int]:
    times = []
    for source in article.sources:
        time = dt.datetime.fromisoformat(source.published) if source.published else dt.datetime.min
        times.append(time if time.tzinfo else time.replace(tzinfo=dt.UTC))
    order = sorted(range(len(times)), key=lambda n: (times[n], n))
    return {n: place for place, n in enumerate(order)}
