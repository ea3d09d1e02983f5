"""harness.articles: every article set is checked whole when it is read, and errors say file, line and reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.articles import article_hash, load_article, load_set, load_toml, parse_article, shown
from harness.errors import InputError
from harness.types import Article
from tests.conftest import make_article, write_jsonl

WIRE = {"id": "wire", "text": "The bridge closed."}


def rejection(path: Path, line: bytes | dict[str, Any]) -> str:
    """What is said about a second line of an article file, without the file's name."""
    data = line if isinstance(line, bytes) else json.dumps(line).encode()
    path.write_bytes(json.dumps(make_article(1)).encode() + b"\n" + data + b"\n")
    with pytest.raises(InputError) as caught:
        load_set(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:2: ")
    return message.removeprefix(f"{path}:2: ")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "event-1"}, "article id 'event-1' stands already in line 1"),
        ({"sources": [WIRE, WIRE], "key_facts": []}, "article 'event-2': source id 'wire' stands twice"),
        (
            {"key_facts": [{"id": "k", "text": "One."}, {"id": "k", "text": "Two."}]},
            "article 'event-2': key fact id 'k' stands twice",
        ),
        ({"sources": [{"id": "wire", "text": " \n"}]}, "article 'event-2': source 'wire' has an empty text"),
        ({"key_facts": [{"id": "k", "text": ""}]}, "article 'event-2': key fact 'k' has an empty text"),
        ({"references": ["Fine.", "\t"]}, "article 'event-2': reference 2 has an empty text"),
        (
            {"key_facts": [{"id": "k", "text": "One.", "sources": ["wire", "radio"]}]},
            "article 'event-2': key fact 'k' names the unknown source 'radio'; the article has 'post', 'wire'",
        ),
        ({"sources": []}, "article 'event-2' has no sources; at least one is needed"),
        ({"id": ""}, "field 'id': Value error, must not be empty"),
        ({"id": 5}, "field 'id': Input should be a valid string"),
        ({"sources": [{"id": "wire"}]}, "field 'sources.0.text': Field required"),
        (
            {"references": [5]},
            "field 'references.0': expected a reference with text, profile",
        ),
        (
            {"key_facts": [{"id": "k", "text": "One.", "weight": "high"}]},
            "field 'key_facts.0.weight': Input should be 'vital' or 'okay'",
        ),
        (
            {"published": "yesterday"},
            "field 'published': Value error, expected an ISO 8601 date or time such as 2026-03-17T08:30:00+01:00",
        ),
    ],
)
def test_an_article_with_a_fault_is_refused(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    assert rejection(tmp_path / "articles.jsonl", make_article(2, **changes)) == reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "b", "sources": [', "broken JSON at column 25: Expecting value"),
        (b'{"id": "caf\xe9"}', "not UTF-8 at byte 12 (0xe9); save the file as UTF-8"),
        (b'\xef\xbb\xbf{"id": "b"}', "starts with a byte order mark; save the file as UTF-8 without BOM"),
        (b'{"id": "b", "meta": {"x": NaN}}', "NaN is not a JSON number"),
        (b'{"id": "b", "id": "c"}', "key 'id' stands twice in one object"),
        (
            b'{"id": "b", "sources": [{"id": "w", "text": "A", "text": "B"}]}',
            "key 'text' stands twice in one object",
        ),
        (b'{"id": "b"}', "field 'sources': Field required"),
        (b'{"sources": []}', "field 'id': Field required"),
        (b"{}", "field 'id': Field required; field 'sources': Field required"),
    ],
)
def test_a_line_with_a_fault_is_refused(tmp_path: Path, line: bytes, reason: str) -> None:
    assert rejection(tmp_path / "articles.jsonl", line) == reason


def test_an_unknown_field_of_an_article_is_refused(tmp_path: Path) -> None:
    assert rejection(tmp_path / "articles.jsonl", make_article(2, headline="x")) == (
        "unknown field 'headline' (an article has id, title, published, sources, references, key_facts, meta)"
    )


def test_an_unknown_field_of_a_source_is_told_with_the_fields_of_a_source(tmp_path: Path) -> None:
    article = make_article(2, sources=[{**WIRE, "body": "x"}], key_facts=[])
    assert rejection(tmp_path / "articles.jsonl", article) == (
        "unknown field 'sources.0.body' (a source has id, text, title, publisher, published, url)"
    )


def test_a_byte_order_mark_at_the_start_of_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(make_article(1)), encoding="utf-8-sig")
    with pytest.raises(InputError) as caught:
        load_set(path)
    assert str(caught.value) == f"{path}:1: starts with a byte order mark; save the file as UTF-8 without BOM"


@pytest.mark.parametrize("content", ["", "\n  \n"])
def test_a_file_without_articles_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_set(path)
    assert str(caught.value) == f"{path}: holds no article; expected one JSON object a line"


def test_a_folder_needs_set_toml_and_articles(tmp_path: Path) -> None:
    with pytest.raises(InputError) as no_set:
        load_set(tmp_path)
    assert str(no_set.value) == f"{tmp_path / 'set.toml'}: no such file"
    (tmp_path / "set.toml").write_text('name = "x"', encoding="utf-8")
    with pytest.raises(InputError) as no_articles:
        load_set(tmp_path)
    assert str(no_articles.value) == f"{tmp_path / 'articles.jsonl'}: no such file"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "field 'name': Field required"),
        (b"name = 5", "field 'name': Input should be a valid string"),
        (b'name = "x', "broken TOML: Unterminated string (at end of document)"),
        (b'name = "\xe9"', "not UTF-8 at byte 9; save the file as UTF-8"),
        (
            b'name = "x"\nlicense = "y"',
            "unknown field 'license' (a set has name, version, language, licence, origin, profile)",
        ),
        (b'\xef\xbb\xbfname = "x"', "starts with a byte order mark; save the file as UTF-8 without BOM"),
    ],
)
def test_a_wrong_set_toml_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "set.toml").write_bytes(content)
    write_jsonl(tmp_path / "articles.jsonl", [make_article(1)])
    with pytest.raises(InputError) as caught:
        load_set(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'set.toml'}: {reason}"


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "articles.docx"
    path.write_bytes(b"PK")
    with pytest.raises(InputError) as caught:
        load_set(path)
    assert str(caught.value) == (
        f"{path}: expected a folder with set.toml and articles.jsonl, or a .jsonl file of articles"
    )


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        load_set(tmp_path / "newsrom")


def test_a_set_keeps_its_order_and_what_set_toml_says(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text('name = "x"\nlanguage = "de"\nprofile = "brief"\n', encoding="utf-8")
    write_jsonl(tmp_path / "articles.jsonl", [make_article(n) for n in (3, 1, 2)])
    loaded = load_set(tmp_path)
    assert [article.id for article in loaded] == ["event-3", "event-1", "event-2"]
    assert (loaded.info.name, loaded.info.language, loaded.info.profile) == ("x", "de", "brief")
    assert len(loaded) == 3


def test_a_bare_file_is_a_set_named_after_it(tmp_path: Path) -> None:
    loaded = load_set(write_jsonl(tmp_path / "bridges.jsonl", [make_article(1)]))
    assert (loaded.info.name, loaded.info.language) == ("bridges", "en")


def test_only_id_and_sources_with_id_and_text_are_required() -> None:
    article = parse_article({"id": "a", "sources": [WIRE]}, "here")
    assert (article.references, article.key_facts, article.title) == ((), (), None)


def test_a_bare_reference_fits_every_profile_and_a_key_fact_is_vital_unless_it_says_okay() -> None:
    article = parse_article(make_article(1), "here")
    assert article.references[0].profile is None
    assert [fact.weight for fact in article.key_facts] == ["vital", "okay"]


def test_a_backend_sees_no_key_facts_and_references_only_where_it_declares_them() -> None:
    article = parse_article(make_article(1, meta={"desk": "north"}), "here")
    seen = article.for_backend()
    assert (seen.references, seen.key_facts) == ((), ())
    assert (seen.id, seen.title, seen.published, seen.sources, seen.meta) == (
        article.id,
        article.title,
        article.published,
        article.sources,
        article.meta,
    )
    control = article.for_backend(("references",))
    assert control.references == article.references
    assert control.key_facts == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Other"},
        {"sources": [WIRE], "key_facts": []},
        {"references": ["Another."]},
        {"key_facts": []},
        {"published": "2026-01-01"},
    ],
)
def test_the_hash_of_an_article_changes_with_its_content(changes: dict[str, Any]) -> None:
    before = Article.model_validate(make_article(1))
    assert article_hash(before) != article_hash(Article.model_validate(make_article(1, **changes)))


def test_the_hash_of_an_article_ignores_meta() -> None:
    before = Article.model_validate(make_article(1))
    assert article_hash(before) == article_hash(Article.model_validate(make_article(1, meta={"desk": "north"})))


def test_one_article_is_read_from_a_file_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "article.json"
    path.write_text(json.dumps(make_article(1), indent=2), encoding="utf-8")
    assert load_article(path).id == "event-1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "'plain'"),
        ("two\nlines\tand a tab", "'two\\nlines\\tand a tab'"),
        ("\x1b[31mred\u202e", "'\\x1b[31mred\\u202e'"),
        ("x" * 80, "'" + "x" * 80 + "'"),
        ("x" * 81, "'" + "x" * 77 + "...'"),
    ],
)
def test_an_id_in_a_message_is_quoted_on_one_line_and_harmless(value: str, expected: str) -> None:
    assert shown(value) == expected


def test_toml_errors_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "suite.toml"
    path.write_text("a = 1\nb = \n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_toml(path)
    assert str(caught.value) == f"{path}: broken TOML: Invalid value (at line 2, column 5)"
