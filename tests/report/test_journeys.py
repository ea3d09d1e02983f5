"""What people do with the page, in real Chromium: from a number to the article behind it, by mouse and by keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report.html import render
from harness.store import Run
from tests.report.big_run import big_run
from tests.report.conftest import PHONE, WIDE, Open

VIEWS = (
    "#/",
    "#/articles",
    "#/articles?sort=contribution&kind=quote",
    "#/article/0?b=1&f=1",
    *(f"#/article/0?b=1&t={tab}" for tab in ("facts", "sentences", "outline", "ledgers", "scores")),
    "#/article/0?b=1&cols=1",
    "#/article/0?b=0,1",
    "#/review",
    "#/nowhere",
)


def _chosen(page: Page) -> str:
    return page.locator(".finding.joined").inner_text()


def test_a_number_leads_to_its_articles_and_one_of_them_to_its_sentence_and_back(visit: Open) -> None:
    page = visit()
    page.locator("#table tbody tr").nth(1).locator("a").first.click()
    expect(page.locator("#view h1")).to_have_text("Articles")
    expect(page).to_have_url(re.compile(r"#v1-0"))
    values = [float(text.split()[0]) for text in page.locator(".articles td a").all_inner_texts() if text[0].isdigit()]
    assert len(values) > 8
    assert values == sorted(values)
    title = page.locator(".articles th a").first.inner_text()
    page.locator(".articles td a").first.click()
    expect(page.locator(".article-head h1")).to_have_text(title)
    expect(page.locator(".members a[aria-current]")).to_contain_text("writer-b")
    page.go_back()
    expect(page.locator(".articles")).to_be_visible()
    page.go_back()
    expect(page.locator("#verdict")).to_be_visible()


def test_every_old_anchor_of_a_summary_and_a_finding_still_leads_there(visit: Open) -> None:
    page = visit("#a3-b2-f2")
    expect(page.locator(".members a[aria-current]")).to_contain_text("writer-c")
    expect(page.locator(".finding.joined .badge")).to_contain_text("2")


def test_filters_search_and_order_stand_in_the_address_and_come_back_with_it(visit: Open) -> None:
    page = visit("#/articles")
    page.get_by_label("Topic").select_option("floods")
    page.get_by_label("Sort by").select_option("contribution")
    expect(page.locator(".articles tbody tr")).to_have_count(3)
    changes = [
        float(text.split()[-1].replace("−", "-")) for text in page.locator(".articles .up-down").all_inner_texts()
    ]
    assert [abs(x) for x in changes] == sorted((abs(x) for x in changes), reverse=True)
    page.get_by_label("Search").fill("event-004")
    expect(page.locator(".articles tbody tr")).to_have_count(1)
    page.reload()
    expect(page.locator(".articles tbody tr")).to_have_count(1)
    expect(page.get_by_label("Topic")).to_have_value("floods")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".articles tbody tr")).to_have_count(12)


def test_the_search_finds_words_of_sources(visit: Open, run: Run) -> None:
    article = list(run.articles())[7]
    words = " ".join(article.sources[2].text.split()[3:11])
    page = visit(f"#/articles?q={words.replace(' ', '%20')}")
    expect(page.locator(".articles th a")).to_have_text([article.title or ""])


def test_a_filter_by_finding_keeps_the_rows_that_have_it(visit: Open, run: Run) -> None:
    rows = [r for r in run.rows() if r.backend == "writer-b"]
    having = {r.article for r in rows if any(f.check == "quote.fabricated" for f in r.findings)}
    page = visit("#/articles?kind=quote.fabricated&who=1")
    shown = page.locator(".articles .id").all_inner_texts()
    assert {text.split(" · ")[0] for text in shown} == having
    assert 0 < len(having) < 12


def test_the_keyboard_alone_goes_from_the_first_screen_to_a_finding_and_back(visit: Open) -> None:
    page = visit()
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("event-005")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".article-head")).to_contain_text("event-005")
    page.keyboard.press("j")
    first = _chosen(page)
    page.keyboard.press("j")
    assert _chosen(page) != first
    page.keyboard.press("k")
    assert _chosen(page) == first
    before = page.locator(".members a[aria-current]").inner_text()
    page.keyboard.press("]")
    expect(page.locator(".members a[aria-current]")).not_to_have_text(before)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next finding")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".articles")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=event-005"))


def test_arrows_go_through_the_articles_that_the_filters_keep(visit: Open) -> None:
    page = visit("#/article/0?topic=floods&b=1")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".article-head")).to_contain_text("event-004")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".article-head")).to_contain_text("event-000")


def test_colours_change_by_the_switch_and_stay(visit: Open) -> None:
    page = visit()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    switch = page.get_by_role("button", name="Colours")
    switch.click()
    assert page.evaluate(ground) == light
    switch.click()
    assert page.evaluate(ground) != light
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate(ground) != light


@pytest.mark.parametrize("size", ["wide", "phone", "dark"])
def test_no_view_has_a_serious_violation_of_accessibility(visit: Open, size: str) -> None:
    every: dict[str, dict[str, Any]] = {"wide": {}, "phone": {"viewport": PHONE}, "dark": {"color_scheme": "dark"}}
    page = visit("#/", bypass_csp=True, **every[size])
    found = []
    for view in VIEWS:
        page.evaluate("async (hash) => { history.replaceState(null, '', hash); await page.route.show(); }", view)
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                found += [(view, violation["id"], node["html"][:200]) for node in violation["nodes"][:3]]
    assert found == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_shows_every_view_without_scrolling_sideways(visit: Open, view: str) -> None:
    page = visit(view, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_verdict_tables_and_texts_are_there(browser: Browser, file: Path, run: Run) -> None:
    with browser.new_context(java_script_enabled=False, offline=True, viewport=WIDE) as context:
        page = context.new_page()
        page.goto(f"{file.as_uri()}#a2-b1")
        row = next(r for r in run.rows() if r.article == "event-002" and r.backend == "writer-b")
        assert row.summary is not None
        shown = page.inner_text("body")
        assert row.summary.splitlines()[-1] in shown
        assert "Backends" in shown
        assert all(source.text.split("\n\n")[1] in shown for article in run.articles() for source in article.sources)


def test_a_wrong_article_in_the_address_says_so(visit: Open) -> None:
    expect(visit("#/article/999").locator("#view")).to_contain_text("no such article")


def test_a_page_of_one_article_opens_with_it_and_leads_to_the_first_screen(visit: Open, tmp_path: Path) -> None:
    run = big_run(tmp_path / "run", articles=1, backends=1, words=60)
    path = tmp_path / "one.html"
    path.write_bytes(b"".join(render(compare([tabulate(run)], [run.name]), [run])))
    page = visit(path=path)
    expect(page.locator(".article-head")).to_contain_text("event-000")
    page.get_by_role("link", name="Overview").click()
    expect(page.locator("#verdict h1")).to_contain_text("writer-a scores")


def test_folded_tables_are_unrolled_for_paper_and_folded_again(visit: Open) -> None:
    page = visit()
    folded = "document.querySelectorAll('#first details:not([open])').length"
    before = page.evaluate(folded)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(folded) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) == before > 0


def test_what_a_word_means_is_shown_to_the_keyboard_too(visit: Open) -> None:
    page = visit()
    word = page.locator("#table abbr", has_text="coverage")
    shown = "(e) => getComputedStyle(e, '::after').content"
    assert word.evaluate(shown) == "none"
    word.focus()
    assert "tells" in word.evaluate(shown)


def test_marks_in_the_list_count_what_the_article_counts(visit: Open) -> None:
    page = visit("#/articles?who=1")
    listed = page.locator(".articles td .counts").first.inner_text()
    page.locator(".articles th a").first.click()
    expect(page.locator(".members a[aria-current] .counts")).to_have_text(listed)


def test_whoever_chooses_a_difference_sees_it(visit: Open) -> None:
    page = visit("#/articles")
    expect(page.locator(".up-down")).to_have_count(0)
    page.locator(".filters").get_by_label("Difference").first.select_option(index=1)
    expect(page.locator(".up-down")).to_have_count(12)
    expect(page.get_by_label("Sort by")).to_have_value("contribution")


def test_the_way_past_the_head_leads_into_the_view_that_is_shown(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator(".article-head")).to_be_visible()
    expect(page).to_have_url(re.compile(r"#/article/0\?b=1$"))


def test_back_leads_to_the_place_in_the_list_where_one_left(visit: Open) -> None:
    page = visit("#/articles", viewport={"width": 1280, "height": 400})
    link = page.locator(".articles th a").nth(10)
    link.scroll_into_view_if_needed()
    page.wait_for_function("() => history.state?.at > 100 && history.state.at === scrollY")
    at = page.evaluate("scrollY")
    link.click()
    expect(page.locator(".article-head")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page.locator(".articles th a").nth(10)).to_be_focused()
    assert page.evaluate("scrollY") == at


def test_the_focus_stays_on_the_control_that_drew_the_view_anew(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    link = page.locator(".members a", has_text="writer-c").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".members a[aria-current]")).to_contain_text("writer-c")
    expect(link).to_be_focused()
    page = visit("#/articles?kind=quote")
    page.get_by_role("button", name="Clear").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Finding").first).to_have_value("")
    expect(page.get_by_role("button", name="Clear")).to_be_focused()


@pytest.mark.parametrize("query", ["who=99", "pair=0-99&sort=contribution", "m=nothing", "who=x"])
def test_an_address_of_another_report_shows_all_and_says_so(visit: Open, query: str) -> None:
    page = visit(f"#/articles?{query}")
    expect(page.locator(".articles tbody tr")).to_have_count(12)
    expect(page.locator("#view .note").first).to_contain_text("does not have")


def test_a_list_has_one_precision(visit: Open) -> None:
    page = visit("#/articles?m=length")
    shown = {text.split()[0] for text in page.locator(".articles td a").all_inner_texts()}
    assert len({len(text.partition(".")[2]) for text in shown}) == 1, shown


def test_who_goes_on_while_texts_are_searched_is_not_called_back(visit: Open) -> None:
    page = visit("#/articles")
    page.evaluate(
        """() => {
        const search = document.getElementById('search');
        search.value = 'event-00';
        search.dispatchEvent(new Event('input'));
        page.route.go('article', [3]);
        }"""
    )
    expect(page.locator(".article-head")).to_contain_text("event-003")
    page.go_back()
    expect(page.locator(".articles tbody tr")).to_have_count(10)


def test_of_two_steps_in_a_row_the_last_one_is_shown_whichever_comes_first(visit: Open) -> None:
    page = visit("#/articles")
    page.evaluate(
        """async () => {
        const load = page.data.article;
        const late = new Promise((go) => { window.arrive = go; });
        page.data.article = async (n) => { if (n === 3) await late; return load(n); };
        page.route.go('article', [3]);
        await new Promise((done) => setTimeout(done, 50));
        page.route.go('article', [4]);
        }"""
    )
    expect(page.locator(".article-head")).to_contain_text("event-004")
    page.evaluate("(window.arrive(), new Promise((done) => setTimeout(done, 50)))")
    expect(page.locator(".article-head")).to_contain_text("event-004")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(r"#/article/4\?"))


HELD = """() => {
    const load = page.data.article;
    const late = new Promise((go) => { window.arrive = go; });
    page.data.article = async (n) => { await late; return load(n); };
}"""
"""Articles come when `arrive` is called."""


@pytest.mark.parametrize("backends", ["1", "0,1"], ids=["one", "two"])
def test_keys_and_clicks_that_come_before_the_next_article_is_drawn_leave_its_address_alone(
    visit: Open, backends: str
) -> None:
    page = visit(f"#/article/3?b={backends}")
    page.evaluate(HELD)
    page.keyboard.press("ArrowRight")
    for key in ("j", "k", "]", "[", "ArrowRight"):
        page.keyboard.press(key)
    if backends == "0,1":
        page.get_by_role("button", name="In one text").click()
    page.evaluate("window.arrive()")
    expect(page.locator(".article-head")).to_contain_text("event-004")
    expect(page).to_have_url(re.compile(rf"#/article/4\?b={backends}$"))
    expect(page.locator(".finding.joined")).to_have_count(0)


def test_escape_leads_to_the_list_even_before_the_article_is_drawn(visit: Open) -> None:
    page = visit("#/articles?topic=floods")
    page.evaluate(HELD)
    page.locator(".articles th a").first.click()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"#/articles\?topic=floods$"))
    page.evaluate("(window.arrive(), new Promise((done) => setTimeout(done, 50)))")
    expect(page.locator(".articles tbody tr")).to_have_count(3)
