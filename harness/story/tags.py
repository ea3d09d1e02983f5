"""Reads HTML, a page or a fragment, into lines: one for each block that holds words.

The tags are cut out with one pattern and not with `html.parser`, which takes quadratic time on broken tags (9 seconds
for 40 kB of `<a "`) and, in some versions of Python, raises on broken declarations. A broken tag is just text here, and
every word keeps its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from harness.story.dates import entry
from harness.story.lines import ATTRIBUTION, BREAK, CELL, ENTITY, QUOTED, UNSEEN, Form, Line, character, made

BLOCKS = frozenset(
    """address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html label li main nav ol option p pre section select summary table
    tbody td tfoot th thead tr ul""".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
HIDDEN = frozenset("head noscript script style svg template".split())
_HINTING = frozenset("nav footer aside button figcaption form header time address cite th".split())
_STRONG, _SLANTED = frozenset(("b", "strong")), frozenset(("i", "em"))
_TOKEN = re.compile(
    rf"(?P<comment><!--)|<[!?](?!--)[^<>]*>|<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<rest>[^<>]*)>|(?P<entity>{ENTITY})"
)
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS | {'time'}))})\b[^<>]*>", re.IGNORECASE)
_CLASS = re.compile(r"\b(?:class|id|role|itemprop|rel|aria-label)\s*=\s*[\"']?([^\"'<>]{1,80})", re.IGNORECASE)
_WHITE = re.compile(rf"[\s{UNSEEN}]+|[^\s{UNSEEN}]+")
_EMPTY_LINE = re.compile(rf"[{BREAK}][^\S{BREAK}]*[{BREAK}]")
_MOST_HINTS = 160  # characters


def is_html(value: str) -> bool:
    """Whether block tags, and not line breaks, part the text."""
    tags = sum(1 for _ in _BLOCK_TAG.finditer(value))
    lines = sum(1 for line in value.splitlines() if line.strip())
    return tags >= 2 and (value.lstrip().startswith("<") or tags >= 0.3 * lines)


def read_tagged(value: str) -> list[Line]:
    """The lines of an HTML text, in order."""
    return list(_Reader(value).read())


class _Reader:
    """The open tags, and the words since the last edge of a block."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.stack: list[tuple[str, str]] = []
        self.open: Counter[str] = Counter()
        self.text: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.set_in: Counter[str] = Counter()
        self.quotes = 0
        self.form: tuple[Form, int, str] = ("text", 0, "")
        self.closed = -1  # the place behind the last closing tag
        self.breaks = 2  # edges of blocks since the last words; a lone <br> within a paragraph is one

    def read(self) -> Iterator[Line]:
        """Every line, the lines of one quotation joined, and the sentences of one paragraph."""
        held: Line | None = None
        held_quote = 0
        for line, quote in self._lines():
            if held and ((quote and quote == held_quote) or _belongs(line, held)):
                held = held.join(line, " ")
                continue
            if held:
                yield held
            held, held_quote = line, quote
        if held:
            yield held

    def _lines(self) -> Iterator[tuple[Line, int]]:
        position = 0
        comments = True
        while token := _TOKEN.search(self.value, position):
            yield from self._data(position, token.start())
            position = token.end()
            if token["comment"]:
                end = self.value.find("-->", position) if comments else -1
                comments = end >= 0
                position = end + 3 if comments else position
            elif token["entity"]:
                self._add(character(token["entity"]), token.start(), token.end())
            elif token["name"]:
                name = token["name"].lower()
                if name in HIDDEN and not token["close"]:
                    position = self._behind(name, position)
                elif name in ("td", "th"):
                    self._cell(name, token)
                else:
                    if name in BLOCKS:
                        yield from self._flush()
                        self.breaks += 1 if name == "br" and (self.open["p"] or self.open["li"]) else 2
                    elif token.start() == self.closed and not token["close"]:
                        self._add(" ", token.start(), token.start())  # a page parts such words by its style
                    self.closed = token.end() if token["close"] else -1
                    self._turn(name, token["close"], token["rest"])
        yield from self._data(position, len(self.value))
        yield from self._flush()

    def _behind(self, name: str, position: int) -> int:
        """The place behind a tag whose words nobody sees; `position` where it is never closed."""
        end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.value, position) if self.open[name] == 0 else None
        if end is None:
            self.open[name] += 1  # looked for once: none further on either
            return position
        return end.end()

    def _data(self, start: int, end: int) -> Iterator[tuple[Line, int]]:
        """The words between two tags; outside every paragraph, line breaks count as they do in plain text."""
        loose = not any(self.open[name] for name in ("p", "li", "td", "th", "blockquote", "h1", "h2", "h3", "h4"))
        for match in _WHITE.finditer(self.value, start, end):
            piece = match.group()
            if piece[0].isspace() or piece.strip() == "" or piece[0] in _UNSEEN:
                if (loose and re.search(f"[{BREAK}]", piece)) or _EMPTY_LINE.search(piece):
                    yield from self._flush()
                elif any(c.isspace() for c in piece):
                    self._add(" ", match.start(), match.end())
                continue
            self._add(piece, match.start(), match.end())

    def _add(self, piece: str, start: int, end: int) -> None:
        self.text.append(piece)
        if len(piece) == end - start:
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))
        else:
            self.starts.append(start)
            self.ends.append(end)
        if piece.strip():
            for name in ("bold", "italic", "a"):
                self.set_in[name] += len(piece) if self.open[name] else 0
            self.set_in["all"] += len(piece)
            self.form = (self._form(), self._level(), self.stack[-1][1] if self.stack else "")

    def _cell(self, name: str, token: re.Match[str]) -> None:
        if not token["close"] and any(piece.strip() for piece in self.text):
            self.text.append(CELL)
            self.starts.extend([token.start()] * len(CELL))
            self.ends.extend([token.end()] * len(CELL))
        self._turn(name, token["close"], token["rest"])

    def _turn(self, name: str, close: str, rest: str) -> None:
        """Open or close a tag, and close what it closes."""
        if close:
            if self.open[name]:
                while self._pop() != name:
                    pass
            return
        if name in _VOID or rest.endswith("/"):
            return
        if self.open["p"] and name in BLOCKS:
            while self._pop() != "p":
                pass
        while self.stack and name == "li" and self.stack[-1][0] not in ("ul", "ol", "menu") and self.open["li"]:
            self._pop()
        before = self.stack[-1][1] if self.stack else ""
        own = [name] if name in _HINTING else []
        own += [found.group(1) for found in _CLASS.finditer(rest[:400])]
        self.stack.append((name, f"{before} {' '.join(own)}"[-_MOST_HINTS:] if own else before))
        self.open[name] += 1
        self.open["bold"] += name in _STRONG
        self.open["italic"] += name in _SLANTED
        self.quotes += name == "blockquote"

    def _pop(self) -> str:
        name, _ = self.stack.pop()
        self.open[name] -= 1
        self.open["bold"] -= name in _STRONG
        self.open["italic"] -= name in _SLANTED
        return name

    def _form(self) -> Form:
        if self._level():
            return "heading"
        for name, form in _FORMS:
            if self.open[name]:
                return form
        return "text"

    def _level(self) -> int:
        return next((level for level in range(1, 7) if self.open[f"h{level}"]), 0)

    def _flush(self) -> Iterator[tuple[Line, int]]:
        if self.set_in["all"]:
            form, level, hints = self.form
            whole = {name for name in ("bold", "italic", "a") if self.set_in[name] >= 0.95 * self.set_in["all"]}
            emphasis = "bold" if "bold" in whole else "italic" if "italic" in whole else ""
            setting = {"form": form, "level": level, "hints": hints.lower(), "gap": self.breaks > 1}
            self.breaks = 0
            line = made("".join(self.text), self.starts, self.ends, linked="a" in whole, emphasis=emphasis, **setting)
            if line is not None:
                yield line, self.quotes if form == "quote" else 0
        self.text, self.starts, self.ends = [], [], []
        self.set_in.clear()


def _belongs(line: Line, held: Line) -> bool:
    """Whether a line is the next sentence of a paragraph broken by <br>, or names the speaker of a quotation."""
    if line.form != held.form:
        return False
    if QUOTED.match(held.text) and ATTRIBUTION.match(line.text):
        return True
    return not line.gap and line.prose and held.prose and entry(line.text, loose=True) is None


_FORMS: tuple[tuple[str, Form], ...] = (("blockquote", "quote"), ("tr", "row"), ("li", "item"))
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
