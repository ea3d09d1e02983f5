"""harness.validate.observations: reading judgements, and the errors that name the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.errors import InputError
from harness.validate import Judgements, read_judgements
from tests.conftest import ROOT, write_jsonl

LABELS = ROOT / "fixtures" / "labels"


def _read(tmp_path: Path, *rows: dict[str, Any]) -> Judgements:
    filled = [{"id": f"r{n}", "doc_id": "d", "summary": "Three small words.", **row} for n, row in enumerate(rows)]
    return read_judgements(write_jsonl(tmp_path / "labels.jsonl", filled))


def test_only_id_doc_id_and_summary_are_needed(tmp_path: Path) -> None:
    judged = _read(tmp_path, {})
    assert (judged.ids, judged.documents, judged.systems, judged.dataset) == (("r0",), ("d",), (None,), None)
    assert judged.dimensions == {}
    assert judged.words.tolist() == [3.0]


def test_every_number_of_human_is_a_dimension_but_counts(tmp_path: Path) -> None:
    judged = _read(tmp_path, {"human": {"fluency": 3, "n_votes": 5}}, {"human": {"coherence": 0.5, "fluency": None}})
    assert list(judged.dimensions) == ["fluency", "coherence"]
    assert np.array_equal(judged.dimensions["fluency"], [3.0, np.nan], equal_nan=True)


def test_what_is_no_number_is_left_out_and_said(tmp_path: Path) -> None:
    judged = _read(tmp_path, {"human": {"comment": "fine", "fluency": 3}}, {"human": {"comment": "poor"}})
    assert list(judged.dimensions) == ["fluency"]
    assert judged.notes == ("human.comment is left out where it is no number",)


def test_the_rows_label_takes_the_name_label(tmp_path: Path) -> None:
    judged = _read(tmp_path, {"label": 1, "human": {"label": 7}})
    assert judged.dimensions["label"].tolist() == [1.0]
    assert judged.notes == ("human.label is left out: the dimension of that name is the row's own label",)


def test_labels_of_key_facts_are_read_where_they_exist(tmp_path: Path) -> None:
    judged = _read(
        tmp_path, {"key_facts": [{"fact": "A.", "label": 1}, {"fact": "B.", "label": 0.25}, {"fact": "C."}, "D."]}
    )
    assert judged.facts == ({"A.": 1.0, "B.": 0.25},)


def test_a_dataset_is_named_only_where_all_rows_agree(tmp_path: Path) -> None:
    assert _read(tmp_path, {"dataset": "a"}, {"dataset": "a"}).dataset == "a"
    assert _read(tmp_path, {"dataset": "a"}, {"dataset": "b"}).dataset is None


def test_origins_are_subsets_only_where_there_are_several(tmp_path: Path) -> None:
    assert _read(tmp_path, {"origin": "x"}, {"origin": "x"}, {}).subsets == (None,)
    judged = _read(tmp_path, {"origin": "y"}, {"origin": "x"}, {})
    assert judged.subsets == (None, "x", "y")
    assert judged.where("x").tolist() == [False, True, False]
    assert judged.where(None).all()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"label": 2}, "field 'label' must be a number from 0 to 1, 1 for consistent; found '2'"),
        ({"label": "yes"}, "field 'label' must be a number from 0 to 1, 1 for consistent; found 'yes'"),
        ({"human": [1]}, "field 'human' must be an object of dimensions and numbers"),
        ({"human": {"x": 10**400}}, "number human.'x' is too large"),
        ({"origin": 3}, "field 'origin' must be a text"),
        ({"pair_id": ["a"]}, "field 'pair_id' must be a text or a whole number"),
        (
            {"key_facts": [{"fact": "A.", "label": -1}]},
            "the label of key fact 'A.' must be a number from 0 to 1, 1 for consistent; found '-1'",
        ),
        ({"doc_id": ""}, "field 'doc_id' must not be empty"),
    ],
)
def test_a_broken_judgement_is_named_with_file_and_line(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        _read(tmp_path, {}, row)
    assert str(error.value) == f"{tmp_path}/labels.jsonl:2: {message}"


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InputError, match="holds no row"):
        read_judgements(tmp_path / "empty.jsonl")


def test_our_own_label_files_hold_every_kind_of_row() -> None:
    systems, pairs = (read_judgements(LABELS / name) for name in ("systems.jsonl", "pairs.jsonl"))
    assert (len(set(systems.systems)), len(set(systems.documents)), systems.subsets) == (
        6,
        4,
        (None, "council", "harbour"),
    )
    assert all(len(facts) == 3 for facts in systems.facts)
    assert (set(pairs.systems), len(set(pairs.pairs) - {None})) == ({None}, 9)
    assert ((pairs.dimensions["label"] > 0) & (pairs.dimensions["label"] < 1)).any()
