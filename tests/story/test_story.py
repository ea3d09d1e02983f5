"""The parts of a story, each with a span that cuts it out of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.story import CLAIMS, Kind, Part, Story, parse_story

MARKDOWN = """\
# Cracked bridge in Varnholt closes

By Harbour Wire staff

17 March 2026

The bridge in Varnholt closed on Tuesday after engineers found 12 cracks in its deck.

## What happened

Mayor Ines Falk shut the bridge at noon.

- Buses cross at the old ford.

## Timeline

- **12 March 2026:** Engineers find the first cracks.
- Tuesday, 17 March — The mayor closes the bridge.
- Nobody knows when it reopens.

## What's next

The council meets on Friday.

*This story was written by AI. Check the facts with another source.*
"""


def outline(story: Story) -> list[tuple[Kind, str]]:
    return [(part.kind, part.text) for part in worded(story)]


def worded(story: Story) -> tuple[Part, ...]:
    return tuple(part for part in story.parts if part.kind != "markup")


def check_spans(text: str, story: Story) -> None:
    end = 0
    for part in story.parts:
        assert part.start == end < part.end
        assert text[part.start : part.end] == part.text
        assert part.start <= part.body < part.end
        assert part.kind == "markup" or part.text == part.text.strip()
        end = part.end
    assert end == len(text)


def test_a_markdown_story_has_all_its_parts_in_order() -> None:
    story = parse_story(MARKDOWN)
    assert outline(story) == [
        ("headline", "Cracked bridge in Varnholt closes"),
        ("byline", "By Harbour Wire staff"),
        ("date", "17 March 2026"),
        ("lede", "The bridge in Varnholt closed on Tuesday after engineers found 12 cracks in its deck."),
        ("heading", "What happened"),
        ("paragraph", "Mayor Ines Falk shut the bridge at noon."),
        ("bullet", "Buses cross at the old ford."),
        ("heading", "Timeline"),
        ("timeline", "**12 March 2026:** Engineers find the first cracks."),
        ("timeline", "Tuesday, 17 March — The mayor closes the bridge."),
        ("timeline", "Nobody knows when it reopens."),
        ("heading", "What's next"),
        ("whats_next", "The council meets on Friday."),
        ("disclaimer", "This story was written by AI. Check the facts with another source."),
    ]
    check_spans(MARKDOWN, story)


def test_timeline_entries_carry_their_date_as_written() -> None:
    entries = parse_story(MARKDOWN).of("timeline")
    assert [entry.date for entry in entries] == ["12 March 2026", "Tuesday, 17 March", None]


def test_parts_know_the_section_that_they_stand_under() -> None:
    story = parse_story(MARKDOWN)
    assert [part.section for part in story.of("lede", "paragraph", "bullet", "timeline", "whats_next")] == [
        None,
        "What happened",
        "What happened",
        *["Timeline"] * 3,
        "What's next",
    ]


def test_claims_are_the_parts_that_say_something_about_the_event() -> None:
    kinds = {part.kind for part in parse_story(MARKDOWN).claims()}
    assert kinds == set(CLAIMS) - {"body", "quote"}


def test_a_plain_text_story_is_read_like_a_marked_one() -> None:
    plain = MARKDOWN.replace("# ", "").replace("#", "").replace("**", "").replace("*", "").replace("- ", "")
    kinds = [part.kind for part in worded(parse_story(plain))]
    assert kinds[:5] == ["headline", "byline", "date", "lede", "heading"]
    assert {"timeline", "whats_next", "disclaimer"} <= set(kinds)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end_gives_the_same_parts(ending: str) -> None:
    text = MARKDOWN.replace("\n", ending)
    story = parse_story(text)
    assert [(kind, words.replace(ending, "\n")) for kind, words in outline(story)] == outline(parse_story(MARKDOWN))
    check_spans(text, story)


def test_a_text_without_headline_and_headings_is_body_only() -> None:
    text = "The bridge closed on Tuesday.\n\nBuses cross at the ford."
    assert outline(parse_story(text)) == [
        ("body", "The bridge closed on Tuesday."),
        ("body", "Buses cross at the ford."),
    ]


def test_a_list_has_bullets_and_no_headline() -> None:
    text = "- The bridge is closed\n* Buses use the ford\n3. Work begins in May\n• No one was hurt"
    assert outline(parse_story(text)) == [
        ("bullet", "The bridge is closed"),
        ("bullet", "Buses use the ford"),
        ("bullet", "Work begins in May"),
        ("bullet", "No one was hurt"),
    ]


@pytest.mark.parametrize("text", ["", " \n\t\r\n"])
def test_a_text_without_words_is_markup(text: str) -> None:
    assert worded(parse_story(text)) == ()
    check_spans(text, parse_story(text))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ana Brook and Tom Reed", "byline"),
        ("*By Ana Brook*", "byline"),
        ("Published: 17 March 2026, 14:30 local time", "date"),
        ("March 17, 2026", "date"),
        ("2026-03-17", "date"),
        ("Updated Tuesday, 17 March 2026 at 9.30", "date"),
        ("_Generated automatically from several reports._", "disclaimer"),
        ("Note: a language model wrote this page.", "disclaimer"),
    ],
)
def test_the_lines_between_headline_and_lede_are_told_apart(line: str, kind: Kind) -> None:
    lede = "The bridge in Varnholt closed on Tuesday after engineers found cracks in the deck, the mayor said."
    story = parse_story(f"# Bridge closes\n{line}\n{lede}\n")
    assert [part.kind for part in worded(story)] == ["headline", kind, "lede"]


@pytest.mark.parametrize(
    "lede",
    [
        "By noon the bridge was shut and buses had begun to cross at the old ford outside the town of Varnholt.",
        "By noon the bridge was shut.",
        "From Monday, buses will cross at the old ford.",
        "March 2026 was the month in which the bridge closed.",
        "The company says that AI will be used to inspect the bridge.",
    ],
)
def test_a_lede_is_not_taken_for_furniture(lede: str) -> None:
    assert outline(parse_story(f"# Bridge closes\n\n{lede}\n"))[1] == ("lede", lede)


@pytest.mark.parametrize(
    ("line", "date", "text"),
    [
        ("- 12 March 2026: Cracks are found.", "12 March 2026", "Cracks are found."),
        ("- **March 12, 2026** – Cracks are found.", "March 12, 2026", "Cracks are found."),
        ("2026-03-12: Cracks are found.", "2026-03-12", "Cracks are found."),
        ("- 12 March, 14:30 — Cracks are found.", "12 March, 14:30", "Cracks are found."),
        ("- Tuesday: Cracks are found.", "Tuesday", "Cracks are found."),
        ("- **Friday** – Cracks are found.", "Friday", "Cracks are found."),
        ("- 1974: The bridge is built.", "1974", "The bridge is built."),
        ("- Cracks are found on 12 March.", None, "Cracks are found on 12 March."),
    ],
)
def test_a_timeline_entry_is_cut_behind_its_date(line: str, date: str | None, text: str) -> None:
    story = parse_story(f"# Bridge closes\n\nIt closed.\n\n## Key dates\n\n{line}\n")
    (entry,) = story.of("timeline")
    assert (entry.date, entry.text[entry.body - entry.start :]) == (date, text)


def test_the_json_form_groups_parts_by_kind() -> None:
    story = parse_story("# Bridge closes\n\nIt closed.")
    assert story.to_json() == {
        "markup": [
            {"start": 0, "end": 2, "text": "# ", "section": None, "date": None},
            {"start": 15, "end": 17, "text": "\n\n", "section": None, "date": None},
        ],
        "headline": [{"start": 2, "end": 15, "text": "Bridge closes", "section": None, "date": None}],
        "lede": [{"start": 17, "end": 27, "text": "It closed.", "section": None, "date": None}],
    }


LINES = st.sampled_from(
    [
        *MARKDOWN.splitlines(),
        "#",
        "##  ##",
        "****",
        "__:__",
        "**:**",
        "-",
        "- ",
        "1.",
        "By",
        "*",
        "é\u0301 שלום",
        "\x00",
        "\ud800",
    ]
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n", "\u2029"]))
def test_the_parts_of_any_lines_tile_them(lines: list[str], ending: str) -> None:
    text = ending.join(lines)
    check_spans(text, parse_story(text))


@given(st.text(st.characters()))
def test_the_parts_of_any_text_tile_it(text: str) -> None:
    check_spans(text, parse_story(text))
