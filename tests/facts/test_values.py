"""Which numbers bear each other out: equal, rounded, converted or derived; and which only look alike."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.numbers import Number, find_numbers
from harness.facts.numbers.values import derivable, readings, same_value, unit_differs


def first(text: str) -> Number:
    return find_numbers(text)[0]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1.2 million people", "1,200,000 people"),
        ("twelve boats", "12 boats"),
        ("2.1m people", "2,086,000 people"),
        ("about 2.1 million", "2,086,000 people"),
        ("about 2,000 people", "1,954 people"),
        ("some 40 boats", "43 boats"),
        ("nearly 50 boats", "48 boats"),
        ("more than 40 boats", "43 boats"),
        ("over 1,000 boats", "1,240 boats"),
        ("at least nine", "nine"),
        ("at least nine", "nine or more"),
        ("up to 60 stores", "60 stores"),
        ("fewer than 50 boats", "48 boats"),
        ("between 40 and 50 boats", "43 boats"),
        ("40–50 boats", "between 40 and 50 boats"),
        ("about 45 boats", "40 to 50 boats"),
        ("dozens of boats", "43 boats"),
        ("hundreds of boats", "about 300 boats"),
        ("a third of homes", "33 per cent of homes"),
        ("a third of homes", "33.3% of homes"),
        ("half of homes", "50 per cent of homes"),
        ("nearly half of homes", "48 per cent of homes"),
        ("75 per cent of homes", "three in four homes"),
        ("three-quarters of homes", "75% of homes"),
        ("28 km", "28,000 metres"),
        ("about 17 miles", "28 kilometres"),
        ("17 miles", "28 kilometres"),
        ("181 km/h", "112 mph"),
        ("48 hours", "two days"),
        ("18 months", "one and a half years"),
        ("880 cubic metres", "880,000 litres"),
        ("40m", "40 metres"),
        ("40m", "40 million people"),
        ("a man aged 58", "Orlevan, 58, who"),
        ("won 2–1", "lost 1–2"),
        ("37 hours", "37"),
        ("£500", "£500 a week"),
        ("38 degrees", "38 degrees Celsius"),
        ("3.2 million dravins", "3.2 million dravins ($800,000"),
        ("150 pounds", "68 kg"),
        ("the 21st century", "the twenty-first century"),
    ],
)
def test_legal_pairs_have_the_same_value(claim: str, source: str) -> None:
    assert same_value(first(claim), first(source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("12 boats", "13 boats"),
        ("2,000 people", "1,954 people"),
        ("2.2m people", "2,086,000 people"),
        ("2 million people", "2,086,000 people"),
        ("about 40 boats", "60 boats"),
        ("more than 40 boats", "39 boats"),
        ("more than 40 boats", "400 boats"),
        ("more than 40 boats", "fewer than 40 boats"),
        ("at least nine boats", "eight boats"),
        ("fewer than 50 boats", "52 boats"),
        ("43 boats", "dozens of boats"),
        ("between 40 and 50 boats", "53 boats"),
        ("45 boats", "40 to 50 boats"),
        ("dozens of boats", "300 boats"),
        ("a third of homes", "40 per cent of homes"),
        ("half of homes", "45 per cent of homes"),
        ("28 miles", "28 km"),
        ("18 miles", "28 km"),
        ("880 litres", "880 cubic metres"),
        ("3m people", "3bn people"),
        ("4 per cent", "4 percentage points"),
        ("40 million crowns", "40 million euros"),
        ("£500 a week", "£500 a month"),
        ("the 12th man", "12 men"),
        ("won 2–1", "won 3–1"),
        ("28 metres", "28 people"),
        ("six months", "six years"),
        ("about 14.62 per cent", "14.6 per cent"),
    ],
)
def test_illegal_pairs_have_not(claim: str, source: str) -> None:
    assert not same_value(first(claim), first(source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("880 litres", "880 cubic metres"),
        ("3m people", "3bn people"),
        ("$3m", "$3bn"),
        ("$3m", "£3m"),
        ("4 per cent", "4 percentage points"),
        ("4 per cent", "4 points"),
        ("28 miles", "28 km"),
        ("six months", "six years"),
        ("40 million crowns", "40 million euros"),
        ("£500 a week", "£500 a month"),
    ],
)
def test_the_same_figure_in_another_unit_is_told_apart(claim: str, source: str) -> None:
    assert unit_differs(first(claim), first(source))
    assert unit_differs(first(source), first(claim))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("880 litres", "880 litres"),
        ("880 cubic metres", "880,000 litres"),
        ("five people", "five kilometres"),
        ("28 miles", "29 km"),
        ("12 boats", "13 boats"),
        ("40 boats", "40"),
        ("won 2–1", "two metres"),
    ],
)
def test_other_pairs_do_not_differ_in_unit_only(claim: str, source: str) -> None:
    assert not unit_differs(first(claim), first(source))


@pytest.mark.parametrize(
    ("claim", "source", "operands"),
    [
        ("141 people were aboard the ferry.", "135 passengers and six crew were aboard the ferry.", ("135", "six")),
        ("24 cases at the hospital", "19 cases and five cases at the hospital", ("19", "five")),
        ("four more trains were cut", "38 trains were cut, then 42 trains were cut", ("38", "42")),
        ("22 per cent of samples failed", "46 of 212 samples failed", ("46", "212")),
        ("up six percentage points in clinics", "from 15% to 21% in clinics", ("15%", "21%")),
        ("between 12 and 44 dead in Teluma", "12 dead in Teluma; Zhardan said 44 dead", ("12", "44")),
        ("a 12 per cent rise in trains cut", "250 trains cut, then 280 trains cut", ("250", "280")),
    ],
)  # fmt: skip
def test_what_follows_from_two_source_numbers_is_derivable(claim: str, source: str, operands: tuple[str, ...]) -> None:
    found = derivable(first(claim), find_numbers(source))
    assert found is not None
    assert tuple(number.text for number in found) == operands


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("141 people were aboard the ferry", "135 passengers and seven crew were aboard the ferry"),
        ("12 boats sank", "five litres and seven litres sank"),
        ("12 boats sank", "Five trees fell. Seven houses burned."),
        ("the 12th boat sank", "five boats and seven boats sank"),
        ("30 per cent of samples failed", "46 of 212 samples failed"),
    ],
)
def test_what_does_not_follow_is_not(claim: str, source: str) -> None:
    assert derivable(first(claim), find_numbers(source)) is None


def test_m_behind_a_number_may_be_metres_or_millions() -> None:
    million, metre = readings(first("40m"))
    assert (million.low, million.unit) == (Decimal(40_000_000), "")
    assert (metre.low, metre.unit) == (Decimal(40), "metre")


@pytest.mark.parametrize("text", ["40 million", "40", "40mn", "4k", "forty", "£40m"])
def test_other_numbers_have_one_reading(text: str) -> None:
    assert len(readings(first(text))) == 1


@given(st.text(alphabet="0123456789 .,-–%£$mkbn½", max_size=30), st.text(max_size=30))
def test_comparing_never_raises_and_every_number_bears_itself_out(text: str, other: str) -> None:
    numbers = find_numbers(text) + find_numbers(other)
    for claim in numbers:
        assert same_value(claim, claim)
        assert not unit_differs(claim, claim)
        derivable(claim, numbers)
        for source in numbers:
            same_value(claim, source)
            unit_differs(claim, source)
