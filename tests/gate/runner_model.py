"""GitHub's runner, as far as it looks for commands in a step's output (actions/runner, ActionCommand)."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = re.compile(r"[\w-]+")


class Command(NamedTuple):
    """What the runner would obey."""

    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """The commands in a log, of the new form and the old, in order."""
    found = []
    for line in re.split(r"\r\n|\r|\n", log):
        command = _new(line) or _old(line)
        if command is not None:
            found.append(command)
    return found


def _new(line: str) -> Command | None:
    text = line.lstrip()
    end = text.find("::", 2)
    if not text.startswith("::") or end < 0:
        return None
    return _command(text[2:end], ",", text[end + 2 :])


def _old(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    return None if start < 0 or end < 0 else _command(line[start + 3 : end], ";", line[end + 1 :])


def _command(head: str, separator: str, data: str) -> Command:
    name, _, rest = head.partition(" ")
    pairs = (item.partition("=") for item in rest.split(separator) if item)
    return Command(name, {key.strip(): _unescape(value) for key, _, value in pairs}, _unescape(data))


def _unescape(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text
