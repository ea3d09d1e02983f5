"""Numbers as they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report import numbers
from harness.types import STATES, State


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (None, "–"), (0.0, "0.000"), (-0.0, "0.000"), (0.5, "0.500"), (1.0, "1.000"), (-0.25, "−0.250"),
        (0.0004, "0.000"), (-0.0004, "0.000"), (9.9994, "9.999"), (9.9996, "10.0"), (-12.34, "−12.3"),
        (99.94, "99.9"), (99.96, "100"), (1234.5, "1,234"), (-4321.0, "−4,321"),
    ],
)  # fmt: skip
def test_a_value_has_three_decimals_below_ten_one_below_hundred_and_none_above(x: float | None, shown: str) -> None:
    assert numbers.value(x) == shown


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (None, "–"), (0.0, "0.000"), (0.0004, "0.000"), (-0.0004, "0.000"), (0.25, "+0.250"),
        (-0.25, "−0.250"), (12.34, "+12.3"), (1234.0, "+1,234"), (-100.0, "−100"), (100.0, "+100"),
    ],
)  # fmt: skip
def test_a_difference_carries_its_sign(x: float | None, shown: str) -> None:
    assert numbers.difference(x) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(0.25, 0.5, "[0.250, 0.500]"), (-0.5, 0.0, "[−0.500, 0.000]"), (None, 0.5, "–"), (None, None, "–")],
)
def test_an_interval_stands_in_brackets(low: float | None, high: float | None, shown: str) -> None:
    assert numbers.interval(low, high) == shown


def test_a_column_has_the_precision_of_its_largest_number() -> None:
    column = (90.7, 1352.6)
    assert [numbers.value(x, column) for x in column] == ["91", "1,353"]
    assert numbers.interval(9.9, 10.2) == "[9.9, 10.2]"
    assert numbers.interval(82.8, 98.0, column) == "[83, 98]"


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (None, "–"), (0.0, "< .001"), (0.0009999, "< .001"), (0.001, ".001"), (0.0312, ".031"),
        (0.9994, ".999"), (0.9996, "1"), (1.0, "1"),
    ],
)  # fmt: skip
def test_a_p_value_is_never_zero(p: float | None, shown: str) -> None:
    assert numbers.p_value(p) == shown


def test_states_are_counted_in_words_and_none_is_left_out() -> None:
    assert numbers.states({}) == "no rows"
    assert numbers.states({"ok": 0, "empty": 0}) == "no rows"
    assert numbers.states({"ok": 5, "empty": 1, "refused": 0}) == "5 ok, 1 empty"
    every: dict[State, int] = dict.fromkeys(STATES, 2)
    assert numbers.states(every) == (
        "2 ok, 2 refused, 2 empty, 2 cut off, 2 not answered, 2 metric failed, 2 not applicable"
    )


@given(st.floats(-1e7, 1e7))
def test_what_is_printed_reads_back_as_about_the_number(x: float) -> None:
    shown = numbers.value(x)
    back = float(shown.replace("−", "-").replace(",", ""))
    assert back == pytest.approx(x, abs=0.0006 if abs(x) < 9.9995 else 0.06 if abs(x) < 99.95 else 0.6)
    assert not (back == 0 and shown.startswith("−"))
    signed = numbers.difference(x)
    assert signed == (f"+{shown}" if back > 0 else shown)
