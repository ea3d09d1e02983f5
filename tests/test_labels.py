"""harness.labels: files of stored summaries, row by row, whose labels never leave the file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from harness.errors import BackendError, InputError
from harness.labels import LabelArticles, LabelFile, Stored
from tests.conftest import write_jsonl

Load = Callable[..., LabelFile]


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Write rows as a label file and open it; what a row leaves out is filled in."""
    opened = []

    def write_and_open(*rows: dict[str, Any]) -> LabelFile:
        filled = [{"id": f"r{n}", "doc_id": "d", "summary": f"Summary {n}.", **row} for n, row in enumerate(rows)]
        opened.append(LabelFile(write_jsonl(tmp_path / "labels.jsonl", filled)))
        return opened[-1]

    yield write_and_open
    for labels in opened:
        labels.close()


@pytest.fixture
def opened(load: Load) -> LabelFile:
    """Two documents, two systems, a second summary of one system, and one document with other sources."""
    return load(
        {"doc_id": "a", "system": "x", "sources": ["A one.", "A two."], "references": ["Ref A."]},
        {"doc_id": "b", "system": "x", "sources": ["B one."]},
        {
            "doc_id": "a",
            "system": "y",
            "sources": ["A one.", "A two."],
            "references": ["Ref A.", "Ref A2."],
        },
        {"doc_id": "a", "system": "x", "sources": ["A one.", "A two."]},
        {"doc_id": "a", "system": "x", "sources": ["A one.", "A changed."]},
    )


def test_rows_stand_by_article_in_order_of_first_appearance(opened: LabelFile) -> None:
    assert opened.rows == [
        (0, "x", 0, "r0"),
        (0, "y", 0, "r2"),
        (0, "x", 1, "r3"),
        (1, "x", 0, "r1"),
        (2, "x", 0, "r4"),
    ]
    assert opened.systems == ["x", "y"]


def test_several_rows_of_one_document_and_system_become_samples(opened: LabelFile) -> None:
    assert opened.summary("a", "x", 0) == "Summary 0."
    assert opened.summary("a", "x", 1) == "Summary 3."
    with pytest.raises(KeyError):
        opened.summary("a", "x", 2)


def test_the_same_document_with_other_sources_is_another_article(opened: LabelFile) -> None:
    articles = LabelArticles(opened)
    assert [article.id for article in articles] == ["a", "b", "a#2"]
    assert [source.text for source in articles[2].sources] == ["A one.", "A changed."]
    assert opened.summary("a#2", "x", 0) == "Summary 4."


def test_the_references_of_all_rows_of_a_document_are_joined(opened: LabelFile) -> None:
    assert [r.text for r in LabelArticles(opened)[0].references] == ["Ref A.", "Ref A2."]


def test_articles_can_be_counted_and_sliced(opened: LabelFile) -> None:
    articles = LabelArticles(opened)
    assert len(articles) == 3
    assert [article.id for article in articles[1:]] == ["b", "a#2"]


def test_a_row_without_a_system_belongs_to_summary(load: Load) -> None:
    labels = load({}, {"doc_id": "e", "system": None})
    assert labels.systems == ["summary"]
    assert labels.rows == [(0, "summary", 0, "r0"), (1, "summary", 0, "r1")]


@pytest.mark.parametrize("sources", [{}, {"sources": None}, {"sources": []}])
def test_a_row_without_sources_is_an_article_without_sources(load: Load, sources: dict[str, Any]) -> None:
    labels = load(sources)
    article = labels.article(0)
    assert (article.id, article.sources, article.references, article.key_facts) == ("d", (), (), ())


def test_key_fact_labels_never_reach_an_article(load: Load) -> None:
    facts = [
        {"fact": "The bridge closed.", "label": 1, "notes": "seen"},
        {"fact": "It cost much.", "label": 0},
    ]
    other = [{**fact, "label": 1 - int(str(fact["label"]))} for fact in facts]
    labels = load(
        {"system": "x", "key_facts": facts, "label": 1, "human": {"coherence": 4}},
        {"system": "y", "key_facts": other},
    )
    assert len(labels.documents) == 1
    dumped = labels.article(0).model_dump()
    assert dumped["key_facts"] == (
        {"id": "k1", "text": "The bridge closed.", "weight": "vital", "sources": ()},
        {"id": "k2", "text": "It cost much.", "weight": "vital", "sources": ()},
    )
    assert dumped["meta"] == {}


def test_unknown_keys_are_ignored(load: Load) -> None:
    before = load({"sources": ["A."]}).article(0)
    labels = load({"sources": ["A."], "origin": "here", "split": {"x": [1]}})
    assert labels.article(0) == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": "r0"}, "id 'r0' stands already in line 1"),
        ({"id": 5}, "field 'id' must be a text; a row needs id, doc_id and summary"),
        ({"doc_id": None}, "field 'doc_id' must be a text; a row needs id, doc_id and summary"),
        ({"summary": ["a"]}, "field 'summary' must be a text; a row needs id, doc_id and summary"),
        ({"sources": [{"text": "a"}]}, "field 'sources' must be a list of texts"),
        ({"sources": "one text"}, "field 'sources' must be a list of texts"),
        ({"sources": 5}, "field 'sources' must be a list of texts"),
        ({"references": [5]}, "field 'references' must be a list of texts"),
        ({"references": "one text"}, "field 'references' must be a list of texts"),
        ({"key_facts": [{"text": "a"}]}, "field 'key_facts' must be a list of {'fact': text}"),
        ({"key_facts": [{"fact": " "}]}, "field 'key_facts' must be a list of {'fact': text}"),
        ({"key_facts": "text"}, "field 'key_facts' must be a list of {'fact': text}"),
        ({"key_facts": 5}, "field 'key_facts' must be a list of {'fact': text}"),
        ({"system": 5}, "field 'system' must be a text"),
    ],
)
def test_a_row_with_a_fault_is_refused(load: Load, tmp_path: Path, row: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError) as caught:
        load({}, row)
    assert str(caught.value) == f"{tmp_path / 'labels.jsonl'}:2: {reason}"


def test_a_row_with_an_empty_doc_id_is_refused(load: Load) -> None:
    with pytest.raises(InputError, match=r"labels\.jsonl:2: .*'doc_id'"):
        load({}, {"doc_id": ""})


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        LabelFile(path)
    assert str(caught.value) == f"{path}: holds no row; expected one JSON object a line"


def test_a_broken_line_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id": "x", "doc_id": "d", "summary": "S."}\n{"id": "x", "id": "y"}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        LabelFile(path)
    assert str(caught.value) == f"{path}:2: key 'id' stands twice in one object"


def test_articles_with_made_up_names_never_share_one(load: Load) -> None:
    rows: list[dict[str, Any]] = [
        {"sources": ["A."]},
        {"sources": ["B."]},
        {"doc_id": "d#2", "sources": ["C."]},
    ]
    labels = load(*rows)
    ids = [article.id for article in LabelArticles(labels)]
    assert len(set(ids)) == 3
    summaries = [labels.summary(ids[number], system, sample) for number, system, sample, _ in labels.rows]
    assert summaries == ["Summary 0.", "Summary 1.", "Summary 2."]


def test_a_stored_backend_answers_with_the_row_and_fails_where_there_is_none(opened: LabelFile) -> None:
    article = opened.article(1)
    assert Stored(opened, "x").summarize(article, sample=0).text == "Summary 1."
    with pytest.raises(BackendError) as caught:
        Stored(opened, "y").summarize(article, sample=0)
    assert str(caught.value) == "labels.jsonl has no summary of 'b'"


def test_several_threads_read_the_right_rows(load: Load) -> None:
    """`harness score FILE --threads 4` reads summaries from all its threads."""
    rows = [{"doc_id": f"d{n}", "summary": f"Summary {n}. " + "x" * 3000} for n in range(100)]
    labels = load(*rows)
    numbers = [n % 100 for n in range(2000)]

    def read(number: int) -> str:
        try:
            return labels.summary(f"d{number}", "summary", 0).partition(".")[0]
        except InputError as error:
            return str(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(read, numbers))
    finally:
        sys.setswitchinterval(interval)
    assert [text for text, n in zip(found, numbers, strict=True) if text != f"Summary {n}"] == []
