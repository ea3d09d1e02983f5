"""Edited summaries as rows of a plan: each fault and number of edits is a backend, so that `evaluate` scores them as any
other summary, by the same loop and threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar, NamedTuple, cast

from harness import plugins
from harness.case import Case, Subject
from harness.evaluate import Plan, Task
from harness.stats import random_stream
from harness.store import Key
from harness.types import Article, Backend, Fault, Metric, Row, Span, StoredFinding, Summary

SENTENCES = 12
LADDER = ("lead", "random")
"""Control backends whose order is known: as many sentences of the article as of another one."""
OTHER = "of another article"
"""In place of a fault: the summary of another article by the same backend, as good in form and wrong in everything."""
_OTHERS = 12  # articles that a fault may borrow from


class Base(NamedTuple):
    """A summary as it is, before anything is done to it."""

    article: int
    backend: str
    sample: int
    text: str


class Place(NamedTuple):
    """Which summary, which fault, how many edits; `fault` "" for the summary as it is."""

    base: Base
    fault: str
    edits: int


@dataclass(frozen=True)
class Material:
    """All that is probed, and with what."""

    articles: Sequence[Article]
    bases: Sequence[Base]
    metrics: Mapping[str, Metric]
    types: Mapping[str, str]
    """Metric -> the plug-in behind it, which is what faults name."""
    faults: Mapping[str, Fault]
    profile: str
    language: str
    seed: int

    @cached_property
    def others(self) -> Sequence[Sequence[Article]]:
        """For each article the ones that a fault may borrow from."""
        n = len(self.articles)
        ring = random_stream(self.seed, "probe", "others").permutation(n).tolist()
        spot = {article: i for i, article in enumerate(ring)}
        near = range(1, min(_OTHERS, n - 1) + 1)
        return [[self.articles[ring[(spot[i] + step) % n]] for step in near] for i in range(n)]

    def chosen_faults(self) -> Mapping[str, Fault]:
        """The faults that are made for the language of the articles."""
        return {name: f for name, f in self.faults.items() if not f.languages or self.language in f.languages}


@dataclass
class Marked:
    """What one edited summary got."""

    values: Mapping[str, float]
    findings: Sequence[StoredFinding]
    spans: Sequence[Span]


@dataclass
class Sheet:
    """The ledger of a probe: keeps scores and findings, not texts."""

    marked: dict[Key, Marked] = field(default_factory=dict)
    spans: dict[Key, Sequence[Span]] = field(default_factory=dict)
    done: set[Key] = field(default_factory=set)
    unscored: dict[str, str] = field(default_factory=dict)
    """Metric -> why it gave no score, the first time that it gave none."""

    def append(self, row: Row, seconds: Mapping[str, float]) -> None:
        """Take one finished row; one without a summary has only its key kept."""
        key = (row.article, row.backend, row.sample)
        self.done.add(key)
        if row.state in ("ok", "metric_error"):
            values = {name: s.value for name, s in row.scores.items() if s.value is not None}
            for name in row.scores.keys() - values.keys() - self.unscored.keys():
                score = row.scores[name]
                told = f"{score.error.type}: {score.error.message}" if score.error else score.reason
                self.unscored[name] = told or "no value"
            self.marked[key] = Marked(values, row.findings, self.spans.pop(key, ()))

    def sync_if_due(self, seconds: float) -> None:
        """There is no disk."""


@dataclass(frozen=True, eq=False)
class _Injected:
    """A backend that answers with the summaries of one backend, edited."""

    name: str
    material: Material
    fault: str
    edits: int
    cases: Mapping[tuple[str, int], Case]
    spans: dict[Key, Sequence[Span]]

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = True

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """Not applicable where the summary has nothing to edit."""
        case = self.cases[article.id, sample]
        if not self.fault:
            return Summary(text=case.summary.value)
        if self.fault == OTHER:
            return self._of_another(article, sample)
        fault = self.material.faults[self.fault]
        number = next(i for i, a in enumerate(self.material.articles) if a.id == article.id)
        # one stream for every number of edits: those of fewer are among those of more
        rng = random_stream(self.material.seed, "probe", article.id, self.name, sample, self.fault)
        edited = fault.inject(case, self.material.others[number], edits=self.edits, rng=rng)
        if edited is None:
            return Summary(state="not_applicable", reason="nothing to edit")
        self.spans[article.id, row_name(self.name, self.fault, self.edits), sample] = edited.spans
        return Summary(text=edited.text)

    def _of_another(self, article: Article, sample: int) -> Summary:
        keys = [key for key in self.cases if key[1] == sample]
        other = keys[(keys.index((article.id, sample)) + 1) % len(keys)]
        if other[0] == article.id:
            return Summary(state="not_applicable", reason="there is no summary of another article")
        return Summary(text=self.cases[other].summary.value)


def row_name(backend: str, fault: str, edits: int) -> str:
    """The name of the backend that answers with these edits."""
    return f"{fault} × {edits}: {backend}" if fault else f"as it is: {backend}"


def places(material: Material) -> list[Place]:
    """Everything that is scored, article by article, the summaries as they are first."""
    faults = material.chosen_faults()
    found = []
    for base in sorted(material.bases, key=lambda base: base.article):
        found += [Place(base, "", 0), Place(base, OTHER, 1)]
        found += [Place(base, name, k) for name, fault in faults.items() for k in range(1, fault.max_edits + 1)]
    return found


def plan(material: Material, sheet: Sheet) -> Plan:
    """The rows to be made: every place, and the ladder of every article that has a summary."""
    subjects: dict[int, Subject] = {}
    cases: dict[str, dict[tuple[str, int], Case]] = {}
    for base in material.bases:
        article = material.articles[base.article]
        subject = subjects.setdefault(
            base.article, Subject(article, profile=material.profile, language=material.language)
        )
        cases.setdefault(base.backend, {})[article.id, base.sample] = Case(subject, base.text)
    backends: dict[str, Backend] = {f"ladder: {name}": _rung(name, material.seed) for name in LADDER}
    tasks = [Task(number, f"ladder: {name}", 0) for number in sorted(subjects) for name in LADDER]
    for place in places(material):
        name = row_name(place.base.backend, place.fault, place.edits)
        if name not in backends:
            own = cases[place.base.backend]
            backends[name] = _Injected(place.base.backend, material, place.fault, place.edits, own, sheet.spans)
        tasks.append(Task(place.base.article, name, place.base.sample))
    return Plan(
        articles=material.articles,
        backends=backends,
        metrics=material.metrics,
        tasks=sorted(tasks, key=lambda task: task.article),
        ids=[article.id for article in material.articles],
        profile=material.profile,
        language=material.language,
        seed=material.seed,
    )


def _rung(name: str, seed: int) -> Backend:
    options = {"sentences": SENTENCES} | ({"seed": seed} if name == "random" else {})
    return cast(Backend, plugins.build("backend", name, options, folder=Path(), where="probe"))
