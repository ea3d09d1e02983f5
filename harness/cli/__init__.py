"""The command `harness`. Heavy libraries are imported inside the commands, so that `--help` answers at once.

Exit codes: 0 done · 2 usage or bad input · 70 internal error · 130 interrupted; `gate` and `run` add their own.
"""

from __future__ import annotations

import os
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
from harness.cli.output import Log, note, say_error
from harness.errors import HarnessError

INTERNAL_ERROR = 70
INTERRUPTED = 130
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
    app.command(command.__name__.removesuffix("_"))(command)
app.add_typer(reviewing.app)


def main() -> None:
    """Run the command line; never exits with 1 but for a regression that `gate` found."""
    try:
        code = app(standalone_mode=False)
    except HarnessError as error:
        say_error(str(error))
        sys.exit(2)
    except _UsageError as error:
        error.show(file=Log(sys.stderr))
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        say_error("interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # the reader has gone (`harness list | head`); nothing is wrong, and nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception:  # noqa: BLE001 - the last resort: a bug must not look like a regression (exit code 1)
        for line in traceback.format_exc().splitlines():
            note(line)
        say_error("this is a bug in summary-harness; please report it with the lines above")
        sys.exit(INTERNAL_ERROR)
    sys.exit(code if isinstance(code, int) else 0)
