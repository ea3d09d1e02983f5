"""What people do with one article, in real Chromium: claim, finding and evidence together, on screen and paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.made_runs import make_finding, make_row
from tests.report.conftest import PHONE, WIDE, Open
from tests.report.made_pages import SUMMARY, an_article, page_of, written


def _chosen(page: Page) -> str:
    return page.locator(".finding.joined").inner_text()


def test_a_sign_in_the_text_joins_claim_finding_and_evidence_and_stands_in_the_address(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.locator(".summary .sign").first.click()
    expect(page).to_have_url(re.compile(r"f=\d"))
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
    expect(page).to_have_url(re.compile("t=sentences"))


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
    expect(page.locator(".notes .findings").last).to_be_visible()


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
    expect(page).to_have_url(re.compile(r"f=\d"))
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


def test_a_pointer_that_rests_on_a_card_moves_the_other_panes_and_not_its_own(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.locator(".notes").evaluate("(e) => { e.scrollTop = 60; }")
    shown = page.evaluate(
        """() => { const low = innerHeight - 12;
        const at = [...document.querySelectorAll('.finding')].find((e) => e.getBoundingClientRect().bottom > low);
        const box = at.getBoundingClientRect(); return [at.id, box.left + 90, Math.max(box.top + 3, low)]; }"""
    )
    page.mouse.move(shown[1], shown[2])
    page.wait_for_timeout(900)
    assert page.locator(".notes").evaluate("(e) => e.scrollTop") == 60
    expect(page.locator(".finding.joined")).to_have_attribute("id", shown[0])
    at = page.locator(".sources").evaluate("(e) => e.scrollTop")
    tab = page.locator(".sources [aria-selected=true]").inner_text()
    page.locator(".sources mark:visible").first.hover()
    page.wait_for_timeout(900)
    assert page.locator(".sources").evaluate("(e) => e.scrollTop") == at
    assert page.locator(".sources [aria-selected=true]").inner_text() == tab


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_no_score_lies_over_the_name_of_a_part(visit: Open, size: ViewportSize) -> None:
    page = visit("#/article/0?b=1&t=scores", viewport=size)
    over = page.locator(":is(#panel-scores tr, #panel-scores li)").evaluate_all(
        """(rows) => rows.filter((row) => {
            const [name, score] = [...row.children].map((cell) => {
                const range = document.createRange(); range.selectNodeContents(cell);
                return range.getBoundingClientRect();
            });
            return name.right > score.left || score.right > row.closest('.pane').getBoundingClientRect().right;
        }).map((row) => row.textContent)"""
    )
    assert page.locator(".notes").inner_text().count("\n") > 10
    assert over == []


def test_a_tap_on_a_mark_tells_its_finding_at_the_foot_of_a_phone(visit: Open) -> None:
    page = visit("#/article/0?b=1", viewport=PHONE, has_touch=True)
    peek = page.get_by_role("region", name="The chosen finding")
    page.locator(".summary mark").nth(2).tap()
    expect(page).to_have_url(re.compile(r"f=\d"))
    number = re.search(r"f=(\d+)", page.url)
    assert number is not None
    message = page.locator(f"#f{number[1]} .message").text_content() or "none"
    expect(peek).to_contain_text(message)
    box = peek.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == PHONE["height"]
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)
    page.locator(".summary .sign").nth(3).tap()
    expect(peek).to_have_count(1)
    page.locator(".article-head").tap()
    expect(peek).to_have_count(0)
    page.locator(".summary .sign").nth(1).tap()
    peek.get_by_role("button", name="To the finding").tap()
    expect(page.locator(".finding.joined")).to_be_in_viewport()
    expect(page.locator(".finding.joined>button")).to_be_focused()
    expect(peek).to_have_count(0)


def test_on_a_phone_a_change_of_the_pane_shows_the_chosen_finding_there(visit: Open) -> None:
    page = visit("#/article/0?b=1&f=6", viewport=PHONE)
    page.get_by_role("button", name="Findings", exact=True).click()
    expect(page.locator("#f6")).to_be_in_viewport()
    page.get_by_role("button", name="Summary", exact=True).click()
    expect(page.locator(".summary .joined").first).to_be_in_viewport()


def test_an_address_that_asks_for_a_tab_shows_it_on_a_phone_too(visit: Open) -> None:
    expect(visit("#/article/0?b=1&t=scores", viewport=PHONE).locator("#panel-scores")).to_be_visible()


def test_an_address_keeps_the_tab_and_the_finding(visit: Open) -> None:
    page = visit("#/article/0?b=1")
    page.locator(".summary .sign").first.click()
    key = page.locator(".finding.joined").get_attribute("id")
    page.locator("#tab-facts").click()
    expect(page).to_have_url(re.compile("t=facts"))
    again = visit(page.url.partition("html")[2])
    expect(again.locator("#panel-facts")).to_be_visible()
    expect(again.locator(f'.summary mark.joined[data-keys~="{key}"]').first).to_be_visible()
    expect(again).to_have_url(page.url)
    again.locator("#tab-findings").click()
    expect(again.locator(".finding.joined")).to_have_attribute("id", str(key))
    expect(again.locator(".finding.joined")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("kind", "member", "panel"),
    [("fact.missing", 2, "facts"), ("claim.sources", 2, "sentences"), ("number.swapped", 1, "findings")],
)
def test_an_article_opens_where_the_filter_of_the_list_is_answered(
    visit: Open, kind: str, member: int, panel: str
) -> None:
    page = visit(f"#/article/0?kind={kind}&b={member}")
    expect(page.locator(f"#panel-{panel}")).to_be_visible()
    expect(page.locator(".finding.joined")).to_have_count(1 if panel == "findings" else 0)
    if panel != "findings":
        page.locator("#tab-findings").click()
        expect(visit(page.url.partition("html")[2]).locator("#panel-findings")).to_be_visible()


def _focused_once_drawn(page: Page, key: str) -> str:
    """The link or id with the focus when the key has drawn the view anew."""
    drawn = page.evaluate("document.documentElement.dataset.drawn")
    page.keyboard.press(key)
    page.wait_for_function("(before) => document.documentElement.dataset.drawn !== before", arg=drawn)
    return str(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id"))


@pytest.mark.parametrize("control", [".members>a >> nth=2", ".finding .permalink >> nth=1", ".side-door a >> nth=0"])
def test_the_focus_stays_on_the_control_that_drew_all_anew_or_goes_to_the_content(visit: Open, control: str) -> None:
    page = visit("#/article/0?b=1")
    page.evaluate("for (const folded of document.querySelectorAll('#view details')) folded.open = true")
    href = page.locator(control).get_attribute("href")
    page.locator(control).focus()
    at = page.evaluate("scrollY")
    assert _focused_once_drawn(page, "Enter") == (href if "side-door" not in control else "main")
    assert page.evaluate("scrollY") == at


def test_the_focus_is_not_lost_when_a_key_or_an_entry_of_a_ledger_changes_what_is_shown(visit: Open) -> None:
    page = visit("#/article/0?b=1&t=ledgers")
    entry = page.locator("#panel-ledgers li", has=page.locator(".verdict", has_text="finding")).first
    entry.locator("button.what").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".finding.joined>button")).to_be_focused()
    page.locator("#tab-findings").focus()
    assert _focused_once_drawn(page, "]") == "tab-findings"
