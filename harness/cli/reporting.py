"""`harness report`: the HTML page."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli import files
from harness.cli.comparing import Runs, compared
from harness.cli.output import note, say
from harness.errors import InputError

if TYPE_CHECKING:
    from harness.review.records import Draw
    from harness.store import Run

HTML = Path("reports/html")
_MANY = 300
"""Rows from which several processes make the page."""


def report(
    runs: Runs,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The HTML file; default: reports/html/<run>.html.")
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(
            "--review", metavar="FILE", help="A draw that `harness review export` wrote: the page to send reviewers."
        ),
    ] = None,
    redact: Annotated[
        bool, typer.Option("--redact", help="Leave out the texts of articles and summaries; spans and scores only.")
    ] = False,
) -> None:
    """Write the HTML report: one file that opens from disk.

    With a draw, its review mode leads through exactly the summaries drawn, with backends hidden.

    Example: harness report reports/runs/news-20261123-101500
    """
    from harness.report.html import render

    found, loaded = compared(runs)
    drawn = None if review is None else _read_draw(review, loaded)
    path = out or HTML / f"{'+'.join(run.name for run in loaded)[:120]}.html"
    with files.writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    files.check_writable({"--out": path})
    files.write(path, render(found, loaded, redact=redact, review=drawn, workers=_workers(loaded)))
    note(f"{path.stat().st_size / 1e6:.1f} MB")
    say(f"report: {path}")


def _workers(runs: list[Run]) -> int:
    """Processes that a page is worth: one for a few rows, as starting others takes a second."""
    return min(8, os.cpu_count() or 1) if sum(run.info.n_rows for run in runs) > _MANY else 1


def _read_draw(path: Path, runs: list[Run]) -> Draw:
    """The draw, if it is of one of the runs. Raises InputError that says why it is not the last's."""
    from harness.review.draw import read_draw
    from harness.review.summaries import read_summaries

    for run in runs[:-1]:
        with contextlib.suppress(InputError):
            return read_draw(path, read_summaries(run))
    return read_draw(path, read_summaries(runs[-1]))


COMMANDS = (report,)
