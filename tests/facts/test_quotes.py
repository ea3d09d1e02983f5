"""Quotations: which marks open and close one, where it stands, and the pieces that a source must hold."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.quotes import Quote, find_quotes, pieces


def quotes(text: str) -> list[Quote]:
    found = find_quotes(text)
    assert all(text[quote.start : quote.end] == quote.text for quote in found)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will not gamble,” she said.", ["We will not gamble,"]),
        ('"We will not gamble," she said.', ["We will not gamble,"]),
        ("«We will not gamble», she said.", ["We will not gamble"]),
        ("„We will not gamble“, she said.", ["We will not gamble"]),
        ("`` We will not gamble , '' she said .", [" We will not gamble , "]),
        ("“He told me ‘run now’ and I ran.”", ["He told me ‘run now’ and I ran."]),
        ("\"He told me 'run now' and I ran.\"", ["He told me 'run now' and I ran."]),
        ("‘He told me “run now” and I ran,’ she said.", ["He told me “run now” and I ran,"]),
        ("'He told me \"run now\" and I ran,' she said.", ['He told me "run now" and I ran,']),
        ("“My ‘no’ means “no” and I stay.” She left.", ["My ‘no’ means “no” and I stay."]),
        ("“one two three” and “four five six”", ["one two three", "four five six"]),
        ('"one two three" and "four five six"', ["one two three", "four five six"]),
        ("‘one two three’ and ‘four five six’", ["one two three", "four five six"]),
        ('it is "a brief return"."When I was asked," he said.', ["a brief return", "When I was asked,"]),
        ("‘We don’t know,’ said the man.", ["We don’t know,"]),
        ("‘We don’t know the dogs’ home,’ said the man.", ["We don’t know the dogs’ home,"]),
        ("‘It’s the Joneses’ money’, said the man.", ["It’s the Joneses’ money"]),
        ("'I've seen it and it's ours,' Dayna told us.", ["I've seen it and it's ours,"]),
        ("He called it 'a total and utter mess' again.", ["a total and utter mess"]),
        ("the ‘old’ pier and the ‘new’ one", ["old", "new"]),
        ("the “special measures” ended", ["special measures"]),
        ("“We will […] rebuild … it,” she said.", ["We will […] rebuild … it,"]),
        ("“The first part\n“and the second ends.”", ["The first part", "and the second ends."]),
        ("“The first part\r\n\r\n“and the second ends.”", ["The first part", "and the second ends."]),
        ('"The first part\n\n"and the second ends."', ["The first part", "and the second ends."]),
        ("“The speech goes on to the end of the text", ["The speech goes on to the end of the text"]),
        ("- “An item,” he said.\n- “Another,” she said.", ["An item,", "Another,"]),
    ],
)
def test_quotations_are_what_stands_between_the_outer_marks(text: str, expected: list[str]) -> None:
    assert [quote.text for quote in quotes(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No quotation at all.",
        'a 6" pipe, a 7" pipe and an 8" pipe of lead',
        "the dogs’ home and the Joneses’ pier",
        "the dogs' home and the Joneses' pier",
        "don't, won't, can't, it's",
        "his side 's opening goal and the club 's own",
        "rock ’n’ roll of the ’90s",
        "rock 'n' roll of the '90s and 'til then",
        "O'Dell and O’Dell of D'Angelo's",
        "“”",
        "“… – …”",
        "a stray ” closes nothing here",
        "a stray ’ closes nothing here",
    ],
)
def test_inches_apostrophes_and_empty_marks_are_no_quotations(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("the “special measures” ended, “as they always will”", [True, False]),
        ("“No.” “Yes, I do.”", [True, False]),
        ("“Stop the boats”", [False]),
    ],
)
def test_quotations_of_one_or_two_words_are_short(text: str, flags: list[bool]) -> None:
    assert [quote.short for quote in quotes(text)] == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("“The first part\n“and the second ends.”", [False, True]),
        ("“The first part\n\n“and the second\n\n“and the third.”", [False, True, True]),
        ("“A whole one.”\n“Another one.”", [False, False]),
        ("“The first part\n\nHe said: “Another.”", [False, False]),
        ('"The first part\n"and the second ends."', [False, True]),
    ],
)
def test_a_paragraph_that_opens_anew_goes_on_with_an_unclosed_quotation(text: str, flags: list[bool]) -> None:
    assert [quote.goes_on for quote in quotes(text)] == flags


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("We will not gamble,", [("we", "will", "not", "gamble")]),
        ("We won’t gamble with Falk’s lives", [("we", "won't", "gamble", "with", "falk", "lives")]),
        ("We will […] rebuild the bridge", [("we", "will"), ("rebuild", "the", "bridge")]),
        ("the [new] bridge is safe", [("the",), ("bridge", "is", "safe")]),
        ("We will… rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("We will ... rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("We will . . . rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("We will (...) rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("We will (…) rebuild it", [("we", "will"), ("rebuild", "it")]),
        ("[…]", []),
        ("", []),
    ],
)
def test_a_quotation_is_looked_for_piece_by_piece(quote: str, expected: list[tuple[str, ...]]) -> None:
    assert pieces(quote) == expected


@given(st.text(st.sampled_from("ab s.,“”‘’'\"«»„`\n"), max_size=80) | st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    found = quotes(text)
    assert all(first.end < second.start for first, second in pairwise(found))
