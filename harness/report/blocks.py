"""The articles of the page in packed blocks of some each; by several processes at once where somebody asks for that."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from harness.report import data


def packed(
    articles: Iterable[data.Shown], *, redact: bool, workers: int = 1
) -> Iterator[tuple[Sequence[data.Shown], str]]:
    """(articles, their documents as a block), data.CHUNK at a time, in order; the same bytes by any number of workers."""
    batches = _batches(iter(articles))
    if workers < 2:
        yield from ((batch, pack(batch, redact=redact)) for batch in batches)
        return
    # not forked: other threads may hold locks
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[tuple[Sequence[data.Shown], Future[str]]] = deque()
        for batch in batches:
            waiting.append((batch, pool.submit(pack, batch, redact=redact)))
            if len(waiting) > 2 * workers:  # more would hold the whole run in memory
                first, future = waiting.popleft()
                yield first, future.result()
        yield from ((batch, future.result()) for batch, future in waiting)


def _batches(articles: Iterator[data.Shown]) -> Iterator[list[data.Shown]]:
    while batch := list(islice(articles, data.CHUNK)):
        yield batch


def pack(batch: Sequence[data.Shown], *, redact: bool) -> str:
    """The documents of these articles as a block."""
    return data.pack([data.document(shown, redact=redact) for shown in batch])
