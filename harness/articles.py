"""Loading what is summarized: article sets (a folder with set.toml and articles.jsonl) and files of rows.

Everything is checked when it is read; an error names file, line and reason. This module, `store` and `suite`
are the only ones that touch files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from harness.errors import InputError
from harness.jsonl import decode, digest, open_binary, read_lines
from harness.text import visible
from harness.types import Article, KeyFact, Record, Reference, Source

T = TypeVar("T", bound=Record)


class SetInfo(Record):
    """set.toml: what an article set is, and under which terms."""

    name: str
    version: str = "1"
    language: str = "en"
    licence: str | None = None
    origin: str | None = None
    profile: str | None = None


class ArticleSet:
    """Articles in file order, with what set.toml says about them; ids are unique, texts are not empty."""

    def __init__(self, info: SetInfo, articles: Sequence[Article]) -> None:
        self.info = info
        self.articles = articles

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)


def article_hash(article: Article) -> str:
    """sha256 of everything in the article that a summary is made from or scored against."""
    return digest(article.model_dump(mode="json", exclude={"meta"}))


def load_set(path: Path) -> ArticleSet:
    """Read a folder with set.toml and articles.jsonl, or a bare JSON lines file of articles.

    Raises InputError with file, line and reason: broken JSON, wrong encoding, unknown fields, duplicate ids,
    empty texts, key facts that name unknown sources.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.is_dir():
        return ArticleSet(_load_info(path / "set.toml"), _load_articles(path / "articles.jsonl"))
    if path.suffix not in (".jsonl", ".json"):
        raise InputError(f"{path}: expected a folder with set.toml and articles.jsonl, or a .jsonl file of articles")
    return ArticleSet(SetInfo(name=path.stem), _load_articles(path))


def load_article(path: Path) -> Article:
    """Read one article object from a JSON file."""
    with open_binary(path) as file:
        return parse_article(decode(file.read(), str(path)), str(path))


def parse_article(value: Any, where: str) -> Article:
    """Check one article object; `where` stands in front of every error."""
    article = parse_record(Article, value, where)
    if not article.sources:
        raise InputError(f"{where}: article {shown(article.id)} has no sources; at least one is needed")
    _no_duplicates(where, f"article {shown(article.id)}: source id", [s.id for s in article.sources])
    _no_duplicates(where, f"article {shown(article.id)}: key fact id", [k.id for k in article.key_facts])
    for kind, items in (("source", article.sources), ("key fact", article.key_facts)):
        for item in items:
            if not item.text.strip():
                raise InputError(f"{where}: article {shown(article.id)}: {kind} {shown(item.id)} has an empty text")
    for number, reference in enumerate(article.references, start=1):
        if not reference.text.strip():
            raise InputError(f"{where}: article {shown(article.id)}: reference {number} has an empty text")
    known = {source.id for source in article.sources}
    for fact in article.key_facts:
        for source in fact.sources:
            if source not in known:
                raise InputError(
                    f"{where}: article {shown(article.id)}: key fact {shown(fact.id)} names the unknown source "
                    f"{shown(source)}; the article has {', '.join(shown(s) for s in sorted(known))}"
                )
    return article


def parse_record(kind: type[T], value: Any, where: str) -> T:
    """Validate `value` as a record; the first problems are told with their field."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        problems = []
        for item in error.errors()[:3]:
            field = ".".join(str(part) for part in item["loc"])
            if item["type"] == "model_type":
                inner = _inner(kind, item["loc"])
                of_field = f"field {shown(field)}: " if field else ""
                problems.append(f"{of_field}expected {_article(inner)} with {', '.join(inner.model_fields)}")
            elif not field:
                problems.append(item["msg"])
            elif item["type"] == "extra_forbidden":
                inner = _inner(kind, item["loc"])
                names = ", ".join(inner.model_fields)
                problems.append(f"unknown field {shown(field)} ({_article(inner)} has {names})")
            else:
                problems.append(f"field {shown(field)}: {item['msg']}")
        raise InputError(f"{where}: {'; '.join(problems)}") from None


def _inner(kind: type[Record], place: tuple[int | str, ...]) -> type[Record]:
    """The record that the field at `place` belongs to: sources.0.x is a field of a source."""
    nested: dict[str, type[Record]] = {"sources": Source, "references": Reference, "key_facts": KeyFact}
    return nested.get(str(place[0]), kind) if kind is Article and len(place) > 1 else kind


def _article(kind: type[Record]) -> str:
    name = _name(kind)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _name(kind: type[Record]) -> str:
    """What a record is called in a message: KeyFact is a key fact, GateSettings a gate."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()
    return words.removesuffix(" settings").removesuffix(" info")


def shown(value: str) -> str:
    """An id or name as it may stand in a message: quoted, one line, no control characters, at most 80 long."""
    text = visible(value, one_line=True)
    return f"'{text if len(text) <= 80 else text[:77] + '...'}'"


def _load_info(path: Path) -> SetInfo:
    return parse_record(SetInfo, load_toml(path), str(path))


def load_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file; errors name file and line."""
    with open_binary(path) as file:
        data = file.read()
    if data.startswith(b"\xef\xbb\xbf"):
        raise InputError(f"{path}: starts with a byte order mark; save the file as UTF-8 without BOM")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: broken TOML: {error}") from None


def _load_articles(path: Path) -> list[Article]:
    articles: list[Article] = []
    lines: dict[str, int] = {}
    for line in read_lines(path):
        where = f"{path}:{line.number}"
        article = parse_article(line.value, where)
        if article.id in lines:
            raise InputError(f"{where}: article id {shown(article.id)} stands already in line {lines[article.id]}")
        lines[article.id] = line.number
        articles.append(article)
    if not articles:
        raise InputError(f"{path}: holds no article; expected one JSON object a line")
    return articles


def _no_duplicates(where: str, what: str, ids: list[str]) -> None:
    for index, value in enumerate(ids):
        if value in ids[:index]:
            raise InputError(f"{where}: {what} {shown(value)} stands twice")
