"""The review mode of the page, in real Chromium: names stay hidden, everything is kept, everybody can use it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, expect

from harness.store import Run
from tests.report.review import reviewers
from tests.report.review.reviewers import PHONE, WIDE, Open

NAMES = ("writer-a", "writer-b", "writer-c")
FOUR = dict(zip(reviewers.DIMENSIONS, (4, 2, 5, 1), strict=True))


BARE = """() => {
    const copy = document.documentElement.cloneNode(true);
    for (const block of copy.querySelectorAll('script[type="text/plain"]')) block.remove();
    return copy.outerHTML + location.href;
}"""


def test_blind_no_name_of_a_backend_stands_anywhere(visit: Open) -> None:
    page = visit()
    places = ["#/", "#/articles", "#/article/0?b=1&f=1", "#a0-b1", "#/review"]
    assert not [name for name in NAMES if name in page.evaluate(BARE)], "nor before a name was given"
    reviewers.begin(page, "Anna")
    for place in (*places, *(f"#/review/{n}" for n in range(1, 9))):
        reviewers.go(page, place)
        html = page.evaluate(BARE)
        assert not [name for name in NAMES if name in html], place
        assert not re.search(r"writer|made\[", page.locator("body").aria_snapshot()), place
        if "review" not in place:
            expect(page.get_by_role("link", name="To the review")).to_be_visible()


def test_names_are_shown_when_asked_for_and_the_file_says_so(visit: Open, tmp_path: Path) -> None:
    page = visit()
    reviewers.begin(page, "Anna")
    reviewers.judge(page, FOUR)
    reviewers.go(page, "#/review")
    page.get_by_role("button", name="Show names…").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert reviewers.read(reviewers.export(page, tmp_path))["blind_seed"] == 3
    page.get_by_role("button", name="Show names…").click()
    page.get_by_role("dialog").get_by_role("button", name="Show names").click()
    expect(page.get_by_role("button", name="Show names…")).to_have_count(0)
    assert reviewers.read(reviewers.export(page, tmp_path))["blind_seed"] is None
    reviewers.go(page, "#/")
    assert page.locator("#table tbody th").all_inner_texts() == list(NAMES)
    expect(page.locator("footer")).to_contain_text("Signature")
    reviewers.go(page, "#/articles")
    expect(page.locator(".articles")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so_and_loses_nothing(visit: Open, tmp_path: Path) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    asked: list[str] = []
    page = visit(script=refuse, asked=asked)
    reviewers.begin(page, "Anna")
    expect(page.get_by_role("alert").filter(has_text="keeps nothing")).to_be_visible()
    reviewers.judge(page, FOUR)
    reviewers.onward(page)
    reviewers.judge(page, {"coverage": 1})
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    exported = reviewers.read(reviewers.export(page, tmp_path))
    assert [len(item["judgements"]) for item in exported["items"]] == [4, 1]


def test_two_tabs_do_not_overwrite_each_other(visit: Open, file: Path) -> None:
    first = visit()
    reviewers.begin(first, "Anna")
    second = first.context.new_page()
    second.goto(f"{file.as_uri()}#/review/2")
    second.wait_for_selector("html[data-ready]")
    reviewers.judge(second, FOUR)
    expect(first.locator(".state")).to_contain_text("1 of 6 summaries judged")
    reviewers.judge(first, FOUR)
    expect(second.locator(".state")).to_contain_text("2 of 6 summaries judged")


def test_without_a_draw_all_summaries_are_walked_and_blind_begins_with_the_name(
    visit: Open, free: Path, run: Run, tmp_path: Path
) -> None:
    page = visit(path=free)
    expect(page.locator("#table")).to_be_visible()
    page.get_by_role("link", name="Review", exact=True).click()
    reviewers.begin(page, "Anna")
    ok = sum(row.state == "ok" for row in run.rows())
    expect(page.locator(".review-head b")).to_have_text(f"Summary 1 of {ok}")
    assert "writer-" not in page.evaluate(BARE)
    reviewers.judge(page, FOUR)
    path = reviewers.export(page, tmp_path)
    assert path.name == "review-anna-run.json"
    assert reviewers.read(path)["draw"] is None


def test_a_page_without_texts_says_why_there_is_no_review(visit: Open, run: Run, tmp_path: Path) -> None:
    page = visit("#/review", path=reviewers.page_of(run, tmp_path / "redacted.html", redact=True))
    expect(page.locator("#view")).to_contain_text("made with --redact")
    expect(page.locator("#view input")).to_have_count(0)


SMALL = """() => [...document.querySelectorAll('#view :is(button:not(.sign), input, select, textarea, .go, .way a)')]
    .filter(e => e.getClientRects().length && e.closest('label')?.getBoundingClientRect().height !== 0)
    .map(e => [e, (e.type === 'radio' ? e.closest('label') : e).getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([e]) => e.outerHTML)"""


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_place_of_the_review_is_accessible(visit: Open, viewport: ViewportSize, scheme: str) -> None:
    page = visit(viewport=viewport, color_scheme=scheme)

    def check(place: str) -> None:
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        grave = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in {"serious", "critical"}]
        assert grave == [], place
        assert page.evaluate(SMALL) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], place

    check("start")
    reviewers.begin(page, "Anna")
    page.locator(".missed-form select").first.select_option(index=2)
    check("passage")
    page.get_by_role("button", name="Mark as missed").click()
    if viewport is PHONE:
        page.get_by_role("button", name="Judgement and findings").click()
    reviewers.say(page, ("agree",))
    reviewers.judge(page, FOUR)
    check("judged")
    for place in ("#/review/4", "#/review", "#/articles", "#/"):
        reviewers.go(page, place)
        check(place)


def test_state_is_said_in_words_and_not_by_colour_alone(visit: Open) -> None:
    page = visit()
    reviewers.begin(page, "Anna")
    reviewers.say(page, ("agree",))
    expect(page.locator("#says")).to_have_text("agree: finding 1. Saved.")
    reviewers.go(page, "#/review")
    labels = page.locator(".way a").evaluate_all("all => all.map(a => a.getAttribute('aria-label'))")
    assert page.locator(".way a").all_inner_texts()[:5] == ["◐ 1", "○ 2", "○ 3", "○ A|B 1", "○ 4"]
    assert labels[:4] == ["Summary 1 of 6, begun", "Summary 2 of 6, open", "Summary 3 of 6, open", "Pair 1 of 2, open"]
    assert json.dumps(page.locator(".way").aria_snapshot()).count("open") == 7
