"""What people said of the rows of a label file, and the rows that one number is computed from.

`read_judgements` is the only reader of labels; what it returns goes to the agreement functions and never to a metric.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.articles import shown
from harness.errors import InputError
from harness.jsonl import read_lines
from harness.labels import checked_row, fact_text
from harness.stats import Vector
from harness.text import find_words
from harness.validate.bootstrap import Codes

LABEL = "label"
FOLDS = 5
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Judgements:
    """The rows of a label file, in its order, without their texts; all sequences are as long as there are rows."""

    ids: tuple[str, ...]
    documents: tuple[str, ...]
    systems: tuple[str | None, ...]
    origins: tuple[str | None, ...]
    pairs: tuple[Hashable, ...]
    words: Vector
    """Words of each summary."""
    dimensions: Mapping[str, Vector]
    """Dimension -> one number a row, NaN where nobody judged it; "label" is the share who found it consistent."""
    facts: tuple[Mapping[str, float], ...] = ()
    """For each row, key fact -> share who found it in the summary."""
    dataset: str | None = None
    notes: tuple[str, ...] = field(default=())
    """What was left out of the reading, for a person."""

    def where(self, origin: str | None) -> Mask:
        """The rows of an origin; all for None."""
        return np.array([origin is None or own == origin for own in self.origins], dtype=bool)

    @property
    def subsets(self) -> tuple[str | None, ...]:
        """None for all rows, then each origin where there are several."""
        origins = sorted({origin for origin in self.origins if origin is not None})
        return (None, *origins) if len(origins) > 1 else (None,)


@dataclass(frozen=True)
class Observations:
    """The rows of one number: score and judgement, and how the rows hang together. Arrays are (n,)."""

    x: Vector
    y: Vector
    documents: Codes
    """0 … n_documents − 1."""
    systems: Codes
    """0 …, or −1 where the row names none."""
    pairs: Codes
    """0 …, or −1 where the row is in no pair."""
    folds: Codes
    """sha256(doc_id) mod 5."""
    words: Vector
    n_unscored: int
    """Rows that people judged and the metric did not."""
    n_judged_documents: int
    """Documents with a judged row, scored or not."""
    n_judged_pairs: int
    """Pairs with a judged row, scored or not."""

    @property
    def n_documents(self) -> int:
        """Distinct documents."""
        return int(self.documents.max(initial=-1)) + 1

    def n_systems(self, rows: Mask | slice = slice(None)) -> int | None:
        """Distinct named systems among `rows`; None if they name none."""
        return len(np.unique(self.systems[rows][self.systems[rows] >= 0])) or None


def observe(judged: Judgements, rows: Mask, scores: Vector, judgement: Vector) -> Observations:
    """The observations of `rows` that have both a score and a judgement. Vectors are (rows of the file,)."""
    wanted = rows & np.isfinite(judgement)
    judged_rows = np.flatnonzero(wanted).tolist()
    used = np.flatnonzero(wanted & np.isfinite(scores))
    documents = [judged.documents[i] for i in used]
    fold = {name: fold_of(name) for name in set(documents)}
    return Observations(
        x=scores[used],
        y=judgement[used],
        documents=_codes(documents),
        systems=_codes([judged.systems[i] for i in used]),
        pairs=_codes([judged.pairs[i] for i in used]),
        folds=np.array([fold[name] for name in documents], dtype=np.int64),
        words=judged.words[used],
        n_unscored=len(judged_rows) - len(used),
        n_judged_documents=len({judged.documents[i] for i in judged_rows}),
        n_judged_pairs=len({judged.pairs[i] for i in judged_rows} - {None}),
    )


def fold_of(document: str) -> int:
    """sha256(doc_id) mod 5."""
    return int(hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest(), 16) % FOLDS


def _codes(names: list[Any]) -> Codes:
    """Numbers from 0 in order of first appearance; −1 for None."""
    numbers: dict[Any, int] = {}
    codes = [-1 if name is None else numbers.setdefault(name, len(numbers)) for name in names]
    return np.array(codes, dtype=np.int64)


def read_judgements(path: Path) -> Judgements:
    """Read a file in the format of data/README.md. Raises InputError with file:line for what is no judgement.

    Keys of `human` that start with n_ are counts and passed over; values that are no numbers are left out with a note.
    """
    rows: list[dict[str, Any]] = []
    notes: dict[str, None] = {}
    for line in read_lines(path):
        rows.append(_judged(checked_row(path, line), f"{path}:{line.number}", notes))
    if not rows:
        raise InputError(f"{path}: holds no row; expected one JSON object a line")
    names = dict.fromkeys(name for row in rows for name in row["human"])
    dimensions = {name: np.array([row["human"].get(name, math.nan) for row in rows]) for name in names}
    labels = np.array([math.nan if row["label"] is None else row["label"] for row in rows])
    if np.isfinite(labels).any():
        if LABEL in dimensions:
            notes["human.label is left out: the dimension of that name is the row's own label"] = None
        dimensions[LABEL] = labels
    datasets = {row["dataset"] for row in rows}
    return Judgements(
        ids=tuple(row["id"] for row in rows),
        documents=tuple(row["doc_id"] for row in rows),
        systems=tuple(row["system"] for row in rows),
        origins=tuple(row["origin"] for row in rows),
        pairs=tuple(row["pair_id"] for row in rows),
        words=np.array([row["words"] for row in rows], dtype=np.float64),
        dimensions=dimensions,
        facts=tuple(row["facts"] for row in rows),
        dataset=datasets.pop() if len(datasets) == 1 else None,
        notes=tuple(notes),
    )


def _judged(row: Mapping[str, Any], where: str, notes: dict[str, None]) -> dict[str, Any]:
    """What is needed of one row, checked; its texts are let go."""
    for key in ("dataset", "origin"):
        if row.get(key) is not None and not isinstance(row[key], str):
            raise InputError(f"{where}: field {key!r} must be a text")
    pair = row.get("pair_id")
    if pair is not None and not isinstance(pair, str | int):
        raise InputError(f"{where}: field 'pair_id' must be a text or a whole number")
    human = row.get("human") or {}
    if not isinstance(human, dict):
        raise InputError(f"{where}: field 'human' must be an object of dimensions and numbers")
    return {
        **{key: row.get(key) or None for key in ("dataset", "origin", "system")},
        **{key: row[key] for key in ("id", "doc_id")},
        "pair_id": pair,
        "words": sum(1 for _ in find_words(row["summary"])),
        "human": dict(_numbers(human, where, notes)),
        "label": _share(row.get("label"), f"{where}: field 'label'"),
        "facts": _facts(row, where),
    }


def _numbers(human: Mapping[str, Any], where: str, notes: dict[str, None]) -> Iterator[tuple[str, float]]:
    for name, value in human.items():
        if name.startswith("n_") or value is None:
            continue
        if not isinstance(value, int | float):
            notes[f"human.{name} is left out where it is no number"] = None
            continue
        try:
            yield name, float(value)
        except OverflowError:
            raise InputError(f"{where}: number human.{shown(name)} is too large") from None


def _share(value: Any, what: str) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InputError(f"{what} must be a number from 0 to 1, 1 for consistent; found {shown(str(value))}")
    return float(value)


def _facts(row: Mapping[str, Any], where: str) -> dict[str, float]:
    judged = {}
    for fact in row.get("key_facts") or ():
        label = fact.get("label") if isinstance(fact, dict) else None
        share = _share(label, f"{where}: the label of key fact {shown(fact_text(fact))}")
        if share is not None:
            judged[fact_text(fact)] = share
    return judged
