"""The file that `harness facts` writes: only key facts change in it, and what cannot hold them is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.articles import article_hash, load_set
from harness.errors import InputError
from harness.propose import load as load_articles
from harness.propose import propose, propose_all, read, write
from tests.conftest import Harness, make_article, write_jsonl
from tests.test_hostile import HOSTILE
from tests.test_propose import TEXT, article


def test_only_key_facts_change_in_the_file(tmp_path: Path) -> None:
    objects = [make_article(n, key_facts=[]) for n in range(1, 7)]
    for one in objects[:4]:
        del one["key_facts"]
    lines = [
        json.dumps(objects[0]) + "\n",
        " " + json.dumps(objects[1], ensure_ascii=False, separators=(",", ":"))[:-1] + " \t}  \r\n",
        "\n",
        json.dumps({**objects[2], "meta": {"key_facts": "}", "n": 1.50}}).replace("1.5", "1.50") + "\n",
        json.dumps(make_article(9)) + "\n",
        json.dumps(objects[4]) + "\n",
        json.dumps({"key_facts": [], **objects[5], "id": "last"}),
    ]
    path = tmp_path / "articles.jsonl"
    path.write_bytes("".join(lines).encode())
    before = read(str(tmp_path / "articles.jsonl"))
    proposals = propose_all(load_articles(str(path)))
    assert [p.state for p in proposals] == ["proposed", "proposed", "proposed", "kept", "proposed", "proposed"]
    assert write(str(path), before, proposals)
    after = path.read_bytes().decode().split("\n")
    assert after[3 + 1] == lines[4].rstrip("\n")
    assert after[0].startswith(lines[0].rstrip("\n")[:-1])
    assert "\\u201cWe" in after[0]
    assert after[1].startswith(lines[1].rstrip(" \t}\r\n"))
    assert after[1].endswith(" \t}  \r")
    assert ',"key_facts":[{"id":"f-' in after[1]
    assert after[2] == ""
    assert '"n": 1.50}' in after[3]
    assert after[6].startswith('{"key_facts": [{"id": "f-')
    again = load_set(path)
    assert [a.key_facts for a in again] == [p.key_facts for p in proposals]
    assert not write(str(path), path.read_bytes(), propose_all(again))


def test_the_hash_of_an_article_knows_its_key_facts() -> None:
    one = article(TEXT)
    assert article_hash(one) != article_hash(one.model_copy(update={"key_facts": propose(one).key_facts}))


def test_a_file_that_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [make_article(1, key_facts=[])])
    before = read(str(path))
    proposals = propose_all(load_articles(str(path)))
    path.write_bytes(before + b"\n")
    with pytest.raises(InputError, match="changed by somebody else"):
        write(str(path), before, proposals)
    assert path.read_bytes() == before + b"\n"


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = write_jsonl(tmp_path / "real" / "a.jsonl", [make_article(1, key_facts=[])])
    link = tmp_path / "a.jsonl"
    link.symlink_to(real)
    assert write(str(link), read(str(link)), propose_all(load_articles(str(link))))
    assert link.is_symlink()
    assert load_set(real).articles[0].key_facts


def test_hostile_texts_are_written_and_read_back(tmp_path: Path) -> None:
    articles = [
        make_article(
            n, id=f"a{n}", key_facts=[], sources=[{"id": text, "text": f"{text} Engineers found {n} cracks in Lissen."}]
        )
        for n, text in enumerate(HOSTILE.values(), start=1)
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(a) + "\n" for a in articles))
    proposals = propose_all(load_articles(str(path)))
    write(str(path), read(str(path)), proposals)
    assert [a.key_facts for a in load_set(path)] == [p.key_facts for p in proposals]
    assert all(p.key_facts for p in proposals)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("hf:owner/name", "harness init"),
        ("rows.csv", "harness init"),
        ("news.toml", "not a suite"),
        ("nowhere", "no such file"),
    ],
)
def test_what_is_no_article_set_is_refused_with_the_way_out(name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=says):
        read(name if name.startswith("hf:") else str(tmp_path / name))


def test_another_language_is_a_clear_error_for_the_folder_and_its_file(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "articles.jsonl", [make_article(1, key_facts=[])])
    (tmp_path / "set.toml").write_text('name = "x"\nlanguage = "de"\n')
    for path in (tmp_path, tmp_path / "articles.jsonl"):
        with pytest.raises(InputError, match="its language is 'de'"):
            load_articles(str(path))


def test_dry_run_prints_and_writes_nothing(harness: Harness, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [make_article(1, key_facts=[]), make_article(2)])
    before = path.read_bytes()
    done = harness("facts", path, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "event-1: " in done.stdout
    assert "12 cracks" in done.stdout
    assert "event-2: 2 key facts are there; kept" in done.stdout
    assert path.read_bytes() == before


def test_the_command_writes_and_says_what_to_do_next(harness: Harness, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "articles.jsonl", [make_article(n, key_facts=[]) for n in (1, 2)])
    (tmp_path / "set.toml").write_text('name = "x"\n')
    done = harness("facts", tmp_path, "--limit", 1)
    assert done.returncode == 0, done.stderr
    assert "review them in" in done.stdout
    first, second = load_set(tmp_path)
    assert first.key_facts
    assert not second.key_facts
    done = harness("facts", tmp_path, "--limit", 1, "--again")
    assert "has not changed" in done.stdout


def test_json_is_one_document(harness: Harness, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [make_article(1, key_facts=[]), make_article(2)])
    done = harness("facts", path, "--json")
    document = json.loads(done.stdout)
    assert document["schema"] == 1
    assert [(a["id"], a["state"]) for a in document["articles"]] == [("event-1", "proposed"), ("event-2", "kept")]
    fact = document["articles"][0]["key_facts"][0]
    assert set(fact) == {"id", "text", "weight", "sources"}
    assert load_set(path).articles[0].key_facts[0].text == fact["text"]
    assert "review them in" in done.stderr


def test_a_suite_is_refused_with_exit_code_2(harness: Harness, suite_path: Path) -> None:
    done = harness("facts", suite_path)
    assert done.returncode == 2
    assert "not a suite" in done.stderr
