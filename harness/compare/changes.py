"""What was changed between two backends: options, and the texts that they are made of, prompts above all, as a diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from harness.compare.records import Member, Report
from harness.store import BackendInfo


class Change(NamedTuple):
    """One thing that differs in the same way for all `candidates`, against the `baselines` in the same places.

    `lines` is a unified diff, empty where `before` and `after` say it all.
    """

    candidates: tuple[str, ...]
    baselines: tuple[str, ...]
    what: str
    before: str
    after: str
    lines: tuple[str, ...] = ()


class _Difference(NamedTuple):
    what: str
    before: str
    after: str
    lines: tuple[str, ...] = ()


def changes(pairs: Iterable[tuple[Member, Member]]) -> list[Change]:
    """What differs between the backends of each (baseline, candidate), in order; the same difference once for all."""
    found: dict[_Difference, list[tuple[Member, Member]]] = {}
    for old, new in pairs:
        for difference in _between(old.info, new.info):
            found.setdefault(difference, []).append((old, new))
    return [
        Change(tuple(new.name for _, new in of), tuple(old.name for old, _ in of), *difference)
        for difference, of in found.items()
    ]


def compared_across_runs(report: Report) -> list[tuple[Member, Member]]:
    """The (baseline, candidate) pairs of a report that belong to different runs."""
    seen = dict.fromkeys((c.baseline, c.candidate) for c in report.comparisons)
    pairs = [(report.member(baseline), report.member(candidate)) for baseline, candidate in seen]
    return [(old, new) for old, new in pairs if old.table is not new.table]


def _between(old: BackendInfo, new: BackendInfo) -> list[_Difference]:
    found = [*_options(old, new), *_texts(old, new)]
    if not found and old.signature != new.signature:
        found.append(_Difference("signature", old.signature, new.signature))
    return found


def _options(old: BackendInfo, new: BackendInfo) -> Iterator[_Difference]:
    if old.type != new.type:
        yield _Difference("type", old.type, new.type)
    for option in dict.fromkeys((*old.options, *new.options)):
        one, other = _shown(old.options, option), _shown(new.options, option)
        if one != other:
            yield _Difference(option, one, other)


def _texts(old: BackendInfo, new: BackendInfo) -> Iterator[_Difference]:
    for name in dict.fromkeys((*old.texts, *new.texts)):
        one, other = old.texts.get(name, ""), new.texts.get(name, "")
        if one != other:
            lines = difflib.unified_diff(
                one.splitlines(), other.splitlines(), f"baseline/{name}", f"candidate/{name}", n=2, lineterm=""
            )
            yield _Difference(name, _size(one), _size(other), tuple(lines))


def _shown(options: Mapping[str, Any], option: str) -> str:
    return str(options[option]) if option in options else "not set"


def _size(text: str) -> str:
    n = len(text.splitlines())
    return f"{n} line" if n == 1 else f"{n} lines"
