"""Tables that fit the terminal: names are folded, intervals stand below their numbers, columns go into further tables.

Nothing is cut: what does not fit beside the rest goes below it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

_NAME = 12
"""Columns that a name or a word of text has at least; longer ones are folded."""
_NUMBER = 40
"""Columns that a number or an interval has at most; what is longer is text, and may be folded too."""


def fitted(table: Table, out: Console) -> Iterator[Table]:
    """The table as it is, with intervals below their numbers, or in parts that all begin with its names."""
    every = range(len(table.columns))
    for stacked in (False, True):
        if _fits(table, every, out, stacked=stacked):
            yield _part(table, every, stacked=stacked)
            return
    names = [*itertools.takewhile(lambda place: table.columns[place].justify == "left", every[:-1])]
    group: list[int] = []
    for place in every[len(names) :]:
        if group and not _fits(table, [*names, *group, place], out, stacked=True):
            yield _part(table, [*names, *group], stacked=True)
            group = []
        group.append(place)
    yield _part(table, [*names, *group], stacked=True)


def _fits(table: Table, places: Sequence[int], out: Console, *, stacked: bool) -> bool:
    """Whether every column keeps the room that it needs; rich would crush some to nothing."""
    bare = Table(box=table.box, pad_edge=table.pad_edge, show_edge=table.show_edge)
    for place in places:
        longest, whole = _needed(table.columns[place], stacked)
        bare.add_column("", width=longest if whole else min(longest, _NAME))
    return Measurement.get(out, out.options.update(width=10_000), bare).maximum <= out.width


def _part(table: Table, places: Sequence[int], *, stacked: bool) -> Table:
    """The columns in these places, none of whose cells is ever cut."""
    part = Table(box=table.box, pad_edge=table.pad_edge, header_style=table.header_style, show_edge=table.show_edge)
    for place in places:
        column = table.columns[place]
        longest, whole = _needed(column, stacked)
        part.add_column(
            _cell(column.header, stacked),
            justify=column.justify,
            overflow="fold",
            no_wrap=whole,
            min_width=longest if whole else None,
            max_width=column.max_width,
        )
    cells = [list(table.columns[place].cells) for place in places]
    for row, values in zip(table.rows, zip(*cells, strict=True), strict=True):
        part.add_row(*(_cell(value, stacked) for value in values), style=row.style, end_section=row.end_section)
    return part


def _needed(column: Column, stacked: bool) -> tuple[int, bool]:
    """The columns that the longest line takes, and whether it holds numbers, which are not to be broken."""
    cells = (_cell(cell, stacked) for cell in (column.header, *column.cells))
    longest = max(cell_len(line) for cell in cells for line in cell.plain.split("\n"))
    return longest, column.justify == "right" and longest <= _NUMBER


def _cell(value: object, stacked: bool) -> Text:
    text = value if isinstance(value, Text) else Text(str(value))
    cut = text.plain.find(" [") if stacked else -1
    return text if cut < 0 else Text("\n").join([text[:cut], text[cut + 1 :]])
