"""Pairs of runs with each verdict, and what the gate says of them in each format: the files in tests/gate/golden.

After a change that is meant: `python -m tests.gate.golden_runs` writes them anew; read the diff before it is committed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from harness.aggregate import tabulate
from harness.gate import Gate, gate, settings_of, to_json, with_evidence
from harness.gate.github import to_annotations
from harness.gate.junit import to_junit
from harness.gate.markdown import to_markdown
from harness.gate.terminal import to_lines
from harness.jsonl import encode
from harness.store import Run
from harness.types import Row
from tests.made_runs import make_backend, make_evidence, make_finding, make_info, make_metric, make_row, write_run

GOLDEN = Path(__file__).parent / "golden"
ARTICLES = ("bridge", "harbour", "election", "flood", "museum", "tram", "market", "library")
OLD = (0.5, 0.625, 0.75, 0.5, 0.625, 0.75, 0.875, 0.5)
WOBBLE = (0.03, -0.03, 0.02, -0.02, 0.01, -0.01, 0.02, -0.02)
GATE: dict[str, Any] = {
    "primary": ["quality", "fit"],
    "margin": {"quality": 0.125, "fit": 0.125},
    "floor": {"quality": 0.25},
    "forbid": ["quote.fabricated"],
}
PROMPTS = ("Write a story.\nQuote only what was said.\n", "Write a story.\nMake it `vivid`: ```use quotes```.\n")


def moved(by: float, times: float = 1.0) -> tuple[float, ...]:
    """The baseline's values, each moved by about `by`."""
    return tuple(value + by + times * wobble for value, wobble in zip(OLD, WOBBLE, strict=True))


def write(
    folder: Path, values: tuple[float, ...], *, policy: str = "warn", prompt: int = 0, faults: bool = False, n: int = 8
) -> Path:
    """A run of one backend and two metrics; with `faults` two summaries hold an invented quote, one is empty."""
    backend = make_backend("writer", signature=f"made[prompt={prompt}]")
    backend = backend.model_copy(update={"texts": {"prompts/story.txt": PROMPTS[prompt]}})
    info = make_info(
        ARTICLES, [backend], [make_metric("quality"), make_metric("fit")], name="news",
        suite={"gate": {**GATE, "inconclusive": policy}},
    )  # fmt: skip
    rows = [_row(a, v, faults=faults) for a, v in list(zip(ARTICLES, values, strict=True))[:n]]
    return write_run(folder, info, rows)


def _row(article: str, value: float, *, faults: bool) -> Row:
    if faults and article == "tram":
        return make_row(article, "writer", state="empty", reason="The model answered nothing.")
    old = make_finding("number.unsupported", "forty", severity="warning", message="No source says forty.")
    new = make_finding(
        "quote.fabricated", "We are ruined", message="No source has these words.",
        evidence=(make_evidence("wire", "“We will manage,” the mayor said."),),
    )  # fmt: skip
    found = [old, new] if faults and article in ("bridge", "museum") else [old]
    return make_row(article, "writer", {"quality": value, "fit": 0.5}, findings=found)


PAIRS: Mapping[str, Callable[[Path], Path]] = {
    "pass": lambda folder: write(folder, moved(-0.03)),
    "regression": lambda folder: write(folder, moved(-0.25), prompt=1, faults=True),
    "inconclusive-warn": lambda folder: write(folder, moved(-0.11, 10)),
    "inconclusive-fail": lambda folder: write(folder, moved(-0.11, 10), policy="fail"),
    "unmeasurable": lambda folder: write(folder, moved(0.0), n=6),
}
"""Name -> how its candidate is written."""
FORMATS = {"terminal": "txt", "json": "json", "junit": "xml", "markdown": "md", "annotations": "log"}


def runs(folder: Path, name: str) -> tuple[Run, Run]:
    """Candidate and baseline."""
    return Run(PAIRS[name](folder / "candidate")), Run(write(folder / "baseline", OLD))


def judge(candidate: Run, baseline: Run) -> Gate:
    """The gate as the command has it."""
    found = gate(tabulate(candidate), tabulate(baseline), settings_of(candidate), candidate.seconds())
    return with_evidence(found, candidate, baseline)


def outputs(result: Gate) -> dict[str, bytes]:
    """Format -> what it says."""
    names = ("candidate", "baseline")
    return {
        "terminal": ("\n".join(to_lines(result, *names, width=100)) + "\n").encode(),
        "json": encode(to_json(result, *names), indent=2) + b"\n",
        "junit": to_junit(result),
        "markdown": to_markdown(result, *names, "https://ci.example/run/1").encode(),
        "annotations": ("\n".join(to_annotations(result)) + "\n").encode(),
    }


def main() -> None:
    """Write the golden files anew."""
    GOLDEN.mkdir(exist_ok=True)
    for name in PAIRS:
        with tempfile.TemporaryDirectory() as folder:
            for form, data in outputs(judge(*runs(Path(folder), name))).items():
                (GOLDEN / f"{name}.{form}.{FORMATS[form]}").write_bytes(data)


if __name__ == "__main__":
    main()
