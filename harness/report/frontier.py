"""Coverage against consistency: who pays for one with the other, and whom nobody beats in both."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from markupsafe import Markup

from harness.report import numbers, words
from harness.report.first import First
from harness.report.svg import Chart, Scale, ends, mark, picture, shortened, shown, tag, text_width, tick_text, ticks

WIDTH, HEIGHT = 460.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 456.0, 14.0, 352.0
_SIZE = 5.0
_MARKS = {
    ("judged", True): "mark",
    ("judged", False): "mark hollow",
    ("before", False): "mark before",
    ("control", False): "mark hollow",
}
_LONGEST = 26
_TALL = 13.0
_FAR = (8.0, 14.0, 22.0, 32.0, 46.0, 62.0, 80.0, 100.0, 125.0, 150.0, 180.0, 210.0, 240.0, 280.0, 320.0)


class Spot(NamedTuple):
    """A member's place: its means (x, y) with intervals over n articles, and whether no backend beats it in both.

    What is judged are the backends of the last run. Controls and where backends stood in earlier runs are not.
    """

    name: str
    label: str
    role: Literal["judged", "before", "control"]
    n: tuple[int, int]
    x: tuple[float, float, float]
    y: tuple[float, float, float]
    front: bool = False


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
    """Everybody who has both scores, those behind first; of several runs no controls."""
    found = []
    last = first.report.tables[-1]
    several = len(first.report.tables) > 1
    for name, control in first.members:
        a, b = first.cell(name, across), first.cell(name, up)
        if not (a and b) or a.mean is None or b.mean is None or (control and several):
            continue
        x = (a.mean if a.low is None else a.low, a.mean, a.mean if a.high is None else a.high)
        y = (b.mean if b.low is None else b.low, b.mean, b.mean if b.high is None else b.high)
        before = first.report.member(name).table is not last
        role: Literal["judged", "before", "control"] = "control" if control else "before" if before else "judged"
        found.append(Spot(name, name if before else first.short(name), role, (a.n, b.n), x, y))
    rivals = [(s.x[1], s.y[1]) for s in found if s.role == "judged"]
    judged = [s._replace(front=s.role == "judged" and not _beaten((s.x[1], s.y[1]), rivals)) for s in found]
    twins = {first.report.member(s.name).backend for s in judged if s.role == "judged"}
    named = [
        s._replace(label="") if s.role == "before" and first.report.member(s.name).backend in twins else s
        for s in judged
    ]
    return sorted(named, key=lambda s: s.role != "before")


def _beaten(means: tuple[float, float], rivals: Sequence[tuple[float, float]]) -> bool:
    return any(r != means and r[0] >= means[0] and r[1] >= means[1] for r in rivals)


def _moves(first: First, found: Sequence[Spot]) -> list[tuple[Spot, Spot]]:
    """(where a backend stood in an earlier run, where it stands in the last one)."""
    now = {first.report.member(s.name).backend: s for s in found if s.role == "judged"}
    return [(s, now[first.report.member(s.name).backend]) for s in found if s.role == "before" and not s.label]


def chart(first: First, across: str, up: str) -> Chart:
    """The means as marks, the front as a line, names beside the marks where they hide nothing; of several runs how
    each backend moved.
    """
    found = spots(first, across, up)
    x = Scale(*ends([v for s in found for v in s.x]), LEFT + 8, RIGHT - 8)
    y = Scale(*ends([v for s in found for v in s.y]), BOTTOM - 8, TOP + 8)
    places = [(x(s.x[1]), y(s.y[1])) for s in found]
    judged = [s for s in found if s.role == "judged"]
    front = sorted((s for s in judged if s.front), key=lambda s: s.x[1])
    joined = [*itertools.pairwise(front), *_moves(first, found)]
    struck = [(x(one.x[1]), y(one.y[1]), x(other.x[1]), y(other.y[1])) for one, other in joined]
    struck += [(x(s.x[0]), y(s.y[1]), x(s.x[2]), y(s.y[1])) for s in judged]
    struck += [(x(s.x[1]), y(s.y[0]), x(s.x[1]), y(s.y[2])) for s in judged]
    named = _together(found, places)
    boxes = placed(places, [(name, s.front) for name, s in zip(named, found, strict=True)], struck)
    names = words.label(first.report, across), words.label(first.report, up)
    drawn = [_axes(x, y, names), _line(front, x, y, "edge"), *(_whiskers(s, x, y) for s in judged)]
    drawn += [_line(move, x, y, "moved") for move in _moves(first, found)]
    drawn += [_leader(place, box) for place, name, box in zip(places, named, boxes, strict=True) if name]
    for spot, place, name, box in zip(found, places, named, boxes, strict=True):
        drawn.append(mark(*place, control=spot.role == "control", size=_SIZE, kind=_MARKS[spot.role, spot.front]))
        if not name:
            continue
        right = box.left >= place[0]
        text = tag(
            "text", tag("title", spot.name), name, kind=_kind(spot),
            x=box.left if right else box.right, y=box.bottom - 3, text_anchor="start" if right else "end",
        )  # fmt: skip
        drawn.append(text)
    told = [f"{s.name}{' (control)' * (s.role == 'control')} {_means(s)}" for s in found]
    ahead = ", ".join(s.name for s in front)
    said = f"{names[0]} against {names[1]}. Beaten by no backend in both: {ahead or 'none'}. Means: {'; '.join(told)}."
    return Chart("", said, picture("chart-trade", WIDTH, HEIGHT, said, *drawn))


def _means(spot: Spot) -> str:
    return f"{numbers.value(spot.x[1])} and {numbers.value(spot.y[1])}"


def _together(found: Sequence[Spot], places: Sequence[tuple[float, float]]) -> list[str]:
    """A name for each mark; those of one kind on one place share the first's, and the others have none."""
    named: list[str] = []
    for i, (spot, place) in enumerate(zip(found, places, strict=True)):
        same = [
            j
            for j, other in enumerate(places)
            if found[j].label and math.dist(place, other) < _SIZE and found[j].role == spot.role
        ]
        rest = "" if len(same) < 2 else f" +{len(same) - 1}"
        both = ", ".join(shown(found[j].label) for j in same)
        name = both if len(both) <= _LONGEST else shortened(shown(spot.label), _LONGEST - len(rest)) + rest
        named.append(name if same and same[0] == i else "")
    return named


def _kind(spot: Spot) -> str:
    return "name front" if spot.front else "name" if spot.role == "judged" else "name control"


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


def _line(along: Sequence[Spot], x: Scale, y: Scale, kind: str) -> Markup:
    if len(along) < 2:
        return Markup("")
    return tag("path", d="M" + "L".join(f"{x(s.x[1])} {y(s.y[1])}" for s in along), kind=kind)


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
    front = sorted((s for s in spots(first, across, up) if s.front), key=lambda s: (s.x[1], s.y[1]))
    groups = [list(group) for _, group in itertools.groupby(front, key=lambda s: (s.x[1], s.y[1]))]
    best = words.listed([s.label for s in front]) if front else ""
    who = "No backend" if len(first.report.tables) == 1 else "In the last run no backend"
    ahead = [f"{who} beats {best} in both means."] if front else []
    names = words.label(first.report, across), words.label(first.report, up)
    return [*ahead, *(_step(at, to, names) for at, to in itertools.pairwise(groups))]


def _step(at: Sequence[Spot], to: Sequence[Spot], names: tuple[str, str]) -> str:
    change = [numbers.difference(b[1] - a[1]) for a, b in ((at[0].x, to[0].x), (at[0].y, to[0].y))]
    a, b = (" and ".join(s.label for s in group) for group in (at, to))
    counts = sorted({n for s in (*at, *to) for n in s.n})
    beside = f" (means over {' and '.join(map(str, counts))} articles)" if len(counts) > 1 else ""
    return f"From {a} to {b}: {change[0]} {names[0]}, {change[1]} {names[1]}{beside}."


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
