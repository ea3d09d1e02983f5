"""Runs as pandas frames and Parquet files, and frames as runs."""

from __future__ import annotations

import io
import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any

from harness.aggregate.table import Table, tabulate_rows
from harness.articles import shown
from harness.errors import InputError
from harness.jsonl import digest
from harness.store import BackendInfo, Key, MetricInfo, RunInfo
from harness.text import encodable
from harness.types import MAX_SEED, STATES, Row, StoredScore

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


def from_frame(frame: pd.DataFrame, *, lower_is_better: str | Collection[str] = (), seed: int = 0) -> Table:
    """Scores that were made elsewhere, as a run that `compare` takes.

    `frame` has the columns article, backend, metric and value, and may have `sample`, whole numbers from 0; a missing
    value is unscored. Articles are the same if their ids are. Raises InputError: no data frame, a missing column or
    name, a value that is no finite number, two values for one place, a metric in `lower_is_better` that is not there, a
    `seed` that is none.
    """
    rows = _rows(frame)
    articles, backends = (list(dict.fromkeys(key[place] for key in rows)) for place in (0, 1))
    metrics = list(dict.fromkeys(metric for scores in rows.values() for metric in scores))
    names = {"article": articles, "backend": backends, "metric": metrics}
    lower = _lower(lower_is_better, metrics)
    info = RunInfo(
        name="frame",
        suite={},
        suite_hash=digest(names),
        articles_hash=digest(articles),
        articles=dict.fromkeys(articles, "frame"),
        profile="free",
        language="en",
        seed=_seed(seed),
        repeats=1 + max((sample for _, _, sample in rows), default=0),
        backends=tuple(BackendInfo(name=b, type="frame", signature="frame[]", control=False) for b in backends),
        metrics=tuple(
            MetricInfo(name=m, type="frame", signature=f"{m}[frame]", higher_is_better=m not in lower) for m in metrics
        ),
        status="complete",
        n_rows=len(rows),
        started="1970-01-01T00:00:00+00:00",
        versions={},
    )
    return tabulate_rows(info, (_row(*key, scores) for key, scores in rows.items()))


def _lower(given: Any, metrics: Sequence[str]) -> set[str]:
    if not isinstance(given, str | Collection):
        raise InputError(f"lower_is_better: expected names of metrics, found {given!r}")
    lower = {given} if isinstance(given, str) else set(map(str, given))
    if strange := sorted(lower.difference(metrics)):
        known = ", ".join(map(shown, metrics))
        raise InputError(f"lower_is_better: the frame has no metric {shown(strange[0])}; it has {known}")
    return lower


def _seed(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, Integral) or not 0 <= int(given) <= MAX_SEED:
        raise InputError(f"seed: expected a whole number from 0 to {MAX_SEED}, found {given!r}")
    return int(given)


def _rows(frame: pd.DataFrame) -> dict[Key, dict[str, float | None]]:
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"expected a data frame of pandas, found {type(frame).__name__}")
    for column in ("article", "backend", "metric", "value"):
        if column not in frame:
            raise InputError(f"the frame has no column {column!r}; it needs article, backend, metric and value")
    samples = frame["sample"] if "sample" in frame else [0] * len(frame)
    rows: dict[Key, dict[str, float | None]] = defaultdict(dict)
    columns = (frame["article"], frame["backend"], frame["metric"], samples, frame["value"])
    for line, (*named, numbered, value) in enumerate(zip(*columns, strict=True)):
        article, backend, metric = (
            _name(item, f"row {line} of the frame: {what}")
            for item, what in zip(named, ("article", "backend", "metric"), strict=True)
        )
        place = f"article {shown(article)}, backend {shown(backend)}, metric {shown(metric)}"
        sample = _sample(numbered, place)
        where = f"{place}, sample {sample}"
        scores = rows[article, backend, sample]
        if metric in scores:
            raise InputError(f"{where}: the frame has two values; number them in a column `sample`")
        scores[metric] = _number(value, where)
    return rows


def _name(item: Any, where: str) -> str:
    """An id or name; numbers will do."""
    if _missing(item) or not str(item).strip():
        raise InputError(f"{where} is missing; every row needs one")
    return str(item)


def _sample(item: Any, where: str) -> int:
    whole = isinstance(item, Integral) or (isinstance(item, float) and item.is_integer())
    if isinstance(item, bool) or not whole or item < 0:
        raise InputError(f"{where}: sample {item!r} is no whole number from 0")
    return int(item)


def _number(value: Any, where: str) -> float | None:
    if _missing(value):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{where}: {value!r} is no number") from None
    except OverflowError:
        raise InputError(f"{where}: the value is too large") from None
    if not math.isfinite(number):
        raise InputError(f"{where}: {value!r} is not finite")
    return number


def _missing(item: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_scalar(item) and pd.isna(item))


def _row(article: str, backend: str, sample: int, scores: dict[str, float | None]) -> Row:
    stored = {m: StoredScore(value=v, reason="missing in the frame" if v is None else None) for m, v in scores.items()}
    return Row(article=article, backend=backend, sample=sample, state="ok", summary=None, scores=stored)
