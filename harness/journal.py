"""A run's folder while it is written: rows are appended as they finish and rewritten once, atomically, in suite order
when the run is complete. A torn last line, as kill -9 leaves it, is cut off when the run is gone on with.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from filelock import FileLock, Timeout

from harness.errors import InputError
from harness.jsonl import decode, encode, open_binary
from harness.store import Key, RunInfo, read_info, row_line, scan, write_atomically
from harness.types import Article, Row


class Journal:
    """The run folder while it is written: locked, append-only, finished by one atomic rewrite.

    Use as a context manager. A second process on the same folder gets an InputError; the lock of a dead process is
    released by the operating system.
    """

    def __init__(self, folder: Path, info: RunInfo) -> None:
        self.folder = folder
        self.info = info
        self._lock = FileLock(folder / ".lock", blocking=False)
        self._rows: IO[bytes] | None = None
        self._timings: IO[bytes] | None = None
        self._dirty = False
        self._synced = 0.0
        self.done: dict[Key, tuple[int, int]] = {}

    def __enter__(self) -> Journal:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"{self.folder}: cannot be made a folder: {error.strerror}; choose another --out"
            ) from None
        try:
            self._lock.acquire()
        except Timeout:
            raise InputError(
                f"{self.folder}: another process is writing this run; wait until it ends or choose another --out"
            ) from None
        try:
            self._open()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.sync()
        finally:
            for file in (self._rows, self._timings):
                if file is not None:
                    file.close()
            self._lock.release()

    def _open(self) -> None:
        if (self.folder / "run.json").exists():
            before = read_info(self.folder)
            self._refuse_other(before)
            self.info = self.info.model_copy(update={"started": before.started})
            if before.status != "unfinished":
                _drop_unanswered(self.folder / "rows.jsonl")
        elif any(not item.name.startswith(".") for item in self.folder.iterdir()):
            raise InputError(f"{self.folder}: is not empty and holds no run; choose another --out")
        write_atomically(self.folder / "run.json", self.info.to_bytes())
        rows = self.folder / "rows.jsonl"
        self.done, end = scan(rows) if rows.exists() else ({}, 0)
        self._rows = rows.open("ab")
        self._rows.truncate(end)
        self._rows.seek(end)  # `tell` gives the places of the rows to come
        self._timings = (self.folder / "timings.jsonl").open("a+b")
        _cut_torn_line(self._timings)

    def _refuse_other(self, before: RunInfo) -> None:
        for what, old, new in (
            ("suite", before.suite_hash, self.info.suite_hash),
            ("articles", before.articles_hash, self.info.articles_hash),
        ):
            if old != new:
                raise InputError(
                    f"{self.folder}: holds a run with another {what} (hash {old[:12]}, now {new[:12]}); "
                    "choose another --out, or remove the folder"
                )

    def write_articles(self, articles: Iterable[Article]) -> None:
        """Keep the article texts beside the rows, so that reports need nothing else."""
        lines = (encode(article.model_dump(mode="json")) + b"\n" for article in articles)
        write_atomically(self.folder / "articles.jsonl", lines)

    def append(self, row: Row, seconds: Mapping[str, float]) -> None:
        """Add one finished row and flush it."""
        assert self._rows is not None
        assert self._timings is not None
        data = row_line(row)
        key = (row.article, row.backend, row.sample)
        self.done[key] = (self._rows.tell(), len(data))
        self._rows.write(data)
        self._rows.flush()
        timing = {"article": row.article, "backend": row.backend, "sample": row.sample, **seconds}
        self._timings.write(encode(timing) + b"\n")
        self._timings.flush()
        self._dirty = True

    def sync(self) -> None:
        """Force what was appended to the disk; called at least once a second and at the end."""
        if self._dirty and self._rows is not None:
            os.fsync(self._rows.fileno())
            self._dirty = False

    def sync_if_due(self, seconds: float) -> None:
        """`sync`, unless that was done less than `seconds` ago."""
        if time.monotonic() - self._synced >= seconds:
            self.sync()
            self._synced = time.monotonic()

    def finish(self, order: Sequence[Key], *, complete: bool) -> None:
        """Rewrite the rows in `order`, atomically, and mark the run."""
        assert self._rows is not None
        self.sync()
        self._rows.close()
        self._rows = None
        path = self.folder / "rows.jsonl"
        with path.open("rb") as old:

            def lines() -> Iterator[bytes]:
                for key in order:
                    offset, length = self.done[key]
                    old.seek(offset)
                    yield old.read(length)

            write_atomically(path, lines())
        self.info = self.info.model_copy(update={"status": "complete" if complete else "partial"})
        write_atomically(self.folder / "run.json", self.info.to_bytes())


def _drop_unanswered(path: Path) -> None:
    """Take the `infra_error` rows out of a finished run that is gone on with, so that they are asked for again."""
    with open_binary(path) as file:
        lines = [line for line in file if decode(line.rstrip(b"\n"), str(path))["state"] != "infra_error"]
    write_atomically(path, lines)


def _cut_torn_line(file: IO[bytes]) -> None:
    """Cut off what follows the last line feed, as kill -9 may leave it."""
    file.seek(0)
    end = 0
    for line in file:
        end += len(line) if line.endswith(b"\n") else 0
    file.truncate(end)
