"""A large run, 200 articles × 6 backends × 4 sources of 500 words, within its limits of size and time."""

from __future__ import annotations

import math
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report.html import render
from tests.report.big_run import big_run

pytestmark = pytest.mark.slow
TRIES = 10
OPEN = """async (hash) => {
    history.replaceState(null, '', hash);
    const start = performance.now();
    await page.route.show();
    document.body.getBoundingClientRect();
    return performance.now() - start;
}"""
FILTER = """(kind) => {
    const select = [...document.querySelectorAll('.filters label')]
        .find((label) => label.textContent.startsWith('Finding')).querySelector('select');
    select.value = kind;
    const start = performance.now();
    select.dispatchEvent(new Event('change', {bubbles: true}));
    document.body.getBoundingClientRect();
    return performance.now() - start;
}"""


class Built:
    """The file, and the fewest seconds that making it took of two cores; `again` makes it once more.

    Seconds are those of the processor, so that what runs beside it counts little: its own, and half of those of the two
    processes that work for it.
    """

    def __init__(self, folder: Path) -> None:
        self._run = big_run(folder / "run")
        self.path = folder / "page.html"
        self.seconds = math.inf
        self.again()

    def again(self) -> None:
        start = _seconds()
        data = b"".join(render(compare([tabulate(self._run)], [self._run.name]), [self._run], workers=2))
        self.seconds = min(self.seconds, _seconds() - start)
        self.path.write_bytes(data)


def _seconds() -> float:
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + (others.ru_utime + others.ru_stime) / 2


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Made once."""
    return Built(tmp_path_factory.mktemp("large"))


@pytest.fixture
def page(browser: Browser, built: Built) -> Iterator[Page]:
    """The page, opened."""
    with browser.new_context(offline=True, viewport=ViewportSize(width=1280, height=850)) as context:
        opened = context.new_page()
        opened.goto(built.path.as_uri())
        opened.wait_for_selector("html[data-ready]")
        yield opened


def test_it_is_built_in_twenty_seconds_and_has_fifteen_megabytes_at_most(built: Built) -> None:
    # what runs beside it only adds to the time, so that the best of three tells what it takes
    for _ in range(2):
        if built.seconds > 20:
            built.again()
    assert built.seconds <= 20
    assert built.path.stat().st_size <= 15_000_000


def test_its_first_screen_stands_within_two_seconds(browser: Browser, built: Built) -> None:
    taken = []
    for _ in range(TRIES):
        with browser.new_context(offline=True, viewport=ViewportSize(width=1280, height=850)) as context:
            page = context.new_page()
            page.goto(built.path.as_uri())
            page.wait_for_selector("html[data-ready]")
            taken.append(page.evaluate("performance.now()"))
    assert statistics.median(taken) <= 2000


def test_an_article_opens_within_a_fifth_of_a_second(page: Page) -> None:
    taken = [page.evaluate(OPEN, f"#/article/{17 * n + 3}?b=2") for n in range(TRIES)]
    assert statistics.median(taken) <= 200


def test_a_filter_takes_a_fifth_of_a_second_at_most(page: Page) -> None:
    page.evaluate(OPEN, "#/articles")
    kinds = ("quote", "number", "name", "date", "form", "meaning", "quote.fabricated", "", "name.novel", "number")
    taken = [page.evaluate(FILTER, kind) for kind in kinds]
    assert statistics.median(taken) <= 200
