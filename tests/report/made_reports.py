"""Comparisons that the tests of tables and documents share."""

from __future__ import annotations

import re

from harness.aggregate import tabulate_rows
from harness.compare import Report, compare
from tests.made_runs import make_backend, make_info, make_metric, make_row

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def tiny() -> Report:
    """A backend, one that failed once, and a control, on two articles."""
    backends = [make_backend("copy", control=True), make_backend("x"), make_backend("y[model=2]")]
    metrics = [make_metric("coverage"), make_metric("length", higher=None)]
    values = {"copy": (1.0, 1.0), "x": (0.25, 0.75), "y[model=2]": (0.5, None)}
    rows = [
        make_row(a, b, state="refused") if value is None else make_row(a, b, {"coverage": value, "length": 10.0})
        for b, column in values.items()
        for a, value in zip(("a", "b"), column, strict=True)
    ]
    return compare([tabulate_rows(make_info(["a", "b"], backends, metrics), rows)], ["run"])


def hostile(name: str) -> Report:
    """A name wherever a run has one."""
    backends = [make_backend(name, signature=name), make_backend("other")]
    rows = [make_row(a, b.name, {name: value}) for b in backends for a, value in ((name, 0.25), ("b", 0.75))]
    info = make_info([name, "b"], backends, [make_metric(name, signature=name)], name=name)
    return compare([tabulate_rows(info, rows)], [name])
