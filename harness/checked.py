"""One summary against its sources, without a suite: what `harness check` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness import __version__, attribution, plugins
from harness.aggregate import tabulate_rows
from harness.articles import article_hash
from harness.case import Case, Subject
from harness.checks import error_checks
from harness.compare import compare
from harness.errors import InputError
from harness.evaluate import score_summary
from harness.jsonl import open_binary
from harness.metrics.structure import load_profile
from harness.report.html import render
from harness.report.texts import OneRow
from harness.store import BackendInfo, MetricInfo, RunInfo, write_atomically
from harness.types import Article, Metric, Row

_AGAINST_REFERENCES = ("rouge1", "rouge2", "rougeL", "rougeLsum")
_COUNTERS = ("attribution", "length", "compression", "extractiveness")


class Checked(NamedTuple):
    """A scored summary with all that is needed to show it."""

    article: Article
    row: Row
    case: Case
    signatures: dict[str, str]
    errors: tuple[str, ...] | None = None
    """The checks of which the metrics may report an `error`; None where one of them does not say."""


def check(
    summary: str, article: Article, profile: str, metrics: Mapping[str, Mapping[str, Any]] | None = None
) -> Checked:
    """Score one summary with `metrics`, type -> options.

    Without them: the headline metrics and the counters, and ROUGE where there are references. `profile` is the name of
    one that ships, or the path of a TOML file. Raises PluginError or InputError for a metric or option that there is not.
    """
    name_of_profile = load_profile(profile).name
    if metrics is None:
        usual = (*plugins.HEADLINE, *(_AGAINST_REFERENCES if article.references else ()), *_COUNTERS)
        metrics = {name: {} for name in usual}
    made: dict[str, Metric] = {}
    for name, given in metrics.items():
        options = plugins.with_profile(plugins.find("metric", name), given, profile, Path())
        built = plugins.build("metric", name, options, folder=Path(), where=name)
        assert isinstance(built, Metric)
        made[name] = built
    subject = Subject(article, profile=name_of_profile)
    scores, findings = score_summary(subject, summary, made)
    row = Row(
        article=article.id,
        backend="summary",
        sample=0,
        state="ok",
        summary=summary,
        scores=scores,
        findings=findings,
    )
    signatures = {name: plugins.signature(name, metric) for name, metric in made.items()}
    return Checked(article, row, Case(subject, summary), signatures, error_checks(made.values()))


def to_json(result: Checked) -> dict[str, Any]:
    """The document of `harness check --json`, schema 1."""
    scores = {
        name: score.model_dump(mode="json") | {"signature": result.signatures[name]}
        for name, score in result.row.scores.items()
    }
    return {
        "schema": 1,
        "article": result.article.id,
        "scores": scores,
        "findings": [finding.model_dump(mode="json") for finding in result.row.findings],
        "attribution": attribution.to_json(result.case),
        "story": result.case.story.to_json(),
    }


def write_html(result: Checked, path: Path) -> None:
    """The report page of this one summary."""
    info = RunInfo(
        name="check",
        suite={},
        suite_hash="0" * 64,
        articles_hash=article_hash(result.article),
        articles={result.article.id: article_hash(result.article)},
        profile=result.case.subject.profile,
        language="en",
        seed=0,
        repeats=1,
        backends=(BackendInfo(name="summary", type="check", signature="check[]", control=False),),
        metrics=tuple(
            MetricInfo(name=n, type=n, signature=s, higher_is_better=plugins.direction(n))
            for n, s in result.signatures.items()
        ),
        status="complete",
        n_rows=1,
        started=dt.date.today().isoformat(),
        versions={"summary-harness": __version__},
    )
    report = compare([tabulate_rows(info, [result.row])], ["check"])
    write_atomically(path, render(report, [OneRow(result.row, result.article)]))


def read_text(path: Path) -> str:
    """A text file as it is, line ends untouched. Raises InputError: missing, or not UTF-8."""
    with open_binary(path) as file:
        data = file.read()
    try:
        return str(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start + 1} (0x{data[error.start]:02x})") from None
