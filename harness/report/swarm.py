"""Every article's score as a point that leads to it; counts in bars where there are too many points to see."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from harness.report import numbers, words
from harness.report.first import First
from harness.report.svg import WIDTH, Chart, Frame, Line, ends, frame, mark, picture, tag

LIMIT = 1500
"""Points of a chart; beyond it bars count the articles."""
ROW = 31.0
_RADIUS = 2.7
_STEP = 4.2
_BINS = 40


def column(first: First, member: str, metric: str) -> list[float]:
    """The scores of a member's articles, lowest first."""
    return [x for _, _, x, _ in first.values(member, metric) if x is not None]


def is_binned(first: First, metric: str) -> bool:
    """True if there are too many points."""
    return sum(len(column(first, name, metric)) for name, _ in first.members) > LIMIT


def points(first: First, metric: str, members: Sequence[tuple[str, bool]]) -> Chart:
    """A row of points for every member, or of bars."""
    columns = {name: column(first, name, metric) for name, _ in members}
    low, high = ends([x for values in columns.values() for x in values])
    binned = is_binned(first, metric)
    name = words.label(first.report, metric)
    box = frame(members, low, high, f"{name} of an article", row=ROW)
    draw = _bars if binned else _points
    marks = [draw(first, metric, box, line) for line in box.lines]
    key = f"chart-points-{first.metrics.index(metric)}"
    said = f"{name} of every article. {_told(columns)}"
    # links may not stand in an image, so the drawing is a group
    role = "img" if binned else "group"
    return Chart(name, said, picture(key, WIDTH, box.height, said, box.behind, *marks, role=role))


def _told(columns: dict[str, list[float]]) -> str:
    told = [
        f"{name}: {len(values)} article{'' if len(values) == 1 else 's'} from {numbers.value(values[0])} to"
        f" {numbers.value(values[-1])}"
        for name, values in columns.items()
    ]
    return f"{'; '.join(told)}."


def _points(first: First, metric: str, box: Frame, line: Line) -> Markup:
    scored = [(a, anchor, x) for a, anchor, x, _ in first.values(line.name, metric) if x is not None]
    places = swarmed([box.x(x) for _, _, x in scored])
    drawn = [_mean(first, metric, box, line)]
    for (article, anchor, x), offset in zip(scored, places, strict=True):
        said = f"{first.title(article)}: {numbers.value(x)} ({line.name})"
        dot = mark(box.x(x), line.y + offset, control=line.control, size=_RADIUS, kind="point")
        drawn.append(tag("a", tag("title", said), dot, href=f"#{anchor}", tabindex="-1"))
    return tag("g", *drawn, kind="row")


def swarmed(places: Sequence[float]) -> list[float]:
    """How far each point stands from the middle, so that no two stand on one place; `places` are sorted.

    Where many are alike they move together, so that the row's height holds them all.
    """
    levels: list[int] = []
    for i, x in enumerate(places):
        left = bisect.bisect_right(places, x - 2 * _RADIUS, hi=i)
        taken = set(levels[left:i])
        levels.append(next(level for level in _levels() if level not in taken))
    most = max((abs(level) for level in levels), default=0)
    step = min(_STEP, (ROW / 2 - _RADIUS - 1) / most) if most else 0.0
    return [level * step for level in levels]


def _levels() -> Iterator[int]:
    """The middle, then above and below in turn."""
    yield 0
    for n in itertools.count(1):
        yield -n
        yield n


def _bars(first: First, metric: str, box: Frame, line: Line) -> Markup:
    span = (box.x.high - box.x.low) / _BINS
    counts = Counter(min(int((x - box.x.low) / span), _BINS - 1) for x in column(first, line.name, metric))
    most = max(counts.values(), default=1)
    drawn = []
    for place, n in sorted(counts.items()):
        left, right = (box.x(box.x.low + edge * span) for edge in (place, place + 1))
        height = max(1.0, (ROW - 7) * n / most)
        edges = [numbers.value(box.x.low + edge * span) for edge in (place, place + 1)]
        said = f"{line.name}: {n} article{'' if n == 1 else 's'} from {edges[0]} to {edges[1]}"
        bar = tag(
            "rect", x=left, y=line.y + ROW / 2 - 3 - height, width=right - left - 0.6, height=height,
            kind="count control" if line.control else "count",
        )  # fmt: skip
        drawn.append(tag("g", tag("title", said), bar))
    return tag("g", *drawn, _mean(first, metric, box, line), kind="row")


def _mean(first: First, metric: str, box: Frame, line: Line) -> Markup:
    a = first.cell(line.name, metric)
    assert a is not None
    assert a.mean is not None
    x = box.x(a.mean)
    upright = tag("line", x1=x, x2=x, y1=line.y - ROW / 2 + 2, y2=line.y + ROW / 2 - 2, kind="mean")
    return upright + tag(
        "text", numbers.value(a.mean, first.column(metric)), x=WIDTH, y=line.y + 4, kind="value", text_anchor="end"
    )
