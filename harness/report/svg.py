"""Pieces of SVG for the charts: elements with escaped texts, scales, ticks, and rows with names beside an axis.

Coordinates are the units of the view box and stand in the file with one decimal, so that the same numbers make the same
bytes. Colours, weights and shapes of ends come from `page/charts.css`; no element has a style of its own.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from harness.text import visible

WIDTH = 400.0
"""Of a chart with rows; as many pixels on a phone, a third of the page on a desk."""
ROW = 25.0
LETTER = 7.1
"""Mean width of a letter of 12 units; wide letters of east Asia count twice."""
_NAMES = 156.0
_TOP = 6.0
_AXIS = 40.0
_VALUES = 46.0


class Chart(NamedTuple):
    """A drawing: what stands above it, what it shows in words, and the drawing itself."""

    title: str
    said: str
    svg: Markup


class Scale(NamedTuple):
    """From numbers to places on a line."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, x: float) -> float:
        """The place of a number, with one decimal; numbers beyond the ends stand at the ends."""
        share = (min(max(x, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)


class Line(NamedTuple):
    """A row of a chart: a member and the height of its middle."""

    name: str
    control: bool
    y: float


class Frame(NamedTuple):
    """Rows beside an axis: where everything stands, and what is drawn behind the marks."""

    lines: Sequence[Line]
    x: Scale
    height: float
    behind: Markup


def tag(name: str, *children: Markup | str, **attributes: str | float | None) -> Markup:
    """An element; texts and attributes are escaped, `_` in names of attributes is `-`, `kind` is the class."""
    told = {"class" if key == "kind" else key.replace("_", "-"): x for key, x in attributes.items() if x is not None}
    head = name + "".join(f' {key}="{_attribute(x)}"' for key, x in told.items())
    inside = "".join(escape(child) if isinstance(child, Markup) else escape(shown(child)) for child in children)
    return Markup(f"<{head}>{inside}</{name}>") if children else Markup(f"<{head}/>")


def shown(text: str) -> str:
    """A text on one line, its control and bidi characters as escapes."""
    return visible(text, one_line=True)


def _attribute(x: str | float) -> str:
    return number(x) if isinstance(x, (int, float)) else str(escape(shown(x)))


def number(x: float) -> str:
    """One decimal at most, and no minus before a nought."""
    text = f"{x:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def picture(key: str, width: float, height: float, said: str, *children: Markup, role: str = "img") -> Markup:
    """The drawing with its name in words. `key` makes its ids."""
    title, rest = said.split(". ", 1) if ". " in said else (said, "")
    return tag(
        "svg", tag("title", title, id=f"{key}-t"), tag("desc", rest or title, id=f"{key}-d"), *children,
        viewBox=f"0 0 {number(width)} {number(height)}", role=role,
        aria_labelledby=f"{key}-t", aria_describedby=f"{key}-d", id=key,
    )  # fmt: skip


def ends(values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis: 0 and 1 for scores, else round numbers around the values; from 0 where all are positive."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    low = min(low, 0.0) if low > -high else low
    step = _step(low, high)
    return math.floor(low / step) * step, math.ceil(high / step) * step


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from one end to the other."""
    step = _step(low, high)
    first = math.ceil(round(low / step, 6))
    return [round(n * step, 10) for n in range(first, math.floor(round(high / step, 6)) + 1)]


def _step(low: float, high: float) -> float:
    raw = (high - low or abs(high) or 1.0) / 5
    size = 10.0 ** math.floor(math.log10(raw))
    return size * next(factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999)


def tick_text(x: float) -> str:
    """A tick as short as it can be."""
    return f"{x:,.10g}".replace("-", "−")


def text_width(text: str) -> float:
    """About how wide a text of 12 units is."""
    return LETTER * sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def shortened(text: str, most: int) -> str:
    """A text that is too long with its middle left out, since names of a matrix differ at their ends."""
    if len(text) <= most:
        return text
    head = (most - 1) // 2
    return f"{text[:head]}…{text[len(text) - (most - 1 - head) :]}"


def wrapped(name: str, most: int = 22) -> list[str]:
    """A name on one line or two, cut at a comma, bracket, colon or blank near its middle."""
    name = shown(name)
    if len(name) <= most:
        return [name]
    cuts = [i + 1 for i, letter in enumerate(name[:-1]) if letter in " ,:[=/-_" and i > 2]
    middle = min(cuts, key=lambda cut: abs(cut - len(name) / 2), default=len(name) // 2)
    return [shortened(name[:middle].strip(), most), shortened(name[middle:].strip(), most)]


def label(name: str, x: float, y: float, *, kind: str, anchor: str = "end") -> Markup:
    """A name whose middle is at y, on two lines where it is long; the whole name stands in its title."""
    parts = wrapped(name)
    first = y + 4 - (len(parts) - 1) * 5.5
    spans = [tag("tspan", part, x=x, y=first + 11 * n) for n, part in enumerate(parts)]
    if len(parts) == 1:
        return tag("text", *spans, kind=kind, text_anchor=anchor)
    return tag("text", tag("title", name), *spans, kind=f"{kind} two", text_anchor=anchor)


def frame(
    members: Sequence[tuple[str, bool]], low: float, high: float, about: str, *, row: float = ROW,
    at: Sequence[float] | None = None, values: str = "mean",
) -> Frame:  # fmt: skip
    """Rows for these members, controls apart below the others, over an axis from low to high.

    `about` says what the axis shows, `values` what stands right of the rows; `at` are the ticks.
    """
    left = min(_NAMES, max((text_width(p) for name, _ in members for p in wrapped(name)), default=0.0)) + 12
    x = Scale(low, high, round(left + 6, 1), WIDTH - _VALUES - 6)
    lines: list[Line] = []
    drawn: list[Markup] = []
    y = _TOP
    for place, (name, control) in enumerate(members):
        if control and (place == 0 or not members[place - 1][1]):
            drawn.append(tag("line", x1=0, x2=WIDTH, y1=y + 5, y2=y + 5, kind="divide"))
            drawn.append(tag("text", "controls", x=0, y=y + 18, kind="apart"))
            y += 20
        lines.append(Line(name, control, y + row / 2))
        drawn.append(label(name, left - 4, y + row / 2, kind="name control" if control else "name"))
        y += row
    for tick in ticks(low, high) if at is None else at:
        place_of = x(tick)
        drawn.append(tag("line", x1=place_of, x2=place_of, y1=_TOP, y2=y + 4, kind="grid"))
        drawn.append(tag("text", tick_text(tick), x=place_of, y=y + 17, kind="tick", text_anchor="middle"))
    drawn.append(tag("line", x1=x.left, x2=x.right, y1=y + 4, y2=y + 4, kind="axis"))
    drawn.append(tag("text", about, x=(x.left + x.right) / 2, y=y + 34, kind="about", text_anchor="middle"))
    drawn.append(tag("text", values, x=WIDTH, y=y + 17, kind="tick", text_anchor="end"))
    return Frame(lines, x, y + _AXIS, Markup("").join(drawn))


def mark(x: float, y: float, *, control: bool, size: float = 4.5, kind: str = "mark") -> Markup:
    """A backend's mark is a disc, a control's a hollow square."""
    if control:
        return tag("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, kind=f"{kind} control")
    return tag("circle", cx=x, cy=y, r=size, kind=kind)
