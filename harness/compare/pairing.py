"""Who is compared with whom, and on which articles."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from harness.aggregate import Table
from harness.articles import shown
from harness.compare.records import Member
from harness.errors import InputError


def members(tables: Sequence[Table], labels: Sequence[str]) -> list[Member]:
    """Every backend of every run; with several runs each name begins with its run's label."""
    return [
        Member(info.name if len(tables) == 1 else f"{label}: {info.name}", table, info.name)
        for table, label in zip(tables, labels, strict=True)
        for info in table.info.backends
    ]


def pairs(
    tables: Sequence[Table], found: Sequence[Member], chosen: Mapping[str, str], *, every: bool
) -> list[tuple[Member, Member]]:
    """(baseline, candidate) of each comparison; controls are not compared.

    Of one run, or where `every` is asked for, or where several runs have no backend in common: all pairs. Else each
    backend of a later run with the one of the same name in the first, or the one that `chosen` (candidate ->
    baseline) gives it. Raises InputError for a name in `chosen` that is not there.
    """
    honest = [member for member in found if not member.info.control]
    first = {member.backend: member for member in honest if member.table is tables[0]}
    later = [member for member in honest if member.table is not tables[0]]
    for candidate, baseline in chosen.items():
        _known(candidate, [member.backend for member in later], "a later run")
        _known(baseline, list(first), "the first run")
    partner = {member.name: chosen.get(member.backend, member.backend) for member in later}
    if every or not any(name in first for name in partner.values()):
        return list(itertools.combinations(honest, 2))
    return [(first[partner[member.name]], member) for member in later if partner[member.name] in first]


def _known(name: str, names: Sequence[str], where: str) -> None:
    if name not in names:
        have = ", ".join(dict.fromkeys(names)) or "no backend that is compared"
        raise InputError(f"pair {shown(name)}: {where} has no such backend; it has {have}")


def differences(baseline: Member, candidate: Member, metric: str) -> tuple[dict[str, float], list[str]]:
    """Article -> candidate − baseline over the paired articles; and the articles that have no partner."""
    old = baseline.table.values(baseline.backend, metric)
    new = candidate.table.values(candidate.backend, metric)
    if baseline.table is candidate.table:
        same = old.keys() & new.keys()
    else:
        hashes = baseline.table.info.articles, candidate.table.info.articles
        same = {article for article in new if article in old and hashes[0][article] == hashes[1][article]}
    paired = {article: new[article] - old[article] for article in new if article in same}
    return paired, sorted((old.keys() | new.keys()) - same)


def incomparable(baseline: Table, candidate: Table, metric: str) -> str | None:
    """Why the two runs cannot be compared on this metric; None if they can."""
    old = {m.name: m.signature for m in baseline.info.metrics}
    new = {m.name: m.signature for m in candidate.info.metrics}
    for name, run in ((old, "the baseline"), (new, "the candidate")):
        if metric not in name:
            return f"{run} has no metric {metric}"
    if old[metric] != new[metric]:
        return f"the metric's signature changed from {old[metric]} to {new[metric]}"
    for what in ("profile", "language"):
        if getattr(baseline.info, what) != getattr(candidate.info, what):
            return f"the {what} differs: {getattr(baseline.info, what)} and {getattr(candidate.info, what)}"
    return None
