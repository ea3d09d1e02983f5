"""Finding metrics, backends and faults by name: built-ins from a table, others through entry points; and their signatures.

Built-ins are "module:Class" strings, imported on use. Other distributions register theirs in the entry-point groups
`harness.metrics`, `harness.backends` and `harness.faults`.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import hashlib
import importlib
import importlib.metadata
import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import Field, TypeAdapter, ValidationError

from harness.articles import shown
from harness.errors import HarnessError, InputError, PluginError
from harness.types import Backend, Fault, Metric

Kind = Literal["metric", "backend", "fault"]

METRICS = {
    "coverage": "harness.metrics.coverage:Coverage",
    "consistency": "harness.metrics.consistency:Consistency",
    "structure": "harness.metrics.structure:Structure",
    "coherence": "harness.metrics.coherence:Coherence",
    "fluency": "harness.metrics.fluency:Fluency",
    "conciseness": "harness.metrics.conciseness:Conciseness",
    "rouge1": "harness.metrics.rouge:Rouge1",
    "rouge2": "harness.metrics.rouge:Rouge2",
    "rougeL": "harness.metrics.rouge:RougeL",
    "rougeLsum": "harness.metrics.rouge:RougeLsum",
    "bertscore": "harness.metrics.bertscore:BertScore",
    "length": "harness.metrics.counters:Length",
    "compression": "harness.metrics.counters:Compression",
    "extractiveness": "harness.metrics.counters:Extractiveness",
    "attribution": "harness.metrics.attribution:Attribution",
}
BACKENDS = {
    "lead": "harness.backends.extractive:Lead",
    "lexrank": "harness.backends.extractive:LexRank",
    "centroid": "harness.backends.extractive:Centroid",
    "newsroom": "harness.backends.newsroom:Newsroom",
    "openai": "harness.backends.openai:OpenAI",
    "command": "harness.backends.external:Command",
    "python": "harness.backends.external:Python",
    "replay": "harness.backends.external:Replay",
    "oracle": "harness.backends.controls:Oracle",
    "copy": "harness.backends.controls:Copy",
    "random-own": "harness.backends.controls:RandomOwn",
    "random": "harness.backends.controls:Random",
    "shuffled": "harness.backends.controls:Shuffled",
    "empty": "harness.backends.controls:Empty",
}
FAULTS = {
    "name-swapped": "harness.faults.naming:NameSwapped",
    "name-novel": "harness.faults.naming:NameNovel",
    "roles-swapped": "harness.faults.naming:RolesSwapped",
    "number-changed": "harness.faults.counting:NumberChanged",
    "number-swapped": "harness.faults.counting:NumberSwapped",
    "number-unit": "harness.faults.counting:NumberUnit",
    "date-changed": "harness.faults.dating:DateChanged",
    "weekday-changed": "harness.faults.dating:WeekdayChanged",
    "timeline-stale": "harness.faults.dating:TimelineStale",
    "timeline-order": "harness.faults.dating:TimelineOrder",
    "quote-speaker": "harness.faults.quoting:QuoteSpeaker",
    "quote-fabricated": "harness.faults.quoting:QuoteFabricated",
    "quote-altered": "harness.faults.quoting:QuoteAltered",
    "quote-truncated": "harness.faults.quoting:QuoteTruncated",
    "negated": "harness.faults.wordings:Negated",
    "opposite": "harness.faults.wordings:Opposite",
    "direction": "harness.faults.wordings:Direction",
    "modality-raised": "harness.faults.wordings:ModalityRaised",
    "attribution-dropped": "harness.faults.wordings:AttributionDropped",
    "sentence-foreign": "harness.faults.sentences:SentenceForeign",
    "event-merged": "harness.faults.sentences:EventMerged",
    "contradiction": "harness.faults.sentences:Contradiction",
    "headline-foreign": "harness.faults.headlines:HeadlineForeign",
    "headline-number": "harness.faults.headlines:HeadlineNumber",
    "facts-dropped": "harness.faults.omissions:FactsDropped",
    "source-dropped": "harness.faults.omissions:SourceDropped",
    "dateline-removed": "harness.faults.omissions:DatelineRemoved",
    "lede-removed": "harness.faults.omissions:LedeRemoved",
    "disclaimer-removed": "harness.faults.omissions:DisclaimerRemoved",
    "sentence-moved": "harness.faults.ordering:SentenceMoved",
    "section-moved": "harness.faults.ordering:SectionMoved",
    "sentence-repeated": "harness.faults.ordering:SentenceRepeated",
    "section-repeated": "harness.faults.ordering:SectionRepeated",
    "alias": "harness.faults.rewordings:Alias",
    "number-format": "harness.faults.rewordings:NumberFormat",
    "rounded": "harness.faults.rewordings:Rounded",
    "number-derived": "harness.faults.regrammar:NumberDerived",
    "quote-marks": "harness.faults.rewordings:QuoteMarks",
    "synonym": "harness.faults.rewordings:Synonym",
    "passive": "harness.faults.regrammar:Passive",
    "sentence-split": "harness.faults.regrammar:SentenceSplit",
    "source-copied": "harness.faults.gaming:SourceCopied",
    "empty-sentence": "harness.faults.gaming:EmptySentence",
    "boilerplate": "harness.faults.gaming:Boilerplate",
    "long-copy": "harness.faults.gaming:LongCopy",
    "judge-injection": "harness.faults.gaming:JudgeInjection",
    "zero-width": "harness.faults.gaming:ZeroWidth",
    "html-tags": "harness.faults.gaming:HtmlTags",
}
_TABLES: dict[Kind, dict[str, str]] = {"metric": METRICS, "backend": BACKENDS, "fault": FAULTS}
_PROTOCOLS: dict[Kind, tuple[type, str]] = {
    "metric": (Metric, "score"),
    "backend": (Backend, "summarize"),
    "fault": (Fault, "inject"),
}
REQUIRED = dataclasses.MISSING
"""The default of an option that has none."""
HEADLINE = ("coverage", "consistency", "structure")
"""The metrics of a suite that names none."""


def names(kind: Kind) -> list[str]:
    """Built-in names in the table's order, then those of other distributions, sorted."""
    return [*_TABLES[kind], *sorted(set(_entry_points(kind)) - set(_TABLES[kind]))]


def find(kind: Kind, name: str) -> type[Any]:
    """The class behind a name. Raises PluginError: unknown (with the nearest name), broken, or not of its kind."""
    if name in _TABLES[kind]:
        module, _, attribute = _TABLES[kind][name].partition(":")
        built_in: type[Any] = getattr(importlib.import_module(module), attribute)
        return built_in
    entry = _entry_points(kind).get(name)
    if entry is None:
        near = difflib.get_close_matches(name, names(kind), n=1)
        hint = f"; did you mean {shown(near[0])}?" if near else "."
        raise PluginError(f"{kind} {shown(name)} is unknown{hint} There are {', '.join(names(kind))}")
    return _load(kind, entry)


def direction(metric: str) -> bool | None:
    """`higher_is_better` of a metric by name."""
    higher_is_better: bool | None = find("metric", metric).higher_is_better
    return higher_is_better


def options(cls: type) -> dict[str, dataclasses.Field[Any]]:
    """The options of a plug-in: the fields of its dataclass, by name."""
    return {field.name: field for field in dataclasses.fields(cls) if field.init}


def with_profile(cls: type, given: Mapping[str, Any], profile: str, folder: Path) -> dict[str, Any]:
    """`given`, for a metric that has an option `profile` with the suite's where it is not given, files under `folder`."""
    if "profile" not in options(cls):
        return dict(given)
    wanted = given.get("profile", profile)
    is_file = isinstance(wanted, str) and wanted.endswith(".toml")
    return {**given, "profile": str(folder / wanted) if is_file else wanted}


def build(kind: Kind, name: str, given: dict[str, Any], *, folder: Path, where: str) -> Metric | Backend | Fault:
    """Make a plug-in from its options; a field of type Path is resolved against `folder`.

    Raises InputError naming `where` and the option: unknown (with the nearest name), missing, or of a wrong type.
    """
    cls: type = find(kind, name)
    known = options(cls)
    for option in given:
        if option not in known:
            near = difflib.get_close_matches(option, known, n=1)
            hint = f"did you mean {shown(near[0])}? " if near else ""
            has = ", ".join(known) or "no options"
            raise InputError(f"{where}: unknown option {shown(option)}; {hint}{kind} {name} has {has}")
    for option, field in known.items():
        if option not in given and field.default is REQUIRED and field.default_factory is REQUIRED:
            raise InputError(f"{where}: option {shown(option)} is missing")
    values = {option: check_option(cls, option, value, where) for option, value in given.items()}
    for option, hint in _hints(cls).items():
        if hint in (Path, Path | None) and option in known:
            value = values.get(option, known[option].default)
            values[option] = None if value is None else folder / value
            if option in given and not (folder / value).exists():
                raise InputError(f"{where}: option {shown(option)}: {folder / value}: no such file or folder")
    try:
        made: Metric | Backend | Fault = cls(**values)
        return made
    except (ValueError, HarnessError) as error:
        raise InputError(f"{where}: {error}") from None
    except Exception as error:
        entry = None if name in _TABLES[kind] else _entry_points(kind).get(name)
        whose = "" if entry is None else f" of {_distribution(entry)}"
        raise PluginError(f"{where}: {kind} {shown(name)}{whose} is broken: {type(error).__name__}: {error}") from error


def check_option(cls: type, option: str, value: Any, where: str) -> Any:
    """`value` as the option's type. Raises InputError naming `where` and the option."""
    if isinstance(value, bool) and _hints(cls)[option] in (int, float):
        raise InputError(f"{where}: option {shown(option)}: Input should be a number, found {value!r}")
    try:
        return _adapter(cls, option).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{where}: option {shown(option)}: {first['msg']}, found {value!r}") from None


def is_list(cls: type, option: str, value: list[Any]) -> bool:
    """True if the option itself takes this list, so that it is no matrix."""
    if option not in options(cls):
        return True
    try:
        _adapter(cls, option).validate_python(value)
    except ValidationError:
        return False
    return True


def signature(name: str, plugin: Metric | Backend | Fault, given: dict[str, Any] | None = None) -> str:
    """`name[option=value,…,version=n]`: every option, the metric's version, content hashes of files.

    Options are shown as they are written in the suite (`given`), never as resolved paths.
    """
    fields = []
    for option, field in options(type(plugin)).items():
        if not field.compare:  # prices and the like are no part of what is compared
            continue
        value = getattr(plugin, option)
        if isinstance(value, Path):
            written = (given or {}).get(option)
            if value.is_file():
                fields.append(
                    f"{option}={Path(str(written)).name}@{hashlib.sha256(value.read_bytes()).hexdigest()[:12]}"
                )
            elif written is not None:
                fields.append(f"{option}={written}")
            continue
        fields.append(f"{option}={_plain(value)}")
    revision = getattr(plugin, "revision", None)
    if revision is not None:
        fields.append(f"revision={revision}")
    version = getattr(plugin, "version", None)
    if version is not None:
        fields.append(f"version={version}")
    return f"{name}[{','.join(fields)}]"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "(" + " ".join(_plain(item) for item in value) + ")"
    return "none" if value is None else str(value)


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


@functools.cache
def _adapter(cls: type, option: str) -> TypeAdapter[Any]:
    hint = _hints(cls)[option]
    finite: Any = Annotated[hint, Field(allow_inf_nan=False)] if hint is float else hint
    return TypeAdapter(finite)


def _entry_points(kind: Kind) -> dict[str, importlib.metadata.EntryPoint]:
    return {entry.name: entry for entry in importlib.metadata.entry_points(group=f"harness.{kind}s")}


def _distribution(entry: importlib.metadata.EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else "an unknown distribution"


def _load(kind: Kind, entry: importlib.metadata.EntryPoint) -> type:
    distribution = _distribution(entry)
    whence = f"{kind} {shown(entry.name)} of {distribution} ({entry.value})"
    try:
        loaded: type = entry.load()
    except ModuleNotFoundError as error:
        raise PluginError(
            f"{whence} misses the module {shown(str(error.name))}; pip install it, or {distribution} again"
        ) from error
    except Exception as error:
        raise PluginError(f"{whence} is broken: {type(error).__name__}: {error}") from error
    protocol, method = _PROTOCOLS[kind]
    wanted = [*inspect.get_annotations(protocol), method]
    missing = [attribute for attribute in wanted if not hasattr(loaded, attribute)]
    if not dataclasses.is_dataclass(loaded) or missing:
        raise PluginError(
            f"{whence} must be a frozen dataclass with {', '.join(wanted)};"
            f" it lacks {', '.join(missing) or 'the dataclass'}"
        )
    return loaded
