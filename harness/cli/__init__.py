"""The command `harness`. Heavy libraries are imported inside the commands, so that `--help` answers at once.

Exit codes: 0 done · 2 usage or bad input · 70 internal error · 130 interrupted; `gate` and `run` add their own.
"""

from __future__ import annotations

import errno
import sys
import traceback
from typing import Any

import typer

from harness import __version__
from harness.cli import (
    checking,
    comparing,
    gating,
    planning,
    probing,
    proposing,
    reporting,
    reviewing,
    running,
    validating,
)
from harness.cli.help import Command
from harness.cli.output import Log, note, say_error
from harness.cli.streams import open_streams
from harness.errors import HarnessError

BAD_INPUT = 2
INTERNAL_ERROR = 70
INTERRUPTED = 130
_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
"""Why a file may not be read or written though the harness has no fault."""
# what typer raises for a wrong command line: its own or click's class of that name, depending on its version
_UsageError: Any = next(cls for cls in typer.BadParameter.__mro__ if cls.__name__ == "ClickException")

app = typer.Typer(
    name="harness",
    help="Runs summarizers on fixed article sets and scores coverage, factual consistency and structure.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"summary-harness {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Runs summarizers on fixed article sets and scores coverage, factual consistency and structure."""


for command in (
    *running.COMMANDS,
    *checking.COMMANDS,
    *comparing.COMMANDS,
    *gating.COMMANDS,
    *reporting.COMMANDS,
    *planning.COMMANDS,
    *proposing.COMMANDS,
    *probing.COMMANDS,
    *validating.COMMANDS,
):
    app.command(command.__name__.removesuffix("_"), cls=Command)(command)
app.add_typer(reviewing.app)


def main() -> None:
    """Run the command line; never exits with 1 but for a regression that `gate` found."""
    sys.exit(_main())


def _main() -> int:
    try:
        open_streams()
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        say_error("interrupted")
        return INTERRUPTED
    # typer exits with 1 where a pipe breaks, which to standard output none does
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the last resort
        return _told(error)
    return code if isinstance(code, int) else 0


def _told(error: BaseException) -> int:
    """Say what went wrong. A bug must not look like a regression (exit code 1)."""
    if isinstance(error, HarnessError):
        say_error(str(error))
    elif isinstance(error, _UsageError):
        error.show(file=Log(sys.stderr))
    elif isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        say_error(f"{error.filename or 'a file cannot be written'}: {error.strerror}")
    else:
        for line in traceback.format_exc().splitlines():
            note(line)
        say_error("this is a bug in summary-harness; please report it with the lines above")
        return INTERNAL_ERROR
    return BAD_INPUT
