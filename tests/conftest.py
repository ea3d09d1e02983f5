"""What several test files share: small articles, suites on disk, and a way to run the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pytest_socket import disable_socket

ROOT = Path(__file__).parent.parent
pytest_plugins = ["pytester"]

# torch takes a thread for every core, and so would each of the processes that share the tests out
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# the same examples in every run, and no deadline that a busy machine could miss
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Nothing in the harness may open a socket unless a test allows it."""
    disable_socket(allow_unix_socket=True)


def make_article(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A small article as it stands in articles.jsonl; `changes` replace fields."""
    town = ("Varnholt", "Pellsund", "Ostmark Bay", "Quillen", "Tarrow Heath", "Lissen")[number % 6]
    article = {
        "id": f"event-{number}",
        "title": f"Bridge closes in {town}",
        "published": f"2026-03-{10 + number % 18:02d}T09:00:00+00:00",
        "sources": [
            {
                "id": "wire",
                "publisher": "Harbour Wire",
                "published": f"2026-03-{10 + number % 18:02d}T07:30:00+00:00",
                "text": f"The bridge in {town} closed on Tuesday after engineers found {number + 11} cracks. "
                f"Mayor Ines Falk said repairs would cost {number + 2} million crowns. "
                f"“We will not gamble with lives,” Falk said. Buses now cross at the old ford.",
            },
            {
                "id": "post",
                "publisher": "Evening Post",
                "text": f"Drivers in {town} face a detour of {number + 20} kilometres. "
                f"The bridge, built in 1974, was last inspected {number + 3} years ago. "
                "Shopkeepers fear for their trade. Work is to begin in May.",
            },
        ],
        "references": [
            f"Engineers found {number + 11} cracks, so the bridge in {town} is closed. "
            f"Repairs will cost {number + 2} million crowns, Mayor Ines Falk said."
        ],
        "key_facts": [
            {"id": "k1", "text": f"Engineers found {number + 11} cracks in the bridge.", "sources": ["wire"]},
            {"id": "k2", "text": "Work is to begin in May.", "weight": "okay", "sources": ["post"]},
        ],
    }
    return {**article, **changes}


def write_jsonl(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    """Write records as JSON lines."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


SUITE = """\
name = "small"
articles = "articles.jsonl"
profile = "brief"
seed = 7

[[backends]]
type = "lead"
sentences = 2

[[backends]]
type = "centroid"
sentences = 2

[[backends]]
type = "random"
"""


@pytest.fixture
def suite_path(tmp_path: Path) -> Path:
    """A suite of two summarizers and a control on four small articles."""
    write_jsonl(tmp_path / "articles.jsonl", [make_article(n) for n in range(1, 5)])
    path = tmp_path / "small.toml"
    path.write_text(SUITE, encoding="utf-8")
    return path


Harness = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def harness(tmp_path: Path) -> Harness:
    """The installed command, as a process in `tmp_path`."""

    def call(*arguments: object, stdin: str | None = None, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "harness", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=stdin,
            cwd=cwd,
            timeout=120,
            check=False,
        )

    return call
