"""What people do with the page, in real Chromium: from a number to the sentence behind it, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report.html import render
from harness.store import Run
from tests.report.big_run import big_run

WIDE, PHONE = ViewportSize(width=1280, height=850), ViewportSize(width=390, height=800)
VIEWS = (
    "#/",
    "#/articles",
    "#/articles?sort=contribution&kind=quote",
    "#/article/0?b=1&f=1",
    *(f"#/article/0?b=1&t={tab}" for tab in ("facts", "sentences", "outline", "ledgers", "scores")),
    "#/nowhere",
)
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Twelve articles by three backends."""
    return big_run(tmp_path_factory.mktemp("made") / "run", articles=12, backends=3, words=150)


@pytest.fixture(scope="module")
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


def _chosen(page: Page) -> str:
    return page.locator(".finding.joined").inner_text()


def test_a_number_leads_to_its_articles_and_one_of_them_to_its_sentence_and_back(visit: Open) -> None:
    page = visit()
    page.locator("#table tbody tr").nth(1).locator("a").first.click()
    expect(page.locator("#view h1")).to_have_text("Articles")
    assert "#v1-0" in page.url
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


def test_a_sign_in_the_text_joins_claim_finding_and_evidence_and_stands_in_the_address(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.locator(".summary .sign").first.click()
    number = re.search(r"f=(\d+)", page.url)
    assert number is not None
    key = f"f{number[1]}"
    for where in (".summary mark", ".notes .finding", ".sources mark"):
        expect(page.locator(f'{where}[data-keys~="{key}"]').first).to_have_class(re.compile("joined"))
    lit = page.locator(f'.sources mark[data-keys~="{key}"]').first
    expect(lit).to_be_in_viewport()
    again = visit(page.url.partition("html")[2])
    assert _chosen(again) == _chosen(page)


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_hover_and_focus_join_for_as_long_as_they_last(visit: Open, way: str) -> None:
    page = visit("#/article/0?b=1")
    sign = page.locator(".summary .sign").nth(1)
    sign.hover() if way == "hover" else sign.focus()
    expect(page.locator(".finding.joined")).to_have_count(1)
    expect(page.locator(".finding.joined")).to_be_in_viewport()
    assert "f=" not in page.url


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
    assert "q=event-005" in page.url


def test_arrows_go_through_the_articles_that_the_filters_keep(visit: Open) -> None:
    page = visit("#/article/0?topic=floods&b=1")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".article-head")).to_contain_text("event-004")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".article-head")).to_contain_text("event-000")


def test_arrows_move_along_tabs_and_show_what_they_name(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.locator("#tab-findings").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel-facts")).to_contain_text("told")
    page.keyboard.press("ArrowRight")
    page.locator(".matrix td button").first.click()
    expect(page.locator(".sources .shown").first).to_be_in_viewport()
    expect(page.locator(".summary .shown").first).to_be_in_viewport()
    assert "t=sentences" in page.url


def test_ledgers_say_which_sources_have_the_same(visit: Open) -> None:
    page = visit("#/article/0?b=1&t=ledgers")
    for title in ("Quotations", "Numbers", "Names", "Dates"):
        expect(page.locator(".notes h3", has_text=title)).to_be_visible()
    expect(page.locator(".notes .verdict.good").first).to_contain_text("in ")
    page.locator(".notes .lines .cite").first.click()
    expect(page.locator(".sources .shown").first).to_be_in_viewport()


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


def test_on_a_phone_one_pane_is_shown_at_a_time_and_a_finding_can_be_followed(visit: Open) -> None:
    page = visit("#/article/0?b=1", viewport=PHONE)
    expect(page.locator(".pane.sources")).to_be_hidden()
    page.get_by_role("button", name="Findings", exact=True).click()
    expect(page.locator(".pane.summary")).to_be_hidden()
    page.locator(".finding .cite").first.click()
    expect(page.locator(".sources .shown").first).to_be_in_viewport()


def test_on_a_phone_a_permalink_shows_the_claim_of_its_finding(visit: Open) -> None:
    page = visit("#/article/0?b=1&f=4", viewport=PHONE)
    expect(page.locator(".summary mark.joined").first).to_be_in_viewport()


def test_on_paper_the_opened_article_stands_with_all_its_sources_and_no_controls(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.emulate_media(media="print")
    assert page.locator(".sources .story").count() == 4
    for story in page.locator(".sources .story").all():
        expect(story).to_be_visible()
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator(".findings")).to_be_visible()


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
