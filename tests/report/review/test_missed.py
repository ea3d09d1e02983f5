"""Marking what was missed: the form stands on the screen beside its text, and the text stays where it is read."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.report.review import reviewers
from tests.report.review.reviewers import Open

SCREENS = [ViewportSize(width=w, height=h) for w, h in ((1280, 900), (1280, 650), (640, 450), (390, 844))]
screens = pytest.mark.parametrize("screen", SCREENS, ids=lambda s: f"{s['width']}x{s['height']}")

# where the passage and the form's button stand, and what of the passage lies under something else
SEEN = """() => {
    const marks = [...document.querySelectorAll('.summary .shown')];
    const boxes = marks.flatMap(mark => [...mark.getClientRects()]);
    const button = [...document.querySelectorAll('.passage button')].find(b => b.textContent === 'Mark as missed');
    const form = document.querySelector('.missed-form').getBoundingClientRect();
    const at = button.getBoundingClientRect();
    const covered = boxes.filter(box => {
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        return !document.elementFromPoint(x, y)?.closest('.shown');
    });
    return {
        lines: boxes.length,
        covered: covered.length,
        top: Math.min(...boxes.map(box => box.top)),
        bottom: Math.max(...boxes.map(box => box.bottom)),
        form: [form.top, form.bottom],
        button: document.elementFromPoint(at.left + 5, at.top + 5) === button && at.bottom <= innerHeight,
        column: Math.abs(form.left - marks[0].closest('.pane').getBoundingClientRect().left),
    };
}"""


def seen(page: Page, screen: ViewportSize) -> dict[str, Any]:
    """What can be seen now; the button and all of the passage must be, the form in the column of its text."""
    expect(page.locator(".passage")).to_be_visible()
    found: dict[str, Any] = page.evaluate(SEEN)
    assert found["lines"] > 0
    assert found["covered"] == 0, found
    assert found["button"], found
    assert 0 <= found["top"] < found["bottom"] <= found["form"][0], found
    assert found["form"][1] <= screen["height"]
    assert found["column"] <= 12
    return found


@screens
def test_a_selection_at_the_top_stays_where_it_is_and_the_form_is_on_the_screen(
    visit: Open, screen: ViewportSize
) -> None:
    page = visit(viewport=screen)
    reviewers.begin(page, "Anna")
    place = page.evaluate(reviewers.PLACE, [".summary .story", "14 March 2026"])
    reviewers.select(page, "14 March 2026")
    found = seen(page, screen)
    if place[1] < found["form"][0] - 20:
        assert abs((found["top"] + found["bottom"]) / 2 - place[1]) <= 2, "the text does not move"
    else:
        assert screen["height"] < 500, "only on a screen so low that the form must cover it"


@screens
def test_every_sentence_that_is_chosen_by_keyboard_is_seen_above_the_form(visit: Open, screen: ViewportSize) -> None:
    page = visit(viewport=screen)
    reviewers.begin(page, "Anna")
    listed = page.locator(".missed-form select").first
    listed.focus()
    n = listed.locator("option").count()
    assert n > 8
    for place in (n - 1, 1, n // 2, 2, n - 2):
        listed.select_option(index=place)
        seen(page, screen)
        expect(listed).to_be_focused()


@screens
def test_a_selection_that_the_form_would_cover_is_moved_no_further_than_above_it(
    visit: Open, screen: ViewportSize
) -> None:
    page = visit(viewport=screen)
    reviewers.begin(page, "Anna")
    form = page.locator(".missed-form").bounding_box()
    assert form is not None
    # the last line that can be read above the closed form
    word = page.evaluate(
        """floor => {
            const walker = document.createTreeWalker(document.querySelector('.summary .story'), NodeFilter.SHOW_TEXT);
            let found = null;
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                if (node.parentElement.closest('.sign')) continue;
                for (const match of node.data.matchAll(/\\w{4,}/g)) {
                    const range = document.createRange();
                    range.setStart(node, match.index);
                    range.setEnd(node, match.index + match[0].length);
                    const box = range.getBoundingClientRect();
                    if (box.bottom < floor) found = [box.left + 1, box.right - 1, (box.top + box.bottom) / 2];
                }
            }
            return found;
        }""",
        form["y"] - 4,
    )
    page.mouse.move(word[0], word[2])
    page.mouse.down()
    page.mouse.move(word[1], word[2], steps=4)
    page.mouse.up()
    found = seen(page, screen)
    assert found["form"][0] - found["bottom"] < 60, "right above the form"


def test_each_sign_says_its_kind_with_a_word(visit: Open) -> None:
    page = visit()
    reviewers.begin(page, "Anna")
    signs = page.locator(".story .sign").all_inner_texts()
    labels = page.evaluate("[...page.data.overview.families.values()].map(f => f.label)")
    assert signs
    assert all(any(f" {label} " in text for label in labels) for text in signs), signs
