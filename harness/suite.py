"""Suites: what is run on what, scored how, gated by which rules. Read from TOML, checked whole before anything runs."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from harness import plugins
from harness.articles import load_toml, parse_record, shown
from harness.checks import error_checks, unknown_check
from harness.errors import HarnessError, InputError
from harness.jsonl import digest
from harness.limits import GateSettings
from harness.loading import Origin
from harness.metrics.structure.profiles import is_file, load_profile
from harness.types import FOLDER_NAME, MAX_SEED, Backend, Metric

_ORIGIN = ("articles", "columns", "split", "config", "revision", "language")
_KEYS = ("name", *_ORIGIN, "profile", "seed", "repeats", "permute_sources", "backends", "metrics", "gate")


@dataclass(frozen=True)
class Named:
    """A plug-in of a suite: its name in tables, its type, its options as written, and the thing itself."""

    name: str
    type: str
    options: Mapping[str, Any]
    plugin: Any

    @property
    def signature(self) -> str:
        """Name of the type, every option that is compared, version and content hashes."""
        return plugins.signature(self.type, self.plugin, dict(self.options))


@dataclass(frozen=True)
class Suite:
    """A suite, ready to run. `data` is the file as written."""

    name: str
    path: Path
    data: Mapping[str, Any]
    profile: str
    """The name of the profile: references of that name are used."""
    seed: int
    repeats: int
    permute_sources: int
    """Other orders of an article's sources on which each backend is asked again."""
    origin: Origin | None
    backends: tuple[Named, ...]
    metrics: tuple[Named, ...]
    gate: GateSettings | None
    hash: str = field(default="")


def find_suite(name: str) -> Path:
    """A suite by path, or by the name of one that ships with the harness. Raises InputError with those names."""
    path = Path(name)
    if path.exists() or path.suffix == ".toml":
        return path
    local = Path("evals") / f"{name}.toml"
    if local.exists():
        return local
    shipped = {item.stem: item for folder in _shipped() for item in sorted(folder.glob("*.toml"))}
    if name in shipped:
        return shipped[name]
    raise InputError(f"{path}: no such suite; give the path of a TOML file, or one of {', '.join(sorted(shipped))}")


def _shipped() -> Iterator[Path]:
    """The suites inside an installed package, or beside it in a checkout."""
    package = Path(str(resources.files("harness")))
    yield from (folder for folder in (package / "data" / "evals", package.parent / "evals") if folder.is_dir())


def load_suite(path: Path, *, scoring_only: bool = False) -> Suite:
    """Read and check a suite. With `scoring_only`, its articles and backends are not read.

    Raises InputError with file, line and option for whatever is wrong; PluginError for unknown types.
    """
    data = load_toml(path)
    lines = _Lines(path)
    for key in data:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f"did you mean {shown(near[0])}? " if near else ""
            raise InputError(f"{lines.of_key(key)}: unknown key {shown(key)}; {hint}A suite has {', '.join(_KEYS)}")
    name = _value(data, "name", str, path.stem, lines)
    if not FOLDER_NAME.fullmatch(name):
        where = lines.of_key("name")
        raise InputError(f"{where}: name {shown(name)} must be letters, digits, dot, dash, underscore")
    seed = _value(data, "seed", int, 0, lines)
    profile = _value(data, "profile", str, "free", lines)
    with _at(lines.of_key("profile")):
        house = load_profile(str(path.parent / profile) if is_file(profile) else profile)
    repeats = _value(data, "repeats", int, 1, lines)
    permute = _value(data, "permute_sources", int, 0, lines)
    for key, value, least in (("repeats", repeats, 1), ("seed", seed, 0), ("permute_sources", permute, 0)):
        if value < least:
            raise InputError(f"{lines.of_key(key)}: {key} must be at least {least}, not {value}")
    if seed > MAX_SEED:
        raise InputError(f"{lines.of_key('seed')}: seed must be at most {MAX_SEED}, not {seed}")
    metrics = _metrics(data, path, profile, lines)
    backends = () if scoring_only else _backends(data, path, seed, lines)
    origin = None if scoring_only else _origin(data, lines)
    gate = parse_record(GateSettings, data["gate"], lines.of_key("[gate]")) if "gate" in data else None
    _check_gate(gate, metrics, lines)
    counted = {
        "suite": {key: value for key, value in data.items() if key != "gate"},
        "backends": [backend.signature for backend in backends],
        "metrics": [metric.signature for metric in metrics],
    }
    return Suite(name, path, data, house.name, seed, repeats, permute, origin, backends, metrics, gate, digest(counted))


@contextmanager
def _at(where: str) -> Iterator[None]:
    """Put the place in the suite in front of an error that does not know it."""
    try:
        yield
    except HarnessError as error:
        raise type(error)(f"{where}: {error}") from error


def _metrics(data: Mapping[str, Any], path: Path, profile: str, lines: _Lines) -> tuple[Named, ...]:
    tables = data.get("metrics") or [{"type": name} for name in plugins.HEADLINE]
    named = []
    for index, table in enumerate(_tables(tables, "metrics", lines)):
        where = lines.of_table("metrics", index)
        kind, name, given = _split(table, where)
        with _at(where):
            cls = plugins.find("metric", kind)
        given = plugins.with_profile(cls, given, profile, path.parent)
        plugin = plugins.build("metric", kind, given, folder=path.parent, where=f"{where}: metric {kind}")
        assert isinstance(plugin, Metric)
        named.append(Named(name, kind, given, plugin))
    _no_duplicates("metric", named, lines)
    return tuple(named)


def _backends(data: Mapping[str, Any], path: Path, seed: int, lines: _Lines) -> tuple[Named, ...]:
    tables = data.get("backends")
    if not tables:
        raise InputError(f"{path}: no [[backends]]; a suite needs at least one")
    named = []
    for index, table in enumerate(_tables(tables, "backends", lines)):
        where = lines.of_table("backends", index)
        kind, name, given = _split(table, where)
        with _at(where):
            cls = plugins.find("backend", kind)
        if "seed" in plugins.options(cls) and "seed" not in given:
            given = {**given, "seed": seed}
        for cell, chosen in _matrix(name, cls, given, where):
            plugin = plugins.build("backend", kind, chosen, folder=path.parent, where=f"{where}: backend {cell}")
            assert isinstance(plugin, Backend)
            named.append(Named(cell, kind, chosen, plugin))
    _no_duplicates("backend", named, lines)
    return tuple(named)


def _origin(data: Mapping[str, Any], lines: _Lines) -> Origin:
    _value(data, "articles", str, None, lines)
    given = {key: data[key] for key in _ORIGIN if key in data}
    return parse_record(Origin, given, lines.of_key("columns" if "columns" in data else "articles"))


def _matrix(name: str, cls: type, given: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """One cell for each combination of the options that are lists where the plug-in wants none."""
    axes = {
        option: value
        for option, value in given.items()
        if isinstance(value, list) and not plugins.is_list(cls, option, value)
    }
    for option, value in axes.items():
        if not value:
            raise InputError(f"{where}: backend {name}: option {shown(option)} is an empty list; a matrix needs values")
    for combination in itertools.product(*axes.values()):
        chosen = dict(zip(axes, combination, strict=True))
        label = ",".join(f"{option}={_label(value)}" for option, value in chosen.items())
        yield (f"{name}[{label}]" if label else name), {**given, **chosen}


def _label(value: Any) -> str:
    """A matrix value in a name: of a file its stem, never its content."""
    text = str(value)
    return (
        Path(text).stem if isinstance(value, str) and ("/" in text or Path(text).suffix in (".j2", ".jsonl")) else text
    )


def _split(table: Mapping[str, Any], where: str) -> tuple[str, str, dict[str, Any]]:
    kind = table.get("type")
    if not isinstance(kind, str):
        raise InputError(f"{where}: no `type`; expected the name of a plug-in, see `harness list`")
    name = table.get("name", kind)
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{where}: name must be a text that is not empty")
    return kind, name, {key: value for key, value in table.items() if key not in ("type", "name")}


def _tables(value: Any, key: str, lines: _Lines) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise InputError(f"{lines.of_key(key)}: write each one as a table [[{key}]]")
    return value


def _value(data: Mapping[str, Any], key: str, kind: type, default: Any, lines: _Lines) -> Any:
    if key not in data:
        if default is None:
            raise InputError(f"{lines.path}: no `{key}`; the suite needs it")
        return default
    value = data[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        names = {"str": "text", "int": "whole number"}
        raise InputError(f"{lines.of_key(key)}: {key} must be a {names[kind.__name__]}, found {value!r}")
    return value


def _check_gate(gate: GateSettings | None, metrics: tuple[Named, ...], lines: _Lines) -> None:
    if gate is None:
        return
    where = lines.of_key("[gate]")
    known = {metric.name for metric in metrics}
    for name in gate.metrics():
        if name not in known:
            raise InputError(f"{where}: metric {shown(name)} is not in this suite; it has {', '.join(sorted(known))}")
    errors = error_checks(metric.plugin for metric in metrics)
    for check in gate.forbid:
        if reason := unknown_check(check, errors):
            raise InputError(f"{where}: forbid: {reason}")
    neutral = {metric.name for metric in metrics if metric.plugin.higher_is_better is None}
    for name in gate.metrics():
        if name in neutral:
            raise InputError(f"{where}: {name} is a counter without a good direction; it cannot be gated")


def _no_duplicates(kind: str, named: list[Named], lines: _Lines) -> None:
    names = [item.name for item in named]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise InputError(f"{lines.path}: two {kind}s are called {shown(name)}; give one a `name` of its own")


class _Lines:
    """Finds the line of a key or table, so that errors can name it; TOML parsers do not keep lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = path.read_text(encoding="utf-8").splitlines()

    def of_key(self, key: str) -> str:
        """`file:line` of a top-level key or table, or the file alone."""
        pattern = re.compile(rf"\s*(?:{re.escape(key)}\s*=|\[?\[{re.escape(key)}\]|{re.escape(key)}(?:\s|$))")
        return next(
            (f"{self.path}:{n}" for n, line in enumerate(self._text, 1) if pattern.match(line)),
            str(self.path),
        )

    def of_table(self, key: str, index: int) -> str:
        """`file:line` of the index-th `[[key]]`."""
        found = [n for n, line in enumerate(self._text, 1) if re.match(rf"\s*\[\[\s*{key}\s*\]\]", line)]
        return f"{self.path}:{found[index]}" if index < len(found) else str(self.path)
