"""Articles from CSV, Parquet, JSON lines and `datasets`, by named and by usual columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from harness.errors import InputError
from harness.loading import Columns, Origin, load
from harness.types import Article
from tests.conftest import Harness, write_jsonl

TEXTS = ["The bridge closed on Tuesday. Engineers found cracks.", "A school opened in Pellsund. It has 400 pupils."]
HUB_LAYOUTS: dict[str, tuple[list[dict[str, Any]], Columns | None]] = {
    "cnn_dailymail": (
        [{"article": t, "highlights": f"Point {n} .\nMore .", "id": f"h{n}"} for n, t in enumerate(TEXTS)],
        None,
    ),
    "xsum": ([{"document": t, "summary": f"Short {n}.", "id": str(n)} for n, t in enumerate(TEXTS)], None),
    "multi_news": (
        [{"document": " ||||| ".join(TEXTS), "summary": f"– Long {n}."} for n in range(2)],
        Columns(text="document", reference="summary", separator="|||||"),
    ),
}


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`datasets` keeps its cache inside the test's folder."""
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


def articles(origin: Origin, folder: Path) -> list[Article]:
    """The articles as a list."""
    return list(load(origin, folder))


def save(rows: list[dict[str, Any]], folder: Path, how: str) -> None:
    """A local data set with the splits train and test, the way `how` says."""
    import datasets

    splits = datasets.DatasetDict({s: datasets.Dataset.from_list(rows) for s in ("train", "test")})
    if how == "saved to disk":
        splits.save_to_disk(str(folder))
    else:
        folder.mkdir()
        for name, split in splits.items():
            split.to_parquet(str(folder / f"{name}-00000-of-00001.parquet"))


@pytest.mark.parametrize("how", ["saved to disk", "a folder of parquet files"])
@pytest.mark.parametrize("layout", HUB_LAYOUTS)
def test_the_layouts_of_the_hubs_summary_sets_are_read(layout: str, how: str, tmp_path: Path) -> None:
    rows, columns = HUB_LAYOUTS[layout]
    save(rows, tmp_path / layout, how)
    found = articles(Origin(articles=f"hf:{layout}", columns=columns), tmp_path)
    assert [len(a.sources) for a in found] == ([2, 2] if layout == "multi_news" else [1, 1])
    assert [s.text for a in found for s in a.sources][:2] == TEXTS
    assert found[0].references[0].text == str(rows[0].get("highlights") or rows[0]["summary"])
    assert found[0].references[0].profile is None


@pytest.mark.parametrize("how", ["saved to disk", "a folder of parquet files"])
def test_a_split_may_be_sliced(how: str, tmp_path: Path) -> None:
    save(HUB_LAYOUTS["xsum"][0], tmp_path / "set", how)
    assert [a.id for a in articles(Origin(articles="hf:set", split="train[1:2]"), tmp_path)] == ["1"]


def test_an_unknown_split_is_told_with_those_there_are(tmp_path: Path) -> None:
    save(HUB_LAYOUTS["xsum"][0], tmp_path / "set", "saved to disk")
    with pytest.raises(InputError) as caught:
        articles(Origin(articles="hf:set", split="dev"), tmp_path)
    assert str(caught.value) == f"{tmp_path / 'set'}: no split 'dev'; there are train, test"


def test_a_hub_that_cannot_be_reached_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^data set 'nobody/nothing', split 'test': cannot be loaded: \w+"):
        articles(Origin(articles="hf:nobody/nothing"), tmp_path)


def test_csv_and_parquet_give_the_same_articles(tmp_path: Path) -> None:
    frame = pd.DataFrame({"key": ["a", "b"], "body text": TEXTS, "gold": ["x.", "y."], "day": ["2026-03-17"] * 2})
    frame.to_csv(tmp_path / "set.csv", index=False)
    frame.to_parquet(tmp_path / "set.parquet")
    columns = Columns(id="key", text="body text", reference="gold", published="day")
    one, two = (articles(Origin(articles=f"set.{kind}", columns=columns), tmp_path) for kind in ("csv", "parquet"))
    assert one == two
    assert [a.id for a in one] == ["a", "b"]
    assert one[0].published == "2026-03-17"
    assert one[1].references[0].text == "y."


def test_json_lines_with_columns_group_rows_of_one_event(tmp_path: Path) -> None:
    rows = [{"story": "s", "key": f"k{n}", "words": t} for n, t in enumerate(TEXTS)]
    write_jsonl(tmp_path / "rows.jsonl", rows)
    columns = Columns(event="story", id="key", text="words")
    (article,) = articles(Origin(articles="rows.jsonl", columns=columns), tmp_path)
    assert (article.id, [s.id for s in article.sources]) == ("s", ["k0", "k1"])


def test_a_column_that_is_not_there_is_told_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "set.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError) as caught:
        articles(Origin(articles="set.csv", columns=Columns(text="c")), tmp_path)
    assert str(caught.value) == f"{tmp_path / 'set.csv'}:2: [columns] text: no column 'c'; there are 'a', 'b'"


def test_what_is_no_parquet_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "set.parquet").write_bytes(b"nonsense")
    with pytest.raises(InputError, match=r"set\.parquet: is no Parquet file: "):
        articles(Origin(articles="set.parquet"), tmp_path)


def test_a_suite_runs_on_a_local_data_set(tmp_path: Path, harness: Harness) -> None:
    save(HUB_LAYOUTS["multi_news"][0], tmp_path / "news", "saved to disk")
    columns = '[columns]\ntext = "document"\nreference = "summary"\nseparator = "|||||"\n'
    head = 'name = "hub"\narticles = "hf:news"\nsplit = "test[:1]"\nprofile = "brief"\n'
    (tmp_path / "hub.toml").write_text(f'{head}{columns}[[backends]]\ntype = "lead"\n[[metrics]]\ntype = "rouge1"\n')
    done = harness("run", "hub.toml", "--out", "run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("rows: 1 ok\n")
