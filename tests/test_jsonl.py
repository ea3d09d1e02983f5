"""harness.jsonl: strict reading with file and line, and writing that is the same every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import InputError
from harness.jsonl import decode, digest, encode, open_binary, read_lines

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_encoded_decodes_to_the_same(value: Any) -> None:
    assert decode(encode(value), "x") == value


@given(VALUES)
def test_an_encoded_value_is_one_line_of_utf_8(value: Any) -> None:
    data = encode(value)
    assert b"\n" not in data
    assert data.decode("utf-8")


def test_non_ascii_stays_readable() -> None:
    assert encode({"title": "Brücke – “zu”"}) == '{"title": "Brücke – “zu”"}'.encode()


def test_a_lone_surrogate_is_written_as_an_escape() -> None:
    assert encode(["é\ud800"]) == b'["\\u00e9\\ud800"]'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_infinity_are_never_written(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        encode({"value": number})
    with pytest.raises(ValueError, match="JSON compliant"):
        digest({"value": number})


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})


def test_a_digest_depends_on_the_order_of_a_list_and_on_types() -> None:
    assert len({digest(value) for value in ([1, 2], [2, 1], ["1", 2], [1.5, 2], [True, 2])}) == 5


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1', "broken JSON at column 8: Expecting ',' delimiter"),
        (b"", "broken JSON at column 1: Expecting value"),
        (b'{"a": 1} x', "broken JSON at column 10: Extra data"),
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"a": 1e999}', "number 1e999 is too large"),
        (b'{"a": 1, "b": 2, "a": 3}', "key 'a' stands twice in one object"),
        (b'{"m": [{"b": 2, "b": 2}]}', "key 'b' stands twice in one object"),
        (b'\xef\xbb\xbf{"a": 1}', "starts with a byte order mark; save the file as UTF-8 without BOM"),
        ('{"a": "é"}'.encode("latin-1"), "not UTF-8 at byte 8 (0xe9); save the file as UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8 at byte 1 (0xff); save the file as UTF-8"),
    ],
)
def test_what_is_no_strict_json_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "set/articles.jsonl:4")
    assert str(caught.value) == f"set/articles.jsonl:4: {reason}"


def test_json_nested_too_deeply_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"^deep\.jsonl:1: "):
        decode(b'{"meta": ' + b"[" * 100_000, "deep.jsonl:1")


def test_broken_json_over_several_lines_names_the_line() -> None:
    with pytest.raises(InputError) as caught:
        decode(b'{\n  "id": "a",\n  oops\n}', "article.json")
    assert "line 3" in str(caught.value) or str(caught.value).startswith("article.json:3")


def test_lines_carry_number_offset_and_length(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes('{"a": "é"}\n\n  \r\n{"b": 2}\r\n{"c": 3}'.encode())
    lines = list(read_lines(path))
    assert [(line.number, line.value) for line in lines] == [(1, {"a": "é"}), (4, {"b": 2}), (5, {"c": 3})]
    data = path.read_bytes()
    cut = [data[line.offset : line.offset + line.length] for line in lines]
    assert [json.loads(piece) for piece in cut] == [line.value for line in lines]
    assert cut[1] == b'{"b": 2}\r\n'


def test_a_line_separator_inside_a_text_does_not_end_a_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(encode({"text": "one\u2028two\x85three\x0cfour"}) + b"\n")
    assert [line.value["text"] for line in read_lines(path)] == ["one\u2028two\x85three\x0cfour"]


@pytest.mark.parametrize(("line", "shown"), [("[1, 2]", "b'[1, 2]'"), ('"text"', "b'\"text\"'"), ("3", "b'3'")])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, line: str, shown: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\n' + line, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read_lines(path))
    assert str(caught.value) == f"{path}:2: expected one JSON object a line, found {shown}"


def test_lines_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\nbroken\n', encoding="utf-8")
    assert next(read_lines(path)).value == {"a": 1}


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as missing:
        open_binary(tmp_path / "none.jsonl")
    assert str(missing.value) == f"{tmp_path / 'none.jsonl'}: no such file"
    with pytest.raises(InputError) as folder:
        open_binary(tmp_path)
    assert str(folder.value) == f"{tmp_path}: is a folder, expected a file"
