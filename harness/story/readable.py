"""The words of an HTML text in their places: tags, comments and entities give way to what a reader sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from harness.story.lines import ENTITY, character
from harness.story.tags import BLOCKS, HIDDEN, is_html

_FORM = re.compile(
    rf"(?P<comment><!--)|<[!?][^<>]*>|<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)[^<>]*>|(?P<entity>{ENTITY})(?P<rest>[^\W\d_]*)"
)
_CLOSED = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in HIDDEN}
_COMMENTED = re.compile("-->")


def readable(value: str) -> str:
    """`value` as a reader sees it, as long as it is; itself where it is no HTML. Takes linear time.

    The tags of blocks become a line break and spaces, other tags, comments and scripts spaces, an entity its character
    and spaces, so that every word keeps its offset.
    """
    return "".join(_pieces(value)) if is_html(value) else value


def _pieces(value: str) -> Iterator[str]:
    position = 0
    never_closed: set[str] = set()  # looked for once: none further on either
    while form := _FORM.search(value, position):
        yield value[position : form.start()]
        position = form.end()
        name = "comment" if form["comment"] else (form["name"] or "").lower()
        ending = _COMMENTED if form["comment"] else None if form["close"] else _CLOSED.get(name)
        if ending and name not in never_closed:
            closed = ending.search(value, position)
            if closed:
                position = closed.end()
            else:
                never_closed.add(name)
        room = position - form.start()
        yield _character(form) if form["entity"] else ("\n" if name in BLOCKS else " ") + " " * (room - 1)
    yield value[position:]


def _character(form: re.Match[str]) -> str:
    meant, rest = character(form["entity"]), form["rest"]
    room = form.end() - form.start()
    if meant.isalpha() or meant in "'’":
        return (meant + rest).ljust(room)  # within a word, which stays whole
    # an opening quotation mark stands before its word, everything else behind one
    opens = unicodedata.category(meant) in ("Ps", "Pi")
    width = room - len(rest)
    return (meant.rjust(width) if opens else meant.ljust(width)) + rest
