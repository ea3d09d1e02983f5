"""A large comparison: 10 backends × 2,000 articles × 12 metrics, from the run's folder to every document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from harness.jsonl import encode
from harness.types import Article, Source
from tests.made_runs import make_backend, make_finding, make_info, make_metric, make_row, write_run

BACKENDS, ARTICLES, METRICS = 10, 2_000, 12
CODE = """\
import resource, sys, time
sys.argv = ["harness", "compare", *sys.argv[1:]]
from harness.cli import main
try:
    main()
except SystemExit as done:
    assert done.code == 0
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""


def _write(folder: Path) -> Path:
    rng = np.random.default_rng(20261123)
    metrics = ["coverage", "consistency", "structure", *(f"metric-{i}" for i in range(METRICS - 3))]
    ids = [f"event-{i:04d}" for i in range(ARTICLES)]
    backends = [f"model-{i}" for i in range(BACKENDS)]
    info = make_info(ids, [make_backend(b) for b in backends], [make_metric(m) for m in metrics])
    notes = tuple(make_finding("fact.missing", None, severity="info") for _ in range(4))
    rows = []
    for article in ids:
        base = rng.beta(5, 3, METRICS)
        for rank, backend in enumerate(backends):
            scores = np.clip(base + rng.normal(0.002 * rank, 0.08, METRICS), 0, 1)
            given = dict(zip(metrics, map(float, scores), strict=True))
            rows.append(make_row(article, backend, given, summary="word " * 200, findings=notes))
    text = "word " * 300
    articles = [Article(id=a, sources=(Source(id="s1", text=text), Source(id="s2", text=text))) for a in ids]
    return write_run(folder, info, rows, articles)


@pytest.mark.slow
def test_a_large_comparison_takes_seconds_and_less_than_a_gigabyte(tmp_path: Path) -> None:
    run = _write(tmp_path / "run")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(run), "--json"],
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"},
    )
    document = json.loads(done.stdout)
    seconds, kilobytes = map(float, done.stderr.split()[-2:])
    assert len(document["comparisons"]) == METRICS * BACKENDS * (BACKENDS - 1) // 2
    assert {c["effect"]["n"] for c in document["comparisons"]} == {ARTICLES}
    assert len(document["ranks"]) == METRICS * BACKENDS
    # seconds of both cores together, which other tests at the same time do not stretch
    assert seconds < 20
    assert kilobytes < 1_000_000


@pytest.mark.slow
def test_the_number_of_threads_changes_no_byte(tmp_path: Path) -> None:
    info = make_info([f"a{i}" for i in range(300)], [make_backend(b) for b in "xyz"], [make_metric()])
    rng = np.random.default_rng(5)
    rows = [make_row(a, b, {"quality": float(rng.random())}) for a in info.articles for b in "xyz"]
    run = write_run(tmp_path / "run", info, rows)
    told = {
        subprocess.run(
            [sys.executable, "-m", "harness", "compare", str(run), "--json"],
            capture_output=True,
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2", "4")
    }
    assert len(told) == 1
    assert encode(json.loads(told.pop()))  # no NaN
