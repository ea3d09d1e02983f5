"""The review mode of the page, in real Chromium: what reviewers do, and that nothing of it is lost or given away."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from harness.review.importing import import_reviews
from harness.review.records import Draw
from harness.store import Run
from tests.report.review import reviewers
from tests.report.review.reviewers import Open

NAMES = ("writer-a", "writer-b", "writer-c")
FOUR = dict(zip(reviewers.DIMENSIONS, (4, 2, 5, 1), strict=True))


def test_a_whole_review_by_mouse_is_kept_and_exported(
    visit: Open, run: Run, drawn: Draw, file: Path, tmp_path: Path
) -> None:
    page = visit()
    expect(page, "the page for reviewers opens in the review").to_have_url(re.compile(r"#/review$"))
    reviewers.begin(page, " Anna Ölund ")
    expect(page.locator(".review-head b")).to_have_text("Summary 1 of 6")
    reviewers.say(page, ("disagree", "agree"))
    page.get_by_label("Comment on finding 1", exact=True).fill("It stands in the post 🌊")
    reviewers.judge(page, FOUR)
    page.get_by_label("Comment on the summary").fill("Two\nlines")
    reviewers.select(page, "More to follow.")
    page.locator(".passage select").select_option("quote.altered")
    page.get_by_label("Comment on the passage").fill("Who says so?")
    page.get_by_role("button", name="Mark as missed").click()
    expect(page.locator(".missed-list li")).to_contain_text("quote.altered")
    expect(page.locator(".state")).to_contain_text("● done · 1 of 6 summaries judged")
    text = reviewers.shown_text(page)
    page.reload()
    expect(page.locator("[name=verdict-1][value=disagree]")).to_be_checked()
    expect(page.get_by_label("Comment on finding 1", exact=True)).to_have_value("It stands in the post 🌊")
    expect(page.locator("mark.missed")).to_have_text("More to follow.")
    for _ in range(3):
        reviewers.onward(page)
    expect(page.locator(".review-head b")).to_have_text("Pair 1 of 2")
    right = page.get_by_role("region", name="Summary B").locator(".story").inner_text()
    page.get_by_role("radio", name="B", exact=True).check()
    page.reload()
    expect(page.get_by_role("radio", name="B", exact=True)).to_be_checked()
    path = reviewers.export(page, tmp_path)
    assert path.name == f"review-anna-olund-{drawn.id[:12]}.json"
    exported = reviewers.read(path)
    assert exported["reviewer"] == "Anna Ölund"
    assert exported["draw"] == drawn.reference.model_dump()
    assert exported["blind_seed"] == 3
    item = exported["items"][0]
    assert item["judgements"] == FOUR
    assert item["comment"] == "Two\nlines"
    assert [f["verdict"] for f in item["findings"]] == ["disagree", "agree"]
    row = next(r for r in run.rows() if (r.article, r.backend) == (item["article"], item["backend"]))
    assert text == reviewers.veiled(row.summary or "") != row.summary
    at = text.index("More to follow.")
    assert text[at - 2] == "🌊", "offsets behind a letter of two UTF-16 units are those of code points"
    assert item["missed"] == [
        {"start": at, "end": at + 15, "text": "More to follow.", "check": "quote.altered", "comment": "Who says so?"}
    ]
    (choice,) = exported["preferences"]
    assert choice["prefer"] == "b"
    shown = next(r for r in run.rows() if (r.article, r.backend) == (choice["article"], choice["b"]["backend"]))
    assert reviewers.veiled(shown.summary or "") == right
    import_reviews([path], [run.folder])
    for kept in (run.folder / "reviews").iterdir():
        kept.unlink()


def test_a_whole_review_by_keyboard_alone(visit: Open, tmp_path: Path) -> None:
    page = visit()
    press, type_ = page.keyboard.press, page.keyboard.type
    reviewers.tab_to(page, "Your name")
    type_("Ben")
    press("Enter")
    expect(page.locator(".review-head b")).to_have_text("Summary 1 of 6")
    for name in reviewers.DIMENSIONS:
        reviewers.tab_to(page, rf"^{name.title()}: .* 1$")
        press("Space")
        press("ArrowRight")
        press("ArrowRight")
        expect(page.locator(f"[name=judge-{name}][value='3']")).to_be_checked()
    press("Escape")
    press("j")
    press("d")
    expect(page.locator("[name=verdict-1][value=disagree]")).to_be_checked()
    press("j")
    press("u")
    expect(page.locator("[name=verdict-2][value=unsure]")).to_be_checked()
    reviewers.tab_to(page, "Comment on finding 2")
    type_("perhaps")
    reviewers.tab_to(page, "Comment on the summary")
    type_("j and k are letters here")
    press("Escape")
    for _ in range(200):
        press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.missed-form select')"):
            break
    type_("3")  # the third sentence of the list
    reviewers.tab_to(page, "^Passage")
    passage = page.locator(".passage textarea").first
    whole = passage.input_value()
    press("Control+Home")
    for _ in range(5):
        press("Shift+ArrowRight")
    reviewers.tab_to(page, "^Kind")
    type_("quote.altered")
    reviewers.tab_to(page, "Mark as missed")
    press("Enter")
    expect(page.locator(".missed-list li")).to_contain_text(f"“{whole[:5].strip()}”")
    press("Escape")
    for n in range(3):
        press("ArrowRight")
        expect(page.locator(".review-head b")).to_have_text(f"Summary {n + 2} of 6" if n < 2 else "Pair 1 of 2")
    press("t")
    expect(page.get_by_role("radio", name="as good as each other")).to_be_checked()
    press("Escape")
    expect(page.locator(".way")).to_be_visible()
    reviewers.tab_to(page, "^Export$")
    with page.expect_download() as download:
        press("Enter")
    download.value.save_as(tmp_path / "ben.json")
    exported = reviewers.read(tmp_path / "ben.json")
    item = exported["items"][0]
    assert [(f["verdict"], f["comment"]) for f in item["findings"]] == [("disagree", ""), ("unsure", "perhaps")]
    assert item["judgements"] == dict.fromkeys(reviewers.DIMENSIONS, 3)
    assert item["missed"][0]["text"] == whole[:5].strip()
    assert exported["preferences"][0]["prefer"] == "tie"


def test_the_order_is_the_draws_and_the_same_for_everybody(visit: Open, drawn: Draw) -> None:
    texts = []
    for _ in range(2):
        page = visit()
        reviewers.begin(page, "Anna")
        told = []
        for n in (1, 2, 3, 5, 6, 7):
            reviewers.go(page, f"#/review/{n}")
            told.append(reviewers.shown_text(page))
        texts.append(told)
    assert texts[0] == texts[1]
    assert len(set(texts[0])) == len(drawn.items)


def test_an_export_taken_in_again_is_the_same_review(visit: Open, tmp_path: Path) -> None:
    page = visit()
    reviewers.begin(page, "Anna")
    reviewers.say(page, ("agree", "unsure"))
    reviewers.judge(page, FOUR)
    reviewers.select(page, "More to follow.")
    page.get_by_role("button", name="Mark as missed").click()
    reviewers.go(page, "#/review/4")
    page.get_by_role("radio", name="A", exact=True).check()
    page.get_by_label("Comment on the choice").fill("A has 🌊")
    before = reviewers.export(page, tmp_path).rename(tmp_path / "before.json")
    reviewers.clear(page)
    assert "taken in" in reviewers.take(page, before)
    assert reviewers.said(reviewers.export(page, tmp_path)) == reviewers.said(before)
    reviewers.go(page, "#/review/1")
    expect(page.locator("mark.missed")).to_have_text("More to follow.")
    reviewers.judge(page, {"fluency": 5})
    reviewers.go(page, "#/review")
    assert "0 of 2 labels" in reviewers.take(page, before), "what is newer here stays"
    after = reviewers.said(reviewers.export(page, tmp_path))
    assert after["items"][0]["judgements"] == {**FOUR, "fluency": 5}
