"""A whole plan as it is printed and as a document; inert on hostile names."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from harness import plan as planning
from harness.aggregate import tabulate_rows
from harness.plan import tables, words
from harness.text import visible
from tests.made_runs import HOSTILE, make_backend, make_info, make_metric, make_row
from tests.plan.made_plans import golden, pilot_of

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

GOLDEN = """\
metric     n              SD [95 %]     all pairs   finds   3 rules   n = 40
────────────────────────────────────────────────────────────────────────────
quality   10   0.118 [0.081, 0.216]   0.056–0.120   0.117     0.143    0.054

metric    margin   articles [95 %]   passes   run again   reports
─────────────────────────────────────────────────────────────────
quality     0.05      46 [23, 148]     22 %           –     0.144
"""


def test_the_whole_plan_of_a_small_run_on_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    done = planning.plan(golden(), articles=40)
    out = Console(width=80, markup=False, highlight=False)
    for table in (tables.spread_table(done), tables.margin_table(done)):
        out.print(table)
        out.print()
    shown = "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())
    assert shown.strip() == GOLDEN.strip()
    assert words.closing(done)[:3] == [
        "quality: 10 articles find a change of ±0.117 in 80 % of cases, 40 one of ±0.054. A margin of 0.05 takes about 46"
        " articles (23 to 148); with 10, a change that leaves the mean as it is passes in 22 % of cases, and the smallest"
        " margin that it passes in 80 % is 0.117. Pair: z against y, the middle one of 3.",
        "All 3 margin rules together: pass in at most 22 % of cases (nothing can be promised from below) where the"
        " articles move as above and no mean changes.",
        "  For all of them to pass in 80 % of cases it takes about 69 articles.",
    ]


def test_the_document_of_a_small_run() -> None:
    done = planning.plan(golden())
    found = json.loads(json.dumps(tables.to_json(done, words.closing(done))))
    (metric,) = found.pop("metrics")
    assert found.pop("sentences") == words.closing(done)
    assert found == {
        "schema": 1,
        "pilot": {
            "run": "run",
            "baseline": None,
            "suite": "small",
            "source": "the run run",
            "notes": [],
            "n_articles": 10,
            "repeats": 1,
        },
        "alpha": 0.05,
        "power": 0.8,
        "k": 3,
        "articles": None,
        "unchanged": [],
        "gate": {
            "n_rules": 3,
            "passes": [0.0, pytest.approx(0.22342, abs=5e-4)],
            "rerun_passes": None,
            "articles": 69,
            "unplanned": [],
        },
    }
    assert metric.pop("margins") == [
        {
            "margin": 0.05,
            "articles": 46,
            "articles_low": 23,
            "articles_high": 148,
            "passes": pytest.approx(0.22342, abs=5e-4),
            "rerun_passes": None,
            "caught": pytest.approx(0.1445, abs=5e-4),
        }
    ]
    assert metric.pop("spread") == {
        "baseline": "y",
        "candidate": "z",
        "n": 10,
        "n_unpaired": 0,
        "n_nonzero": 10,
        "sd": pytest.approx(0.1181, abs=5e-4),
        "components": None,
        "reason": None,
    }
    assert metric == {
        "metric": "quality",
        "label": "quality",
        "n_pairs": 3,
        "others": [pytest.approx(0.0564, abs=5e-4), pytest.approx(0.120, abs=5e-4)],
        "sd_interval": [pytest.approx(0.0812, abs=5e-4), pytest.approx(0.2156, abs=5e-4)],
        "detectable": pytest.approx(0.1175, abs=5e-4),
        "detectable_family": pytest.approx(0.1425, abs=5e-4),
        "detectable_with": None,
        "reruns": [],
        "repeats": [],
        "reason": None,
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_inert_in_sentences_and_tables(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    rng = np.random.default_rng(4)
    backends = [make_backend(name, signature=name), make_backend("other")]
    rows = [
        make_row(f"{name}{i}", b.name, {name: float(rng.uniform())}, sample=s)
        for b in backends
        for i in range(4)
        for s in range(2)
    ]
    info = make_info([f"{name}{i}" for i in range(4)], backends, [make_metric(name)], name=name, repeats=2)
    done = planning.plan(pilot_of(tabulate_rows(info, rows)), {name: 0.1})
    said = [*words.opening(done), *words.closing(done)]
    assert not any(CONTROL.search(line) for line in said)
    out = Console(width=100, markup=False, highlight=False, emoji=False)
    for table in (tables.spread_table(done), tables.margin_table(done), tables.repeat_table(done, done.metrics)):
        out.print(table)
    shown = capsys.readouterr().out
    assert not CONTROL.search(shown.replace("\n", ""))
    assert visible(name, one_line=True).split("\\")[0][:8] in shown
