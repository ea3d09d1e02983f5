"""Runs as pandas frames and Parquet files, and frames as runs."""

from __future__ import annotations

import io
import math
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from harness.aggregate.table import Table, tabulate_rows
from harness.articles import shown
from harness.errors import InputError
from harness.jsonl import digest
from harness.store import BackendInfo, Key, MetricInfo, RunInfo
from harness.text import encodable
from harness.types import STATES, Row, StoredScore

if TYPE_CHECKING:
    import pandas as pd


def to_columns(table: Table) -> dict[str, list[Any]]:
    """One entry per article, backend and metric: value (mean over samples) and the count of each state."""
    columns: dict[str, list[Any]] = {name: [] for name in ("article", "backend", "metric", "value")}
    columns |= {f"n_{state}": [] for state in STATES}
    for (backend, metric), cells in table.cells.items():
        for article, cell in cells.items():
            entry = (article, backend, metric, cell.value, *(cell.states.get(state, 0) for state in STATES))
            for column, item in zip(columns.values(), entry, strict=True):
                column.append(item)
    return columns


def to_frame(table: Table) -> pd.DataFrame:
    """`to_columns` as a data frame; an unscored value is NaN, as pandas has no other missing number.

    Lone surrogates in names, which a frame cannot hold, become escapes.
    """
    import pandas as pd

    return pd.DataFrame(_encodable(to_columns(table))).astype({"value": "float64"})


def to_parquet(table: Table) -> bytes:
    """`to_columns` as a Parquet file; an unscored value is null. Lone surrogates in names become escapes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"value": pa.float64(), **{f"n_{state}": pa.int64() for state in STATES}}
    columns = _encodable(to_columns(table))
    arrays = {name: pa.array(column, types.get(name, pa.string())) for name, column in columns.items()}
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays), buffer)
    return buffer.getvalue()


def _encodable(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return columns | {name: [encodable(item) for item in columns[name]] for name in ("article", "backend", "metric")}


def from_frame(frame: pd.DataFrame, *, lower_is_better: Collection[str] = (), seed: int = 0) -> Table:
    """Scores that were made elsewhere, as a run that `compare` takes.

    `frame` has the columns article, backend, metric and value, and may have `sample`; a missing value is unscored.
    Articles are the same if their ids are. Raises InputError: a missing column, a value that is no finite number, two
    values for one place.
    """
    rows = _rows(frame)
    names = {name: list(dict.fromkeys(frame[name].astype(str))) for name in ("article", "backend", "metric")}
    info = RunInfo(
        name="frame",
        suite={},
        suite_hash=digest(names),
        articles_hash=digest(names["article"]),
        articles=dict.fromkeys(names["article"], "frame"),
        profile="free",
        language="en",
        seed=seed,
        repeats=1 + max((sample for _, _, sample in rows), default=0),
        backends=tuple(BackendInfo(name=b, type="frame", signature="frame[]", control=False) for b in names["backend"]),
        metrics=tuple(
            MetricInfo(name=m, type="frame", signature=f"{m}[frame]", higher_is_better=m not in lower_is_better)
            for m in names["metric"]
        ),
        status="complete",
        n_rows=len(rows),
        started="1970-01-01T00:00:00+00:00",
        versions={},
    )
    return tabulate_rows(info, (_row(*key, scores) for key, scores in rows.items()))


def _rows(frame: pd.DataFrame) -> dict[Key, dict[str, float | None]]:
    for column in ("article", "backend", "metric", "value"):
        if column not in frame:
            raise InputError(f"the frame has no column {column!r}; it needs article, backend, metric and value")
    samples = frame["sample"] if "sample" in frame else [0] * len(frame)
    rows: dict[Key, dict[str, float | None]] = defaultdict(dict)
    columns = (frame["article"].astype(str), frame["backend"].astype(str), frame["metric"].astype(str))
    for article, backend, metric, sample, value in zip(*columns, samples, frame["value"], strict=True):
        where = f"article {shown(article)}, backend {shown(backend)}, metric {shown(metric)}, sample {sample}"
        scores = rows[article, backend, int(sample)]
        if metric in scores:
            raise InputError(f"{where}: the frame has two values; number them in a column `sample`")
        scores[metric] = _number(value, where)
    return rows


def _number(value: Any, where: str) -> float | None:
    import pandas as pd

    if pd.isna(value):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{where}: {value!r} is no number") from None
    if not math.isfinite(number):
        raise InputError(f"{where}: {value!r} is not finite")
    return number


def _row(article: str, backend: str, sample: int, scores: dict[str, float | None]) -> Row:
    stored = {m: StoredScore(value=v, reason="missing in the frame" if v is None else None) for m, v in scores.items()}
    return Row(article=article, backend=backend, sample=sample, state="ok", summary=None, scores=stored)
