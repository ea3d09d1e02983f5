"""What `--help` calls the arguments: RUN [RUN ...], and no names of Python's types."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class Command(TyperCommand):
    """A command whose arguments are shown by their names alone."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for parameter in self.params:
            if parameter.param_type_name == "argument":
                _rename(parameter)


def _rename(argument: Any) -> None:
    name = argument.metavar or argument.name.upper()
    shown = name if argument.nargs == 1 else f"{name} [{name} ...]"
    # set on the argument and not on a class of its own, since typer chooses the class
    argument.metavar = name
    argument.get_usage_pieces = lambda ctx: [shown]
    argument.get_help_record = lambda ctx: (shown, argument.help or "")
