"""`harness report`: the HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.comparing import Runs, compared
from harness.cli.output import note, say

HTML = Path("reports/html")


def report(
    runs: Runs,
    out: Annotated[Path | None, typer.Option("--out", help="The HTML file; default: reports/html/<run>.html.")] = None,
) -> None:
    """Write the HTML report: one file that opens from disk.

    Example: harness report reports/runs/news-20261123-101500
    """
    from harness.report.html import render
    from harness.store import write_atomically

    found, loaded = compared(runs)
    path = out or HTML / f"{'+'.join(run.name for run in loaded)[:120]}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, render(found, loaded))
    note(f"{path.stat().st_size / 1e6:.1f} MB")
    say(f"report: {path}")


COMMANDS = (report,)
