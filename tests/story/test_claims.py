"""What of a page counts as a claim about the event, and what gives the story its day."""

from __future__ import annotations

import datetime as dt

import pytest

from harness.case import Case, Subject
from harness.types import Article, Source

ARTICLE = Article(id="bridge", sources=(Source(id="a", text="The bridge in Varnholt closed after cracks were found."),))
TOLD = "The bridge in Varnholt closed on Tuesday after engineers found 12 cracks."


def case(text: str) -> Case:
    return Case(Subject(ARTICLE), text)


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Brook",
        "Ana Brook is our transport correspondent and writes for the Harbour Wire.",
        "Follow us for the latest updates on this story.",
        "Sign up for our newsletter to get the news every morning.",
        "© 2026 Harbour Wire. All rights reserved.",
        "This text was written by AI; check the facts elsewhere.",
        "Read more: How bridges age",
        "Published 17 March 2026, 09:10",
    ],
)
def test_a_line_about_the_page_is_no_claim_even_without_a_headline(line: str) -> None:
    assert [claim.text for claim in case(f"{line}\n\n{TOLD}").claims] == [TOLD]
    assert [claim.text for claim in case(f"{TOLD}\n\n{line}").claims] == [TOLD]


@pytest.mark.parametrize(
    "padding",
    [
        "Follow us for the latest updates on this story.",
        "Sign up for our newsletter to get the news every morning.",
        "All rights reserved.",
        "This is a developing story and will be updated.",
    ],
)
def test_a_notice_behind_a_paragraph_is_no_claim(padding: str) -> None:
    assert [claim.text for claim in case(f"{TOLD} {padding}").claims] == [TOLD]


def test_the_date_of_a_timeline_entry_is_no_part_of_its_claim() -> None:
    text = f"# Bridge closes\n\n{TOLD}\n\n## Timeline\n\n- **12 March 2026:** Cracks are found.\n"
    assert case(text).claims[-1].text == "Cracks are found."
    assert case(text).aligned[-1].text == "Cracks are found."


def test_a_quotation_that_stands_alone_is_a_claim() -> None:
    text = f"# Bridge closes\n\n{TOLD}\n\n> “It is over,” said the mayor.\n"
    assert case(text).claims[-1].text == "“It is over,” said the mayor."


@pytest.mark.parametrize(
    "opening", ["Published 17 March 2026\n\n", "VARNHOLT, 17 March 2026 — ", "By Ana Brook | 17 March 2026\n\n"]
)
def test_the_day_of_the_story_is_that_of_its_date_or_dateline(opening: str) -> None:
    assert case(f"# Bridge closes\n\n{opening}{TOLD}\n").dateline == dt.date(2026, 3, 17)


def test_a_page_date_above_the_headline_is_not_the_day_of_the_story() -> None:
    text = f"Thursday, 19 March 2026\n\n# Bridge closes\n\n17 March 2026\n\n{TOLD}\n"
    assert case(text).dateline == dt.date(2026, 3, 17)


def test_a_spaced_hyphen_in_a_name_begins_no_dateline() -> None:
    text = "Varn - Holt Fashion Week came to a close on Thursday night after two days of rain."
    assert [claim.text for claim in case(text).claims] == [text]


def test_a_text_that_is_one_notice_is_what_it_says() -> None:
    text = (
        "ana brook covers the opening of our newsroom in the spring issue of the magazine @harbour , which is out now ."
    )
    assert [claim.text for claim in case(text).claims] == [text]
    assert not case("Ana Brook covers transport for our newsroom.").claims


def test_an_invitation_to_follow_is_no_claim() -> None:
    text = f"{TOLD}\n\nFollow Harbour Now for more on this developing story."
    assert [claim.text for claim in case(text).claims] == [TOLD]
