"""Rules of the timeline: there, dated, ascending, in the right years, without holes, each entry borne out by a source.

Dates are resolved against the story's own; what the sources date is read from them, theirs resolved against the day
on which each was published.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from harness.align import Window
from harness.case import Case, Claim, Subject, per_article
from harness.facts.dates import MONTHS, WEEKDAYS, DateMention, find_dates, long_date
from harness.facts.lexicon import parts_of_speech, relation
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, broken, counted, span
from harness.metrics.structure.vocabulary import unheard
from harness.story import Part
from harness.text import STOPWORDS, Word, stem

_HELD = 0.35  # share of an entry, by the weight of its words, that some passage must hold
_LITTLE = 0.35  # support under which an entry may tell what no source tells
_STRANGE = 2  # words of which no source has anything like
_WEEK = 7  # days; where none of the entries lies so near, the timeline stops short of the story's own day
_DATED = 0.5  # share of an entry, by the weight of its words, that a dated clause holds
_FEW = 4  # content words; fewer may all be said otherwise


_CALENDAR = re.compile(rf"\d|{'|'.join((*(month[:3] for month in MONTHS), *WEEKDAYS))}|day|week|month|year")


_FEAST = re.compile(
    r"\b(?:Easter|Christmas|New Year|Ramadan|Eid|Passover|Diwali|Pentecost|Whitsun|Thanksgiving|of the week"
    r"|weeks? (?:ago|earlier|before)|(?:eve|morning|day|night) (?:before|after) the)\b"
)
_TOLD_THEN = re.compile(
    r"\b(?:said|says|told|accounts?|announc\w+|report\w*|statement|confirm\w*|conce\w+|admit\w*|reveal\w*|publish\w*|emerg\w*|disagree\w*|differ\w*|disput\w*|quarrel\w*|contradict\w*|clash\w*|argue\w*)\b",
    re.I,
)


class Entry(NamedTuple):
    """An entry with the day that it means: None where it has no date, or one that cannot be resolved."""

    part: Part
    mention: DateMention | None

    @property
    def day(self) -> dt.date | None:
        """The first day of what its date means."""
        return self.mention.day if self.mention else None


_ENTRIES: WeakKeyDictionary[Case, list[Entry]] = WeakKeyDictionary()


def entries(case: Case) -> list[Entry]:
    """The entries of the timeline."""
    kept = _ENTRIES.get(case)
    if kept is not None:
        return kept
    found = []
    for part in case.story.of("timeline"):
        dates = find_dates(part.date, case.dateline) if part.date else []
        found.append(Entry(part, dates[0] if dates else None))
    _ENTRIES[case] = found
    return found


def missing(case: Case) -> Outcome:
    """The story has a timeline."""
    return KEPT if case.story.of("timeline") else broken(Breach("The story has no timeline."))


def undated(case: Case) -> Outcome:
    """Every entry begins with a date."""
    parts = case.story.of("timeline")
    sections = {part.section for part in parts if part.section}
    bare = [part for part in parts if part.date is None or not _CALENDAR.search(part.date)]
    beside = case.story.of("bullet", "paragraph") if sections else []
    bare += [p for p in beside if p.section in sections and not p.text.rstrip().endswith(":")]
    breaches = [Breach("This timeline entry begins with no date.", span(part)) for part in bare]
    return counted(breaches, max(len(parts), len(bare))) if parts else SILENT


def order(case: Case) -> Outcome:
    """The entries ascend; where one date is less precise than the other, as far as that tells."""
    known = [entry for entry in entries(case) if entry.day]
    breaches = []
    for before, entry in itertools.pairwise(known):
        if _later(before, entry):
            message = f"This entry ({_shown(entry)}) stands behind a later one ({_shown(before)})."
            breaches.append(Breach(message, span(entry.part), (), None, entry.part.date))
    return counted(breaches, max(1, len(known) - 1)) if known else SILENT


def _later(one: Entry, other: Entry) -> bool:
    if one.mention is None or other.mention is None or one.day is None or other.day is None:
        return False
    level = max((one.mention.precision, other.mention.precision), key=["day", "month", "year", "vague"].index)
    depth = {"day": 3, "month": 2, "year": 1, "vague": 0}[level]
    return one.day.timetuple()[:depth] > other.day.timetuple()[:depth]


def year(case: Case) -> Outcome:
    """No entry lies in a year that the sources do not give it, nor behind the story's own day without their word."""
    found = [entry for entry in entries(case) if entry.day]
    breaches = [
        Breach(message, span(entry.part), (), None, entry.part.date)
        for entry in found
        if (message := _year(case, entry))
    ]
    return counted(breaches, len(found))


def _year(case: Case, entry: Entry) -> str:
    day, mention, story = entry.day, entry.mention, case.dateline
    if day is None or mention is None or mention.form != "absolute":
        return ""
    known, sure = _named(case.subject)
    if any(_within(day, mention, other) for other in known):
        return ""
    whole = mention.precision == "day"
    others = sorted({other.year for other in sure if (other.month, other.day) == (day.month, day.day)})
    told = day.year in {other.year for other in sure}
    if whole and others and day.year not in others and not told:
        return f"The sources have this day in {others[-1]}, not in {day.year}."
    if story is not None and day > story:
        return f"This lies behind the story's own day, {long_date(story)}, and no source names it."
    if whole and known and story is not None and day.year < story.year and not told:
        return f"No source dates anything to {day.year}; the story is of {story.year}."
    return ""


def _within(day: dt.date, mention: DateMention, other: dt.date) -> bool:
    depth = {"day": 3, "month": 2, "year": 1, "vague": 0}[mention.precision]
    return day.timetuple()[:depth] == other.timetuple()[:depth]


@per_article
def _named(subject: Subject) -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    """The days that the sources name or were published on: all, and those of which the year is beyond doubt."""
    published = {facts.dateline for facts in subject.facts if facts.dateline}
    named = [m for facts in subject.facts for m in facts.dates if m.day and m.precision != "vague"]
    fine = {m.day for m in named if m.day and m.precision in ("day", "month")}
    return frozenset(fine | published), frozenset({m.day for m in named if m.day and m.certain} | published)


def gap(case: Case, *, max_days: int, min_share: float) -> Outcome:
    """The timeline skips neither the day that the lede dates nor one to which this share of the sources, two at least, do.

    A day counts from the first entry to the story's own day, where no entry lies within `max_days` of it.
    """
    days = [entry.day for entry in entries(case) if entry.day and entry.mention and entry.mention.precision == "day"]
    story = case.dateline
    if not days or story is None:
        return SILENT
    least = max(2, min_share * len(case.subject.sources))
    wanted = {day for day, sources in _event_days(case.subject).items() if len(sources) >= least and day > min(days)}
    near = {day for day in wanted if _near(day, days, max_days)}
    skipped = {day for day in wanted - near if day <= story}
    skipped |= {day for day in _of_lede(case) - set(days) if day < story or not _near(day, days, _WEEK)}
    breaches = [
        Breach(f"The timeline says nothing of {long_date(day)}.", None, (), long_date(day)) for day in sorted(skipped)
    ]
    return counted(breaches, max(len(days), len(breaches)))


def _near(day: dt.date, days: Sequence[dt.date], most: int) -> bool:
    """Whether one of `days` lies so near."""
    return min(abs((day - other).days) for other in days) <= most


def _of_lede(case: Case) -> set[dt.date]:
    """The days to which the lede dates what happened."""
    ledes = case.story.of("lede")[:1]
    return {
        dated.mention.day
        for part in ledes
        for dated in case.facts.dated
        if isinstance(dated.mention, DateMention) and part.start <= dated.mention.start < part.end
        and dated.mention.day and dated.mention.precision == "day" and dated.mention.certain and not dated.said
        and not dated.quoted and case.dateline and dated.mention.day <= case.dateline
        and (dated.mention.day < case.dateline or not _TOLD_THEN.search(case.summary.value, dated.start, dated.end))
    }  # fmt: skip


@per_article
def _event_days(subject: Subject) -> dict[dt.date, frozenset[int]]:
    """The days to which the sources date what happened, and which sources do."""
    found: defaultdict[dt.date, set[int]] = defaultdict(set)
    for number, facts in enumerate(subject.facts):
        for dated in facts.dated:
            mention = dated.mention
            sure = isinstance(mention, DateMention) and mention.precision == "day" and mention.certain
            if sure and isinstance(mention, DateMention) and mention.day and not (dated.said or dated.quoted):
                found[mention.day].add(number)
    return {day: frozenset(sources) for day, sources in found.items()}


def unsupported(case: Case) -> Outcome:
    """Each entry tells what a source tells, and of that day."""
    parts = case.story.of("timeline")
    if not parts or not any(text.words for text in case.subject.sources):
        return SILENT
    claims = [claim for claim in case.aligned if claim.part == "timeline"]
    breaches = []
    for part in parts:
        mine = [claim for claim in claims if part.start <= claim.start < part.end]
        if any(_loose(case, claim) for claim in mine):
            breaches.append(Breach("No source bears out this entry of the timeline.", span(part)))
        elif _unknown_day(case, part):
            breaches.append(Breach(f"No source dates anything to {part.date}.", span(part), (), None, part.date))
        elif (day := _dated_otherwise(case, part, mine)) is not None:
            message = f"The sources date this to {long_date(day)}."
            breaches.append(Breach(message, span(part), (), long_date(day), part.date))
    return counted(breaches, len(parts))


def _dated_otherwise(case: Case, part: Part, claims: Sequence[Claim]) -> dt.date | None:
    """The day to which the sources date what an entry tells, where that is not its own and they date nothing to that."""
    entry = next((e for e in entries(case) if e.part is part), None)
    if entry is None or entry.day is None or entry.mention is None or entry.mention.precision != "day":
        return None
    known, _ = _named(case.subject)
    if not claims or any((entry.day.month, entry.day.day) == (day.month, day.day) for day in known):
        return None
    idf = case.subject.index.idf
    mine = {w.stem: idf(w.stem) for claim in claims for w in claim.sentence.words if w.norm not in STOPWORDS}
    held = [
        (sum(weight for stem, weight in mine.items() if stem in dated.near), dated.mention.day)
        for facts in case.subject.facts
        for dated in facts.dated
        if isinstance(dated.mention, DateMention) and dated.mention.day and dated.mention.precision == "day"
    ]
    most, day = max(held, key=lambda pair: pair[0], default=(0.0, None))
    return day if most >= _DATED * sum(mine.values()) else None


def _unknown_day(case: Case, part: Part) -> bool:
    """Whether an entry is dated to a day that no source names, was published on or counts up to."""
    entry = next((e for e in entries(case) if e.part is part), None)
    if entry is None or entry.day is None or entry.mention is None or entry.mention.precision != "day":
        return False
    known, _ = _named(case.subject)
    day = entry.day
    named = any((day.month, day.day) == (other.month, other.day) for other in known)
    return bool(known) and not named and _all_named(case.subject)


@per_article
def _all_named(subject: Subject) -> bool:
    """Whether the days of the sources can all be read: none hangs on a feast, or on a week that is not named."""
    return not any(_FEAST.search(text.value) for text in subject.sources)


def _loose(case: Case, claim: Claim) -> bool:
    """Whether the passages nearest to an entry hold too little of it, in its words or in others."""
    words = [w for w in claim.sentence.words if w.norm not in STOPWORDS and w.norm.isalpha()]
    if len(words) < _FEW or ";" in claim.text:
        return False
    strange = unheard(case, claim.sentence) if claim.support < _LITTLE else []
    if len(strange) >= _STRANGE:
        return True
    if not any("n" in parts_of_speech(word.norm) for word in strange):
        return False
    idf = case.subject.index.idf
    total = sum(idf(w.stem) for w in words)
    return max((_held(case, window, words) for window in claim.windows if window), default=0.0) < _HELD * total


def _held(case: Case, window: Window, words: Sequence[Word]) -> float:
    """The weight of the words that a passage and the sentences beside it hold."""
    sentences = case.subject.sources[window.source].sentences[max(0, window.first - 1) : window.last + 2]
    told = {w.norm for s in sentences for w in s.words} - STOPWORDS
    stems = {stem(norm) for norm in told}
    weights = case.subject.index.idf
    return sum(weights(w.stem) for w in words if w.stem in stems or any(_alike(w.norm, other) for other in told))


@lru_cache(maxsize=1 << 15)
def _alike(one: str, other: str) -> bool:
    return relation(one, other) in ("same", "synonym", "broader", "narrower")


def _shown(entry: Entry) -> str:
    return entry.part.date or ""
