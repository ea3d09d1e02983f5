"""Files of stored summaries, one row per (document, system): what `harness score FILE` reads.

Only `id`, `doc_id` and `summary` are certain; unknown keys are ignored. The rows are read once for an index and
then one at a time by offset, so that memory does not grow with the texts. Labels of people never leave the file.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar, overload

from harness.articles import shown
from harness.errors import BackendError, InputError
from harness.jsonl import Line, decode, digest, read_lines
from harness.types import Article, KeyFact, Reference, Source, Summary


@dataclass
class _Document:
    """Where one article comes from: the row that gives its sources, and where each distinct reference stands."""

    id: str
    offset: int
    length: int
    line: int
    version: int
    """1 for the first sources that came with this doc_id, 2 for the next other ones, and so on."""
    references: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # hash -> offset, length, index


class LabelFile:
    """A file of rows: lazily its articles, in order of first appearance, and each row's summary."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.documents: list[_Document] = []
        self.rows: list[tuple[int, str, int, str]] = []
        """(article number, system, sample, row id), grouped by article."""
        self._places: dict[tuple[str, str, int], tuple[int, int, int]] = {}
        self._index()
        self._file = path.open("rb")
        self._lock = Lock()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _index(self) -> None:
        numbers: dict[tuple[str, str], int] = {}
        versions: dict[str, int] = {}
        samples: dict[tuple[int, str], int] = {}
        ids: dict[str, int] = {}
        places: dict[tuple[int, str, int], tuple[int, int, int]] = {}
        for line in read_lines(self.path):
            row = checked_row(self.path, line)
            if row["id"] in ids:
                raise InputError(
                    f"{self.path}:{line.number}: id {shown(row['id'])} stands already in line {ids[row['id']]}"
                )
            ids[row["id"]] = line.number
            key = (
                row["doc_id"],
                digest([row.get("sources"), [fact_text(f) for f in row.get("key_facts") or ()]]),
            )
            if key not in numbers:
                # the same document with other sources is another article: scores must not mix what they compare
                versions[key[0]] = versions.get(key[0], 0) + 1
                numbers[key] = len(self.documents)
                self.documents.append(_Document(key[0], line.offset, line.length, line.number, versions[key[0]]))
            number = numbers[key]
            document = self.documents[number]
            for index, reference in enumerate(row.get("references") or ()):
                document.references.setdefault(digest(reference), (line.offset, line.length, index))
            system = row.get("system") or "summary"
            sample = samples.get((number, system), 0)
            samples[number, system] = sample + 1
            self.rows.append((number, system, sample, row["id"]))
            places[number, system, sample] = (line.offset, line.length, line.number)
        if not self.rows:
            raise InputError(f"{self.path}: holds no row; expected one JSON object a line")
        self.rows.sort(key=lambda row: row[0])
        taken = set(versions)
        for document in self.documents:
            if document.version > 1:
                numbered = (f"{document.id}#{n}" for n in itertools.count(document.version))
                document.id = next(name for name in numbered if name not in taken)
                taken.add(document.id)
        self._places = {(self.documents[n].id, system, sample): at for (n, system, sample), at in places.items()}

    @property
    def systems(self) -> list[str]:
        """The systems in order of first appearance; rows without one belong to "summary"."""
        return list(dict.fromkeys(system for _, system, _, _ in self.rows))

    def article(self, number: int) -> Article:
        """Article `number`, read from the file now."""
        document = self.documents[number]
        row = self._read(document.offset, document.length, document.line)
        references = tuple(
            Reference(text=self._read(offset, length, document.line)["references"][index])
            for offset, length, index in document.references.values()
        )
        return Article(
            id=document.id,
            sources=tuple(
                Source(id=f"source-{n}", text=text) for n, text in enumerate(row.get("sources") or (), start=1)
            ),
            references=references,
            key_facts=tuple(
                KeyFact(id=f"k{n}", text=fact_text(fact)) for n, fact in enumerate(row.get("key_facts") or (), start=1)
            ),
        )

    def summary(self, article: str, system: str, sample: int) -> str:
        """The stored summary, read from the file now. Raises KeyError where there is none."""
        offset, length, line = self._places[article, system, sample]
        return str(self._read(offset, length, line)["summary"])

    def _read(self, offset: int, length: int, line: int) -> dict[str, Any]:
        with self._lock:  # one place in one file, read by several threads
            self._file.seek(offset)
            data = self._file.read(length)
        row: dict[str, Any] = decode(data.rstrip(b"\r\n"), f"{self.path}:{line}")
        return row


class LabelArticles(Sequence[Article]):
    """The articles of a label file as a sequence that holds none of them."""

    def __init__(self, labels: LabelFile) -> None:
        self._labels = labels

    def __len__(self) -> int:
        return len(self._labels.documents)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Article]: ...
    def __getitem__(self, index: int | slice) -> Article | Sequence[Article]:
        if isinstance(index, slice):
            return [self._labels.article(i) for i in range(*index.indices(len(self)))]
        return self._labels.article(index)


@dataclass(frozen=True)
class Stored:
    """A backend that repeats what a system wrote, out of a label file."""

    labels: LabelFile
    system: str

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The stored summary."""
        try:
            return Summary(text=self.labels.summary(article.id, self.system, sample))
        except KeyError:
            raise BackendError(f"{self.labels.path.name} has no summary of {shown(article.id)}") from None


def fact_text(value: Any) -> Any:
    return value.get("fact") if isinstance(value, dict) else value


def checked_row(path: Path, line: Line) -> dict[str, Any]:
    row: dict[str, Any] = line.value
    where = f"{path}:{line.number}"
    for key in ("id", "doc_id", "summary"):
        if not isinstance(row.get(key), str):
            raise InputError(f"{where}: field {key!r} must be a text; a row needs id, doc_id and summary")
    if not row["doc_id"]:
        raise InputError(f"{where}: field 'doc_id' must not be empty")
    for key in ("sources", "references"):
        value = row.get(key) or []
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise InputError(f"{where}: field {key!r} must be a list of texts")
    facts = row.get("key_facts") or []
    if not isinstance(facts, list) or not all(isinstance(fact_text(f), str) and fact_text(f).strip() for f in facts):
        raise InputError(f"{where}: field 'key_facts' must be a list of {{'fact': text}}")
    if row.get("system") is not None and not isinstance(row["system"], str):
        raise InputError(f"{where}: field 'system' must be a text")
    return row
