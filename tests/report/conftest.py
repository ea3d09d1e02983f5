"""Chromium for the tests of the page, driven over a pipe, and a page to visit: nothing here opens a socket."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report.html import render
from harness.store import Run
from tests.report.big_run import big_run

WIDE, PHONE = ViewportSize(width=1280, height=850), ViewportSize(width=390, height=800)
Open = Callable[..., Page]
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def find_chromium() -> str:
    """The browser's path; without one the tests fail, since a skipped test shows nothing."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(
            "these tests need Chromium and found none; install it with: apt-get install chromium", pytrace=False
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all; each test opens a context of its own."""
    path = find_chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Twelve articles by three backends."""
    return big_run(tmp_path_factory.mktemp("made") / "run", articles=12, backends=3, words=150)


@pytest.fixture(scope="session")
def file(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the run."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(b"".join(render(compare([tabulate(run)], [run.name]), [run])))
    return path


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Open]:
    """Open the page at an address; at the end nothing may have gone wrong or been asked for."""
    wrong: list[str] = []

    def opened(hash_: str = "", *, path: Path = file, **context: object) -> Page:
        made = browser.new_context(**{"viewport": WIDE, "offline": True, **context})  # type: ignore[arg-type]
        page = made.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(path.as_uri()) else wrong.append(r.url))
        page.goto(f"{path.as_uri()}{hash_}")
        page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert wrong == []
