"""Around the review: a page that scripts are kept from, what is no review, and where the focus goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from harness.review.records import Draw
from tests.report.review import reviewers
from tests.report.review.reviewers import WIDE, Open


@pytest.mark.parametrize("media", ["screen", "print"])
def test_without_scripts_the_page_for_reviewers_names_no_backend_on_screen_or_paper(
    browser: Browser, file: Path, media: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE, offline=True)
    page = context.new_page()
    page.emulate_media(media=media)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    told = page.locator("body").inner_text()
    assert "needs scripts; the plain report is made by harness report RUN without --review" in told
    assert "writer-" not in told
    assert "writer-" not in page.locator("body").aria_snapshot()
    expect(page.locator("#first")).to_be_hidden()
    expect(page.locator("footer")).to_be_hidden()
    context.close()


def test_without_scripts_the_plain_page_shows_all_as_ever(browser: Browser, free: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE, offline=True)
    page = context.new_page()
    page.goto(free.as_uri())
    expect(page.locator("#table")).to_be_visible()
    expect(page.locator("footer")).to_be_visible()
    assert page.locator("noscript article").count() == 6
    context.close()


def test_a_blind_page_prints_no_backend(visit: Open) -> None:
    page = visit()
    reviewers.begin(page, "Anna")
    page.emulate_media(media="print")
    for place in ("#/", "#/review", "#/review/1", "#/review/4"):
        reviewers.go(page, place)
        assert "writer-" not in page.locator("body").inner_text(), place
    page.emulate_media(media="screen")
    page.evaluate("page.review.show()")
    reviewers.go(page, "#/review")
    reviewers.go(page, "#/")
    expect(page.locator("footer")).to_be_visible()
    expect(page.locator("#table")).to_be_visible()


def test_the_number_on_a_button_is_that_of_the_summary_it_leads_to(visit: Open) -> None:
    page = visit()
    reviewers.begin(page, "Anna")
    reviewers.go(page, "#/review")
    texts = page.locator(".way a").all_inner_texts()
    assert len(texts) == 8
    for place, text in enumerate(texts):
        reviewers.go(page, "#/review")
        page.locator(".way a").nth(place).click()
        kind = "Pair" if "A|B" in text else "Summary"
        expect(page.locator(".review-head b")).to_have_text(
            f"{kind} {text.split()[-1]} of {2 if kind == 'Pair' else 6}"
        )


def test_a_draw_taken_for_an_export_is_called_a_draw(visit: Open, drawn: Draw, tmp_path: Path) -> None:
    page = visit()
    path = tmp_path / "draw.json"
    path.write_bytes(drawn.to_bytes())
    told = reviewers.take(page, path)
    assert "draw.json is not taken in, and nothing was changed." in told
    assert "is a draw (harness review export), not a review" in told
    assert "reviewer: is missing" not in told
    path.write_text(json.dumps(None))
    assert "the file: expected an object" in reviewers.take(page, path)


def test_the_focus_is_never_lost_when_the_start_is_drawn_anew(visit: Open, tmp_path: Path) -> None:
    page = visit()
    reviewers.begin(page, "Anna")
    reviewers.judge(page, {"coverage": 3})
    path = reviewers.export(page, tmp_path)
    reviewers.clear(page)
    expect(page.get_by_label("Your name")).to_be_focused()
    reviewers.take(page, path)
    expect(page.get_by_role("link", name="Begin with summary 1")).to_be_focused()
