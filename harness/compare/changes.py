"""What was changed between two backends: options, and the texts that they are made of, prompts above all, as a diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from harness.compare.records import Member, Report


class Change(NamedTuple):
    """One thing that differs. `lines` is a unified diff, empty where `before` and `after` say it all."""

    baseline: str
    candidate: str
    what: str
    before: str
    after: str
    lines: tuple[str, ...] = ()


def changes(report: Report) -> list[Change]:
    """What differs between the backends of each pair that was compared across runs, in order."""
    seen = dict.fromkeys((c.baseline, c.candidate) for c in report.comparisons)
    pairs = [(report.member(baseline), report.member(candidate)) for baseline, candidate in seen]
    return [change for old, new in pairs if old.table is not new.table for change in between(old, new)]


def between(old: Member, new: Member) -> Iterator[Change]:
    """What differs between two backends."""
    before, after = old.info, new.info
    found = [*_options(old, new), *_texts(old, new)]
    if not found and before.signature != after.signature:
        found.append(Change(old.name, new.name, "signature", before.signature, after.signature))
    yield from found


def _options(old: Member, new: Member) -> Iterator[Change]:
    before, after = old.info, new.info
    if before.type != after.type:
        yield Change(old.name, new.name, "type", before.type, after.type)
    for option in dict.fromkeys((*before.options, *after.options)):
        one, other = _shown(before.options, option), _shown(after.options, option)
        if one != other:
            yield Change(old.name, new.name, option, one, other)


def _texts(old: Member, new: Member) -> Iterator[Change]:
    before, after = old.info.texts, new.info.texts
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            lines = difflib.unified_diff(
                one.splitlines(), other.splitlines(), f"baseline/{name}", f"candidate/{name}", n=2, lineterm=""
            )
            yield Change(old.name, new.name, name, _size(one), _size(other), tuple(lines))


def _shown(options: Mapping[str, Any], option: str) -> str:
    return str(options[option]) if option in options else "not set"


def _size(text: str) -> str:
    n = len(text.splitlines())
    return f"{n} line" if n == 1 else f"{n} lines"
