"""Numbers as they are printed: one function per kind, used by terminal, Markdown and HTML alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.types import State

MINUS = "−"
_STATE_NAMES: dict[State, str] = {
    "ok": "ok",
    "refused": "refused",
    "empty": "empty",
    "truncated": "cut off",
    "infra_error": "not answered",
    "metric_error": "metric failed",
    "not_applicable": "not applicable",
}


def value(x: float | None, column: Iterable[float] = ()) -> str:
    """A score: three decimals below 10, one below 100, none above; a dash where there is none.

    `column` holds what stands in the same column: its largest number decides for all of them.
    """
    if x is None:
        return "–"
    size = max(map(abs, (x, *column)))
    text = f"{x:.3f}" if size < 9.9995 else f"{x:.1f}" if size < 99.95 else f"{x:,.0f}"
    return _signed_zero(text).replace("-", MINUS)


def difference(x: float | None) -> str:
    """A difference, always with its sign."""
    if x is None:
        return "–"
    text = value(x)
    return text if text.startswith(MINUS) or text.strip("0.") == "" else f"+{text}"


def interval(low: float | None, high: float | None, column: Iterable[float] = ()) -> str:
    """[low, high], or a dash where there is none; both bounds with the precision of the larger, or of the column."""
    if low is None or high is None:
        return "–"
    beside = (low, high, *column)
    return f"[{value(low, beside)}, {value(high, beside)}]"


def p_value(p: float | None) -> str:
    """Never 0: the smallest that is printed is < .001."""
    if p is None:
        return "–"
    return "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0") if p < 0.9995 else "1"


def states(counts: Mapping[State, int]) -> str:
    """ "6 ok" or "5 ok, 1 empty"."""
    return ", ".join(f"{n} {_STATE_NAMES[state]}" for state, n in counts.items() if n) or "no rows"


def _signed_zero(text: str) -> str:
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text
