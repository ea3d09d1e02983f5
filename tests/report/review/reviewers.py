"""Reviewers who drive the page as people do: with a mouse or with keys, and with what they can read on it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, ViewportSize, expect

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report.html import render
from harness.review.records import Draw
from harness.store import Run

WIDE, PHONE = ViewportSize(width=1280, height=850), ViewportSize(width=390, height=800)
DIMENSIONS = ("coverage", "consistency", "structure", "fluency")
# where the first and the last letter of a text stand that is shown in one piece
PLACE = """([root, text]) => {
    const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        document.querySelector('.pane.summary').scrollTop += range.getBoundingClientRect().top - innerHeight / 2;
        const boxes = [...range.getClientRects()];
        const [first, last] = [boxes[0], boxes.at(-1)];
        return [first.left + 0.5, first.top + first.height / 2, last.right - 0.5, last.top + last.height / 2];
    }
    return null;
}"""
TEXT = """() => {
    const copy = document.querySelector('.summary .story').cloneNode(true);
    for (const sign of copy.querySelectorAll('.sign')) sign.remove();
    return copy.textContent;
}"""


BYLINE = "By Desk Reporter"
Open = Callable[..., Page]


def veiled(text: str, byline: str = BYLINE) -> str:
    """A summary as reviewers see it: the byline's letters are masked, each by as many units as it has."""
    mask = "".join(letter if letter.isspace() else "▒" * (1 + (letter > "\uffff")) for letter in byline)
    return text.replace(byline, mask)


def page_of(run: Run, path: Path, drawn: Draw | None = None, *, redact: bool = False) -> Path:
    """The page of a run, as `harness report` writes it."""
    path.write_bytes(b"".join(render(compare([tabulate(run)], [run.name]), [run], redact=redact, review=drawn)))
    return path


def opener(browser: Browser, wrong: list[str]) -> Open:
    """What opens a page in a browser of one's own; what goes wrong in it or is asked for is added to `wrong`.

    Who gives `asked` stays when the page asks whether he wants to leave, and finds that there.
    """

    def opened(
        path: Path, hash_: str = "", *, script: str = "", asked: list[str] | None = None, **context: object
    ) -> Page:
        options = {"viewport": WIDE, "offline": True, "reduced_motion": "reduce", **context}
        made = browser.new_context(**options)  # type: ignore[arg-type]
        if script:
            made.add_init_script(script)
        page = made.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: told(dialog, asked))
        page.on("request", lambda r: None if r.url.startswith((path.as_uri(), "blob:")) else wrong.append(r.url))
        page.goto(f"{path.as_uri()}{hash_}")
        page.wait_for_selector("html[data-ready]")
        return page

    def told(dialog: Dialog, asked: list[str] | None) -> None:
        if dialog.type == "beforeunload" and asked is None:  # a reload of work that was not exported
            dialog.accept()
            return
        (wrong if asked is None else asked).append(dialog.type)
        dialog.dismiss()

    return opened


def begin(page: Page, name: str) -> None:
    """Give a name; the first summary is shown."""
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#view .pane.summary")).to_be_visible()


def go(page: Page, place: str) -> None:
    """To a place of the page, as its address says; waits until it is drawn."""
    page.evaluate("async hash => { history.pushState(null, '', hash); await page.route.show(); }", place)


def onward(page: Page) -> None:
    """To the next step, by the button in the head."""
    before = page.evaluate("document.documentElement.dataset.drawn")
    page.locator(".review-head .steps button").last.click()
    page.wait_for_function("was => document.documentElement.dataset.drawn !== was", arg=before)


def judge(page: Page, given: Mapping[str, int]) -> None:
    """Click a number for each dimension."""
    for name, value in given.items():
        page.locator(f"[name=judge-{name}][value='{value}']").check()


def say(page: Page, verdicts: Sequence[str]) -> None:
    """Click a verdict on each of the first findings."""
    for i, verdict in enumerate(verdicts, 1):
        page.locator(f"[name=verdict-{i}][value={verdict}]").check()


def select(page: Page, text: str) -> None:
    """Drag the mouse over a text of the summary."""
    place = page.evaluate(PLACE, [".summary .story", text])
    assert place is not None, f"{text!r} is not shown in one piece"
    page.mouse.move(*place[:2])
    page.mouse.down()
    page.mouse.move(*place[2:], steps=4)
    page.mouse.up()
    expect(page.locator(".passage")).to_be_visible()


def shown_text(page: Page) -> str:
    """The summary as it stands on the page, without the signs of findings."""
    return str(page.evaluate(TEXT))


def export(page: Page, folder: Path) -> Path:
    """Export at the start of the review; the file as the browser saves it."""
    go(page, "#/review") if "#/review/" in page.url else None
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def clear(page: Page) -> None:
    """Delete everything from the browser."""
    page.get_by_role("button", name="Clear…").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_label("Your name")).to_be_visible()


def take(page: Page, path: Path) -> str:
    """Choose a file to go on with, and what the page says to it."""
    page.evaluate("document.querySelectorAll('#view .said, #view .flag').forEach(old => { old.className = 'old'; })")
    page.locator("input[type=file]").set_input_files(path)
    told = page.locator("#view .said, #view .files .flag")
    told.wait_for()
    return told.inner_text()


def read(path: Path) -> dict[str, Any]:
    """A review file as plain JSON."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def said(path: Path) -> dict[str, Any]:
    """A review file without the time of its export."""
    return {key: value for key, value in read(path).items() if key != "exported"}


def tab_to(page: Page, name: str, *, limit: int = 120) -> None:
    """Press Tab until what has the focus has a label like `name`."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if re.search(name, page.evaluate(LABEL)):
            return
    raise AssertionError(f"no Tab leads to {name!r}; the last was {page.evaluate(LABEL)!r}")


LABEL = """() => {
    const at = document.activeElement;
    const group = at.closest('fieldset')?.querySelector('legend')?.textContent || '';
    const own = at.getAttribute('aria-label') || at.labels?.[0]?.textContent || at.textContent;
    return at.type === 'radio' ? `${group} ${own}` : own;
}"""
