"""harness.store: the run folder while it is written, cut short, gone on with, and read back."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.errors import InputError
from harness.journal import Journal
from harness.jsonl import encode
from harness.store import (
    Key,
    Run,
    RunInfo,
    latest_unfinished,
    row_line,
    scan,
    write_atomically,
)
from harness.types import Article, Row
from tests.conftest import ROOT, make_article

SECONDS = {"summarize_seconds": 0.5, "score_seconds": 0.25}
ORDER: list[Key] = [(article, backend, 0) for article in ("a", "b") for backend in ("lead", "copy")]


def info(**changes: Any) -> RunInfo:
    """run.json of a run of two articles and two backends."""
    fields: dict[str, Any] = {
        "name": "small",
        "suite": {"name": "small"},
        "suite_hash": "5" * 64,
        "articles_hash": "a" * 64,
        "articles": {"a": "1", "b": "2"},
        "profile": "free",
        "language": "en",
        "seed": 0,
        "repeats": 1,
        "backends": (),
        "metrics": (),
        "n_rows": 4,
        "started": "2026-03-01T10:00:00+00:00",
        "versions": {},
    }
    return RunInfo.model_validate({**fields, **changes})


def row(key: Key, text: str = "A summary – with “quotes”.") -> Row:
    """A row with this key."""
    return Row(article=key[0], backend=key[1], sample=key[2], state="ok", summary=text)


def keys(folder: Path) -> list[Key]:
    """The keys in rows.jsonl, in file order, every row read whole."""
    return [(r.article, r.backend, r.sample) for r in Run(folder).rows()]


@pytest.fixture
def cut_short(tmp_path: Path) -> Path:
    """A run with two whole rows, as a process leaves it that is killed in between."""
    folder = tmp_path / "run"
    with Journal(folder, info()) as journal:
        for key in ORDER[:2]:
            journal.append(row(key), SECONDS)
    return folder


def go_on(folder: Path) -> None:
    """Make the rows that are missing, and finish."""
    with Journal(folder, info()) as journal:
        for key in reversed(ORDER):
            if key not in journal.done:
                journal.append(row(key), SECONDS)
        journal.finish(ORDER, complete=True)


def test_rows_are_appended_as_they_finish_and_rewritten_in_order_at_the_end(tmp_path: Path) -> None:
    with Journal(tmp_path, info()) as journal:
        for key in reversed(ORDER):
            journal.append(row(key), SECONDS)
        assert keys(tmp_path) == ORDER[::-1]
        assert Run(tmp_path).info.status == "unfinished"
        journal.finish(ORDER, complete=True)
    assert keys(tmp_path) == ORDER
    assert Run(tmp_path).info.status == "complete"
    assert (tmp_path / "rows.jsonl").read_bytes() == b"".join(row_line(row(key)) for key in ORDER)


def test_a_run_that_lacks_rows_is_marked_partial(cut_short: Path) -> None:
    with Journal(cut_short, info()) as journal:
        journal.finish(ORDER[:2], complete=False)
    assert Run(cut_short).info.status == "partial"


def test_a_run_that_was_cut_short_is_gone_on_with(cut_short: Path) -> None:
    with Journal(cut_short, info()) as journal:
        assert list(journal.done) == ORDER[:2]
    go_on(cut_short)
    assert keys(cut_short) == ORDER
    assert len(Run(cut_short).seconds()) == 4


def test_the_start_of_a_run_is_kept_when_it_is_gone_on_with(cut_short: Path) -> None:
    with Journal(cut_short, info(started="2027-01-01T00:00:00+00:00")):
        pass
    assert Run(cut_short).info.started == "2026-03-01T10:00:00+00:00"


TORN = row_line(row(ORDER[2]))


@pytest.mark.parametrize("length", [1, 40, len(TORN) - 1])
def test_a_torn_last_row_is_made_again_and_the_run_ends_as_if_never_torn(cut_short: Path, length: int) -> None:
    path = cut_short / "rows.jsonl"
    path.write_bytes(path.read_bytes() + TORN[:length])
    go_on(cut_short)
    assert path.read_bytes() == b"".join(row_line(row(key)) for key in ORDER)


def test_torn_timings_are_cut_off_when_the_run_is_gone_on_with(cut_short: Path) -> None:
    path = cut_short / "timings.jsonl"
    path.write_bytes(path.read_bytes() + b'{"article": "b", "backe')
    go_on(cut_short)
    assert Run(cut_short).seconds() == dict.fromkeys(ORDER, 0.5)


def test_a_run_with_torn_last_lines_can_be_read_as_far_as_it_goes(cut_short: Path) -> None:
    for name in ("rows.jsonl", "timings.jsonl"):
        with (cut_short / name).open("ab") as file:
            file.write(b'{"article": "b", "backe')
    run = Run(cut_short)
    assert list(run.places()) == ORDER[:2]
    assert keys(cut_short) == ORDER[:2]
    assert list(run.seconds()) == ORDER[:2]


def test_a_row_is_on_the_disk_as_soon_as_it_is_appended(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from tests.test_store import *;"
        "journal = Journal(Path(sys.argv[1]), info()).__enter__();"
        "journal.append(row(ORDER[0]), SECONDS); os._exit(9)"
    )
    folder = tmp_path / "run"
    done = subprocess.run([sys.executable, "-c", script, str(folder)], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 9
    go_on(folder)  # the lock of a dead process is no lock
    assert keys(folder) == ORDER


def _hold(folder: Path, ready: Any, leave: Any) -> None:
    with Journal(folder, info()):
        ready.set()
        leave.wait(60)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A run that another process is writing."""
    folder = tmp_path / "run"
    context = multiprocessing.get_context("spawn")
    ready, leave = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(folder, ready, leave))
    process.start()
    assert ready.wait(60)
    yield folder
    leave.set()
    process.join(60)


def test_a_second_process_on_the_same_run_is_refused(held: Path) -> None:
    with pytest.raises(InputError) as caught, Journal(held, info()):
        pass
    assert str(caught.value) == (
        f"{held}: another process is writing this run; wait until it ends or choose another --out"
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"suite_hash": "6" * 64},
            "holds a run with another suite (hash 555555555555, now 666666666666); "
            "choose another --out, or remove the folder",
        ),
        (
            {"articles_hash": "b" * 64},
            "holds a run with another articles (hash aaaaaaaaaaaa, now bbbbbbbbbbbb); "
            "choose another --out, or remove the folder",
        ),
    ],
)
def test_a_run_of_another_suite_is_refused_and_left_as_it_was(
    cut_short: Path, changes: dict[str, Any], message: str
) -> None:
    before = {path.name: path.read_bytes() for path in cut_short.iterdir()}
    with pytest.raises(InputError) as caught, Journal(cut_short, info(**changes)):
        pass
    assert str(caught.value) == f"{cut_short}: {message}"
    assert {path.name: path.read_bytes() for path in cut_short.iterdir()} == before
    go_on(cut_short)  # the refusal let go of the lock


def test_a_folder_with_other_things_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("Do not touch.", encoding="utf-8")
    with pytest.raises(InputError) as caught, Journal(tmp_path, info()):
        pass
    assert str(caught.value) == f"{tmp_path}: is not empty and holds no run; choose another --out"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != ".lock") == ["thesis.txt"]


@pytest.mark.parametrize("place", ["file", "file/run"])
def test_a_file_in_the_place_of_the_folder_is_an_input_error(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="choose another --out"), Journal(tmp_path / place, info()):
        pass


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"article": a}\n', "broken JSON at column 13: Expecting value"),
        (row_line(row(ORDER[0])), "a row of 'a' by 'lead' stands there twice"),
        (b'{"article": "a"}\n', "is no row of a run"),
        (b"[]\n", "is no row of a run"),
        (b'{"article": ["a"], "backend": "lead", "sample": 0}\n', "is no row of a run"),
    ],
)
def test_a_whole_line_that_is_no_row_is_an_error_and_never_dropped(cut_short: Path, line: bytes, message: str) -> None:
    path = cut_short / "rows.jsonl"
    path.write_bytes(path.read_bytes() + line)
    before = path.read_bytes()
    with pytest.raises(InputError) as caught, Journal(cut_short, info()):
        pass
    assert str(caught.value) == f"{path}:3: {message}"
    assert path.read_bytes() == before


def test_a_place_is_where_the_row_stands(cut_short: Path) -> None:
    run = Run(cut_short)
    places = run.places()
    assert run.read_rows([places[ORDER[1]], places[ORDER[0]]]) == [row(ORDER[1]), row(ORDER[0])]
    assert scan(cut_short / "rows.jsonl")[1] == (cut_short / "rows.jsonl").stat().st_size


def test_a_folder_without_run_json_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Run(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: is no run (it holds no run.json); give the folder that `harness run` wrote"
    )


def test_articles_are_kept_beside_the_rows(tmp_path: Path) -> None:
    articles = [Article.model_validate(make_article(n)) for n in (2, 1)]
    with Journal(tmp_path, info()) as journal:
        assert list(Run(tmp_path).articles()) == []
        journal.write_articles(articles)
    assert list(Run(tmp_path).articles()) == articles


def test_the_newest_unfinished_run_of_the_suite_is_found(tmp_path: Path) -> None:
    for name, changes in {
        "a-old": {"started": "2026-03-01T10:00:00+00:00"},
        "b-new": {"started": "2026-03-02T10:00:00+00:00"},
        "c-complete": {"started": "2026-03-03T10:00:00+00:00", "status": "complete"},
        "d-other-suite": {"started": "2026-03-04T10:00:00+00:00", "suite_hash": "6" * 64},
        "e-older": {"started": "2026-02-01T10:00:00+00:00", "status": "partial"},
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_bytes(info(**changes).to_bytes())
    (tmp_path / "f-broken").mkdir()
    (tmp_path / "f-broken" / "run.json").write_text("{", encoding="utf-8")
    assert latest_unfinished(tmp_path, "5" * 64) == tmp_path / "b-new"


@pytest.mark.parametrize("root", ["", "none"])
def test_without_an_unfinished_run_there_is_nothing_to_resume(tmp_path: Path, root: str) -> None:
    with pytest.raises(InputError) as caught:
        latest_unfinished(tmp_path / root, "5" * 64)
    assert str(caught.value) == (
        f"{tmp_path / root}: holds no unfinished run of this suite as it stands now; start one without --resume"
    )


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    write_atomically(path, b"before")

    def chunks() -> Iterator[bytes]:
        yield b"half of "
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write_atomically(path, chunks())
    assert path.read_bytes() == b"before"
    write_atomically(path, [b"af", b"ter"])
    assert path.read_bytes() == b"after"
    assert [item.name for item in tmp_path.iterdir()] == ["rows.jsonl"]


def test_when_the_last_rewrite_fails_its_reason_is_told_and_no_row_is_lost(
    cut_short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, data: object) -> None:
        raise OSError("no space left")

    def go_on_without_space() -> None:
        with Journal(cut_short, info()) as journal:
            journal.append(row(ORDER[2]), SECONDS)
            monkeypatch.setattr("harness.journal.write_atomically", fail)
            journal.finish(ORDER[:3], complete=False)

    with pytest.raises(OSError, match="no space left"):
        go_on_without_space()
    monkeypatch.undo()
    go_on(cut_short)
    assert keys(cut_short) == ORDER


def test_run_json_is_the_same_after_reading(cut_short: Path) -> None:
    assert (cut_short / "run.json").read_bytes() == Run(cut_short).info.to_bytes()
    assert b'"schema": 1' in (cut_short / "run.json").read_bytes()
    assert encode(info().model_dump(mode="json")) == encode(Run(cut_short).info.model_dump(mode="json"))
