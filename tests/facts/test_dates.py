"""harness.facts.dates: which day a text means, how precisely, and whether that is certain."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.dates import DateMention, Precision, direction, find_dates, long_date, parse_day

TUESDAY = dt.date(2026, 3, 17)


def one(text: str, dateline: dt.date | None = TUESDAY) -> DateMention:
    """The only date of a text."""
    (mention,) = find_dates(text, dateline)
    assert text[mention.start : mention.end] == mention.text
    return mention


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The bridge closed on Monday.", "2026-03-16"),
        ("The bridge closed on Tuesday.", "2026-03-17"),
        ("The bridge closed on Wednesday.", "2026-03-11"),
        ("The bridge closed late on Monday night.", "2026-03-16"),
        ("The bridge will open on Wednesday.", "2026-03-18"),
        ("The bridge is to be opened on Monday.", "2026-03-23"),
        ("The panel meets on Thursday.", "2026-03-19"),
        ("The Games end on Friday.", "2026-03-20"),
        ("On Monday the mayor, who resigned, spoke.", "2026-03-16"),
        ("Police on Sunday arrested two men.", "2026-03-15"),
        ("After Monday’s crash, the road stayed shut.", "2026-03-16"),
        ("The strike began on Monday of last week.", "2026-03-09"),
        ("A judge will hear it on Thursday of next week.", "2026-03-26"),
        ("She told the paper yesterday.", "2026-03-16"),
        ("She told the paper yesterday afternoon.", "2026-03-16"),
        ("She spoke last night.", "2026-03-16"),
        ("The talks resume tomorrow.", "2026-03-18"),
        ("The shop burned this morning.", "2026-03-17"),
        ("It was signed on 14 March.", "2026-03-14"),
        ("It was signed on March 14th.", "2026-03-14"),
        ("It was signed on 3 September.", "2025-09-03"),
        ("The report is due by 30 June.", "2026-06-30"),
        ("The deadline is Friday 27 March.", "2026-03-27"),
        ("It opened on Sunday 1 February 2009.", "2009-02-01"),
        ("Filed 2026-02-28.", "2026-02-28"),
        ("It fell two days ago.", "2026-03-15"),
        ("The gust was measured at 02:40 on Saturday, the strongest.", "2026-03-14"),
    ],
)
def test_a_day_is_resolved_with_certainty(text: str, day: str) -> None:
    mention = one(text)
    assert (str(mention.day), mention.precision, mention.certain) == (day, "day", True)


@pytest.mark.parametrize(
    "text",
    [
        "The fair was to begin on Thursday.",
        "A decision would be made on Thursday.",
        "The company hoped to mend it by Sunday.",
        "The strike ran until Friday.",
        "Her lead, 367 on Monday, is down.",
        "He flew in on the Sunday.",
        "The paper is due next Wednesday.",
        "It was ordered last Wednesday.",
        "The verdict is expected on Tuesday.",
        "Shells fell overnight.",
        "It was put off last winter, on 30 April.",
        "The gate had been shut the evening before.",
        "It met on Friday 18 March.",
    ],
)
def test_a_guess_is_never_called_certain(text: str) -> None:
    assert not find_dates(text, TUESDAY)[-1].certain


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Prices rose last month.", "2026-02-01", "month"),
        ("Prices rose last year.", "2025-01-01", "year"),
        ("Talks failed in February.", "2026-02-01", "month"),
        ("The error was traced in November.", "2025-11-01", "month"),
        ("The contract was signed in June 2021.", "2021-06-01", "month"),
        ("In 2017 the firm withdrew.", "2017-01-01", "year"),
        ("A refinery shut four years ago.", "2022-01-01", "year"),
    ],
)
def test_precision_is_no_finer_than_the_words(text: str, day: str, precision: Precision) -> None:
    mention = one(text)
    assert (str(mention.day), mention.precision) == (day, precision)


@pytest.mark.parametrize("text", ["They came last spring.", "It had rained that evening.", "He left the same week."])
def test_words_without_a_day_have_none(text: str) -> None:
    assert one(text).day is None


def test_two_days_earlier_counts_from_the_date_before_it() -> None:
    first, second = find_dates("The toll rose on Monday, from 26 two days earlier.", TUESDAY)
    assert (str(first.day), str(second.day), second.form, second.certain) == (
        "2026-03-16",
        "2026-03-14",
        "anaphoric",
        True,
    )


def test_two_days_earlier_alone_means_no_day() -> None:
    assert one("There were 26 two days earlier.").day is None


@pytest.mark.parametrize(
    "text",
    ["The flood covered 2,019 hectares.", "It may 2 times fail.", "Order 1990.50 was paid.", "Some 2000 people came."],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find_dates(text, TUESDAY) == []


@pytest.mark.parametrize(
    "text", ["It closed on Monday.", "It closed on 14 March.", "It closed yesterday.", "In May it rose."]
)
def test_without_a_dateline_a_relative_date_means_no_day(text: str) -> None:
    mention = one(text, None)
    assert (mention.day, mention.certain) == (None, False)


def test_a_whole_date_needs_no_dateline() -> None:
    assert one("It closed on 14 March 2026.", None).day == dt.date(2026, 3, 14)


@pytest.mark.parametrize("text", ["On 31 February 2026.", "On 2026-02-31.", "On 99 March."])
def test_a_day_that_does_not_exist_is_not_found_as_a_day(text: str) -> None:
    assert all(mention.precision != "day" for mention in find_dates(text, TUESDAY))


@pytest.mark.parametrize(
    ("text", "part"),
    [("on Monday night", "night"), ("this morning", "morning"), ("by Friday noon", "noon"), ("on Monday", None)],
)
def test_the_part_of_the_day_is_kept(text: str, part: str | None) -> None:
    assert one(text).part == part


def test_the_nearest_verb_gives_the_direction() -> None:
    text = "Police said on Monday that the bridge will open on Friday."
    monday, friday = (text.index(word) for word in ("Monday", "Friday"))
    assert (direction(text, monday, monday + 6), direction(text, friday, friday + 6)) == ("past", "future")


@pytest.mark.parametrize(
    ("published", "day"),
    [("2026-03-17T23:30:00-03:00", dt.date(2026, 3, 17)), ("2026-03-17", TUESDAY), (None, None), ("soon", None)],
)
def test_the_dateline_is_the_day_in_its_own_zone(published: str | None, day: dt.date | None) -> None:
    assert parse_day(published) == day


def test_long_dates_are_as_precise_as_asked() -> None:
    assert [long_date(TUESDAY, p) for p in ("day", "month", "year")] == ["17 March 2026", "March 2026", "2026"]


@given(st.text(alphabet="0123456789 -.,MonTuesdaymarch20AprilFebruaryagoyearsthtwo’", max_size=60), st.dates())
def test_any_text_is_read_without_error_and_with_right_spans(text: str, dateline: dt.date) -> None:
    for mention in find_dates(text, dateline):
        assert text[mention.start : mention.end] == mention.text
        assert mention.day is not None or not mention.certain


@pytest.mark.parametrize("word", ["in", "since", "until", "Since"])
def test_a_month_alone_is_read_behind_a_word_of_time(word: str) -> None:
    (mention,) = find_dates(f"It was there {word} March, and many saw it.", dt.date(2026, 6, 8))
    assert (mention.text, mention.precision) == ("March", "month")
