"""Review files brought into a run's folder, and read back from there. An overlay: stored scores never change.

    RUN/reviews/<reviewer>-<first 12 digits of the file's sha256>.json     the file, byte for byte

All files are checked before the first is written. Nobody's file is ever replaced: another content has another name.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from harness.errors import InputError
from harness.review.checks import find_drawn, find_problems, match_runs
from harness.review.files import parse_file, read_json, refuse
from harness.review.records import Review, SummaryKey
from harness.review.summaries import RunSummaries, read_summaries
from harness.store import Run, write_atomically

FOLDER = "reviews"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*-([0-9a-f]{12})\.json")
_ADVICE = "nothing was imported; export the review again from the report of this run, and leave the file as it is"


class Imported(NamedTuple):
    """What became of a file: where it lies, once for each run it speaks of, and whether it lay there before."""

    file: Path
    review: Review
    kept: tuple[Path, ...]
    new: bool


class StoredReview(NamedTuple):
    """A review in a run's folder; `name` is what it calls the run, `drawn` what was drawn for it."""

    path: Path
    review: Review
    name: str
    drawn: frozenset[SummaryKey]


def import_reviews(files: Sequence[Path], folders: Sequence[Path]) -> list[Imported]:
    """Check all files against the runs, then keep each with every run that it speaks of.

    Raises InputError for the first file in which anything is wrong; then nothing at all is imported.
    """
    runs = {folder: read_summaries(Run(folder)) for folder in dict.fromkeys(path.resolve() for path in folders)}
    checked = []
    for path in dict.fromkeys(files):
        file = read_json(path)
        review = parse_file(Review, file, str(path), _ADVICE)
        matched = match_runs(review, list(runs.values()))
        if problems := list(find_problems(review, matched)):
            refuse(str(path), problems, _ADVICE)
        name = _file_name(review, file.data)
        own = [folder for folder, run in runs.items() if any(run is other for other in matched.values())]
        checked.append((path, review, file.data, [folder / FOLDER / name for folder in own]))
    return _keep(checked)


_Checked = tuple[Path, Review, bytes, list[Path]]


def _keep(checked: Sequence[_Checked]) -> list[Imported]:
    imported, written = [], list[Path]()
    try:
        for path, review, data, targets in checked:
            absent = [target for target in targets if not _is_there(target, data)]
            for target in absent:
                target.parent.mkdir(exist_ok=True)
                write_atomically(target, data)
                written.append(target)
            imported.append(Imported(path, review, tuple(targets), bool(absent)))
    except (OSError, InputError) as error:
        for target in written:  # all or nothing, also on a full disk
            with contextlib.suppress(OSError):
                target.unlink()
        if isinstance(error, InputError):
            raise
        raise InputError(f"{error.filename}: cannot be written: {error.strerror}; nothing was imported") from None
    return imported


def _is_there(target: Path, data: bytes) -> bool:
    if not target.exists():
        return False
    if target.read_bytes() != data:
        raise InputError(
            f"{target}: is there with another content, so it was changed after it was imported; nothing was imported; "
            "move it out of the folder and import again"
        )
    return True


def load_reviews(folder: Path, run: RunSummaries) -> list[StoredReview]:
    """The reviews of a run, in the order of their names. Raises InputError for one that was changed or does not fit."""
    stored = []
    for path in sorted((folder / FOLDER).glob("*.json")):
        advice = "move it out of the folder, and import the reviewer's own file again: harness review import"
        file = read_json(path)
        named = _NAME.fullmatch(path.name)
        if named is None or named[1] != _content(file.data):
            refuse(str(path), ["was changed after it was imported, or never imported"], advice)
        review = parse_file(Review, file, str(path), advice)
        matched = match_runs(review, [run])
        if problems := list(find_problems(review, matched, all_runs=False)):
            refuse(str(path), problems, advice)
        name = next(iter(matched))
        stored.append(StoredReview(path, review, name, find_drawn(review, run)))
    return stored


def _file_name(review: Review, data: bytes) -> str:
    return f"{slug(review.reviewer)}-{_content(data)}.json"


def _content(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def slug(reviewer: str) -> str:
    """A reviewer's name as part of a file name: small letters, digits and hyphens; "reviewer" where none is left."""
    plain = unicodedata.normalize("NFKD", reviewer).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "reviewer"
