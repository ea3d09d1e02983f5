"""The page where it is not looked at as usual, in real Chromium: on paper, in forced colours, without scripts.

On paper everything is unrolled, nothing is cut, headings stay with what they head, and all is black on white.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from harness.report.glossary import FAMILIES
from tests.report.big_run import big_run
from tests.report.conftest import PHONE, WIDE, Open
from tests.report.made_pages import page_of

PAPER = ViewportSize(width=673, height=1000)
"""What an A4 page leaves between its margins, in pixels."""
TABS = ["Findings", "Key facts", "Sentences", "Outline", "Ledgers", "Scores"]
HEADINGS = "[...document.querySelectorAll('.paper>h2')].map((e) => e.textContent)"


def _on_paper(page: Page) -> Page:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return page


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a run with as many backends as the demonstration has."""
    folder = tmp_path_factory.mktemp("crowded")
    path = folder / "page.html"
    path.write_bytes(page_of(big_run(folder / "run", articles=3, backends=13, words=60)))
    return path


def test_an_article_is_printed_with_all_its_tabs_one_after_the_other_and_folded_again(
    visit: Open, tmp_path: Path
) -> None:
    page = visit("#/article/0?b=1&t=outline&f=2")
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.printed = {HEADINGS}; }})")
    page.pdf(path=tmp_path / "page.pdf")
    assert page.evaluate("window.printed") == TABS
    assert page.evaluate(HEADINGS) == []
    expect(page.locator("#panel-outline")).to_be_visible()


def test_what_is_looked_at_as_on_paper_is_unrolled_too_and_marks_the_chosen_finding(visit: Open) -> None:
    page = visit("#/article/0?b=1&t=outline&f=2")
    page.emulate_media(media="print")
    expect(page.locator(".paper>h2")).to_have_text(TABS)
    expect(page.locator("#panel-outline")).to_be_hidden()
    findings = page.locator(".paper .finding")
    assert findings.count() == int((page.locator("#tab-findings").text_content() or "").split()[-1])
    expect(page.locator(".paper .finding.joined")).to_have_count(1)
    for some in (".paper .finding", ".paper .matrix", ".paper .outline", ".paper .verdict", ".sources .story"):
        for element in page.locator(some).all()[:4]:
            expect(element).to_be_visible()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    page.emulate_media(media="screen")
    expect(page.locator(".paper")).to_have_count(0)


def test_means_bars_and_intervals_end_at_the_same_edge_in_every_column(visit: Open) -> None:
    page = _on_paper(visit("#/", viewport=PAPER))
    for cell in page.locator("#table td.num a").all():
        right, height = cell.evaluate(
            """(a) => [[...a.querySelectorAll('.bar, b, .ci')].map((e) => Math.round(e.getBoundingClientRect().right)),
            getComputedStyle(a.querySelector('.ci')).whiteSpace]"""
        )
        assert len(right) == 3
        assert len(set(right)) == 1, "bar, mean and interval"
        assert height == "nowrap"


@pytest.mark.parametrize("view", ["#/", "#/articles", "#/article/0?b=1", "#/article/0?b=1&cols=1", "#/article/0?b=0,1"])
def test_nothing_is_cut_at_the_edge_of_the_paper(visit: Open, crowded: Path, view: str) -> None:
    page = _on_paper(visit(view, path=crowded, viewport=PAPER))
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]


def test_headings_stay_with_what_they_head_and_entries_stay_whole(visit: Open) -> None:
    page = _on_paper(visit("#/"))
    for heading in ("#first h2", "#first h3", "#first .metric"):
        for element in page.locator(heading).all():
            assert element.evaluate("(e) => getComputedStyle(e).breakAfter") == "avoid"
    for entry in ("#first .by-metric", "#first figure", "#first tr"):
        assert page.locator(entry).first.evaluate("(e) => getComputedStyle(e).breakInside") == "avoid"
    page = _on_paper(visit("#/article/0?b=1"))
    for entry in (".paper .finding", ".paper .lines li"):
        assert page.locator(entry).first.evaluate("(e) => getComputedStyle(e).breakInside") == "avoid"


def test_whoever_reads_light_on_dark_prints_as_everybody_does(visit: Open) -> None:
    def colours(page: Page) -> object:
        return page.evaluate(
            """['.summary mark', '.finding .badge', 'body', '.cite'].map((name) => {
                const style = getComputedStyle(document.querySelector(name));
                return [style.color, style.backgroundColor, style.borderColor];
            })"""
        )

    light = colours(_on_paper(visit("#/article/0?b=1")))
    dark = _on_paper(visit("#/article/0?b=1", color_scheme="dark"))
    assert colours(dark) == light
    dark.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert colours(dark) == light


@pytest.mark.parametrize("view", ["#/", "#/article/0?b=1", "#/article/0?b=1&t=sentences", "#/article/0?b=0,1"])
def test_no_word_that_is_explained_makes_a_phone_scroll_sideways(visit: Open, view: str) -> None:
    page = visit(view, viewport=PHONE)
    words = page.locator("abbr[title]:visible").all()
    assert words
    for word in words:
        word.focus()
        assert word.evaluate("(e) => getComputedStyle(e, '::after').position") == "fixed"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_an_explanation_does_not_reach_past_its_pane(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    for word in page.locator(".strip abbr").all():
        word.focus()
        assert page.locator(".summary").evaluate("(e) => e.scrollWidth - e.clientWidth") == 0


def test_what_is_chosen_has_an_outline_where_the_system_forces_its_colours(visit: Open) -> None:
    page = visit("#/article/0?b=1&f=2", forced_colors="active")
    chosen = (".finding.joined", ".summary mark.joined", "[role=tab][aria-selected=true]", ".members [aria-current]")
    for name in chosen:
        outline = page.locator(name).first.evaluate("(e) => getComputedStyle(e).outline")
        assert "solid 3px" in outline
    assert "none" in page.locator(".finding").first.evaluate("(e) => getComputedStyle(e).outline")


def test_every_family_has_a_line_of_its_own(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    lines = page.evaluate(
        """[...page.data.overview.families.keys()].map((key) => {
            const mark = page.dom.el('mark', { class: `warning ${key}` }, 'x');
            document.querySelector('.summary .story').append(mark);
            const style = getComputedStyle(mark);
            return [style.textDecorationLine, style.textDecorationStyle, style.textDecorationThickness].join(' ');
        })"""
    )
    assert len(lines) == len(set(lines)) == 8


def test_without_scripts_paragraphs_numbers_and_kinds_are_told_apart(browser: Browser, file: Path) -> None:
    with browser.new_context(java_script_enabled=False, offline=True, viewport=WIDE) as context:
        page = context.new_page()
        page.goto(f"{file.as_uri()}#a0-b1")
        text = page.locator(".panel .text").nth(1)
        paragraphs = text.inner_text().split("\n\n")
        assert len(paragraphs) > 3
        assert page.locator(".source .text").first.inner_text().count("\n\n") == 3
        kinds = {
            (name or "").split()[-1]
            for name in text.locator("mark").evaluate_all("(all) => all.map((e) => e.className)")
        }
        assert len(kinds) > 2
        # addresses of sources are long words
        assert page.locator(".source .meta").first.evaluate("(e) => getComputedStyle(e).overflowWrap") == "anywhere"
        notes = text.locator("sup a")
        assert notes.count() > 3
        families = {family.key: family for family in FAMILIES}
        for note in notes.all():
            family = families[note.get_attribute("class") or "none"]
            assert family.sign in note.evaluate("(e) => getComputedStyle(e, '::before').content")
            expect(note).to_have_accessible_name(re.compile(rf"^{family.label}, finding \d+$"))
        assert notes.first.evaluate("(e) => getComputedStyle(e).borderLeftStyle") == "solid"
