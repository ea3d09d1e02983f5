"""Quotations: which marks open and close one, where it stands, and the pieces that a source must hold."""

from __future__ import annotations

import pytest

from harness.facts.quotes import find_quotes, pieces


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“We will not gamble,” she said.", ["We will not gamble,"]),
        ('"We will not gamble," she said.', ["We will not gamble,"]),
        ("«We will not gamble», she said.", ["We will not gamble"]),
        ("“He told me ‘run now’ and I ran.”", ["He told me ‘run now’ and I ran."]),
        ("\"He told me 'run now' and I ran.\"", ["He told me 'run now' and I ran."]),
        ("“one two three” and “four five six”", ["one two three", "four five six"]),
        ('"one two three" and "four five six"', ["one two three", "four five six"]),
        (
            "“The first part goes on\n“and the second ends.”",
            ["The first part goes on", "and the second ends."],
        ),
        (
            "“The first part goes on\r\n“and the second ends.”",
            ["The first part goes on", "and the second ends."],
        ),
        ("“The speech goes on to the end of the text", ["The speech goes on to the end of the text"]),
    ],
)
def test_quotations_are_what_stands_between_the_outer_marks(text: str, quotes: list[str]) -> None:
    found = find_quotes(text)
    assert [quote.text.rstrip("\r") for quote in found] == quotes
    assert all(text[quote.start : quote.end] == quote.text for quote in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No quotation at all.",
        "the “special measures” ended",
        'a 6" pipe, a 7" pipe and an 8" pipe of lead',
        "the dogs’ home and the ‘old’ pier",
        "“”",
        "“… – …”",
        "a stray ” closes nothing here",
    ],
)
def test_titles_scare_quotes_and_inches_are_no_quotations(text: str) -> None:
    assert find_quotes(text) == []


def test_the_least_number_of_words_is_an_option() -> None:
    text = "the “special measures” ended"
    assert [quote.text for quote in find_quotes(text, min_words=2)] == ["special measures"]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("We will not gamble,", [("we", "will", "not", "gamble")]),
        ("We won’t gamble with Falk’s lives", [("we", "won't", "gamble", "with", "falk", "lives")]),
        ("We will […] rebuild the bridge", [("we", "will"), ("rebuild", "the", "bridge")]),
        ("the [new] bridge is safe", [("the",), ("bridge", "is", "safe")]),
        ("We will… rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("We will ... rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("We will (...) rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("[…]", []),
        ("", []),
    ],
)
def test_a_quotation_is_looked_for_piece_by_piece(quote: str, expected: list[tuple[str, ...]]) -> None:
    assert pieces(quote) == expected
