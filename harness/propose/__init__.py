"""Key facts proposed for review: what `harness facts` writes into an article set.

    statements (what the sources state) -> choice (what matters, once, with its sources) -> the set's file, here

A proposal is frozen once it is written: it is part of the article's hash, and no run makes it anew. Its id is the hash
of its text, so that a text that somebody has edited is known by its id no longer being that; such a fact is a person's,
and never touched again. Only `key_facts` changes in the file; every other byte stays as it is.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from harness.articles import ArticleSet, load_set
from harness.case import Subject
from harness.errors import InputError
from harness.jsonl import open_binary
from harness.loading import HUB
from harness.propose.choice import choose
from harness.propose.statements import find_statements
from harness.store import write_atomically
from harness.types import Article, KeyFact

_TABLES = (".csv", ".tsv", ".parquet")
_SPACE = re.compile(r"\s*")


class Proposal(NamedTuple):
    """The key facts of one article as they are, or are to be. `rivals`: ids of those that differ from the one before in
    a figure, so that at most one of the two can be right.
    """

    article: str
    key_facts: tuple[KeyFact, ...]
    state: Literal["proposed", "kept"]
    rivals: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """As `harness facts --json` gives it."""
        facts = [_plain(fact) for fact in self.key_facts]
        return {"id": self.article, "key_facts": facts, "state": self.state}


def fact_id(text: str) -> str:
    """`f-` and six digits of the sha256 of the text in NFC with single spaces."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return f"f-{hashlib.sha256(normal.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


def is_edited(fact: KeyFact) -> bool:
    """Whether a person wrote the fact or changed its text: its id is not the one that a proposal with its text has."""
    return fact.id != fact_id(fact.text)


def propose(article: Article, *, again: bool = False) -> Proposal:
    """The key facts of an article, the same every time. Those that are there are kept; `again` replaces the proposals
    among them that nobody edited, where there are any. Never raises for what the sources hold.
    """
    there = article.key_facts
    if there and not (again and not all(map(is_edited, there))):
        return Proposal(article.id, there, "kept")
    edited = [fact for fact in there if is_edited(fact)]
    fresh, rivals = _fresh(article, edited)
    # what is proposed again stays as it is: its weight and its sources may have been corrected
    stay = tuple(fact for fact in there if is_edited(fact) or fact.id in fresh)
    known = {fact.id for fact in stay}
    facts = (*stay, *(fact for name, fact in fresh.items() if name not in known))
    return Proposal(article.id, facts, "kept" if there and facts == there else "proposed", rivals)


def _fresh(article: Article, edited: Sequence[KeyFact]) -> tuple[dict[str, KeyFact], frozenset[str]]:
    """The proposals by id, the most salient first, and the ids of rivals."""
    subject = Subject(article.for_backend())
    ids = [source.id for source in article.sources]
    facts: dict[str, KeyFact] = {}
    rivals: set[str] = set()
    for one in choose(subject, find_statements(subject), told=[fact.text for fact in edited]):
        text = one.statement.text
        name = fact_id(text)
        sources = tuple(ids[n] for n in one.sources)
        facts.setdefault(name, KeyFact(id=name, text=text, weight="vital" if one.vital else "okay", sources=sources))
        rivals |= {name} if one.rival else set()
    return facts, frozenset(rivals)


def articles_file(articles: str) -> Path:
    """The file that holds the articles of a set. Raises InputError for whatever cannot hold key facts."""
    path = Path(articles)
    if articles.startswith(HUB):
        raise InputError(
            f"{articles}: key facts are stored with the articles, and a data set of `datasets` is no file of ours; save "
            "its rows as CSV, Parquet or JSON lines and make an article set of them first: harness init FILE"
        )
    if path.suffix.lower() in _TABLES:
        raise InputError(f"{path}: is no article set; make one of it first: harness init {path}")
    if path.suffix.lower() == ".toml":
        raise InputError(f"{path}: expected an article set, not a suite; give the folder that its `articles` names")
    return path / "articles.jsonl" if path.is_dir() else path


def load(articles: str) -> ArticleSet:
    """The set, with its set.toml also where only its file is named. Raises InputError where it is not in English."""
    file = articles_file(articles)
    beside = file.name == "articles.jsonl" and (file.parent / "set.toml").exists()
    loaded = load_set(file.parent if beside or Path(articles).is_dir() else file)
    if loaded.info.language != "en":
        raise InputError(
            f"{articles}: its language is {loaded.info.language!r}; key facts are proposed for articles in English "
            '(language = "en" in set.toml) only. Write them by hand: {"id", "text", "weight", "sources"}'
        )
    return loaded


def propose_all(
    articles: Iterable[Article], *, again: bool = False, on_article: Callable[[Proposal], None] = lambda _: None
) -> list[Proposal]:
    """A proposal for each article; `on_article` is told of each as it is made."""
    made = []
    for article in articles:
        made.append(propose(article, again=again))
        on_article(made[-1])
    return made


def read(articles: str) -> bytes:
    """The file as it stands, for `write` to make sure that nobody changed it meanwhile."""
    with open_binary(articles_file(articles)) as file:
        data: bytes = file.read()
    return data


def write(articles: str, before: bytes, proposals: Sequence[Proposal]) -> bool:
    """Write what is proposed into the file, whole or not at all; whether anything changed.

    `proposals` are those of the first articles, in order. Raises InputError where the file is no longer `before`, or
    cannot be written.
    """
    file = articles_file(articles).resolve()
    after = replaced(before, proposals)
    if after == before:
        return False
    if read(articles) != before:
        raise InputError(f"{file}: was changed by somebody else meanwhile; nothing is written, run the command again")
    try:
        write_atomically(file, after)
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror}; nothing has changed") from None
    return True


def replaced(data: bytes, proposals: Sequence[Proposal]) -> bytes:
    """The lines of a file of articles with the key facts that are proposed; every other byte as it was."""
    left = iter(proposals)
    lines = []
    for line in io.BytesIO(data):
        proposal = next(left, None) if line.strip() else None
        new = proposal is not None and proposal.state == "proposed" and bool(proposal.key_facts)
        lines.append(_with_facts(line.decode(), proposal.key_facts).encode() if proposal and new else line)
    return b"".join(lines)


def _with_facts(line: str, facts: Sequence[KeyFact]) -> str:
    """The JSON object of a line with these key facts, in the place of those it has or at its end, spaced as it is."""
    spaced = re.match(r'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s', line) is not None
    escaped = line.isascii() and "\\u" in line
    separators = (", ", ": ") if spaced else (",", ":")
    told = [_plain(fact) for fact in facts]
    surrogate = any(re.search("[\ud800-\udfff]", json.dumps(fact, ensure_ascii=False)) for fact in told)
    value = json.dumps(told, ensure_ascii=escaped or surrogate, separators=separators)
    place = _member(line, "key_facts")
    if place is not None:
        return line[: place[0]] + value + line[place[1] :]
    end = len(line[: line.rindex("}")].rstrip())
    return f'{line[:end]}{separators[0]}"key_facts"{separators[1]}{value}{line[end:]}'


def _member(line: str, name: str) -> tuple[int, int] | None:
    """Where the value of a key of the line's object stands."""
    decoder = json.JSONDecoder()
    place = _behind_space(line, line.index("{") + 1)
    while line[place] == '"':
        key, place = decoder.raw_decode(line, place)
        start = _behind_space(line, _behind_space(line, place) + 1)
        end = decoder.raw_decode(line, start)[1]
        if key == name:
            return start, end
        place = _behind_space(line, end)
        place = _behind_space(line, place + 1) if line[place] == "," else place
    return None


def _behind_space(line: str, place: int) -> int:
    match = _SPACE.match(line, place)
    return match.end() if match else place


def _plain(fact: KeyFact) -> dict[str, Any]:
    return {"id": fact.id, "text": fact.text, "weight": fact.weight, "sources": list(fact.sources)}
