"""harness.facts.dates.times: times of day, as minutes since midnight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.dates.times import find_times


@pytest.mark.parametrize(
    ("text", "minutes", "precision"),
    [
        ("The wall gave way at 3.40 am after rain.", 220, "minute"),
        ("They met at noon.", 720, "minute"),
        ("It rang just before 9pm.", 1260, "about"),
        ("He left shortly after midnight.", 0, "about"),
        ("The lights failed at 21:15.", 1275, "minute"),
        ("The train left at around 9:16 p.m. on Monday.", 1276, "about"),
        ("Counting ended at six o’clock in the evening.", 1080, "hour"),
        ("It turned calm at nine on Saturday evening.", 1260, "hour"),
        ("A tremor came at 0230 GMT.", 150, "minute"),
        ("Bids are due by 5 pm.", 1020, "bound"),
        ("The gate shuts at 12 noon.", 720, "hour"),
        ("It was over at half past seven.", 450, "minute"),
        ("It began at a quarter to nine.", 525, "minute"),
    ],
)
def test_a_time_of_day_is_read_with_its_precision(text: str, minutes: int, precision: str) -> None:
    (time,) = find_times(text)
    assert (time.minutes, time.precision) == (minutes, precision)
    assert text[time.start : time.end] == time.text


@pytest.mark.parametrize(
    "text",
    [
        "They won 2:1.",
        "She took silver in 3:27.",
        "It costs 33.50 crowns.",
        "At 13 pm.",
        "A rise to nine.",
        "It was 9:75.",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert find_times(text) == []


def test_an_hour_without_half_of_the_day_and_a_time_zone_are_told() -> None:
    (spoken,) = find_times("They came by eight o’clock.")
    (zoned,) = find_times("It sank at 22:05 UTC.")
    assert (spoken.twelve, spoken.precision, zoned.twelve, zoned.zone) == (True, "bound", False, "UTC")


@given(st.text(alphabet="0123456789.: apmnoidhtcl’'okGMTUC", max_size=60))
def test_any_text_is_read_without_error_and_with_right_spans(text: str) -> None:
    for time in find_times(text):
        assert text[time.start : time.end] == time.text
        assert 0 <= time.minutes < 1440
