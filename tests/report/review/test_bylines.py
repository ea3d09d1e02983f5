"""Blind review hides who signed a summary, on the page only: what is exported are the summary's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.review.draw import draw
from harness.review.importing import import_reviews
from harness.review.summaries import read_summaries
from harness.store import Run
from harness.types import Span
from tests.made_runs import make_finding, make_row
from tests.report.review import reviewers
from tests.report.review.reviewers import Open, page_of
from tests.review.made_reviews import store_run

BACKENDS = ("northwind", "southwind")
BARE = """() => {
    const copy = document.documentElement.cloneNode(true);
    for (const block of copy.querySelectorAll('script[type="text/plain"]')) block.remove();
    return copy.outerHTML;
}"""
# selects from one text to another, wherever they stand, as who drags the mouse over what lies between
DRAG = """([from, to]) => {
    const story = document.querySelector('.summary .story');
    const find = (text) => {
        const walker = document.createTreeWalker(story, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.data.includes(text)) return [node, node.data.indexOf(text)];
        }
    };
    const [[first, start], [last, end]] = [find(from), find(to)];
    getSelection().setBaseAndExtent(first, start, last, end + to.length);
    story.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
}"""


def byline_of(backend: str) -> str:
    """A byline with a letter of two UTF-16 units and a control character, which are shown as more and as less."""
    return f"By the 🌊 {backend}\x07 newsroom"


def summary_of(backend: str) -> str:
    """A story that says in its byline alone who wrote it."""
    lead = "🌊 The bridge closed on Friday, the mayor said. Repairs will take until May."
    return f"# The bridge closed\n\n{byline_of(backend)}\n14 March 2026\n\n{lead}\n"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Two articles by two backends that sign what they write; a finding lies on the signature and quotes it."""
    rows = []
    for article in ("a", "b"):
        for backend in BACKENDS:
            text = summary_of(backend)
            start = text.index(backend)
            claim = Span(start=start, end=start + len(backend), text=backend)
            message = f"No source names “{backend}”; the story is signed “{byline_of(backend)}”."
            named = make_finding("name.novel", None, claim=claim, message=message, found=backend)
            other = make_finding("number.wrong", "# The", message="Not so.")
            rows.append(make_row(article, backend, {"coverage": 0.5}, summary=text, findings=(named, other)))
    folder = tmp_path_factory.mktemp("signed") / "run"
    store_run(folder, rows, backends=BACKENDS)
    return Run(folder)


@pytest.fixture(scope="module")
def blind(signed: Run) -> Path:
    """The page that leads through all four summaries."""
    return page_of(signed, signed.folder.parent / "page.html", draw(read_summaries(signed), sample=4, seed=3))


def names_in(page: Page) -> list[str]:
    """Backends that the document names anywhere, but for its packed data."""
    html = page.evaluate(BARE)
    return [name for name in BACKENDS if name in html]


def test_no_byline_and_nothing_that_quotes_one_names_a_backend(visit: Open, blind: Path) -> None:
    page = visit(path=blind)
    reviewers.begin(page, "Anna")
    for step in range(1, 7):
        reviewers.go(page, f"#/review/{step}")
        assert names_in(page) == [], step
        for story in page.locator(".story").all():
            text = story.evaluate("e => [...e.childNodes].map(n => n.matches?.('.sign') ? '' : n.textContent).join('')")
            assert reviewers.veiled(summary_of(BACKENDS[0]), byline_of(BACKENDS[0])) == text
            expect(story.get_by_role("img", name="byline, hidden").first).to_be_visible()
        if page.locator(".prefer").count():
            continue
        expect(page.locator(".findings")).to_contain_text("No source names “▒▒▒▒▒▒▒▒▒”; the story is signed “▒▒ ▒▒▒ ▒▒")
        assert any("▒" * 9 in text for text in page.locator(".missed-form option").all_inner_texts())


def test_what_is_marked_across_a_byline_is_exported_in_the_storys_own_words(
    visit: Open, blind: Path, signed: Run, tmp_path: Path
) -> None:
    page = visit(path=blind)
    reviewers.begin(page, "Anna")
    page.evaluate(DRAG, ["bridge closed", "14 March"])
    assert page.locator(".part").input_value().endswith("newsroom\n14 March".replace("newsroom", "▒" * 8))
    page.get_by_role("button", name="Mark as missed").click()
    expect(page.locator(".missed-list li")).to_contain_text("bridge closed ▒▒ ▒▒▒")
    # a part of the byline, chosen in the field that shows what is marked
    page.evaluate(DRAG, ["14 March", "2026"])
    page.evaluate(DRAG, ["▒▒ ", "14 March"])
    field = page.locator(".part")
    at = field.input_value().rindex("▒" * 8)
    field.evaluate("(field, at) => field.setSelectionRange(at, at + 8)", at)
    page.get_by_role("button", name="Mark as missed").click()
    # and what stands behind it, with the same offsets as without a mask
    reviewers.select(page, "Repairs will take")
    page.get_by_role("button", name="Mark as missed").click()
    assert names_in(page) == []
    path = reviewers.export(page, tmp_path)
    item = reviewers.read(path)["items"][0]
    text = summary_of(item["backend"])
    byline = byline_of(item["backend"])
    marked = [m["text"] for m in item["missed"]]
    assert marked == [f"bridge closed\n\n{byline}\n14 March", "newsroom", "Repairs will take"]
    assert [text[m["start"] : m["end"]] for m in item["missed"]] == marked
    import_reviews([path], [signed.folder])
    for kept in (signed.folder / "reviews").iterdir():
        kept.unlink()


def test_the_mask_goes_when_the_reviewer_asks_for_names(visit: Open, blind: Path) -> None:
    page = visit(path=blind)
    reviewers.begin(page, "Anna")
    reviewers.go(page, "#/review")
    page.get_by_role("button", name="Show names…").click()
    page.get_by_role("dialog").get_by_role("button", name="Show names").click()
    expect(page.get_by_role("link", name="Begin with summary 1")).to_be_focused()
    reviewers.go(page, "#/review/1")
    assert reviewers.shown_text(page).replace("\\x07", "\x07") in [summary_of(name) for name in BACKENDS]
    expect(page.locator(".masked")).to_have_count(0)
    assert "▒" not in page.locator("#view").inner_text()
