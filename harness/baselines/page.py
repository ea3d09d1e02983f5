"""The README.md of a baseline: what a reviewer of the pull request reads. The same run gives the same bytes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from harness import inert
from harness.aggregate import Aggregate, Table, aggregate
from harness.baselines.changes import flat, states
from harness.report import numbers

# figures stay as they are, so that a diff of them can be read
_FIGURES = re.compile(r"[\d.,\[\] −+–]*(?:n=\d+)?")


def page(run: str, table: Table) -> bytes:
    """README.md; every text of the run stands in a table's cell, letter by letter."""
    lines = [
        f"# Baseline {inert.markdown(table.info.name)}",
        "",
        f"Written by `harness bless`. Later runs are judged against it: `harness gate RUN --baseline {table.info.name}`.",
        "To change it, bless another run.",
        *_section(("what", "value"), _facts(run, table)),
        "",
        "## Scores",
        "",
        "Mean over the articles, its 95 % interval and the number of articles in it.",
        *_section(("backend", *(m.label or m.name for m in table.info.metrics), "rows"), _scores(table)),
        "",
        "## Errors",
        *(_section(("check", "errors", "of which"), errors) if (errors := list(_errors(table))) else ("", "None.")),
        "",
        "## Made with",
        *_section(("what", "name", "signature"), _signatures(table)),
    ]
    if gate := table.info.suite.get("gate"):
        lines += ["", "## Gate", "", "What the suite asks of a run.", *_section(("setting", "value"), flat(gate))]
    return ("\n".join(lines) + "\n").encode()


def _facts(run: str, table: Table) -> Iterator[tuple[str, str]]:
    info = table.info
    yield "run", run
    yield "started", info.started
    yield "articles", f"{len(info.articles)}, sha256 {info.articles_hash[:12]}"
    yield "suite", f"sha256 {info.suite_hash[:12]}"
    yield "rows", str(info.n_rows)
    yield from ((name, str(getattr(info, name))) for name in ("profile", "language", "seed", "repeats"))
    if info.git:
        changed = ", with changes that were not committed" if info.git.get("dirty") else ""
        yield "commit", f"{info.git.get('commit')}{changed}"


def _scores(table: Table) -> Iterator[Sequence[str]]:
    found = {(a.backend, a.metric): a for a in aggregate(table)}
    for backend in table.info.backends:
        name = f"{backend.name} (control)" if backend.control else backend.name
        cells = [_score(found[backend.name, metric.name]) for metric in table.info.metrics]
        yield name, *cells, numbers.states(states(table, backend.name))


def _score(a: Aggregate) -> str:
    return "–" if a.mean is None else f"{numbers.value(a.mean)} {numbers.interval(a.low, a.high)} n={a.n}"


def _errors(table: Table) -> Iterator[Sequence[str]]:
    by_check: dict[str, Counter[str]] = defaultdict(Counter)
    for backend in table.info.backends:
        for (name, check), errors in table.forbidden.items():
            if name == backend.name:
                by_check[check][name] += len(errors)
    for check, counts in sorted(by_check.items()):
        yield check, str(counts.total()), ", ".join(f"{name} {n}" for name, n in counts.items())


def _signatures(table: Table) -> Iterator[Sequence[str]]:
    yield from (("backend", backend.name, backend.signature) for backend in table.info.backends)
    yield from (("metric", metric.name, metric.signature) for metric in table.info.metrics)
    yield from (("version", name, version) for name, version in table.info.versions.items())


def _section(head: Sequence[str], lines: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> list[str]:
    return ["", _row(head), "|" + " --- |" * len(head), *map(_row, lines)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    return text if _FIGURES.fullmatch(text) else inert.markdown(text)
