"""The verdict on a line looks into few clues and says what all of them say."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.story.clues import ENOUGH, verdict, weigh
from harness.story.marks import read_marked

FOLDER = Path(__file__).parent
PAGES = sorted(
    path for name in ("pages", "shapes") for path in (FOLDER / name).iterdir() if path.suffix in (".md", ".txt")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_verdict_is_the_heaviest_kind_of_all_clues(page: Path) -> None:
    for line in read_marked(page.read_bytes().decode()):
        kind, weight = max(weigh(line).items(), key=lambda item: item[1])
        assert verdict(line) == (kind if weight >= ENOUGH else None), line.text
