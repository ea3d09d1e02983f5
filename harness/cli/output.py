"""What the commands print: results to stdout, progress and errors to stderr, all untrusted text made visible."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from harness import inert
from harness.text import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_LINE_SECONDS = 5.0
_TRAILING = re.compile(r"(?:[ ]|\x1b\[[0-9;]*m)+$", re.MULTILINE)
_KEPT = re.compile(r" (?=%)|(?<=\bp) (?=[<.\d])|(?<=<) (?=[.\d])")
"""The blanks of "80 %" and "p < .001", at which no line ends."""
_OLD_COMMAND = re.compile(rb"##(?=\w*\[)")


class Progress(Protocol):
    """Told about every finished row."""

    def start(self, done: int, total: int) -> None:
        """`done` of `total` rows were there already."""

    def advance(self) -> None:
        """One more row is done."""


def counted(n: int, one: str, several: str | None = None) -> str:
    """ "1 summary", "3 summaries"; without a plural of its own, `one` with an s."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def width() -> int:
    """Columns of the terminal that shows standard output; 120 where it is none, and never fewer than 60."""
    return max(60, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 120


def prose_width() -> int:
    """Columns that a sentence may take: no more than read well."""
    return min(120, width())


def console(*, stderr: bool = False) -> Console:
    """A rich console that interprets nothing in the texts it is given."""
    from rich.console import Console

    file: Any = Log(sys.stderr) if stderr else _Trimmed(sys.stdout)
    columns = None if stderr and file.isatty() else width()
    return Console(file=file, markup=False, highlight=False, emoji=False, width=columns, soft_wrap=False)


def say(text: str = "") -> None:
    """A line of the result, on stdout."""
    _print(visible(text), sys.stdout)


def say_prose(text: str) -> None:
    """A sentence of the result, on stdout, wrapped; lines after the first stand two columns to the right of it."""
    plain = visible(text, one_line=True)
    margin = " " * (len(plain) - len(plain.lstrip()))
    whole = _KEPT.sub("\N{NO-BREAK SPACE}", plain.strip())
    for line in textwrap.wrap(
        whole, prose_width(), initial_indent=margin, subsequent_indent=f"{margin}  ", break_on_hyphens=False
    ):
        say(line.replace("\N{NO-BREAK SPACE}", " "))


def say_table(table: Table) -> None:
    """A table of the result, on stdout, in as many parts as the width takes; nothing in it is cut."""
    from harness.cli.layout import fitted

    out = console()
    for number, part in enumerate(fitted(table, out)):
        if number:
            say()
        out.print(part)


def note(text: str) -> None:
    """A line of information, on stderr."""
    _print(visible(text), sys.stderr)


def say_error(text: str) -> None:
    """An error, on stderr."""
    _print(f"harness: {visible(text)}", sys.stderr)


def emit_json(document: dict[str, Any]) -> None:
    """The one JSON document that `--json` promises, on stdout. Nothing in it is a command to a CI runner."""
    from harness.jsonl import encode

    # `##` before a bracket stands in strings only, where an escape is the same text
    sys.stdout.buffer.write(_OLD_COMMAND.sub(rb"#\\u0023", encode(document, indent=2)) + b"\n")
    sys.stdout.buffer.flush()


def emit_commands(lines: Sequence[str], *, stderr: bool = False) -> None:
    """Workflow commands that a runner is to obey, each escaped already: the only lines that are not made inert."""
    file = sys.stderr if stderr else sys.stdout
    for line in lines:
        _write(line, file)


def emit_text(text: str) -> None:
    """A document that is safe already (CSV, Markdown), on stdout, as UTF-8."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on a terminal, plain lines elsewhere; on stderr."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with RichProgress(*columns, console=console(stderr=True), transient=True) as bar:
        yield _Bar(bar)


class _Bar:
    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._task: Any = None

    def start(self, done: int, total: int) -> None:
        self._task = self._bar.add_task("summaries", completed=done, total=total)

    def advance(self) -> None:
        self._bar.advance(self._task)


class _Lines:
    """A line at the start and at the end, and every few seconds between."""

    def __init__(self) -> None:
        self._done = self._total = 0
        self._last = time.monotonic()

    def start(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        there = f", {done} of them there already" if done else ""
        note(f"{total} summaries to make and score{there}")

    def advance(self) -> None:
        self._done += 1
        if self._done == self._total or time.monotonic() - self._last >= _LINE_SECONDS:
            self._last = time.monotonic()
            note(f"{self._done} of {self._total}")


class Log:
    """A stream whose every line is inert to a CI runner; otherwise as the one it writes to."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write whole lines, as rich does."""
        return int(self._file.write(inert.log(text)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class _Trimmed(Log):
    """A log without blanks at the ends of its lines."""

    def write(self, text: str) -> int:
        return super().write(_TRAILING.sub(lambda found: found[0].replace(" ", ""), text))


def _print(text: str, file: Any) -> None:
    _write(inert.log(text), file)


def _write(text: str, file: Any) -> None:
    # a terminal that is not UTF-8 shows question marks rather than raising
    encoding = getattr(file, "encoding", None) or "utf-8"
    file.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    file.flush()
