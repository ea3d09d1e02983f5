"""A scored summary in a test: its values, its findings, and what may be required of them."""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness import inert, plugins
from harness.articles import load_article, parse_article, shown
from harness.checked import check
from harness.checks import unknown_check
from harness.errors import InputError
from harness.pytest_plugin.message import failure
from harness.text import visible
from harness.types import Article, Row, State, StoredFinding, StoredScore

if TYPE_CHECKING:
    from harness.pytest_plugin import Metrics, Sources

_FLOATING = 1e-12  # 0.1 + 0.2 keeps a floor of 0.3


@dataclass(frozen=True, repr=False)
class Scored:
    """A summary with its scores. `directions`: metric -> `higher_is_better`, for every metric that was asked.

    `errors`: the checks of which they may report an `error`; None where one of them does not say.
    """

    article: Article
    row: Row
    directions: Mapping[str, bool | None]
    errors: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        return inert.log(visible(f"<{self.row.article} by {self.row.backend}: {self.state}>", one_line=True))

    @property
    def summary(self) -> str:
        """The text; empty where there is none."""
        return self.row.summary or ""

    @property
    def state(self) -> State:
        """The row's state."""
        return self.row.state

    @property
    def findings(self) -> tuple[StoredFinding, ...]:
        """All findings, in order of place; `severity` tells errors from notes."""
        return self.row.findings

    def value(self, metric: str) -> float:
        """The score. Raises AssertionError with the reason where it is not scored, InputError for another metric."""
        __tracebackhide__ = True
        value = self._score(metric).value
        if value is None:
            raise AssertionError(failure(self.row, [f"{metric} is not scored: {self._reason(metric)}"]))
        return value

    def parts(self, metric: str) -> Mapping[str, float | None]:
        """The parts that the score is made of. Raises InputError for a metric that was not asked."""
        __tracebackhide__ = True
        return self._score(metric).parts

    def require(
        self, *, floors: Mapping[str, float] | None = None, forbid: str | Sequence[str] | None = None
    ) -> Scored:
        """This, if it keeps its `floors` and has no error of a forbidden check; by default: no error of any check.

        Raises AssertionError that shows what is wrong and where; InputError for floors and patterns that make no sense.
        """
        __tracebackhide__ = True
        if floors is not None and not isinstance(floors, Mapping):
            raise InputError(f"floors: expected metric -> limit, found {floors!r}")
        for metric, limit in (floors or {}).items():
            self._check_limit(metric, limit)
        patterns = _patterns(forbid, self.errors) if forbid is not None else () if floors else ("*",)
        broken = list(self._broken(floors or {}, patterns))
        if broken:
            raise AssertionError(failure(self.row, broken))
        return self

    def _broken(self, floors: Mapping[str, float], patterns: Sequence[str]) -> Iterator[str]:
        if self.state not in ("ok", "metric_error"):
            yield f"the summary is {self.state}: {self.row.reason or 'no reason is known'}"
            return
        if not self.summary.strip():
            yield "the summary is empty"
            return
        for metric, floor in floors.items():
            yield from self._below(metric, floor)
        if patterns:
            for metric in self.directions:
                if metric not in floors and self._score(metric).value is None:
                    yield f"findings of {metric} cannot be judged, as it is not scored: {self._reason(metric)}"
        for pattern in patterns:
            found = [f.check for f in self.findings if f.severity == "error" and fnmatch.fnmatchcase(f.check, pattern)]
            if found:
                counted = ", ".join(f"{check} × {found.count(check)}" for check in dict.fromkeys(found))
                whose = "error findings" if pattern == "*" else f"forbidden {pattern}"
                yield f"{whose}: {counted}"

    def _below(self, metric: str, floor: float) -> Iterator[str]:
        value = self._score(metric).value
        sign, limit = (1, "floor") if self.directions[metric] else (-1, "ceiling")
        if value is None:
            yield f"{metric} is not scored, so its {limit} of {floor:g} is not kept: {self._reason(metric)}"
        elif sign * (value - floor) < -_FLOATING:
            side, gap = "below" if sign > 0 else "above", abs(value - floor)
            by = f"{gap:.3f}" if gap >= 0.0005 else f"{gap:.1g}"
            yield f"{metric} {value:.3f} is {side} its {limit} of {floor:g} by {by}"

    def _score(self, metric: str) -> StoredScore:
        __tracebackhide__ = True
        if metric not in self.directions:
            asked = ", ".join(self.directions)
            raise InputError(f"metric {shown(str(metric))} was not asked; there are the scores of {asked}")
        # a row that was not scored has no scores: its state says why
        return self.row.scores.get(metric, StoredScore(value=None, reason=f"the row is {self.state}"))

    def _reason(self, metric: str) -> str:
        score = self._score(metric)
        return f"{score.error.type}: {score.error.message}" if score.error else score.reason or "no reason is known"

    def _check_limit(self, metric: str, limit: object) -> None:
        __tracebackhide__ = True
        self._score(metric)
        if self.directions[metric] is None:
            raise InputError(f"floors: {metric} is a counter without a good direction; read it with .value({metric!r})")
        if isinstance(limit, bool) or not isinstance(limit, int | float) or not math.isfinite(limit):
            raise InputError(f"floors: {metric} needs a number, found {limit!r}")


def score(
    text: str,
    *,
    sources: Sources | None,
    article: Article | Mapping[str, Any] | Path | None,
    metrics: Metrics | None,
    profile: str,
    references: Iterable[Any],
    key_facts: Iterable[Any],
) -> Scored:
    """See `harness.pytest_plugin.check_summary`."""
    __tracebackhide__ = True
    if not isinstance(text, str):
        raise InputError(f"text must be the summary as a text, found {type(text).__name__}")
    if not isinstance(profile, str):
        raise InputError(f"profile must be the name of a profile or the path of its file, found {profile!r}")
    references, key_facts = _listed(references, "references"), _listed(key_facts, "key_facts")
    if (sources is None) == (article is None):
        raise InputError("give either sources=… (texts, id -> text, or records) or article=…")
    if sources is not None:
        subject = _of_sources(sources, references, key_facts)
    elif references or key_facts:
        raise InputError("references and key_facts stand in the article; give them beside sources only")
    else:
        subject = _of_article(article)
    wanted = dict(_wanted(metrics))
    result = check(text, subject, profile, wanted)
    return Scored(subject, result.row, {name: plugins.direction(name) for name in wanted}, result.errors)


def _of_article(article: Any) -> Article:
    if isinstance(article, Path):
        return load_article(article)
    value = article.model_dump() if isinstance(article, Article) else article
    return parse_article(value, "article")


def _of_sources(sources: Any, references: Iterable[Any], key_facts: Iterable[Any]) -> Article:
    if isinstance(sources, Mapping):
        records = [{"id": name, "text": text} for name, text in sources.items()]
    else:
        records = [
            _record(s, f"source-{n}")
            for n, s in enumerate(_listed(sources, "sources", "texts, id -> text, or records"), start=1)
        ]
    if not records:
        raise InputError("sources: there is none; a summary is checked against at least one text")
    facts = [_record(fact, f"fact-{n}") for n, fact in enumerate(key_facts, start=1)]
    told = [_dumped(reference) for reference in references]
    value = {"id": "summary", "sources": records, "references": told, "key_facts": facts}
    return parse_article(value, "sources")


def _listed(given: Any, what: str, wanted: str = "texts or records") -> list[Any]:
    """The items; one text or record is one, not its letters or fields."""
    if isinstance(given, str | Mapping) or hasattr(given, "model_dump"):
        return [given]
    if isinstance(given, bytes) or not isinstance(given, Iterable):
        raise InputError(f"{what}: expected {wanted}, found {given!r}")
    return list(given)


def _record(item: Any, name: str) -> Any:
    return {"id": name, "text": item} if isinstance(item, str) else _dumped(item)


def _dumped(item: Any) -> Any:
    return item.model_dump() if hasattr(item, "model_dump") else item


def _wanted(metrics: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if metrics is None:
        metrics = plugins.HEADLINE
    wanted = "types, or type -> options"
    listed = _listed(metrics, "metrics", wanted)
    if not listed or {} in listed:
        raise InputError("metrics: there is none; leave it out for coverage, consistency and structure")
    seen: set[str] = set()
    for item in listed:
        if not isinstance(item, str | Mapping):
            raise InputError(f"metrics: expected {wanted}, found {item!r}")
        for name, options in {item: {}}.items() if isinstance(item, str) else dict(item).items():
            if not isinstance(name, str):
                raise InputError(f"metrics: expected {wanted}, found {name!r}")
            if not isinstance(options, Mapping):
                raise InputError(f"metrics: {shown(str(name))} needs its options as a mapping, found {options!r}")
            if name in seen:
                raise InputError(f"metrics: {shown(name)} stands twice")
            seen.add(name)
            yield name, options


def _patterns(forbid: str | Sequence[str], known: tuple[str, ...] | None) -> tuple[str, ...]:
    __tracebackhide__ = True
    wanted = 'checks such as "quote.fabricated" or "quote.*"'
    patterns = _listed(forbid, "forbid", wanted)
    for pattern in patterns:
        if not isinstance(pattern, str) or not pattern.strip():
            raise InputError(f"forbid: expected {wanted}, found {pattern!r}")
        if pattern != "*" and (reason := unknown_check(pattern, known)):
            raise InputError(f"forbid: {reason}")
    return tuple(patterns)
