"""What pages need of a run beside its numbers: rows, articles, seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from harness.store import Key
from harness.types import Article, Row


class RunTexts(Protocol):
    """A run as pages read it; other processes get a copy."""

    @property
    def name(self) -> str | None:
        """Its folder's name, which review files give; None where there is none."""

    def articles(self) -> Iterator[Article]:
        """The articles with their texts, if the run keeps them."""

    def places(self) -> Mapping[Key, tuple[int, int]]:
        """Where each row stands."""

    def read_rows(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        """The rows at these places."""

    def seconds(self) -> Mapping[Key, float]:
        """Seconds that each summary took, as far as known."""


class OneRow:
    """A single row as a run, for the page of `harness check`."""

    name = None

    def __init__(self, row: Row, article: Article) -> None:
        self._row = row
        self._article = article

    def articles(self) -> Iterator[Article]:
        """The one article."""
        yield self._article

    def places(self) -> Mapping[Key, tuple[int, int]]:
        """The one row."""
        return {(self._row.article, self._row.backend, self._row.sample): (0, 0)}

    def read_rows(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        """The one row."""
        return [self._row for _ in places]

    def seconds(self) -> Mapping[Key, float]:
        """Nobody took the time."""
        return {}
