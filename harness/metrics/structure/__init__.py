"""Structure: does the summary have the parts, the order, the sourcing and the length that its profile asks for?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from harness.case import Case
from harness.metrics.structure.outcome import Outcome
from harness.metrics.structure.profiles import Profile, RuleSettings, load_profile, parse_profile, profile_names
from harness.metrics.structure.rules import FAMILIES, RULES
from harness.types import Finding, Score

__all__ = ["RULES", "Profile", "RuleSettings", "Structure", "load_profile", "parse_profile", "profile_names"]


@dataclass(frozen=True)
class Structure:
    """Weighted share of the profile's rules that the summary keeps.

    1: every rule kept; 0: none. A rule that speaks of a part which is not there counts as broken where the profile asks
    for the part (the finding of the missing part says so), and is left out otherwise. Parts: every rule (1 kept, 0
    broken, None left out), each family of rules by their weights, and `part[…]`, the mean of the rules that speak of a
    part of the story.

    The rules go by words, figures, dates and positions; docs/structure.md says of each what it cannot see. None can tell
    good writing from bad.

    profile: the name of one that ships, or a TOML file; empty: that of the suite.
    """

    profile: str = field(default="", compare=False)

    version: ClassVar[int] = 2
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    @property
    def revision(self) -> str | None:
        """Stands for the profile in the signature: its name and the hash of its rules; None where it is the suite's."""
        return f"{self._own.name}@{self._own.hash}" if self._own else None

    @property
    def errors(self) -> tuple[str, ...] | None:
        """The rules whose findings are errors in the profile; None where that is the suite's."""
        rules = self._own.rules if self._own else None
        return None if rules is None else tuple(name for name, rule in rules.items() if rule.severity == "error")

    @cached_property
    def _own(self) -> Profile | None:
        return load_profile(self.profile) if self.profile else None

    def score(self, case: Case) -> Score:
        """Value, parts, and one or more findings for each broken rule."""
        profile = self._own or load_profile(case.subject.profile)
        outcomes = {name: RULES[name].check(case, **rule.parameters) for name, rule in profile.rules.items()}
        findings = [
            Finding(
                check=name, severity=profile.rules[name].severity, message=breach.message, claim=breach.claim,
                evidence=breach.evidence, expected=breach.expected, found=breach.found,
            )
            for name, outcome in outcomes.items()
            for breach in outcome.breaches
        ]  # fmt: skip
        kept = {name: _kept(name, outcomes) for name in outcomes}
        weights = {name: rule.weight for name, rule in profile.rules.items()}
        value = _share(kept, weights)
        if value is None:
            return Score(value=None, reason="no rule of the profile speaks of anything that the summary has")
        return Score(value=value, parts={**_families(kept, weights), **kept, **_story(kept)}, findings=tuple(findings))


def _kept(name: str, outcomes: Mapping[str, Outcome]) -> float | None:
    """How far a rule is kept; 0 where its part is asked for and missing."""
    kept = outcomes[name].kept
    asked = outcomes.get(RULES[name].asked_by or "")
    return 0.0 if kept is None and asked is not None and asked.kept == 0 else kept


def _share(kept: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The weighted mean of the rules that apply; None where none does."""
    known = {name: value for name, value in kept.items() if value is not None}
    total = math.fsum(weights[name] for name in known)
    return math.fsum(weights[name] * value for name, value in known.items()) / total if total else None


def _families(kept: Mapping[str, float | None], weights: Mapping[str, float]) -> dict[str, float | None]:
    """For each family that the profile has rules of, their weighted mean."""
    grouped = {family: {n: v for n, v in kept.items() if RULES[n].family == family} for family in FAMILIES}
    return {family: _share(rules, weights) for family, rules in grouped.items() if rules}


def _story(kept: Mapping[str, float | None]) -> dict[str, float | None]:
    """For each part of a story the mean of the rules that speak of it."""
    grouped: defaultdict[str, list[float]] = defaultdict(list)
    for name, value in kept.items():
        for part in RULES[name].parts:
            grouped[f"part[{part}]"] += [] if value is None else [value]
    return {part: math.fsum(values) / len(values) if values else None for part, values in grouped.items()}
