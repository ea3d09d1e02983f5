"""What can go wrong, in four kinds. Raised anywhere, caught once, in `harness.cli`.

HarnessError
├── InputError        your file, flag or suite: the message says what, where (file:line or id) and what to do
├── PluginError       a metric or backend is unknown, broken, or misses an extra
├── ComparisonError   these runs cannot be compared, and why
└── BackendError      a backend could not be asked; becomes the row state `infra_error`, never a score
"""

from __future__ import annotations


class HarnessError(Exception):
    """Base of all errors meant for the user; printed without a traceback, exit code 2."""


class InputError(HarnessError):
    """A file, flag or suite that the user gave is wrong."""


class PluginError(HarnessError):
    """A metric or backend is unknown, broken, or misses an optional dependency."""


class ComparisonError(HarnessError):
    """Two runs, or parts of them, are not comparable."""


class BackendError(HarnessError):
    """A backend could not be asked or did not answer properly (network, process, time-out).

    It says nothing about the quality of the summarizer, so it becomes the row state `infra_error`.
    """
