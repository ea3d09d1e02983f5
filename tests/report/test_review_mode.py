"""The review mode of the page, in real Chromium: what reviewers do, and that nothing of it is lost or given away."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report.html import render
from harness.review.draw import draw
from harness.review.importing import import_reviews
from harness.review.records import Draw
from harness.review.summaries import read_summaries
from harness.store import Run
from tests.report import reviewers
from tests.report.big_run import big_run

WIDE, PHONE = ViewportSize(width=1280, height=850), ViewportSize(width=390, height=800)
NAMES = ("writer-a", "writer-b", "writer-c")
FOUR = dict(zip(reviewers.DIMENSIONS, (4, 2, 5, 1), strict=True))
Open = Callable[..., Page]


def page_of(run: Run, path: Path, drawn: Draw | None = None, *, redact: bool = False) -> Path:
    """The page of a run, as `harness report` writes it."""
    path.write_bytes(b"".join(render(compare([tabulate(run)], [run.name]), [run], redact=redact, review=drawn)))
    return path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Six articles by three backends."""
    return big_run(tmp_path_factory.mktemp("made") / "run", articles=6, backends=3, words=80)


@pytest.fixture(scope="module")
def drawn(run: Run) -> Draw:
    return draw(read_summaries(run), sample=6, seed=3)


@pytest.fixture(scope="module")
def file(run: Run, drawn: Draw, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page for reviewers: two articles, six summaries."""
    return page_of(run, tmp_path_factory.mktemp("page") / "page.html", drawn)


@pytest.fixture(scope="module")
def free(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page without a draw."""
    return page_of(run, tmp_path_factory.mktemp("free") / "page.html")


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Open]:
    """Open the page in a browser of one's own; at the end nothing may have gone wrong or been asked for."""
    wrong: list[str] = []

    def opened(hash_: str = "", *, path: Path = file, script: str = "", **context: object) -> Page:
        options = {"viewport": WIDE, "offline": True, "reduced_motion": "reduce", **context}
        made = browser.new_context(**options)  # type: ignore[arg-type]
        if script:
            made.add_init_script(script)
        page = made.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((path.as_uri(), "blob:")) else wrong.append(r.url))
        page.goto(f"{path.as_uri()}{hash_}")
        page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert wrong == []


def test_a_whole_review_by_mouse_is_kept_and_exported(
    visit: Open, run: Run, drawn: Draw, file: Path, tmp_path: Path
) -> None:
    page = visit()
    assert page.url.endswith("#/review"), "the page for reviewers opens in the review"
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
    page.get_by_role("radio", name="B", exact=True).check()
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
    assert row.summary == text
    at = text.index("More to follow.")
    assert text[at - 2] == "🌊", "offsets behind a letter of two UTF-16 units are those of code points"
    assert item["missed"] == [
        {"start": at, "end": at + 15, "text": "More to follow.", "check": "quote.altered", "comment": "Who says so?"}
    ]
    assert exported["preferences"][0]["prefer"] == "b"
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
    press("j")
    press("d")
    expect(page.locator("[name=verdict-1][value=disagree]")).to_be_checked()
    press("j")
    press("u")
    expect(page.locator("[name=verdict-2][value=unsure]")).to_be_checked()
    reviewers.tab_to(page, "Comment on finding 2")
    type_("perhaps")
    for name in reviewers.DIMENSIONS:
        reviewers.tab_to(page, rf"^{name.title()}: .* 1$")
        press("Space")
        press("ArrowRight")
        press("ArrowRight")
        expect(page.locator(f"[name=judge-{name}][value='3']")).to_be_checked()
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


def test_a_browser_that_keeps_nothing_says_so_and_loses_nothing(visit: Open, tmp_path: Path) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    page = visit(script=refuse)
    reviewers.begin(page, "Anna")
    expect(page.get_by_role("alert").filter(has_text="keeps nothing")).to_be_visible()
    reviewers.judge(page, FOUR)
    reviewers.onward(page)
    reviewers.judge(page, {"coverage": 1})
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
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
    page = visit("#/review", path=page_of(run, tmp_path / "redacted.html", redact=True))
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
        page.get_by_role("button", name="Findings and judgement").click()
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
    assert labels[:4] == ["Summary 1 of 6, begun", "Summary 2 of 6, open", "Summary 3 of 6, open", "Pair 1 of 2, open"]
    assert json.dumps(page.locator(".way").aria_snapshot()).count("open") == 7
