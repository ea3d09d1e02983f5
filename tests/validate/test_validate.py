"""`harness validate`: from the file to the table and the JSON, and what never reaches a metric."""

from __future__ import annotations

import json
import math
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from harness import plugins
from harness.case import Case
from harness.errors import InputError, PluginError
from harness.metrics.coverage import Coverage
from harness.types import Score
from harness.validate import COUNTERS, to_json, validate
from tests.conftest import ROOT, Harness, write_jsonl
from tests.test_hostile import HOSTILE, UNSAFE

LABELS = ROOT / "fixtures" / "labels"
SYSTEMS, PAIRS = LABELS / "systems.jsonl", LABELS / "pairs.jsonl"
GOLDEN = Path(__file__).parent / "golden" / "pairs.json"
KEYS = [
    *("metric", "signature", "given", "dimension", "origin", "protocol", "statistic", "partial_on", "value", "low"),
    *("high", "n", "n_docs", "n_systems", "skipped"),
]
SEEN: list[str] = []


@dataclass(frozen=True)
class Spy:
    """Keeps all that it is given; the number of words as value, and fails on every summary with "quay"."""

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = False
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ()

    def score(self, case: Case) -> Score:
        """The number of words."""
        SEEN.append(f"{case.article.model_dump_json()} {case.subject.profile} {case.summary.value}")
        if "quay" in case.summary.value:
            raise RuntimeError("no quays here")
        return Score(value=float(len(case.summary.words)))


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The spy as a metric."""
    monkeypatch.setitem(plugins.METRICS, "spy", f"{__name__}:Spy")
    SEEN.clear()
    yield "spy"
    SEEN.clear()


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _select(document: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
    return [r for r in document["results"] if all(r[key] == value for key, value in wanted.items())]


def _coverage(given: Any) -> str:
    return plugins.signature("coverage", Coverage(given=given))


def test_labels_never_reach_a_metric(tmp_path: Path, spy: str) -> None:
    seen = []
    for share in (0.31415, 0.87654):
        rows = _rows(SYSTEMS)
        for row in rows:
            row |= {"label": share, "human": {"quality": share}, "spans": [{"type": f"span {share}"}]}
            row["key_facts"] = [{"fact": fact["fact"], "label": share} for fact in row["key_facts"]]
        done = validate(write_jsonl(tmp_path / "labels.jsonl", rows), (spy, "coverage"))
        seen.append((sorted(SEEN), done.scores.columns["coverage"].values.tolist(), done.scores.decisions))
        assert len(SEEN) == 24
        assert not any(str(share) in text or "label" in text for text in SEEN)
        SEEN.clear()
    texts, values, decisions = zip(*seen, strict=True)
    assert texts[0] == texts[1]
    assert values[0] == values[1]
    assert decisions[0] == decisions[1]


def test_a_row_on_which_a_metric_fails_is_left_out_counted_and_said(spy: str) -> None:
    done = validate(SYSTEMS, (spy,))
    failed = sum("quay" in row["summary"] for row in _rows(SYSTEMS))
    assert done.scores.unscored[spy] == {"RuntimeError: no quays here": failed}
    assert failed == 2
    for result in _select(to_json(done), metric=spy, protocol="pooled", origin=None):
        assert (result["n"], result["skipped"]) == (22, 2)


def test_what_is_worse_when_higher_enters_with_its_sign_turned(spy: str) -> None:
    done = validate(SYSTEMS, (spy,))
    spied, length = (done.scores.columns[name].values for name in (spy, "length"))
    assert all(a == -b for a, b in zip(spied, length, strict=True) if not math.isnan(a))


def test_the_counters_stand_beside_every_metric() -> None:
    document = to_json(validate(SYSTEMS, ("coverage",)))
    metrics = list(dict.fromkeys(result["metric"] for result in document["results"]))
    assert metrics == ["coverage", *COUNTERS, "random"]
    assert {"length", "compression", "extractiveness", "density", "bigram_precision"} == set(COUNTERS)
    for name in metrics[1:]:
        (result,) = _select(document, metric=name, dimension="label", origin=None, protocol="auc")
        assert result["value"] is not None
        assert result["given"] is None


def test_a_counter_may_be_asked_for_by_name() -> None:
    done = validate(PAIRS, ("density", "length"))
    assert done.metrics == ("density", "length")
    assert list(done.scores.columns) == [*COUNTERS, "random"]


@pytest.mark.parametrize("given", [None, "key_facts", "references", "sources"])
def test_given_says_what_coverage_saw(given: str | None) -> None:
    document = to_json(validate(SYSTEMS, ("coverage", "consistency"), given))
    coverage = _select(document, metric="coverage", dimension="quality")
    assert {result["given"] for result in coverage} == {given or "key_facts"}
    assert {result["signature"] for result in coverage} == {_coverage(given or "auto")}
    assert {result["given"] for result in _select(document, metric="consistency")} == {None}
    facts = _select(document, protocol="facts", origin=None)
    assert [result["statistic"] for result in facts] == (["auc", "bacc"] if given in (None, "key_facts") else [])
    assert all((result["given"], result["n"], result["skipped"]) == ("key_facts", 72, 0) for result in facts)


def test_what_coverage_is_given_changes_its_values() -> None:
    values = {
        given: tuple(validate(SYSTEMS, ("coverage",), given).scores.columns["coverage"].values)
        for given in ("key_facts", "references", "sources")
    }
    assert len(set(values.values())) == 3


def test_coverage_that_is_given_nothing_is_unscored_with_the_reason() -> None:
    done = validate(PAIRS, ("coverage",), "references")
    assert done.scores.unscored["coverage"] == {"the article has no references": 18}
    for result in _select(to_json(done), metric="coverage"):
        assert (result["value"], result["low"], result["n"]) == (None, None, 0)


def test_given_is_unknown_where_articles_differ() -> None:
    assert {result.given for result in validate(PAIRS, ("coverage",)).results if result.metric == "coverage"} == {None}


def _assert_golden(document: dict[str, Any]) -> None:
    # to renew: harness validate fixtures/labels/pairs.jsonl --metric length --json
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert list(document) == ["schema", "dataset", "rows", "results"] == list(golden)
    assert (document["schema"], document["dataset"], document["rows"]) == (1, None, 18)
    assert all(list(result) == KEYS for result in document["results"])
    for result, expected in zip(document["results"], golden["results"], strict=True):
        near = {key: pytest.approx(x, abs=1e-9) if isinstance(x, float) else x for key, x in expected.items()}
        assert result == near


def test_the_json_is_the_golden_one() -> None:
    _assert_golden(to_json(validate(PAIRS, ("length",))))


def test_results_do_not_depend_on_threads_or_on_the_order_of_rows(tmp_path: Path) -> None:
    alone = to_json(validate(SYSTEMS, threads=1))
    assert to_json(validate(SYSTEMS, threads=8)) == alone
    again = to_json(validate(write_jsonl(tmp_path / "copy.jsonl", _rows(SYSTEMS))))
    assert again == alone


def test_memory_does_not_grow_with_the_texts(tmp_path: Path) -> None:
    peaks = []
    for repeated in (1, 120):
        text = "The bridge closed on Tuesday while buses crossed at the old ford. " * repeated
        rows = [
            {"id": f"r{i}", "doc_id": f"d{i}", "summary": f"Bridge {i}.", "sources": [f"{i} {text}"], "label": i % 2}
            for i in range(60)
        ]
        path = write_jsonl(tmp_path / f"{repeated}.jsonl", rows)
        tracemalloc.start()
        validate(path, ("length",))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # the words of 60 sources of 8 kB and their positions take some 50 MB
    assert peaks[1] - peaks[0] < 4_000_000


def test_the_command_prints_a_table_with_protocols_intervals_and_counters(harness: Harness) -> None:
    done = harness("validate", SYSTEMS, "--metric", "coverage")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "ours: 24 rows, 4 documents\ncoverage: coverage[given=auto,version=2], computed from key facts"
    )
    for words in (
        "quality · all rows",
        "label · origin council",
        "key_facts · all rows",
        "partial on length",
        "facts, bacc",
    ):
        assert words in done.stdout
    for protocol in ("summary", "system", "pooled", "partial on system", "partial on length", "auc", "bacc"):
        assert f"coverage   {protocol} " in done.stdout
    assert "counters that do as well as coverage by summary: " in done.stdout
    assert "3 of the 5 systems" not in done.stdout


def test_the_command_says_why_there_is_no_value(harness: Harness) -> None:
    done = harness("validate", PAIRS, "--metric", "consistency")
    assert done.returncode == 0
    assert "no document with 3 systems" in done.stdout
    assert "0 of the 5 systems it takes" in done.stdout
    assert "consistency: 2 of 18 rows unscored: no sources" in done.stderr


def test_the_command_writes_one_json_document(harness: Harness) -> None:
    done = harness("validate", PAIRS, "--metric", "length", "--json", "--threads", "3")
    assert done.returncode == 0
    _assert_golden(json.loads(done.stdout))
    assert "18 of 18" in done.stderr


def test_a_file_without_judgements_is_no_error(harness: Harness, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "plain.jsonl", [{"id": "a", "doc_id": "d", "summary": "The bridge closed."}])
    done = harness("validate", path, "--json")
    assert (done.returncode, json.loads(done.stdout)["results"]) == (0, [])
    assert "the file holds no judgement" in done.stderr


def test_bad_input_is_2_with_file_and_line(harness: Harness, tmp_path: Path) -> None:
    rows = [{"id": f"r{n}", "doc_id": "d", "summary": "Closed.", "label": label} for n, label in enumerate((1, 7))]
    write_jsonl(tmp_path / "bad.jsonl", rows)
    done = harness("validate", "bad.jsonl")
    message = "harness: bad.jsonl:2: field 'label' must be a number from 0 to 1, 1 for consistent; found '7'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    (tmp_path / "broken.jsonl").write_text('{"id": "a"\n')
    assert (broken := harness("validate", "broken.jsonl")).returncode == 2
    assert broken.stderr.startswith("harness: broken.jsonl:1: broken JSON")
    for arguments in (("nowhere.jsonl",), (SYSTEMS, "--metric", "nonsense"), (SYSTEMS, "--given", "labels"), ()):
        assert harness("validate", *arguments).returncode == 2, arguments


def test_an_unknown_metric_is_named_before_anything_is_scored() -> None:
    with pytest.raises(PluginError, match="did you mean 'coverage'"):
        validate(SYSTEMS, ("coverag",))


def test_two_rows_with_one_id_are_an_error(tmp_path: Path) -> None:
    row = {"id": "a", "doc_id": "d", "summary": "Closed.", "label": 1}
    with pytest.raises(InputError, match="stands already in line 1"):
        validate(write_jsonl(tmp_path / "twice.jsonl", [row, row]))


def test_hostile_names_stay_inert(harness: Harness, tmp_path: Path) -> None:
    texts = list(HOSTILE.values())
    rows = [
        {
            "id": f"{text}{system}",
            "doc_id": text,
            "dataset": texts[5],
            "system": other,
            "origin": texts[(document + system) % 2],
            "sources": [f"{text} The bridge closed on Tuesday."],
            "summary": f"{other} The bridge closed.",
            "human": {name: (document * 7 + system * 3) % 5 for name in texts[::2]},
            "label": (document + system) % 2,
            "pair_id": text,
            "key_facts": [{"fact": text, "label": system % 2}],
        }
        for document, text in enumerate(texts[:5])
        for system, other in enumerate(texts[:5])
    ]
    # escapes, since a file of UTF-8 cannot hold a lone surrogate
    (tmp_path / "hostile.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = harness("validate", "hostile.jsonl", "--metric", "length")
    assert done.returncode == 0, done.stderr
    assert not UNSAFE.search(done.stdout + done.stderr)
    assert "\\x1b[31mclosed" in done.stdout
    document = json.loads(harness("validate", "hostile.jsonl", "--metric", "coverage", "--json").stdout)
    assert {result["dimension"] for result in document["results"]} == {*texts[::2], "label", "key_facts"}
