"""Numbers in digits and words: exact values, units, hedges, what they count, true spans, and what is no number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.numbers import Number, find_currencies, find_numbers
from harness.text import Text


def only(text: str) -> Number:
    (number,) = find_numbers(text)
    return number


def values(text: str) -> list[Decimal]:
    return [number.low for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200,000", ["1200000"]),
        ("1.2m people", ["1200000"]),
        ("$1.2 million", ["1200000"]),
        ("$ 3.2 million", ["3200000"]),
        ("1.2 mn", ["1200000"]),
        ("€3.4bn", ["3400000000"]),
        ("a 10-million budget", ["10000000"]),
        ("£6billion", ["6000000000"]),
        ("4k runners", ["4000"]),
        ("7 hundred", ["700"]),
        ("2 trillion and 2tn", ["2000000000000", "2000000000000"]),
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
        ("one and a half million", ["1500000"]),
        ("2½ tonnes", ["2500"]),
        ("two and a half years", ["2.5"]),
        ("half an hour", ["1800"]),
        ("two dozen", ["24"]),
        ("half a dozen", ["6"]),
        ("a couple of boats", ["2"]),
        ("eighteen of twenty", ["18", "20"]),
        ("two three-year terms", ["2", "3"]),
        ("from 12 to 40", ["12", "40"]),
        ("12-strong", ["12"]),
        ("5,000 of 10,500.25", ["5000", "10500.25"]),
        ("a crowd of 21,150, according to the count", ["21150"]),
        ("2,019 people", ["2019"]),
        ("2000 people", ["2000"]),
        ("nine deaths", ["9"]),
    ],
)
def test_numbers_have_exact_values(text: str, expected: list[str]) -> None:
    assert values(text) == [Decimal(value) for value in expected]


@pytest.mark.parametrize(
    ("text", "low", "high", "span"),
    [
        ("between 40 and 50 boats", 40, 50, "between 40 and 50"),
        ("40–50 boats", 40, 50, "40–50"),
        ("three or four robbers", 3, 4, "three or four"),
        ("two to three million people", 2_000_000, 3_000_000, "two to three million"),
        ("£10–15m", 10_000_000, 15_000_000, "£10–15m"),
        ("between $4 billion and $4.5 billion", 4_000_000_000, 4_500_000_000, "between $4 billion and $4.5 billion"),
        ("10-15 minutes", 600, 900, "10-15 minutes"),
        ("between 800,000 and 1.2 million", 800_000, 1_200_000, "between 800,000 and 1.2 million"),
        ("dozens of boats", 24, 99, "dozens"),
        ("scores of boats", 40, 99, "scores"),
        ("hundreds of boats", 200, 999, "hundreds"),
        ("thousands of boats", 2_000, 99_999, "thousands"),
        ("tens of thousands of boats", 20_000, 99_999, "tens of thousands"),
        ("several thousand boats", 2_000, 9_999, "several thousand"),
    ],
)
def test_a_range_or_a_vague_number_is_one_mention(text: str, low: int, high: int, span: str) -> None:
    number = only(text)
    assert (number.low, number.high, number.text) == (Decimal(low), Decimal(high), span)


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind", "span"),
    [
        ("880 litres of water", "880", "litre", "measure", "880 litres"),
        ("880 cubic metres", "880000", "litre", "measure", "880 cubic metres"),
        ("40 litres per second", "144000", "litre/hour", "measure", "40 litres per second"),
        ("28 km away", "28000", "metre", "measure", "28 km"),
        ("about 17 miles", "27358.848", "metre", "measure", "17 miles"),
        ("2.1 nautical miles", "3889.2", "metre", "measure", "2.1 nautical miles"),
        ("181 km/h", "181000", "metre/hour", "measure", "181 km/h"),
        ("112 mph", "180246.528", "metre/hour", "measure", "112 mph"),
        ("5ft 11in", "1.8034", "metre", "measure", "5ft 11in"),
        ("12st 7 lbs", "79.37866475", "kilogram", "measure", "12st 7 lbs"),
        ("480 hectares of land", "4800000", "metre2", "measure", "480 hectares"),
        ("two tonnes of diesel", "2000", "kilogram", "measure", "two tonnes"),
        ("34 degrees Celsius", "34", "celsius", "measure", "34 degrees Celsius"),
        ("38 degrees", "38", "degree", "measure", "38 degrees"),
        ("100m hurdles", "100", "metre", "measure", "100m"),
        ("152-mm howitzers", "0.152", "metre", "measure", "152-mm"),
        ("4.1 per cent", "4.1", "percent", "percent", "4.1 per cent"),
        ("3.4 % of homes", "3.4", "percent", "percent", "3.4 %"),
        ("23 percentage points", "23", "point", "point", "23 percentage points"),
        ("25 basis points", "0.25", "point", "point", "25 basis points"),
        ("£3.2m", "3200000", "GBP", "money", "£3.2m"),
        ("au$38,000", "38000", "AUD", "money", "au$38,000"),
        ("50p", "0.5", "GBP", "money", "50p"),
        ("£500 a week", "500", "GBP/week", "money", "£500 a week"),
        ("40 million crowns", "40000000", "crown", "money", "40 million crowns"),
        ("2.6 million dravins ($650,000", "2600000", "dravin", "money", "2.6 million dravins"),
        ("two hours and 14 minutes", "8040", "second", "duration", "two hours and 14 minutes"),
        ("three weeks", "21", "day", "duration", "three weeks"),
        ("18 months", "18", "month", "duration", "18 months"),
        ("two decades", "20", "year", "duration", "two decades"),
        ("a 40-year-old man", "40", "year", "age", "40-year-old"),
        ("one month old", "1", "month", "age", "one month old"),
        ("Orlevan, 58, who ran", "58", "year", "age", "58"),
        ("a woman of 58", "58", "year", "age", "58"),
        ("died at the age of 89.", "89", "year", "age", "89"),
        ("Lindqvar, who is 68 and grows", "68", "year", "age", "68"),
        ("won 2–1", "2", "", "score", "2–1"),
        ("voted by seven to two", "7", "", "score", "seven to two"),
        ("the 21st century", "21", "", "ordinal", "21st"),
        ("the third man", "3", "", "ordinal", "third"),
        ("its third-largest port", "3", "", "ordinal", "third"),
        ("three quarters of them", "0.75", "", "fraction", "three quarters"),
        ("half of them", "0.5", "", "fraction", "half"),
        ("one in five people", "0.2", "", "fraction", "one in five"),
        ("a quarter of homes", "0.25", "", "fraction", "a quarter"),
    ],
)
def test_units_go_to_the_base_of_their_family(text: str, value: str, unit: str, kind: str, span: str) -> None:
    number = find_numbers(text)[0]
    assert (number.low, number.unit, number.kind, number.text) == (Decimal(value), unit, kind, span)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("some 40 boats", "about"),
        ("nearly 40 boats", "about"),
        ("an estimated 40 boats", "about"),
        ("40 or so boats", "about"),
        ("at least another 40", "at least"),
        ("no fewer than 40", "at least"),
        ("“at least 40”", "at least"),
        ("40 or more", "at least"),
        ("more than a dozen", "more than"),
        ("over 40", "more than"),
        ("up to 40", "at most"),
        ("as many as 40", "at most"),
        ("no more than 40", "at most"),
        ("fewer than 40", "less than"),
        ("under 40", "less than"),
        ("the 40 boats", ""),
    ],
)
def test_the_hedge_stands_beside_the_number(text: str, hedge: str) -> None:
    assert only(text).hedge == hedge


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("nine people have died and 26 are missing", ["people", "missing"]),
        ("four dead, 19 missing", ["dead", "missing"]),
        ("two army helicopters searched", ["helicopt"]),
        ("2,300 residents left", ["resid"]),
        ("14 of the 20 boats", ["boat", "boat"]),
        ("killed at least nine.", ["dead"]),
        ("eight were killed", ["dead"]),
        ("seven of the dead", ["dead"]),
        ("three of the city’s 19 wards", ["ward", "ward"]),
        ("87 per cent of 71,000 syringes", ["syring", "syring"]),
        ("a 540-metre ice core", ["core"]),
        ("the 66-year-old outlaw suffers", ["outlaw"]),
        ("the 26-year-old started", [""]),
        ("a toll of nine.", [""]),
        ("one man was confirmed dead", ["man"]),
        ("a mother-of-six lived", ["child"]),
        ("a 16-page handwritten manuscript", ["page"]),
        ("a 1,000-strong crowd", ["crowd"]),
        ("six of Herrera 's seven goals", ["goal", "goal"]),
        ("some three dozen police officers", ["offic"]),
        ("two women and six children", ["woman", "child"]),
    ],
)
def test_a_number_knows_what_it_counts(text: str, nouns: list[str]) -> None:
    assert [number.noun for number in find_numbers(text)] == nouns


@pytest.mark.parametrize(
    "text",
    [
        "no one, one another, one of them said, one day",
        "a second later, a fraction of a second",
        "the Seven Sisters",
        "on 3 May",
        "on 3rd May 2024",
        "on 1, 5 and 8 November",
        "on 14 September 2021 at noon",
        "May 3, 2024",
        "the 4th of July",
        "in March 2019",
        "in 2019",
        "in 1863",
        "born in 1898, she",
        "League Two",
        "the 1990s",
        "in his 40s",
        "in 2014–15",
        "between 2010 and 2015",
        "2026-03-04",
        "at 3.40 am",
        "at 15:30",
        "by 5 p.m. on",
        "6.30pm",
        "at 22:15 GMT",
        "at nine on Saturday evening",
        "ten past four",
        "at half past ten on Monday night, a quarter to six",
        "two o'clock",
        "A320 and B12 and G7",
        "an F-16, Covid-19",
        "No 10 said; number 10; No. 10",
        "flight 370 on Route 66",
        "batch N6-0417",
        "0800 123-4567-89",
        "at 41 Quarrymen’s Road",
        "the plate HM 407 KR",
        "9/11",
        "",
        "no digits here",
    ],
)
def test_dates_times_codes_labels_and_the_pronoun_one_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_a_number_beside_a_date_is_found() -> None:
    assert values("On 3 May 2024 at 9.15 pm some 40 people met 12 officials.") == [40, 12]


def test_a_verb_in_lower_case_is_no_month() -> None:
    assert values("Of the 20, 5 may have died.") == [20, 5]


def test_a_list_of_ages_is_read_to_its_end() -> None:
    assert [n.kind for n in find_numbers("Two men, aged 34 and 29, were held.")] == ["count", "age", "age"]


def test_currencies_of_the_sources_are_known_in_the_summary() -> None:
    currencies = find_currencies("They took 2.6 million dravins (about $650,000).")
    assert currencies == {"dravins"}
    assert only("They took 3.2 million dravins.").unit == ""
    number = find_numbers("They took 3.2 million dravins.", currencies)[0]
    assert (number.unit, number.kind, number.text) == ("dravin", "money", "3.2 million dravins")


def test_about_holds_the_content_stems_of_the_clause() -> None:
    first, second = find_numbers("Nine people died in Teluma, but 26 boats were saved.")
    assert first.about == {"peopl", "die", "teluma"}
    assert second.about == {"boat", "save"}
    assert first.about <= set(Text("people died Teluma").sentences[0].stems)


_PIECES = (
    "Mr 1.2m 5,000 twenty three and hundred 3 May 2024 5 p.m. 4th … “ é 🙂 \n between 2–1 40-50 - – to or £ $ km/h %"
    " half a million dozens of one in third st 12st cubic metres per second year-old , aged ½ İ ² 0 00 . the past"
).split(" ")


@given(st.one_of(st.lists(st.sampled_from(_PIECES)).map(" ".join), st.lists(st.sampled_from(_PIECES)).map("".join)))
def test_every_number_is_cut_out_of_the_text(text: str) -> None:
    _check(text)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    _check(text)


def _check(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end
        assert text[number.start : number.end] == number.text
        assert number.low <= number.high or number.kind == "score"
        end = number.end


@given(st.integers(min_value=2, max_value=1_800))
def test_any_grouping_of_digits_gives_the_same_value(value: int) -> None:
    assert values(f"{value:,} crates") == [value]
    assert values(f"{value}.0 crates") == [value]


def test_digits_of_other_scripts_count_too() -> None:
    assert values("٣٤ شخصا") == [34]
