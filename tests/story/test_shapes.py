"""Pages of many shapes, each with its parts beside it as lines `kind: text`; what is not there is markup."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from harness.story import Kind, parse_story

FOLDER = Path(__file__).parent / "shapes"
PAGES = sorted(path.stem for path in FOLDER.glob("*.parts"))
_KIND = re.compile(rf"(?m)^({'|'.join(get_args(Kind))}): ")


def read_page(name: str) -> tuple[str, list[tuple[str, str]]]:
    """The page, and kind and text of its parts."""
    (page,) = (path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".parts")
    pieces = _KIND.split((FOLDER / f"{name}.parts").read_bytes().decode())[1:]
    return page.read_bytes().decode(), list(zip(pieces[::2], (p.rstrip("\n") for p in pieces[1::2]), strict=True))


def test_there_are_pages() -> None:
    assert len(PAGES) >= 25


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_cut_into_its_parts(name: str) -> None:
    text, parts = read_page(name)
    assert [(part.kind, part.text) for part in parse_story(text).parts if part.kind != "markup"] == parts
