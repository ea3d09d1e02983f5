"""docs/simulations.md is what the cells give, and what was promised is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from tests.simulations import Cell, Promise, Study
from tests.simulations.page import PAGE, STUDIES, page

CELLS = [(study, cell) for study in STUDIES for cell in study.cells]
TEXT = PAGE.read_text(encoding="utf-8")


def _stated(study: Study, cell: Cell, rate: str) -> str:
    """The line of the page that is about this."""
    section = TEXT.split(f"## {study.title}\n")[1].split("\n## ")[0]
    (line,) = (line for line in section.split("\n") if line.startswith(study.start(cell, rate)))
    return line


@pytest.mark.slow
@pytest.mark.parametrize(
    ("study", "cell"), CELLS, ids=["-".join(map(str, (study.name, *cell.labels))) for study, cell in CELLS]
)
def test_each_line_is_what_the_cell_gives(study: Study, cell: Cell) -> None:
    assert study.lines(cell) == [_stated(study, cell, rate) for rate in study.rates]


def test_the_page_has_these_cells_and_words_and_no_others() -> None:
    assert page(_stated(study, cell, rate) for study, cell in CELLS for rate in study.rates) == TEXT


def test_every_promise_is_kept() -> None:
    assert "**no**" not in TEXT
    promised = [p for _, cell in CELLS for p in cell.promises if p is not None]
    assert TEXT.count("| yes |") == len(promised) > 60


def test_no_cell_has_fewer_than_2000_runs() -> None:
    column = {study: study.head()[0].split(" | ").index("runs") for study in STUDIES}
    runs = [_stated(s, c, rate).split(" | ")[column[s]] for s, c in CELLS for rate in s.rates]
    assert min(map(int, runs)) >= 2000


@pytest.mark.parametrize(
    ("promise", "rate", "kept"),
    [
        (Promise("at least", 0.93, 2.0), 0.92, True),
        (Promise("at least", 0.93, 2.0), 0.90, False),
        (Promise("at most", 0.05), 0.06, True),
        (Promise("at most", 0.05), 0.07, False),
        (Promise("at most", 0.025), 0.04, False),
        (Promise("within", 0.8, 0.05), 0.84, True),
        (Promise("within", 0.8, 0.05), 0.86, False),
        (Promise("within", 0.8, 0.05), 0.74, False),
    ],
)
def test_a_promise_allows_for_monte_carlo_error_and_no_more(promise: Promise, rate: float, kept: bool) -> None:
    assert promise.kept(rate, 2000) == kept


def _always(count: int) -> Callable[[np.random.Generator], tuple[int, Sequence[int]]]:
    return lambda rng: (2000, [count])


def test_a_promise_that_is_not_kept_is_told() -> None:
    for count, end in ((0, "0.000 | 0.000 | at most 0.05 | yes |"), (200, "0.100 | 0.007 | at most 0.05 | **no** |")):
        cell = Cell(("normal", 16), (Promise("at most", 0.05),), _always(count))
        study = Study("made", "Made", "", ("differences", "n"), ("p",), (cell,))
        assert study.lines(cell) == [f"| normal | 16 | 2000 | {end}"]
