"""From a file of articles to an article set and a suite: what `harness init` does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from harness.errors import InputError
from harness.jsonl import encode
from harness.loading import read_rows, to_articles
from harness.metrics.structure import load_profile
from harness.store import write_atomically

_SUITE = """\
# Made by `harness init`. Run it with: harness run {path}
name = "{name}"
articles = "../fixtures/{name}"
profile = "{profile}"
seed = 20261122

[[backends]]
type = "lead"
name = "lead-3"
sentences = 3

[[backends]]
type = "lexrank"

[[backends]]
type = "centroid"

# Your own summarizer: the article as JSON on stdin, the summary on stdout.
# [[backends]]
# type = "command"
# command = ["python", "my_model.py"]
# folder = ".."
# timeout_seconds = 60

# Controls: their place in the ranking is known beforehand; they show whether a metric works on these articles.
[[backends]]
type = "copy"

[[backends]]
type = "random"

[[metrics]]
type = "coverage"

[[metrics]]
type = "consistency"

[[metrics]]
type = "structure"

[[metrics]]
type = "length"

[gate]
primary = ["coverage", "consistency", "structure"]
margin = {{ coverage = 0.03, consistency = 0.02, structure = 0.03 }}
inconclusive = "warn"
"""


class Made(NamedTuple):
    """What was written."""

    folder: Path
    suite: Path
    n_articles: int
    n_sources: int
    n_references: int


def initialize(data: Path, out: Path, *, name: str | None, profile: str) -> Made:
    """Read `data` (CSV or JSONL), write fixtures/<name>/ and evals/<name>.toml under `out`.

    Raises InputError with file and line for unusable rows, and before it overwrites anything.
    """
    load_profile(profile)
    chosen = re.sub(r"[^A-Za-z0-9._-]+", "-", name or data.stem).lstrip("._-").rstrip("-.")[:80] or "articles"
    folder, suite = out / "fixtures" / chosen, out / "evals" / f"{chosen}.toml"
    for path in (folder, suite):
        if path.exists():
            raise InputError(f"{path}: exists already; choose another --name, or remove it")
    articles = to_articles(read_rows(data), None, str(data))
    folder.mkdir(parents=True)
    suite.parent.mkdir(parents=True, exist_ok=True)
    info = f'name = "{chosen}"\nversion = "1"\nlanguage = "en"\norigin = "harness init"\nprofile = "{profile}"\n'
    write_atomically(folder / "set.toml", info.encode())
    lines = (encode(a.model_dump(mode="json", exclude_defaults=True)) + b"\n" for a in articles)
    write_atomically(folder / "articles.jsonl", lines)
    write_atomically(suite, _SUITE.format(name=chosen, profile=profile, path=suite.as_posix()).encode())
    n_sources = sum(len(a.sources) for a in articles)
    return Made(folder, suite, len(articles), n_sources, sum(len(a.references) for a in articles))
