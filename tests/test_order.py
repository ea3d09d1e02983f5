"""permute_sources: other orders of the sources, what they change, and who favours the source that comes first."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import InputError
from harness.order import order_biases, orders, rearranged
from harness.types import Article, Row, Source
from tests.conftest import Harness, make_article, write_jsonl
from tests.made_runs import make_row

SUITE = """\
name = "orders"
articles = "articles.jsonl"
profile = "free"
seed = 7
permute_sources = 2
[[backends]]
type = "command"
name = "first"
command = ["python", "first.py"]
[[backends]]
type = "command"
name = "last-name"
command = ["python", "last_name.py"]
[[backends]]
type = "replay"
path = "stored.jsonl"
[[backends]]
type = "oracle"
[[metrics]]
type = "coverage"
given = "sources"
"""
# one tells the source that comes first, the other always the same one
FIRST = "import json, sys\nprint(json.load(sys.stdin)['sources'][0]['text'])\n"
LAST_NAME = "import json, sys\nprint(max(json.load(sys.stdin)['sources'], key=lambda s: s['id'])['text'])\n"
TEXTS = (
    "The harbour bridge closed on Monday after engineers found cracks in two of its cables. Divers search the piers. "
    "A new deck costs 40 million.",
    "Ferries will carry commuters without charge until the spring, the transit office announced.",
    "Shopkeepers along the quay fear for their trade and ask the council for help with rents.",
)


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A folder with a suite that permutes: articles with one, two and three sources."""
    articles = []
    for number in range(1, 4):
        sources = [{"id": f"s{n}", "text": f"{text} Report {number}."} for n, text in enumerate(TEXTS[:number])]
        articles.append(make_article(number, sources=sources, key_facts=[], references=[]))
    write_jsonl(tmp_path / "articles.jsonl", articles)
    write_jsonl(tmp_path / "stored.jsonl", [{"article": a["id"], "summary": TEXTS[0]} for a in articles])
    (tmp_path / "first.py").write_text(FIRST)
    (tmp_path / "last_name.py").write_text(LAST_NAME)
    path = tmp_path / "orders.toml"
    path.write_text(SUITE)
    return path


@given(st.integers(0, 7), st.integers(0, 12), st.integers(0, 99))
def test_the_orders_differ_from_each_other_and_from_the_given_one(n: int, wanted: int, seed: int) -> None:
    found = orders(n, wanted, seed, "a")
    assert len(found) == min(wanted, math.factorial(n) - 1)
    assert len({*found, tuple(range(n))}) == len(found) + 1
    assert all(sorted(order) == list(range(n)) for order in found)
    assert found == orders(n, wanted, seed, "a")


@given(st.integers(2, 7), st.integers(0, 99))
def test_each_source_comes_first_in_turn(n: int, seed: int) -> None:
    assert [order[0] for order in orders(n, n - 1, seed, "a")] == list(range(1, n))


def test_the_orders_depend_on_the_seed_and_on_the_article() -> None:
    assert len({tuple(orders(6, 4, seed, article)) for seed in (1, 2) for article in ("a", "b")}) == 4


def test_rearranged_moves_sources_and_nothing_else() -> None:
    article = Article(id="a", title="T", sources=tuple(Source(id=name, text=name) for name in "xyz"))
    moved = rearranged(article, (2, 0, 1))
    assert [source.id for source in moved.sources] == ["z", "x", "y"]
    assert moved.model_copy(update={"sources": article.sources}) == article


def test_a_run_asks_each_honest_backend_again_and_finds_who_favours_the_first(suite: Path, harness: Harness) -> None:
    assert harness("run", str(suite), "--out", "run").returncode == 0
    rows = [json.loads(line) for line in (suite.parent / "run/permuted/rows.jsonl").read_text().splitlines()]
    # two sources have one other order, three have the two that were asked for; controls and stored texts are not asked
    made = {(row["backend"], row["article"], row["sample"]) for row in rows}
    articles = [make_article(n)["id"] for n in (2, 3)]
    assert made == {
        (name, article, sample)
        for name in ("first", "last-name")
        for article, sample in ((articles[0], 0), (articles[1], 0), (articles[1], 1))
    }
    document = json.loads(harness("compare", "run", "--json").stdout)
    found = {bias["backend"]: bias for bias in document["order"]}
    assert set(found) == {"first", "last-name"}
    assert found["first"]["n_orders"] == 3
    assert found["first"]["change"]["n"] == 2
    assert found["first"]["moved"] > 0
    assert found["first"]["first"]["mean"] > 0.4
    assert found["last-name"]["moved"] == 0
    assert found["last-name"]["first"]["mean"] == 0


def test_terminal_markdown_and_report_show_the_table(suite: Path, harness: Harness) -> None:
    harness("run", str(suite), "--out", "run")
    assert "gain of the first" in harness("compare", "run", "--markdown").stdout
    assert "other orders minus as given" in " ".join(harness("compare", "run").stdout.split())
    assert harness("report", "run", "--out", "page.html").returncode == 0
    assert "Order of the sources" in (suite.parent / "page.html").read_text()


def test_a_dry_run_counts_the_further_calls(suite: Path, harness: Harness) -> None:
    out = harness("run", str(suite), "--dry-run").stdout
    assert "then, with the sources in other orders:\n6 rows" in out


def test_a_run_without_the_setting_has_no_table(suite: Path, harness: Harness) -> None:
    suite.write_text(SUITE.replace("permute_sources = 2\n", ""))
    harness("run", str(suite), "--out", "run")
    assert not (suite.parent / "run/permuted").exists()
    assert json.loads(harness("compare", "run", "--json").stdout)["order"] == []


def test_a_run_that_lost_its_second_half_is_gone_on_with(suite: Path, harness: Harness) -> None:
    harness("run", str(suite), "--out", "reports/runs/one")
    inner = suite.parent / "reports/runs/one/permuted"
    whole = (inner / "rows.jsonl").read_bytes()
    (inner / "rows.jsonl").write_bytes(whole[: len(whole) // 2])
    info = json.loads((inner / "run.json").read_text())
    (inner / "run.json").write_text(json.dumps(info | {"status": "unfinished"}))
    assert harness("run", str(suite), "--resume").returncode == 0
    assert (inner / "rows.jsonl").read_bytes() == whole


@pytest.mark.parametrize("value", ["-1", '"two"', "1.5"])
def test_a_wrong_number_of_orders_is_refused(suite: Path, harness: Harness, value: str) -> None:
    suite.write_text(SUITE.replace("permute_sources = 2", f"permute_sources = {value}"))
    result = harness("run", str(suite))
    assert result.returncode == 2
    assert "orders.toml:5: permute_sources must be" in result.stderr


def biases(permuted: list[Row]) -> list[object]:
    """What is found of one article with two sources."""
    article = Article(id="a", sources=(Source(id="x", text="x"), Source(id="y", text="y")))
    rows = [make_row("a", "b", {"quality": 0.5})]
    return list(order_biases(rows, permuted, [article], {"quality": "made"}, wanted=1, seed=0))


def test_a_row_of_an_order_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(InputError, match="order 1"):
        biases([make_row("a", "b", {"quality": 0.5}, sample=1)])


def test_rows_that_were_not_scored_do_not_count() -> None:
    assert biases([make_row("a", "b", state="empty")]) == []
    assert len(biases([make_row("a", "b", {"quality": 0.25})])) == 1
