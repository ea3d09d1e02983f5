"""Numbers in digits and words: exact values, true spans, and nothing that is a date, a time or an ordinal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.numbers import find_numbers, readings


def values(text: str) -> list[Decimal]:
    return [number.value for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200,000", ["1200000"]),
        ("1.2m", ["1200000"]),
        ("$1.2 million", ["1200000"]),
        ("1.2 mn", ["1200000"]),
        ("€3.4bn", ["3400000000"]),
        ("a 10-million budget", ["10000000"]),
        ("4k runners", ["4000"]),
        ("7 hundred", ["700"]),
        ("2 trillion and 2tn", ["2000000000000", "2000000000000"]),
        ("3.5 per cent", ["3.5"]),
        ("0.5", ["0.5"]),
        ("twelve", ["12"]),
        ("Twenty-three", ["23"]),
        ("forty five", ["45"]),
        ("one hundred and five", ["105"]),
        ("a hundred", ["100"]),
        ("two hundred thousand", ["200000"]),
        ("three million two hundred thousand", ["3200000"]),
        ("one million", ["1000000"]),
        ("half a million", ["500000"]),
        ("eighteen of twenty", ["18", "20"]),
        ("between five and six", ["5", "6"]),
        ("five or six", ["5", "6"]),
        ("a 2-1 win", ["2", "1"]),
        ("12-strong", ["12"]),
        ("a five-year-old", ["5"]),
        ("5,000 of 10,500.25", ["5000", "10500.25"]),
        ("2,019 people", ["2019"]),
    ],
)
def test_numbers_have_exact_values(text: str, expected: list[str]) -> None:
    assert values(text) == [Decimal(value) for value in expected]


@pytest.mark.parametrize(
    "text",
    [
        "one in zero",
        "the 12th and the 3rd",
        "the first, the third",
        "the twenty-first century",
        "on 3 May",
        "on 3rd May 2024",
        "on 14 September 2021 at noon",
        "May 3, 2024",
        "the 4th of July",
        "in March 2019",
        "in 2019",
        "the 1990s",
        "2026-03-04",
        "at 3.40 am",
        "at 15:30",
        "by 5 p.m. on",
        "6.30pm",
        "at 22:15 GMT",
        "",
        "no digits here",
    ],
)
def test_dates_times_ordinals_and_the_word_one_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_a_number_beside_a_date_is_found() -> None:
    assert values("On 3 May 2024 at 9.15 pm some 40 people met 12 officials.") == [40, 12]


@pytest.mark.parametrize("text", ["40m", "40 m", "1.5m", "10-m"])
def test_m_behind_a_number_may_be_metres_or_millions(text: str) -> None:
    (number,) = find_numbers(text)
    assert readings(number) == {number.value, number.value / 1_000_000}


@pytest.mark.parametrize("text", ["40 million", "40", "40mn", "4k", "forty"])
def test_other_numbers_have_one_reading(text: str) -> None:
    (number,) = find_numbers(text)
    assert readings(number) == {number.value}


@given(
    st.lists(st.sampled_from([*"Mr 1.2m 5,000 twenty three and hundred 3 May 2024 5 p.m. 4th … “ é 🙂 \n".split(" ")]))
)
def test_every_number_is_cut_out_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end
        assert text[number.start : number.end] == number.text
        assert number.value >= 0
        end = number.end


@given(st.integers(min_value=2, max_value=1_800))
def test_any_grouping_of_digits_gives_the_same_value(value: int) -> None:
    assert values(f"{value:,} crates") == [value]
    assert values(f"{value}.0 crates") == [value]


def test_digits_of_other_scripts_count_too() -> None:
    assert values("٣٤ شخصا") == [34]
