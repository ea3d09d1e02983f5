"""Putting a baseline in place: whole or not at all, whenever it is interrupted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import baselines
from harness.baselines import bless, find_baseline
from harness.store import Run
from tests.baselines.made_baselines import KEPT, OLD, TARGET, files_in, made_run, refusal


def test_a_refused_run_leaves_the_old_baseline() -> None:
    bless(made_run(Path("one")))
    before = files_in()
    refusal(made_run(Path("two"), value=0.75, status="partial"))
    assert files_in() == before


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    first = made_run(Path("one"))
    assert bless(first, dry_run=True) == [
        "first baseline of small: 2 articles, 1 backend, 2 rows",
        f"nothing was written; without --dry-run this becomes {TARGET}",
    ]
    assert not Path("reports").exists()
    bless(first)
    before = files_in()
    said = bless(made_run(Path("two"), value=0.75), dry_run=True)
    assert said[0] == "x, quality: 0.500 (n=2) -> 0.750 (n=2); paired +0.250 over 2 articles, 2 changed"
    assert files_in() == before


def test_a_new_baseline_replaces_the_old_one_whole() -> None:
    bless(made_run(Path("one")))
    (TARGET / "stray").touch()
    bless(made_run(Path("two"), value=0.75))
    assert [row.scores["quality"].value for row in Run(TARGET).rows()] == [0.75, 0.75]
    assert list(files_in()) == KEPT
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


def test_a_linked_baseline_is_replaced_and_what_it_pointed_to_stays() -> None:
    elsewhere = made_run(Path("elsewhere"))
    TARGET.parent.mkdir(parents=True)
    TARGET.symlink_to(elsewhere.resolve())
    for _ in range(2):
        bless(made_run(Path(f"two{_}"), value=0.75))
    assert not TARGET.is_symlink()
    assert list(files_in(elsewhere)) == ["rows.jsonl", "run.json"]
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


def test_a_failure_while_writing_leaves_the_old_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    bless(made_run(Path("one")))
    before = files_in()

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(baselines, "write_atomically", full)
    with pytest.raises(OSError, match="No space left on device"):
        bless(made_run(Path("two"), value=0.75))
    assert files_in() == before


class _Killed(BaseException):
    """Ends a call at once, as a kill does: nothing catches it."""


def _killed_at(step: int, folder: Path) -> bool:
    """Bless, and be killed before the given call that touches the disk; False if there are not so many."""
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **more: Any) -> Any:
            nonlocal left
            if left == 0:
                raise _Killed
            left -= 1
            return call(*arguments, **more)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            *((Path, name) for name in ("mkdir", "replace", "open", "unlink")),
            *((os, name) for name in ("fsync", "rmdir", "unlink")),  # rmtree takes one file after the other
        ):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        try:
            bless(folder)
        except _Killed:
            return True
    return False


def test_killed_at_any_step_either_the_old_or_the_new_baseline_stands_whole_and_the_next_bless_goes_through() -> None:
    one, two = made_run(Path("one")), made_run(Path("two"), value=0.75)
    bless(two)
    new, killed = files_in(), True
    found: list[bool] = []
    while killed:
        bless(one)
        old = files_in()
        killed = _killed_at(len(found), two)
        standing = files_in(find_baseline("small"))
        assert standing in (old, new), f"killed before step {len(found)}: {sorted(standing)}"
        found.append(standing == new)
        bless(two)
        assert files_in() == new
        assert [path.name for path in TARGET.parent.iterdir()] == ["small"]
    assert found == sorted(found), "an earlier step left the new one, a later the old"
    assert found.count(False) > 15
    assert found.count(True) > 3


def test_between_the_two_renames_the_old_baseline_is_found_compared_with_and_replaced() -> None:
    bless(made_run(Path("one")))
    TARGET.rename(OLD)
    assert find_baseline("small") == OLD
    said = bless(made_run(Path("two"), value=0.75))
    assert said[0].startswith("x, quality: 0.500 (n=2) -> 0.750")
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]
