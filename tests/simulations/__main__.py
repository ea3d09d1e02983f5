"""Write docs/simulations.md: some minutes on one core."""

from __future__ import annotations

import sys
import time

from tests.simulations.page import PAGE, STUDIES, page


def main() -> None:
    """Compute every cell, with its time on stderr."""
    lines = []
    for study in STUDIES:
        for cell in study.cells:
            started = time.perf_counter()
            lines += (new := study.lines(cell))
            print(f"{time.perf_counter() - started:5.1f} s", study.name, *new, sep="\n  ", file=sys.stderr)  # noqa: T201
    PAGE.write_text(page(lines), encoding="utf-8")


main()
