"""Profiles: what a kind of summary must look like, as a TOML file. Four ship; others are written by their users.

A file names its rules with weight, severity and parameters. A rule that is not named is not asked for. `extends` takes
over another profile, shipped or a file, of which single parameters can be changed and rules dropped (`off = true`).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import Field, TypeAdapter, ValidationError

from harness.articles import load_toml, parse_record, shown
from harness.errors import InputError
from harness.jsonl import digest
from harness.metrics.structure.rules import RULES
from harness.types import Record, Severity

_HASH = 12  # hex digits
_OWN = ("weight", "severity", "off")
_KEYS = ("name", "description", "extends", "rules")


class RuleSettings(Record):
    """One rule of a profile: weight in the score, severity of its findings, and its own parameters."""

    weight: float = Field(default=1.0, ge=0)
    severity: Severity = "warning"
    parameters: Mapping[str, Any] = {}


class Profile(Record):
    """What a kind of summary must look like."""

    name: str
    description: str
    rules: dict[str, RuleSettings]

    @cached_property
    def hash(self) -> str:
        """Stands for every rule, weight, severity and parameter; 12 hex digits."""
        return digest({name: rule.model_dump(mode="json") for name, rule in self.rules.items()})[:_HASH]


def is_file(name: str) -> bool:
    """Whether a profile is given as a file and not by name."""
    return name.endswith(".toml")


def profile_names() -> list[str]:
    """The profiles that ship with the harness."""
    folder = resources.files("harness.metrics.structure") / "profiles"
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


def load_profile(name: str) -> Profile:
    """A profile by the name of one that ships, or by the path of a file that ends in .toml.

    Raises InputError with the names that exist, or with file, rule and parameter where the file is wrong.
    """
    return _resolve(_read(Path(name), ())) if is_file(name) else _shipped(name)


@lru_cache(maxsize=16)
def _shipped(name: str) -> Profile:
    return _resolve(_of_harness(name, None))


def _of_harness(name: str, where: str | None) -> _Source:
    if name not in profile_names():
        before = f"{where}: " if where else ""
        raise InputError(f"{before}profile {shown(name)} is unknown; choose one of {', '.join(profile_names())}")
    with resources.as_file(resources.files("harness.metrics.structure") / "profiles" / f"{name}.toml") as path:
        return load_toml(path), path.name


_Source = tuple[dict[str, Any], str]
"""What a file holds, with all that it extends, and what it is called in errors."""


def _read(path: Path, before: tuple[Path, ...]) -> _Source:
    """The tables of a file on top of those that it extends."""
    if path.resolve() in before:
        raise InputError(f"{path}: extends itself")
    data = load_toml(path)
    if "extends" not in data:
        return data, str(path)
    base = data["extends"]
    if not isinstance(base, str):
        raise InputError(f"{path}: extends must be the name or the path of a profile, not {shown(str(base))}")
    if is_file(base):
        below, _ = _read(path.parent / base, (*before, path.resolve()))
    else:
        below, _ = _of_harness(base, str(path))
    return _extended(below, data, str(path)), str(path)


def _extended(below: dict[str, Any], data: dict[str, Any], where: str) -> dict[str, Any]:
    rules = dict(below.get("rules", {}))
    for name, table in _tables(data, where).items():
        if table.get("off") is not True:
            rules[name] = {**rules.get(name, {}), **{key: value for key, value in table.items() if key != "off"}}
        elif rules.pop(name, None) is None:
            raise InputError(
                f"{where}: rule {shown(name)} is off, but the profile that it extends does not have it; "
                f"it has {', '.join(sorted(rules))}"
            )
    kept = {key: value for key, value in data.items() if key != "extends"}
    return {**below, **kept, "rules": rules}


def _tables(data: dict[str, Any], where: str) -> dict[str, dict[str, Any]]:
    tables = data.get("rules", {})
    if not isinstance(tables, dict):
        raise InputError(f'{where}: rules must be tables such as [rules."lede.length"]')
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise InputError(f'{where}: rule {shown(name)} must be a table [rules."{name}"]')
        if "off" in table and (table["off"] is not True or len(table) > 1):
            raise InputError(f"{where}: rule {shown(name)}: off must be true, and stand alone")
    return tables


def parse_profile(data: dict[str, Any], where: str) -> Profile:
    """Check a profile that extends none: every rule must exist, every further key must be one of its parameters."""
    return _resolve((data, where))


def _resolve(source: _Source) -> Profile:
    data, where = source
    for key in data:
        if key not in _KEYS:
            raise InputError(f"{where}: unknown key {shown(key)}; a profile has {', '.join(_KEYS)}")
    settings: dict[str, Any] = {}
    for name, table in _tables(data, where).items():
        if name not in RULES:
            raise InputError(f"{where}: rule {shown(name)} is unknown; the rules are {', '.join(sorted(RULES))}")
        if "off" in table:
            raise InputError(f"{where}: rule {shown(name)} is off, but the profile extends none; leave the rule out")
        own = {key: value for key, value in table.items() if key not in _OWN}
        parameters = _parameters(name, own, where)
        settings[name] = {**{k: v for k, v in table.items() if k in _OWN}, "parameters": parameters}
    data = {key: value for key, value in data.items() if key != "extends"}
    if not settings or not any(table.get("weight", 1) for table in settings.values()):
        raise InputError(f"{where}: no rule with a weight above 0; the rules are {', '.join(sorted(RULES))}")
    fallback = {"name": Path(where).stem, "description": ""}
    return parse_record(Profile, {**fallback, **data, "rules": settings}, where)


def _parameters(name: str, own: dict[str, Any], where: str) -> dict[str, Any]:
    hints = parameters_of(name)
    if sorted(own) != sorted(hints):
        takes, has = (", ".join(sorted(keys)) or "none" for keys in (hints, own))
        raise InputError(f"{where}: rule {shown(name)} takes the parameters {takes}; found {has}")
    checked = {}
    for key, value in own.items():
        try:
            checked[key] = TypeAdapter(hints[key]).validate_python(value, strict=not isinstance(value, list | int))
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(
                f"{where}: rule {shown(name)}: parameter {shown(key)}: {first['msg']}, found {value!r}"
            ) from None
        if isinstance(value, bool) or (isinstance(value, int | float) and value < 0):
            raise InputError(
                f"{where}: rule {shown(name)}: parameter {shown(key)}: expected a number of 0 or more, found {value!r}"
            )
    return checked


@lru_cache(maxsize=256)
def parameters_of(name: str) -> dict[str, Any]:
    """The parameters of a rule and their types."""
    check = RULES[name].check
    hints = get_type_hints(check)
    return {key: hints[key] for key in inspect.signature(check).parameters if key != "case"}
