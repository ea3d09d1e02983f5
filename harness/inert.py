"""Untrusted text made inert, one function per format. What a reader sees is the text; what a program sees is text only.

Every function first makes control, bidi and surrogate characters visible (`harness.text.visible`) on one line, so that
none can break out of its row, cell or log line.
"""

from __future__ import annotations

import re

from harness.text import visible

JOINER = "\u2060"
"""WORD JOINER: without width, no letter, and never a place to break a line."""

_MARKDOWN = re.compile(r"[&\\`*_{}\[\]<>|#~!@$^]")
_START = re.compile(r"^(?: +|[-+=:]|\d+(?=[.)](?:\s|$)))")
# the places in which GitHub links, notifies or draws pictures after Markdown is done
_LINKS = re.compile(
    r"(?<=@)|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=:)(?!\d\d\b)(?=[\w+-]+(?::|$))|(?<=\bwww)(?=\.)|(?<=\bGH-)(?=\d)|(?<=\bmailto:)|(?<=\bxmpp:)"
    r"|(?<=javascript:)|(?<=data:)|(?<=vbscript:)",
    re.IGNORECASE | re.ASCII,
)
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMAND = re.compile(r"^(\s*):(?=:)|##(?=\w*\[)", re.MULTILINE)


def markdown(text: str) -> str:
    """`text` as GitHub-flavoured Markdown that shows it letter by letter: no markup, link, image, HTML or mention.

    Character references stand for whatever has a meaning in Markdown (CommonMark 0.31, 2.5; GFM 6.9). References do not
    stop what works on the finished page: autolinks of e-mail addresses, mentions (@name), issue numbers (#1, GH-1) and
    emoji (:name:), nor bare addresses (https://…, www.…). Those are cut by a WORD JOINER, which no eye sees.
    """
    shown = _LINKS.sub(JOINER, visible(text, one_line=True))
    start = _START.match(shown)
    head, tail = (start.group(), shown[start.end() :]) if start else ("", shown)
    if head[-1:].isdigit():  # "1." begins a list
        head, tail = head + _reference(tail[0]), tail[1:]
    else:
        head = "".join(map(_reference, head))
    return head + _MARKDOWN.sub(lambda match: _reference(match.group()), tail)


def spreadsheet(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula (OWASP, CSV injection): such a one begins with '."""
    plain = visible(text, one_line=True)
    start = plain.lstrip()
    # a line that begins with `::` would be a command where a CSV is printed in CI
    formula = start[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") or start.startswith("::")
    return f"'{plain}" if formula else plain


def xml(text: str) -> str:
    """`text` of characters that XML 1.0 allows (production 2, Char), others as `\\ufffe`. The writer escapes < & "."""
    return _XML.sub(lambda match: f"\\u{ord(match.group()):04x}", visible(text, one_line=True))


def workflow_data(text: str) -> str:
    """`text` as the message of a workflow command of GitHub's runner (actions/toolkit, command.ts, escapeData)."""
    plain = visible(text, one_line=True)
    # visible leaves no line break; they are escaped all the same, as the runner's rules are
    return plain.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """`text` as a property of a workflow command, such as its title (actions/toolkit, command.ts, escapeProperty)."""
    return workflow_data(text).replace(":", "%3A").replace(",", "%2C")


def log(text: str) -> str:
    """Lines of output in which a CI runner finds no command.

    GitHub's takes a line whose first characters but blanks are `::`, and `##[` anywhere in a line (actions/runner,
    ActionCommand.TryParseV2 and TryParse); Azure and TeamCity take `##name[`. One character becomes an escape.
    """
    return _COMMAND.sub(lambda match: f"{match[1]}\\x3a" if match[0][:2] != "##" else "#\\x23", text)


def _reference(character: str) -> str:
    return f"&#{ord(character)};"
