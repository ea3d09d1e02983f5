"""A page of HTML as a list of elements, read by the standard library's parser, and the data inside it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any, NamedTuple

VOID = {"meta", "br", "rect", "hr", "img", "link", "input"}


def blocks(page: bytes) -> dict[str, Any]:
    """The compressed data of a report, by the name of the block."""
    found = re.findall(rb'<script type="text/plain" id="data-([\w-]+)">([^<]*)</script>', page)
    return {name.decode(): json.loads(gzip.decompress(base64.b64decode(block))) for name, block in found}


class Element(NamedTuple):
    """An element with the names of those around it."""

    tag: str
    attributes: dict[str, str]
    path: tuple[str, ...]
    text: list[str]

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()


class Page(HTMLParser):
    """The elements of a page, each with all text inside it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(data.decode("utf-8"))
        self.close()
        assert self._open == [], "unclosed elements"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        path = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, path, [])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(
            Element(tag, {name: value or "" for name, value in attrs}, tuple(e.tag for e in self._open), [])
        )

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)

    def dangling(self) -> set[str]:
        """The targets that are no id of the page, or several."""
        ids = self.ids()
        return {target for target in self.targets() if ids[target] != 1}

    def all(self, tag: str, name: str = "") -> list[Element]:
        """The elements of this tag, and of this class where one is given."""
        return [e for e in self.elements if e.tag == tag and (not name or name in e.classes)]

    def ids(self) -> Counter[str]:
        """How often each id stands in the page."""
        return Counter(e.attributes["id"] for e in self.elements if "id" in e.attributes)

    def targets(self) -> list[str]:
        """Where the links within the page lead."""
        hrefs = [e.attributes["href"] for e in self.elements if "href" in e.attributes]
        return [href.removeprefix("#") for href in hrefs if href.startswith("#")]
