"""Faults in names: a known one in the wrong place, one from another story, two that change places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.faults import places
from harness.faults.edits import Edit, Editing, Maker, pick
from harness.types import Article

_SWAPPED = ("name.*", "role.swapped", "event.merged", "quote.misattributed")
_KINDS = ("person", "organisation")
"""Places may lie in one another, so that the wrong one may be right."""
# between two names that may be joined, so that changing them says the same
_SYMMETRIC = re.compile(r"\b(?:and|or|with|between|both|met|of|in|at|near|for)\b|^,? ?$|[“”\"]")


def new_name(name: Name, entities: Iterable[Entity], refused: str) -> Iterator[str]:
    """Names of the same kind, as full or as short as `name`, that share no word with it or with `refused`."""
    taken = places.words_of(refused) | places.words_of(name.text)
    initials = "".join(word[0] for word in name.words).lower()
    for entity in entities:
        words = entity.text.split()
        plain = len(entity.text) > 3 and not entity.text.isupper() and words[-1][:1].isupper()
        if entity.kind != name.kind or not entity.mentions or not plain:
            continue
        short = name.kind == "person" and len(name.text.split()) == 1
        new = words[-1] if short else entity.text
        alike = initials == entity.text.lower() or name.text.lower() == "".join(w[0] for w in words).lower()
        if not alike and not places.words_of(entity.text) & taken:
            yield new


@dataclass(frozen=True)
class NameSwapped(Editing):
    """Another person or organisation of the sources, of whom no source says anything of the kind, in place of a name."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _SWAPPED

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every name whose kind is known."""
        for name in places.names(case):
            if name.kind in _KINDS:
                yield partial(_swap, case, name)


def _definite(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].lower() == "the "


def _article_fits(case: Case, name: Name, article: Article, entities: Iterable[Entity]) -> list[Entity]:
    """Those of `entities` that stand with "the" in their sources as `name` does in the summary, or without as it does."""
    definite = _definite(case.summary.value, name.start)
    first = [(e, e.mentions[0]) for e in entities if e.mentions]
    return [e for e, m in first if _definite(article.sources[m.source].text, m.name.start) == definite]


def _swap(case: Case, name: Name, rng: np.random.Generator) -> Edit | None:
    sentence = places.sentence_at(case, name.start)
    refused = f"{sentence.text}\n{places.near(case, name.start)}"
    entities = _article_fits(case, name, case.article, places.cast_of(case.article).entities)
    new = pick(rng, list(new_name(name, entities, refused)))
    return Edit(name.start, name.end, new) if new else None


@dataclass(frozen=True)
class NameNovel(Editing):
    """A name out of another article of the set, of which no word stands in the sources, in place of a name."""

    strict: ClassVar[bool] = True
    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _SWAPPED

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every name whose kind is known."""
        for name in places.names(case):
            before = case.summary.value[max(0, name.start - 4) : name.start]
            # “a Danish ship” is no place to write a town
            if name.kind != "other" and not (name.kind == "place" and re.search(r"\b[Aa]n? $", before)):
                yield partial(_novel, case, name, others)


def _novel(case: Case, name: Name, others: Sequence[Article], rng: np.random.Generator) -> Edit | None:
    refused = f"{case.summary.value}\n{places.source_text(case)}"
    for i in rng.permutation(len(others)).tolist():
        entities = _article_fits(case, name, others[i], places.cast_of(others[i]).entities)
        new = pick(rng, list(new_name(name, entities, refused)))
        if new:
            return Edit(name.start, name.end, new)
    return None


@dataclass(frozen=True)
class RolesSwapped(Editing):
    """Two people or organisations of one sentence change places: who did it, and to whom."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _SWAPPED

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Neighbouring names of one kind with a verb between them, in places that are not the same to either."""
        text = case.summary.value
        for one, other in pairwise(places.names(case)):
            between = text[one.end : other.start]
            same = places.sentence_at(case, one.start) == places.sentence_at(case, other.start)
            if not same or one.kind != other.kind or one.kind not in _KINDS or _SYMMETRIC.search(between):
                continue
            if places.words_of(one.text) & places.words_of(other.text):
                continue
            swapped = f"{other.text}{between}{one.text}"
            if places.free(case, one.start, other.end) and swapped not in places.source_text(case):
                yield partial(_whole, one.start, other.end, swapped)


def _whole(start: int, end: int, new: str, rng: np.random.Generator) -> Edit:
    return Edit(start, end, new)
