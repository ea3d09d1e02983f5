"""summary-harness: which summarizer to ship, why, and how sure you can be.

    import harness

    run = harness.load_run("reports/runs/first")
    run.to_frame()                                # one line per article, backend and metric
    harness.compare_runs(run).to_frame()          # means, ranks and paired differences
    harness.compare_runs(harness.from_frame(df))  # scores made elsewhere, with the same statistics

Names are imported when they are first used, so that `import harness` costs nothing.

PYTEST_DONT_REWRITE: there is no assert here, and pytest would warn where this is imported before pytest starts.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.aggregate import from_frame
    from harness.errors import HarnessError, InputError
    from harness.programs import compare_runs, load_run
    from harness.pytest_plugin import assert_summary, check_summary

__version__ = "0.1.0"
__all__ = [
    "HarnessError",
    "InputError",
    "__version__",
    "assert_summary",
    "check_summary",
    "compare_runs",
    "from_frame",
    "load_run",
]
_WHERE = {
    "HarnessError": "harness.errors",
    "InputError": "harness.errors",
    "assert_summary": "harness.pytest_plugin",
    "check_summary": "harness.pytest_plugin",
    "compare_runs": "harness.programs",
    "from_frame": "harness.aggregate",
    "load_run": "harness.programs",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
