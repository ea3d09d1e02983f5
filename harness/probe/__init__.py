"""What metrics notice: known faults put into summaries, and how every metric reacts. What `harness probe` does.

material = from_suite(suite) | from_run(run)     summaries, metrics and faults
result = probe(material)                         every metric × fault, by the loop of a run
to_json(result)                                  the document of `harness probe --json` and of a run's probe.json
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from harness import plugins
from harness.articles import shown
from harness.errors import InputError
from harness.evaluate import evaluate
from harness.loading import load
from harness.probe.injecting import Base, Material, Sheet, plan
from harness.probe.reactions import HARMLESS, PAYS, TOLERANCE, TRUSTED, Reaction, Rung, Standing, Step, react, stand
from harness.store import Run
from harness.suite import Suite
from harness.types import Article, Backend, Fault, Metric, Row

__all__ = [
    "Base",
    "Material",
    "Probe",
    "Reaction",
    "Rung",
    "Standing",
    "Step",
    "from_run",
    "from_suite",
    "probe",
    "to_json",
]

FILE = "probe.json"
"""Where a run keeps its probe."""


@dataclass(frozen=True)
class Probe:
    """All that a probe found, with what it was made of."""

    name: str
    material: Material
    whose: str
    """What was edited: "references", or the backend or run that wrote the summaries."""
    reactions: tuple[Reaction, ...]
    standings: tuple[Standing, ...]

    @property
    def distrusted(self) -> dict[str, tuple[str, ...]]:
        """Metric -> why it is not trustworthy on this set; trustworthy ones are not in it."""
        return {s.metric: s.reasons for s in self.standings if s.reasons}


@dataclass(frozen=True)
class Prepared:
    """A probe that is ready to start."""

    name: str
    material: Material
    whose: str
    signatures: Mapping[str, str]


def from_suite(
    suite: Suite,
    *,
    metrics: Sequence[str] = (),
    faults: Sequence[str] = (),
    limit: int | None = None,
    seed: int | None = None,
) -> Prepared:
    """Prepare a probe of a suite's article set: its references of the profile, where an article has none what the best
    offline backend writes. Raises InputError for a name that is unknown and a limit below 1.
    """
    assert suite.origin is not None
    found = load(suite.origin, suite.path.parent)
    articles = list(found)
    kind = "newsroom" if suite.profile == "news-story" else "lead"
    backend = cast(Backend, plugins.build("backend", kind, {}, folder=Path(), where="probe"))
    bases = [
        b
        for i, article in enumerate(articles[: _limit(limit)])
        for b in _bases(i, article, suite.profile, kind, backend)
    ]
    whose = " and ".join(sorted({b.backend for b in bases}, reverse=True))
    chosen = {m.name: (m.type, m.plugin, m.signature) for m in suite.metrics}
    return _prepare(suite.name, articles, bases, whose, chosen, metrics, faults, suite.profile, found.info.language,
                    suite.seed if seed is None else seed)  # fmt: skip


def from_run(
    run: Run,
    *,
    metrics: Sequence[str] = (),
    faults: Sequence[str] = (),
    limit: int | None = None,
    seed: int | None = None,
) -> Prepared:
    """Prepare a probe of a run: the stored summaries of every backend that is no control, the first sample of each.

    Raises InputError as `from_suite`, and for a run that keeps no texts.
    """
    info = run.info
    articles = list(run.articles())
    if not articles:
        raise InputError(f"{run.folder}: keeps no article texts (a blessed baseline does not); probe the run itself")
    numbers = {article.id: i for i, article in enumerate(articles[: _limit(limit)])}
    honest = {backend.name for backend in info.backends if not backend.control}
    bases = [
        Base(numbers[row.article], row.backend, 0, row.summary)
        for row in run.rows()
        if row.backend in honest and row.sample == 0 and row.article in numbers
        and row.summary and row.state in ("ok", "metric_error")
    ]  # fmt: skip
    given = {table.get("name", table["type"]): table for table in info.suite.get("metrics", ())}
    chosen = {}
    for m in info.metrics:
        options = {key: value for key, value in given.get(m.name, {}).items() if key not in ("type", "name")}
        options = plugins.with_profile(plugins.find("metric", m.type), options, _profile_of(run), Path())
        plugin = plugins.build("metric", m.type, options, folder=Path(), where=f"{run.folder}: metric {m.name}")
        chosen[m.name] = (m.type, plugin, plugins.signature(m.type, plugin, options))
    return _prepare(run.name, articles, bases, run.name, chosen, metrics, faults, info.profile, info.language,
                    info.seed if seed is None else seed)  # fmt: skip


def probe(
    prepared: Prepared,
    *,
    threads: int = 1,
    on_start: Callable[[int, int], None] = lambda done, total: None,
    on_row: Callable[[Row], None] = lambda row: None,
) -> Probe:
    """Inject, score and compare. The result depends on the material and its seed, not on the threads."""
    material = prepared.material
    sheet = Sheet()
    rows = plan(material, sheet)
    on_start(0, len(rows.tasks))
    evaluate(rows, sheet, threads=threads, on_row=on_row)
    reactions = react(material, sheet)
    standings = stand(material, sheet, reactions, prepared.signatures)
    return Probe(prepared.name, material, prepared.whose, tuple(reactions), tuple(standings))


def to_json(result: Probe) -> dict[str, Any]:
    """The document of `harness probe --json`, schema 1; unknown numbers are null."""
    material = result.material
    limits = {"fell": TOLERANCE, "harmless": HARMLESS, "pays": PAYS, "trusted_false_alarms": TRUSTED}
    return {
        "schema": 1,
        "name": result.name,
        "summaries_of": result.whose,
        "seed": material.seed,
        "profile": material.profile,
        "language": material.language,
        "n_articles": len({base.article for base in material.bases}),
        "n_summaries": len(material.bases),
        "limits": limits,
        "metrics": [{**_plain(s), "trustworthy": not s.reasons} for s in result.standings],
        "reactions": [_plain(r) for r in result.reactions],
    }


def _plain(record: Standing | Reaction) -> dict[str, Any]:
    found = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    for key in ("steps", "ladder"):
        if key in found:
            found[key] = [item._asdict() for item in found[key]]
    return found | ({"reasons": list(found["reasons"])} if "reasons" in found else {})


def _bases(number: int, article: Article, profile: str, kind: str, backend: Backend) -> Iterable[Base]:
    fitting = [r.text for r in article.references if r.profile in (None, profile)]
    if fitting:
        return [Base(number, "references", i, text) for i, text in enumerate(fitting)]
    text = backend.summarize(article.for_backend(), sample=0).text
    return [Base(number, kind, 0, text)] if text and text.strip() else []


def _profile_of(run: Run) -> str:
    """The profile that the run's suite names. Raises InputError for a house style, whose file a run does not keep."""
    profile = str(run.info.suite.get("profile", run.info.profile))
    if profile.endswith(".toml"):
        raise InputError(
            f"{run.folder}: its suite has the profile {shown(profile)} in a file, which a run does not keep; "
            "probe the suite instead: harness probe SUITE"
        )
    return profile


def _limit(limit: int | None) -> int | None:
    if limit is not None and limit < 1:
        raise InputError(f"--limit {limit}: must be at least 1")
    return limit


def _prepare(
    name: str, articles: Sequence[Article], bases: Sequence[Base], whose: str,
    metrics: Mapping[str, tuple[str, Any, str]], asked: Sequence[str], faults: Sequence[str],
    profile: str, language: str, seed: int,
) -> Prepared:  # fmt: skip
    if not bases:
        raise InputError(
            f"{name}: has no summary to edit; a run needs one scored summary, a set one article with words"
        )
    ranked = {m: found for m, found in metrics.items() if found[1].higher_is_better is not None}
    for wanted in asked:
        if wanted in metrics and wanted not in ranked:
            raise InputError(
                f"--metric {shown(wanted)}: is a counter without a good direction; there is nothing to notice"
            )
        _known("--metric", "metric", wanted, list(ranked))
    if not ranked:
        raise InputError(f"{name}: has only counters without a good direction; there is nothing to notice")
    every = plugins.names("fault")
    for wanted in faults:
        _known("--fault", "fault", wanted, every)
    kept = {m: found for m, found in ranked.items() if not asked or m in asked}
    material = Material(
        articles=articles,
        bases=bases,
        metrics={m: cast(Metric, plugin) for m, (_, plugin, _) in kept.items()},
        types={m: kind for m, (kind, _, _) in kept.items()},
        faults={f: cast(Fault, plugins.build("fault", f, {}, folder=Path(), where=f"fault {f}")) for f in every
                if not faults or f in faults},
        profile=profile,
        language=language,
        seed=seed,
    )  # fmt: skip
    return Prepared(name, material, whose, {m: signature for m, (_, _, signature) in kept.items()})


def _known(option: str, what: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"; did you mean {shown(near[0])}?" if near else ";"
        raise InputError(f"{option} {shown(name)}: no such {what}{hint} there are {', '.join(names)}")
