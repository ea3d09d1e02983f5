"""Which errors metrics may report, so that forbidding one that no metric knows is refused."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterable

from harness.articles import shown
from harness.types import Metric


def error_checks(metrics: Iterable[Metric]) -> tuple[str, ...] | None:
    """The checks of which these metrics may report an `error`; None where a plug-in among them does not say."""
    found: dict[str, None] = {}
    for metric in metrics:
        errors = getattr(metric, "errors", () if type(metric).__module__.startswith("harness.") else None)
        if errors is None:
            return None
        found |= dict.fromkeys(errors)
    return tuple(found)


def unknown_check(pattern: str, known: tuple[str, ...] | None) -> str | None:
    """Why no error can have a check like `pattern` (with * and ?), for a person; None if one can, or may.

    `known` is what `error_checks` gave.
    """
    if known is None or any(fnmatch.fnmatchcase(check, pattern) for check in known):
        return None
    near = difflib.get_close_matches(pattern, known, n=1)
    hint = f"; did you mean {shown(near[0])}?" if near else f"; they have {', '.join(known) or 'none'}"
    return f"{shown(pattern)} would forbid nothing: none of the metrics reports such an error{hint}"
