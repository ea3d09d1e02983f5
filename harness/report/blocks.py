"""The articles of the page, some at a time: as packed data, as plain HTML, and as lines for lists and filters.

Rows are read where they are needed, so that several processes share the work and none holds the whole run.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from markupsafe import Markup

from harness.report import data, numbers, walk
from harness.report.plain import ArticlePanel
from harness.report.templates import template
from harness.report.texts import RunTexts
from harness.types import Article


class Setting(NamedTuple):
    """What holds for all articles of a page."""

    runs: Sequence[RunTexts]
    places: Sequence[Mapping[str, int]]
    """For each run: backend -> its place among the members."""
    members: Sequence[tuple[str, bool]]
    """Name, and whether it is a control."""
    labels: Mapping[str, str]
    """Metric -> what it is called; all that the page has."""
    english: bool
    redact: bool
    plain: bool
    """Whether articles are wanted as HTML, too."""


class Asked(NamedTuple):
    """An article to be shown."""

    number: int
    """In anchors."""
    id: str
    title: str
    article: Article | None
    """Its texts, if a run keeps them."""
    rows: Sequence[Sequence[tuple[int, int]]]
    """For each run, where the rows stand."""


class Made(NamedTuple):
    """What came of some articles."""

    block: str
    """Their documents, packed."""
    html: Markup
    rows: Sequence[Sequence[Any]]
    """A line for each row, see data.overview_row."""
    stops: Sequence[walk.Stop]
    """What reviewers may be shown."""


def made(setting: Setting, articles: Iterable[Asked], *, workers: int = 1) -> Iterator[Made]:
    """The articles, data.CHUNK at a time, in order; the same bytes by any number of workers."""
    batches = _batches(iter(articles))
    if workers < 2:
        yield from map(partial(make, setting), batches)
        return
    # not forked: other threads may hold locks
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(setting,)) as pool:
        waiting: deque[Future[Made]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_make, batch))
            if len(waiting) > 2 * workers:  # more would hold the whole run in memory
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)


def _batches(articles: Iterator[Asked]) -> Iterator[list[Asked]]:
    while batch := list(islice(articles, data.CHUNK)):
        yield batch


_SETTING: list[Setting] = []
"""Of a process that works for another one."""


def _begin(setting: Setting) -> None:
    _SETTING[:] = [setting]


def _make(batch: Sequence[Asked]) -> Made:
    return make(_SETTING[0], batch)


def make(setting: Setting, batch: Sequence[Asked]) -> Made:
    """Everything of these articles."""
    shown = [_shown(setting, asked) for asked in batch]
    html = [_html(setting, asked, each) for asked, each in zip(batch, shown, strict=True)] if setting.plain else []
    return Made(
        data.pack([data.document(each, redact=setting.redact) for each in shown]),
        Markup("").join(html),
        [
            data.overview_row(member, each.number, row, list(setting.labels))
            for each in shown
            for member, row in each.rows
        ],
        [stop for each in shown for stop in _stops(setting, each)],
    )


def _shown(setting: Setting, asked: Asked) -> data.Shown:
    rows = [
        (places[row.backend], row)
        for run, places, wanted in zip(setting.runs, setting.places, asked.rows, strict=True)
        for row in run.read_rows(wanted)
    ]
    rows.sort(key=lambda item: (item[0], item[1].sample))
    return data.Shown(asked.number, asked.id, asked.article, rows, setting.english)


def _html(setting: Setting, asked: Asked, shown: data.Shown) -> Markup:
    panel = ArticlePanel(shown, setting.members, redact=setting.redact)
    page = template("plain-article.html.j2").render(
        entry=panel, title=asked.title, labels=setting.labels, redact=setting.redact, numbers=numbers
    )
    return Markup(page + "\n")


def _stops(setting: Setting, shown: data.Shown) -> Iterator[walk.Stop]:
    of = zip(setting.runs, setting.places, strict=True)
    names = {member: run.name for run, places in of for member in places.values()}
    for member, row in shown.rows:
        name = names[member]
        # the page of `harness check` has no run that would take labels
        if name is not None and walk.may_stop(row, control=setting.members[member][1]):
            yield walk.Stop(row.article, name, row.backend, row.sample, shown.number, member)
