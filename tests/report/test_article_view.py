"""What people do with one article, in real Chromium: claim, finding and evidence together, on screen and paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.made_runs import make_finding, make_row
from tests.report.conftest import PHONE, Open
from tests.report.made_pages import SUMMARY, an_article, page_of, written


def _chosen(page: Page) -> str:
    return page.locator(".finding.joined").inner_text()


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


def test_every_finding_has_a_link_that_can_be_sent(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    wanted = page.locator(".finding").nth(2)
    told = wanted.locator(".message").inner_text()
    address = wanted.get_by_role("link", name="Link to").get_attribute("href")
    assert address is not None
    assert told in _chosen(visit(address))


def test_an_article_opened_from_a_filter_shows_the_first_finding_that_the_filter_asks_for(visit: Open) -> None:
    page = visit("#/articles?kind=quote.fabricated&who=1")
    page.locator(".articles th a").first.click()
    expect(page.locator(".finding.joined .kind")).to_contain_text("quote.fabricated")
    assert re.search(r"f=\d", page.url)
    expect(page.locator(".steps")).to_contain_text("1 of ")


def test_a_choice_of_a_finding_leaves_the_other_switches_as_they_are(visit: Open) -> None:
    page = visit("#/article/0?b=1&f=2", viewport=PHONE)
    expect(page.locator(".finding.joined")).to_have_count(1)
    expect(page.get_by_role("button", name="Summary", exact=True)).to_have_attribute("aria-pressed", "true")


def test_sources_stand_in_columns_where_the_address_says_so_and_evidence_is_found_there(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    expect(page.locator(".sources .story:visible")).to_have_count(1)
    page.get_by_role("button", name="In columns").click()
    expect(page.locator(".sources .story:visible")).to_have_count(4)
    page.locator(".summary .sign").first.click()
    lit = page.locator(".sources mark.joined").first
    expect(lit).to_be_in_viewport()
    again = visit(page.url.partition("html")[2])
    expect(again.locator(".sources .story:visible")).to_have_count(4)
    expect(again.locator(".sources mark.joined").first).to_be_in_viewport()
    expect(again.locator(".summary mark.joined").first).to_be_in_viewport()


def test_a_narrow_screen_keeps_tabs_whatever_the_address_says(visit: Open) -> None:
    page = visit("#/article/0?b=1&cols=1", viewport=PHONE)
    page.get_by_role("button", name="Sources", exact=True).click()
    expect(page.locator(".sources .story:visible")).to_have_count(1)
    expect(page.get_by_role("button", name="In columns")).to_be_hidden()


def test_the_name_of_the_shown_source_stays_in_sight(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.locator(".sources").evaluate("(pane) => { pane.scrollTop = 200; }")
    expect(page.locator(".sources [role=tab][aria-selected=true]")).to_be_in_viewport(ratio=1)


def test_key_facts_say_how_many_are_wrong_or_missing_and_put_the_vital_ones_first(visit: Open, tmp_path: Path) -> None:
    kinds = (("fact.missing", "info"), ("fact.missing", "warning"), ("fact.wrong", "warning"), ("fact.found", "info"))
    facts = [
        make_finding(check, None, severity=severity, message=f"{check} {severity}", expected=f"{check} {severity}")
        for check, severity in kinds
    ]
    row = make_row("event-1", "x", {"coverage": 0.5}, summary=SUMMARY, findings=facts)
    path = tmp_path / "page.html"
    path.write_bytes(page_of(written(tmp_path / "run", [row], [an_article()])))
    page = visit("#/article/0?t=facts", path=path)
    note = page.locator("#panel-facts .note")
    expect(note).to_contain_text("1 of 4 told; 1 told wrongly; 2 missing, 1 of them vital.")
    told = page.locator("#panel-facts .badge").all_inner_texts()
    assert told == ["✕ told wrongly", "✕ missing, vital", "✕ missing", "✓ told"]
