"""Structure: does the summary have the parts, the order and the length that its profile asks for?"""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, ClassVar

from pydantic import Field

from harness.articles import load_toml, parse_record, shown
from harness.case import Case
from harness.errors import InputError
from harness.metrics import rules
from harness.types import Finding, Record, Score, Severity


class RuleSettings(Record):
    """One rule of a profile: weight in the score, severity of its findings, and its own parameters."""

    weight: float = Field(ge=0)
    severity: Severity
    parameters: Mapping[str, int] = {}


class Profile(Record):
    """What a kind of summary must look like."""

    name: str
    description: str
    rules: dict[str, RuleSettings]


@dataclass(frozen=True)
class Structure:
    """Weighted share of the profile's rules that the summary keeps. First version.

    1: every rule kept; 0: none. Each rule is a part (1 kept, 0 broken, between for a length that is a little off),
    and each broken one a finding. It cannot see whether what stands in a part belongs there.
    """

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value, one part per rule, one or more findings per broken rule."""
        profile = load_profile(case.subject.profile)
        parts: dict[str, float | None] = {}
        findings: list[Finding] = []
        for name, rule in profile.rules.items():
            outcome = rules.RULES[name](case, **rule.parameters)
            parts[name] = outcome.kept
            findings += [
                Finding(check=name, severity=rule.severity, message=b.message, claim=b.claim) for b in outcome.breaches
            ]
        total = math.fsum(rule.weight for rule in profile.rules.values())
        kept = math.fsum(rule.weight * (parts[name] or 0.0) for name, rule in profile.rules.items())
        return Score(value=kept / total, parts=parts, findings=tuple(findings))


def profile_names() -> list[str]:
    """The profiles that ship with the harness."""
    folder = resources.files("harness.metrics") / "profiles"
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


@lru_cache(maxsize=16)
def load_profile(name: str) -> Profile:
    """A profile by name. Raises InputError with the names that exist."""
    if name not in profile_names():
        raise InputError(f"profile {shown(name)} is unknown; choose one of {', '.join(profile_names())}")
    with resources.as_file(resources.files("harness.metrics") / "profiles" / f"{name}.toml") as path:
        data = load_toml(path)
        return parse_profile(data, path.name)


def parse_profile(data: dict[str, Any], where: str) -> Profile:
    """Check a profile: every rule must exist, every further key must be one of its parameters."""
    settings: dict[str, Any] = {}
    for name, table in data.get("rules", {}).items():
        if name not in rules.RULES:
            raise InputError(f"{where}: rule {shown(name)} is unknown; the rules are {', '.join(sorted(rules.RULES))}")
        own = {key: value for key, value in table.items() if key not in ("weight", "severity")}
        wanted = [key for key in inspect.signature(rules.RULES[name]).parameters if key != "case"]
        if sorted(own) != sorted(wanted):
            has, takes = (", ".join(sorted(keys)) or "none" for keys in (own, wanted))
            raise InputError(f"{where}: rule {shown(name)} takes the parameters {takes}; found {has}")
        settings[name] = {**{k: v for k, v in table.items() if k not in own}, "parameters": own}
    return parse_record(Profile, {**data, "rules": settings}, where)
