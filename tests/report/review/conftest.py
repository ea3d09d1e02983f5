"""What the tests of review mode share: a small run, a draw of it, the pages, and a browser that may do nothing wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from harness.review.draw import draw
from harness.review.records import Draw
from harness.review.summaries import read_summaries
from harness.store import Run
from tests.report.big_run import big_run
from tests.report.review import reviewers
from tests.report.review.reviewers import Open


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Six articles by three backends."""
    return big_run(tmp_path_factory.mktemp("made") / "run", articles=6, backends=3, words=80)


@pytest.fixture(scope="module")
def drawn(run: Run) -> Draw:
    return draw(read_summaries(run), sample=6, seed=3)


@pytest.fixture(scope="module")
def file(run: Run, drawn: Draw, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page for reviewers: two articles, six summaries."""
    return reviewers.page_of(run, tmp_path_factory.mktemp("page") / "page.html", drawn)


@pytest.fixture(scope="module")
def free(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page without a draw."""
    return reviewers.page_of(run, tmp_path_factory.mktemp("free") / "page.html")


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Open]:
    """Open the reviewers' page in a browser of one's own; nothing may go wrong in it or be asked for."""
    wrong: list[str] = []
    opened = reviewers.opener(browser, wrong)
    yield lambda hash_="", path=file, **more: opened(path, hash_, **more)
    for context in browser.contexts:
        context.close()
    assert wrong == []
