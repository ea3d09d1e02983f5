"""The keys of the page: whose key it is where the focus stands, how letters are switched off, what the dialog says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.report.conftest import Open

FOCUS = "document.activeElement"


def review(visit: Open) -> Page:
    """The first summary of a review."""
    page = visit("#/review")
    page.get_by_label("Your name").fill("Anna")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".review-head b")).to_contain_text("Summary 1 of")
    return page


def at_step(page: Page, number: int) -> None:
    """Waits until this summary is shown."""
    expect(page.locator(".review-head b")).to_contain_text(f"Summary {number} of")


@pytest.mark.parametrize("part", ["input", "span"], ids=["circle", "word"])
def test_behind_a_click_on_a_choice_the_arrows_go_on_and_letters_work(visit: Open, part: str) -> None:
    page = review(visit)
    page.locator("label:has([name=verdict-1][value=agree])").locator(part).click()
    expect(page.locator("[name=verdict-1][value=agree]")).to_be_checked()
    page.keyboard.press("ArrowRight")
    at_step(page, 2)
    page.keyboard.press("ArrowLeft")
    at_step(page, 1)
    expect(page.locator("[name=verdict-1][value=agree]")).to_be_checked()
    page.locator("label:has([name=verdict-1][value=unsure])").locator(part).click()
    page.keyboard.press("j")
    expect(page.locator(".finding.joined .badge")).to_contain_text("2")
    page.keyboard.press("d")
    expect(page.locator("[name=verdict-2][value=disagree]")).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("d")
    expect(page.locator("[name=verdict-1][value=disagree]")).to_be_checked()
    page.locator("label:has([name=judge-coverage][value='3'])").locator(part).click()
    page.keyboard.press("ArrowRight")
    at_step(page, 2)


def test_who_comes_to_a_choice_by_keyboard_moves_in_it_with_arrows_and_space(visit: Open) -> None:
    page = review(visit)
    page.locator("[name=verdict-1][value=agree]").focus()
    page.keyboard.press("Space")
    expect(page.locator("[name=verdict-1][value=agree]")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=verdict-1][value=disagree]")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=verdict-1][value=unsure]")).to_be_checked()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[name=verdict-1][value=disagree]")).to_be_checked()
    expect(page.locator("[name=verdict-1][value=disagree]")).to_be_focused()
    at_step(page, 1)
    page.keyboard.press("j")
    expect(page.locator(".finding.joined .badge")).to_contain_text("2")
    page.locator("[name=verdict-1][value=disagree]").focus()
    page.keyboard.press("Escape")
    at_step(page, 1)
    page.keyboard.press("ArrowRight")
    at_step(page, 2)


def test_letters_typed_in_a_field_are_letters(visit: Open) -> None:
    page = review(visit)
    page.get_by_label("Comment on the summary").focus()
    page.keyboard.type("jkadug?/")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Comment on the summary")).to_have_value("jkadug?/")
    at_step(page, 1)
    expect(page.locator("dialog")).to_have_count(0)


def test_arrows_scroll_a_table_that_is_wider_than_the_page_and_open_nothing(visit: Open) -> None:
    page = visit("#/article/3?b=1&t=sentences")
    table = page.locator(".notes .scroll")
    table.evaluate("e => { e.querySelector('table').style.minWidth = '1400px'; }")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.notes .scroll').scrollLeft > 0")
    table.locator("button").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert "#/article/3?" in page.url
    table.evaluate("e => { e.querySelector('table').style.minWidth = ''; }")
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth"), "now there is nothing to scroll"
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => !location.hash.startsWith('#/article/3?')")


def test_arrows_up_and_down_scroll_what_has_more_below_and_else_go_through_the_list(visit: Open) -> None:
    page = visit("#/articles")
    inside = page.locator("#view .scroll")
    inside.evaluate("e => { e.style.maxHeight = '120px'; e.style.overflowY = 'auto'; }")
    inside.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('#view .scroll').scrollTop > 0")
    expect(inside).to_be_focused()
    inside.evaluate("e => { e.style.maxHeight = ''; e.style.overflowY = ''; }")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".articles th a").first).to_be_focused()


def test_escape_closes_what_a_word_means_before_it_leaves_the_view(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    word = page.locator(".strip abbr").first
    word.focus()
    page.keyboard.press("Escape")
    expect(word).not_to_be_focused()
    page.wait_for_timeout(100)
    assert "#/article/0" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#view h1")).to_have_text("Articles")


def test_single_keys_can_be_switched_off_and_the_page_keeps_it(visit: Open) -> None:
    page = visit("#/articles")
    page.keyboard.press("?")
    switch = page.get_by_role("checkbox", name="Single keys on")
    expect(switch).to_be_checked()
    switch.uncheck()
    page.get_by_role("button", name="Close").click()
    for _ in range(2):
        for key in ("?", "g", "/", "j"):
            page.keyboard.press(key)
        page.wait_for_timeout(150)
        expect(page.locator("#view h1")).to_have_text("Articles")
        expect(page.locator("dialog")).to_have_count(0)
        assert not page.evaluate(f"{FOCUS}.closest('.articles, #search')")
        page.reload()
        page.wait_for_selector("html[data-ready]")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".articles th a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#verdict")).to_be_visible()
    page.get_by_role("button", name="Keys and signs").click()
    expect(page.get_by_role("checkbox", name="Single keys on")).not_to_be_checked()
    page.keyboard.press("Tab")
    page.get_by_role("checkbox", name="Single keys on").check()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()


STYLES = """() => Object.fromEntries([...page.data.overview.families.values()].map(({key, label}) => {
    const mark = document.createElement('mark');
    mark.className = `${key} error`;
    mark.textContent = 'x';
    document.querySelector('.summary .story').append(mark);
    const style = getComputedStyle(mark);
    return [label, [style.textDecorationLine, style.textDecorationStyle, parseFloat(style.textDecorationThickness)]];
}))"""


def test_the_dialog_says_of_every_kind_which_line_it_wears_in_the_text(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    styles = page.evaluate(STYLES)
    page.keyboard.press("?")
    terms = page.locator("dialog .signs dt").all_inner_texts()
    told = page.locator("dialog .signs dd").all_inner_texts()
    assert len(terms) == len(told) == len(styles) == 8
    for (label, (line, style, size)), term, text in zip(styles.items(), terms, told, strict=True):
        assert term.endswith(label)
        said = text.split("Line: ")[1].rstrip(".")
        where = {"overline": ", above", "underline overline": ", above and below", "underline": ""}[line]
        assert said == f"{'thick ' if size >= 3 else ''}{style}{where}", label
    assert len({text.split("Line: ")[1] for text in told}) == len(told), "each line is one kind's alone"
