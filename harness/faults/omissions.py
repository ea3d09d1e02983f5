"""Faults of leaving out: key facts, all that one source tells, and the parts that a story must have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.faults import places
from harness.faults.edits import Edit, Editing, Maker, Planted, apply
from harness.story import Kind
from harness.text import STOPWORDS, Sentence, Text
from harness.types import Article, Edited

_TOLD = 0.5  # share of a fact's content words from which a sentence tells it
_OWN = 1.3  # a sentence belongs to a source that shares so much more of it than the next one


def cut(text: str, start: int, end: int) -> Edit:
    """The edit that takes `start:end` out, with the space behind it, or with its line where nothing else is left."""
    line = text.rfind("\n", 0, start) + 1
    stop = (text + "\n").find("\n", end)
    rest = text[line:start] + text[end:stop]
    if not any(word.end - word.start > 2 for word in Text(rest.partition(":")[2] or rest).words):
        while stop < len(text) and text[stop] == "\n":
            stop += 1
        return Edit(line, stop, "")
    while end < stop and text[end] == " ":
        end += 1
    return Edit(start, end, "")


@dataclass(frozen=True)
class FactsDropped(Planted):
    """The sentences that tell a key fact, taken out; without key facts, those that share most with the sources."""

    drops: ClassVar[tuple[str, ...]] = ("coverage",)
    finds: ClassVar[tuple[str, ...]] = ("fact.missing", "content.*")

    def inject(self, case: Case, others: Sequence[Article], *, edits: int, rng: np.random.Generator) -> Edited | None:
        """The most important first: facts that are vital, and among them those that more sources tell."""
        order = sorted(case.article.key_facts, key=lambda fact: (fact.weight != "vital", -len(fact.sources)))
        groups = [_tellers(case, fact.text) for fact in order] if order else [[s] for s in _central(case)]
        gone: dict[tuple[int, int], Sentence] = {}
        done = 0
        for tellers in groups:
            fresh = [s for s in tellers if (s.start, s.end) not in gone]
            if not fresh:
                continue
            gone |= {(s.start, s.end): s for s in fresh}
            done += 1
            if done == edits:
                return _without(case, list(gone.values())) if len(gone) < len(places.prose(case)) else None
        return None


def _tellers(case: Case, fact: str) -> list[Sentence]:
    wanted = frozenset(word.stem for word in Text(fact).words) - STOPWORDS
    return [s for s in places.prose(case) if len(wanted & places.content(s)) >= _TOLD * max(1, len(wanted))]


def _central(case: Case) -> list[Sentence]:
    sources = [frozenset(stem for s in places.sentences_of(x.text) for stem in s.stems) for x in case.article.sources]
    return sorted(places.prose(case), key=lambda s: -sum(len(places.content(s) & source) for source in sources))


def _without(case: Case, sentences: Sequence[Sentence]) -> Edited:
    edits: list[Edit] = []
    text = case.summary.value
    for s in sorted(sentences, key=lambda s: s.start):
        edit = cut(text, s.start, s.end)
        if edits and edit.start < edits[-1].end:
            edit = edit._replace(start=edits[-1].end, end=max(edit.end, edits[-1].end))
        edits.append(edit)
    return apply(text, edits)


@dataclass(frozen=True)
class SourceDropped(Planted):
    """Every sentence taken out that tells what one source tells, and no other so fully."""

    drops: ClassVar[tuple[str, ...]] = ("coverage",)
    finds: ClassVar[tuple[str, ...]] = ("source.*", "fact.missing", "content.*")
    max_edits: ClassVar[int] = 1

    def inject(self, case: Case, others: Sequence[Article], *, edits: int, rng: np.random.Generator) -> Edited | None:
        """The source is drawn among those that have such sentences."""
        groups = [group for group in _by_source(case) if group]
        told = len(places.prose(case))
        groups = [group for group in groups if len(group) < told]
        return (
            _without(case, groups[int(rng.integers(len(groups)))]) if groups and len(case.article.sources) > 1 else None
        )


def _by_source(case: Case) -> list[list[Sentence]]:
    groups: list[list[Sentence]] = [[] for _ in case.article.sources]
    for sentence in places.prose(case):
        mine = places.content(sentence)
        shares = [
            max((len(mine & places.content(s)) for s in places.sentences_of(source.text)), default=0)
            for source in case.article.sources
        ]
        first, second = ([*sorted(shares, reverse=True), 0])[:2]
        if first >= 2 and first >= _OWN * second:
            groups[shares.index(first)].append(sentence)
    return groups


@dataclass(frozen=True)
class _PartRemoved(Editing):
    """A part of the story taken out, all of it."""

    drops: ClassVar[tuple[str, ...]] = ("structure",)
    max_edits: ClassVar[int] = 1
    kind: ClassVar[Kind]

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The parts of the kind, together."""
        parts = case.story.of(self.kind)
        if parts:
            edits = [cut(case.summary.value, part.start, part.end) for part in parts]
            yield partial(_together, edits)


def _together(edits: Sequence[Edit], rng: np.random.Generator) -> Edit:
    return edits[0]._replace(also=tuple(edits[1:]))


@dataclass(frozen=True)
class DatelineRemoved(_PartRemoved):
    """The date line taken out."""

    finds: ClassVar[tuple[str, ...]] = ("date.missing", "dateline.*")
    kind: ClassVar[Kind] = "date"


@dataclass(frozen=True)
class LedeRemoved(_PartRemoved):
    """The lede taken out."""

    finds: ClassVar[tuple[str, ...]] = ("lede.*",)
    kind: ClassVar[Kind] = "lede"


@dataclass(frozen=True)
class DisclaimerRemoved(_PartRemoved):
    """The disclaimer taken out."""

    finds: ClassVar[tuple[str, ...]] = ("disclaimer.missing",)
    kind: ClassVar[Kind] = "disclaimer"
