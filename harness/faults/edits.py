"""Edits of a text: how they are drawn, applied, and where they stand afterwards. What every fault is made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from harness.case import Case
from harness.types import Article, Edited, FaultRole, Span


class Edit(NamedTuple):
    """`new` in place of `start:end`; `also` are the further changes that belong to it and get no span of their own."""

    start: int
    end: int
    new: str
    also: tuple[Edit, ...] = ()

    @property
    def changes(self) -> tuple[Edit, ...]:
        """The edit and what belongs to it."""
        return (self, *self.also)


Maker = Callable[[np.random.Generator], Edit | None]
"""Makes the edit of one place; None where it finds nothing that is certain."""


class Planted:
    """What a fault says of itself, where it does not say otherwise."""

    role: ClassVar[FaultRole] = "fault"
    strict: ClassVar[bool] = False
    drops: ClassVar[tuple[str, ...]] = ()
    finds: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)
    max_edits: ClassVar[int] = 3


class Editing(Planted, ABC):
    """A fault that edits places of the summary, one place an edit. Subclasses are frozen dataclasses."""

    @abstractmethod
    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """What can be edited, in order of place."""

    def inject(self, case: Case, others: Sequence[Article], *, edits: int, rng: np.random.Generator) -> Edited | None:
        """`edits` edits at places drawn by `rng`; those of fewer edits are among those of more."""
        makers = list(self.places(case, others))
        chosen: list[Edit] = []
        for place in rng.permutation(len(makers)).tolist():
            edit = makers[place](rng)
            if edit is None or any(_clash(a, b) for other in chosen for a in edit.changes for b in other.changes):
                continue
            chosen.append(edit)
            if len(chosen) == edits:
                return apply(case.summary.value, chosen)
        return None


def apply(text: str, edits: Iterable[Edit]) -> Edited:
    """The text after the edits, which must not overlap, with the span of each in order of place."""
    parts: list[str] = []
    spans: list[Span] = []
    position = length = 0
    for change, shown in sorted((c, c is e) for e in edits for c in e.changes):
        parts += [text[position : change.start], change.new]
        length += change.start - position
        if shown:
            spans.append(Span(start=length, end=length + len(change.new), text=change.new))
        length += len(change.new)
        position = change.end
    return Edited(text="".join([*parts, text[position:]]), spans=tuple(spans))


def replace(start: int, end: int, new: str) -> Maker:
    """The maker of an edit that is known beforehand."""
    return lambda rng: Edit(start, end, new)


def pick(rng: np.random.Generator, options: Sequence[str]) -> str | None:
    """One of `options`, None if there is none."""
    return options[int(rng.integers(len(options)))] if options else None


def like(model: str, word: str) -> str:
    """`word` with a capital where `model` has one."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _clash(one: Edit, other: Edit) -> bool:
    """Whether two changes touch; edits side by side could not be told apart."""
    return one.start <= other.end and other.start <= one.end
