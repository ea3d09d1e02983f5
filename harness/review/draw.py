"""The draw: which summaries reviewers judge, so that their labels may stand for all.

Whole articles are drawn, since the article is the unit of every interval. Their order follows from the hash of seed and
article id and from nothing else: any machine, any version of any library draws the same, so that a draw can be checked
from its sample and seed alone.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from harness.articles import shown
from harness.errors import InputError
from harness.jsonl import digest
from harness.review.files import parse_file, read_json
from harness.review.records import Draw, DrawnItem, SummaryKey
from harness.review.summaries import RunSummaries


def draw(run: RunSummaries, *, sample: int, seed: int) -> Draw:
    """Whole articles at random, without replacement, until at least `sample` summaries are drawn.

    Only summaries of backends that are no controls, and that the backend did not fail to write. All are drawn where
    the run has fewer. Raises InputError for a run that is not through, or has no such summary.
    """
    if run.info.status == "unfinished":
        raise InputError(
            f"{shown(run.name)}: the run is unfinished, and a draw must not change; go on with it first: "
            "harness run SUITE --resume"
        )
    by_article = {article: list[DrawnItem]() for article in run.info.articles}
    backends = set(run.backends)
    for key, known in run.by_key.items():
        if known.whole and key.backend in backends and known.hash is not None:
            item = DrawnItem(**key._asdict(), run=run.name, summary_hash=known.hash)
            by_article[key.article].append(item)
    drawn: list[DrawnItem] = []
    for article in sorted(by_article, key=lambda article: _place(seed, article)):
        if len(drawn) >= sample:
            break
        drawn.extend(by_article[article])
    if not drawn:
        raise InputError(f"{shown(run.name)}: has no summary to review by a backend that is no control")
    hashes = run.hashes
    # without the run's name: a folder that is renamed keeps its draws
    contents = [hashes.suite_hash, hashes.articles_hash, [[*item.key, item.summary_hash] for item in drawn]]
    return Draw(sample=sample, seed=seed, id=digest(contents), run=hashes, items=tuple(drawn))


def drawn_keys(draw: Draw) -> frozenset[SummaryKey]:
    """The summaries of a draw."""
    return frozenset(item.key for item in draw.items)


def read_draw(path: Path, run: RunSummaries) -> Draw:
    """Read a draw file and check that it is this run's. Raises InputError with file, place, and what to do."""
    found = parse_file(Draw, read_json(path), str(path), "draw it again: harness review export RUN")
    own = draw(run, sample=found.sample, seed=found.seed)
    if own.id != found.id or [item.key for item in own.items] != [item.key for item in found.items]:
        raise InputError(
            f"{path}: id: expected {own.id[:12]}…, which {found.sample} summaries by seed {found.seed} of "
            f"{shown(run.name)} have, found {found.id[:12]}…; it was drawn from another run, or changed: draw it again "
            f"with harness review export"
        )
    return own


def _place(seed: int, article: str) -> tuple[str, str]:
    """Where an article stands in the random order of `seed`."""
    return hashlib.sha256(f"{seed}\x1f{article}".encode("utf-8", "surrogatepass")).hexdigest(), article
