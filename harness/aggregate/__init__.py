"""From rows to numbers: one value per article, backend and metric, and means of those with intervals. Pure functions."""

from harness.aggregate.frames import from_frame, to_columns, to_frame, to_parquet
from harness.aggregate.means import Aggregate, aggregate
from harness.aggregate.table import Cell, Features, Table, tabulate, tabulate_rows

__all__ = [
    "Aggregate",
    "Cell",
    "Features",
    "Table",
    "aggregate",
    "from_frame",
    "tabulate",
    "tabulate_rows",
    "to_columns",
    "to_frame",
    "to_parquet",
]
