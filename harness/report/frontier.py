"""Coverage against consistency: who pays for one with the other, and whom nobody beats in both."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from harness.report import numbers, words
from harness.report.first import First
from harness.report.svg import Chart, Scale, ends, mark, picture, shortened, shown, tag, text_width, tick_text, ticks

WIDTH, HEIGHT = 460.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 456.0, 14.0, 352.0
_SIZE = 5.0
_LONGEST = 26
_TALL = 13.0
_FAR = (8.0, 14.0, 22.0, 32.0, 46.0, 62.0, 80.0, 100.0, 125.0, 150.0, 180.0, 210.0, 240.0, 280.0, 320.0)


class Spot(NamedTuple):
    """A member's place: its means (x, y) with intervals, and whether nobody beats it in both."""

    name: str
    control: bool
    x: tuple[float, float, float]
    y: tuple[float, float, float]
    front: bool


class Box(NamedTuple):
    """Where a label lies."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """True if they share a place."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def pair(first: First) -> tuple[str, str] | None:
    """The metrics of the two axes, if the runs have them and somebody has both."""
    by_type = {m.type: m.name for t in first.report.tables for m in t.info.metrics if m.name in first.headline}
    if "coverage" not in by_type or "consistency" not in by_type:
        return None
    wanted = by_type["coverage"], by_type["consistency"]
    return wanted if len(spots(first, *wanted)) > 1 else None


def spots(first: First, across: str, up: str) -> list[Spot]:
    """Everybody who has both scores. The front is of those that are no controls."""
    found = []
    for name, control in first.members:
        a, b = first.cell(name, across), first.cell(name, up)
        if a and b and a.mean is not None and b.mean is not None:
            x = (a.mean if a.low is None else a.low, a.mean, a.mean if a.high is None else a.high)
            y = (b.mean if b.low is None else b.low, b.mean, b.mean if b.high is None else b.high)
            found.append(Spot(name, control, x, y, front=False))
    rivals = [(spot.x[1], spot.y[1]) for spot in found if not spot.control]
    return [s._replace(front=not s.control and not _beaten((s.x[1], s.y[1]), rivals)) for s in found]


def _beaten(means: tuple[float, float], rivals: Sequence[tuple[float, float]]) -> bool:
    return any(r != means and r[0] >= means[0] and r[1] >= means[1] for r in rivals)


def chart(first: First, across: str, up: str) -> Chart:
    """The means as marks, the front as a line, names beside the marks where they hide nothing."""
    found = spots(first, across, up)
    x = Scale(*ends([v for s in found for v in s.x]), LEFT + 8, RIGHT - 8)
    y = Scale(*ends([v for s in found for v in s.y]), BOTTOM - 8, TOP + 8)
    places = [(x(s.x[1]), y(s.y[1])) for s in found]
    front = sorted((s for s in found if s.front), key=lambda s: s.x[1])
    joined = itertools.pairwise([(x(s.x[1]), y(s.y[1])) for s in front])
    struck = [(*one, *other) for one, other in joined]
    struck += [(x(s.x[0]), y(s.y[1]), x(s.x[2]), y(s.y[1])) for s in found if not s.control]
    struck += [(x(s.x[1]), y(s.y[0]), x(s.x[1]), y(s.y[2])) for s in found if not s.control]
    named = _together(found, places)
    boxes = placed(places, [(name, s.front) for name, s in zip(named, found, strict=True)], struck)
    names = words.label(first.report, across), words.label(first.report, up)
    drawn = [_axes(x, y, names), _line(front, x, y)]
    drawn += [_whiskers(s, x, y) for s in found if not s.control]
    labels = zip(found, places, named, boxes, strict=True)
    drawn += [_leader(place, box) for _, place, name, box in labels if name]
    for spot, place, name, box in zip(found, places, named, boxes, strict=True):
        kind = "mark" if spot.front else "mark hollow"
        drawn.append(mark(*place, control=spot.control, size=_SIZE, kind=kind))
        if not name:
            continue
        right = box.left >= place[0]
        text = tag(
            "text", tag("title", spot.name), name, kind=_kind(spot),
            x=box.left if right else box.right, y=box.bottom - 3, text_anchor="start" if right else "end",
        )  # fmt: skip
        drawn.append(text)
    told = [f"{s.name}{' (control)' * s.control} {numbers.value(s.x[1])} and {numbers.value(s.y[1])}" for s in found]
    ahead = ", ".join(s.name for s in front)
    said = f"{names[0]} against {names[1]}. Beaten by nobody in both: {ahead or 'nobody'}. Means: {'; '.join(told)}."
    return Chart("", said, picture("chart-trade", WIDTH, HEIGHT, said, *drawn))


def _together(found: Sequence[Spot], places: Sequence[tuple[float, float]]) -> list[str]:
    """A name for each mark; those of one kind on one place share the first's, and the others have none."""
    named: list[str] = []
    for i, (spot, place) in enumerate(zip(found, places, strict=True)):
        same = [
            j for j, other in enumerate(places) if math.dist(place, other) < _SIZE and found[j].control == spot.control
        ]
        rest = "" if len(same) == 1 else f" +{len(same) - 1}"
        both = ", ".join(shown(found[j].name) for j in same)
        name = both if len(both) <= _LONGEST else shortened(shown(spot.name), _LONGEST - len(rest)) + rest
        named.append(name if same[0] == i else "")
    return named


def _kind(spot: Spot) -> str:
    return "name control" if spot.control else "name front" if spot.front else "name"


def _axes(x: Scale, y: Scale, names: tuple[str, str]) -> Markup:
    drawn = []
    for tick in ticks(x.low, x.high):
        drawn.append(tag("line", x1=x(tick), x2=x(tick), y1=TOP, y2=BOTTOM, kind="grid"))
        drawn.append(tag("text", tick_text(tick), x=x(tick), y=BOTTOM + 16, kind="tick", text_anchor="middle"))
    for tick in ticks(y.low, y.high):
        drawn.append(tag("line", x1=LEFT, x2=RIGHT, y1=y(tick), y2=y(tick), kind="grid"))
        drawn.append(tag("text", tick_text(tick), x=LEFT - 6, y=y(tick) + 4, kind="tick", text_anchor="end"))
    drawn.append(tag("path", d=f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}", kind="axis"))
    drawn.append(tag("text", f"{names[0]} →", x=RIGHT, y=BOTTOM + 34, kind="about", text_anchor="end"))
    turned = {"transform": f"translate(12 {TOP}) rotate(-90)", "text_anchor": "end", "kind": "about"}
    drawn.append(tag("text", f"{names[1]} →", **turned))
    return Markup("").join(drawn)


def _line(front: Sequence[Spot], x: Scale, y: Scale) -> Markup:
    if len(front) < 2:
        return Markup("")
    return tag("path", d="M" + "L".join(f"{x(s.x[1])} {y(s.y[1])}" for s in front), kind="edge")


def _whiskers(s: Spot, x: Scale, y: Scale) -> Markup:
    along = f"M{x(s.x[0])} {y(s.y[1])}H{x(s.x[2])}M{x(s.x[1])} {y(s.y[0])}V{y(s.y[2])}"
    return tag("path", d=along, kind="whisker thin")


def _leader(place: tuple[float, float], box: Box) -> Markup:
    """A line from a mark to its name where that stands apart."""
    end = min(max(place[0], box.left), box.right), min(max(place[1], box.top + 3), box.bottom - 2)
    if math.dist(place, end) < 13:
        return Markup("")
    return tag("line", x1=place[0], y1=place[1], x2=end[0], y2=end[1], kind="leader")


def sentences(first: First, across: str, up: str) -> list[str]:
    """Who is on the front, and what each step along it costs."""
    groups: dict[tuple[float, float], list[str]] = defaultdict(list)
    for spot in sorted((s for s in spots(first, across, up) if s.front), key=lambda s: (s.x[1], s.y[1])):
        groups[spot.x[1], spot.y[1]].append(spot.name)
    front = [(means, " and ".join(group)) for means, group in groups.items()]
    names = words.label(first.report, across), words.label(first.report, up)
    best = [name for group in groups.values() for name in group]
    ahead = [f"Nobody beats {words.listed(best)} in both means."] if best else []
    steps = [
        f"From {a} to {b}: {numbers.difference(to[0] - at[0])} {names[0]}, {numbers.difference(to[1] - at[1])} {names[1]}."
        for (at, a), (to, b) in itertools.pairwise(front)
    ]
    return [*ahead, *steps]


def placed(
    places: Sequence[tuple[float, float]],
    names: Sequence[tuple[str, bool]],
    lines: Sequence[tuple[float, float, float, float]] = (),
) -> list[Box]:
    """A box for each (name, is it bold) near its mark: on no other name, on no mark, inside the axes; on no line if
    that can be. An empty name has an empty box.

    With so many names that there is no room left, the last ones lie on others.
    """
    marks = [Box(x - _SIZE, y - _SIZE, x + _SIZE, y + _SIZE) for x, y in places]
    struck = [box for line in lines for box in _along(line)]
    taken: list[Box] = []
    for (x, y), (name, bold) in zip(places, names, strict=True):
        if not name:
            taken.append(Box(x, y, x, y))
            continue
        tried = list(_candidates(x, y, text_width(name) * (1.1 if bold else 1.0)))
        inside = [b for b in tried if b.left > LEFT and b.right < WIDTH and b.top > TOP - 8 and b.bottom < BOTTOM - 2]
        free = [b for b in inside if not any(b.meets(other) for other in (*marks, *taken))]
        others = [m for m in places if m != (x, y)]
        cost = partial(_cost, (x, y), others, struck)
        taken.append(min(free, key=cost) if free else next(iter([*inside[::-1], *tried])))
    return taken


def _cost(mark_: tuple[float, float], others: Sequence[tuple[float, float]], struck: Sequence[Box], box: Box) -> float:
    """How bad a place for a name is: how far off, how many lines run through it, whether it seems another mark's."""
    own = math.dist(mark_, _nearest(mark_, box))
    foreign = any(math.dist(other, _nearest(other, box)) < own + _SIZE for other in others)
    return own + 3 * sum(box.meets(piece) for piece in struck) + 40 * foreign


def _along(line: tuple[float, float, float, float]) -> list[Box]:
    """Small boxes on a line."""
    n = max(1, int(math.dist(line[:2], line[2:]) / 4))
    spots = ((line[0] + (line[2] - line[0]) * i / n, line[1] + (line[3] - line[1]) * i / n) for i in range(n + 1))
    return [Box(x - 1, y - 1, x + 1, y + 1) for x, y in spots]


def _nearest(place: tuple[float, float], box: Box) -> tuple[float, float]:
    return min(max(place[0], box.left), box.right), min(max(place[1], box.top), box.bottom)


def _candidates(x: float, y: float, width: float) -> Iterator[Box]:
    """Right, left, below and above at first, then farther and farther off."""
    for far in _FAR:
        for angle in (0, 180, 90, 270, 45, 135, 315, 225, 20, 340, 160, 200, 65, 115):
            dx, dy = far * math.cos(math.radians(angle)), far * math.sin(math.radians(angle))
            left = x + dx if dx > 1 else x + dx - width if dx < -1 else x - width / 2
            top = y + dy - _TALL / 2 + (_TALL / 2 if dy > 1 else -_TALL / 2 if dy < -1 else 0)
            yield Box(round(left, 1), round(top, 1), round(left + width, 1), round(top + _TALL, 1))
