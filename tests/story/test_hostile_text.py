"""Texts that nobody would write: parts of pages mixed, broken tags, 100 kB made to take long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.story import parse_story
from tests.story.test_shapes import PAGES, read_page


def tiles(text: str) -> bool:
    parts = parse_story(text).parts
    edges = [0, *(part.end for part in parts)]
    return (
        [part.start for part in parts] == edges[:-1]
        and edges[-1] == len(text)
        and "".join(p.text for p in parts) == text
    )


FRAGMENTS = [
    *(line for name in PAGES for line in read_page(name)[0].splitlines()),
    *(
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<li>",
        "<ul>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<b",
        ">",
        "&amp;",
        "&#0;",
    ),
    *(
        "**",
        "*",
        "_",
        "[a](",
        "](b)",
        "|",
        "---",
        "===",
        "> ",
        "#",
        "\u200b",
        "\x00",
        "\ud800",
        "é\u0301",
        "“",
        "12:30",
    ),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20), st.sampled_from(["\n", "\r\n", "\n\n", " ", "", "\u2028"]))
def test_the_parts_of_any_mixture_of_fragments_tile_it(fragments: list[str], between: str) -> None:
    assert tiles(between.join(fragments))


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20))
def test_a_text_is_parsed_alike_every_time(fragments: list[str]) -> None:
    text = "\n".join(fragments)
    assert parse_story(text) == parse_story(text)


UNITS = [
    *("[", "[](", "[a](", "<", "<a", "<p", "<!--", "<div>", "</p><div>", "<li>", "<blockquote>a", "<script>", "<td>a"),
    *("<p>a</div>", "*", "**a", "***a***\n", "_a", "> ", "#", "# a\n", "|a", "| a |\n", "a|", "- a\n", "a\n===\n"),
    *("a\ta\n", "\u200b", "\n", " a\n", "&", "&amp;", "“a", '"', "A. ", "A — ", "12 March ", "12:30 "),
    *("12 March 2026\nText here is\n", "By A | ", "By A\n", "a@", "is our "),
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_hostile_text_takes_time_in_proportion(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        parse_story(text)
        seconds.append(time.process_time() - begun)
        if seconds[-1] < 0.5:
            break
    assert min(seconds) < 0.5


def test_a_long_text_of_different_lines_takes_no_longer() -> None:
    text = "\n".join(f"Line {n} tells {n} things" for n in range(10_000))[:100_000]
    begun = time.process_time()
    assert tiles(text)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("opening", ["<div>", "<b>", ""])
@pytest.mark.parametrize("closing", ["</div>", ""])
def test_deep_and_broken_tags_lose_nothing(opening: str, closing: str) -> None:
    assert tiles(f"{opening * 500}The bridge closed.{closing * 900}<p>Buses cross at the ford.")
