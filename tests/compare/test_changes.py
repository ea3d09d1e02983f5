"""What was changed between two backends: options and prompts, as a diff."""

from __future__ import annotations

from typing import Any

from harness.aggregate import tabulate_rows
from harness.compare import Change, changes, compare, compared_across_runs
from harness.store import BackendInfo
from tests.made_runs import make_info, make_metric, make_row

V1 = "Write a story.\nKeep every number.\nBe brief.\n"
V2 = "Write a story.\nBe brief.\n"


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    tables = []
    for fields in (old, new):
        backend = BackendInfo(**({"name": "x", "type": "openai", "signature": "s", "control": False} | fields))
        rows = [make_row(a, "x", {"quality": 0.5}) for a in ("a", "b")]
        tables.append(tabulate_rows(make_info(["a", "b"], [backend], [make_metric()]), rows))
    return changes(compared_across_runs(compare(tables, ["old", "new"])))


def test_a_changed_prompt_is_a_diff() -> None:
    (found,) = _changes({"texts": {"prompt": V1}, "signature": "1"}, {"texts": {"prompt": V2}, "signature": "2"})
    assert found[:5] == (("new: x",), ("old: x",), "prompt", "3 lines", "2 lines")
    assert found.lines == (
        "--- baseline/prompt",
        "+++ candidate/prompt",
        "@@ -1,3 +1,2 @@",
        " Write a story.",
        "-Keep every number.",
        " Be brief.",
    )


def test_changed_options_are_told_before_and_after() -> None:
    found = _changes({"options": {"model": "small", "k": 1}}, {"options": {"model": "large", "seed": 2}})
    assert [change[2:5] for change in found] == [
        ("model", "small", "large"),
        ("k", "1", "not set"),
        ("seed", "not set", "2"),
    ]


def test_another_type_is_told() -> None:
    assert [c[2:5] for c in _changes({"type": "lead"}, {"type": "lexrank"})] == [("type", "lead", "lexrank")]


def test_a_signature_that_nothing_else_explains_is_told() -> None:
    assert [c[2:5] for c in _changes({"signature": "a"}, {"signature": "b"})] == [("signature", "a", "b")]


def test_equal_backends_have_no_changes() -> None:
    assert _changes({"texts": {"prompt": V1}}, {"texts": {"prompt": V1}}) == []


def test_the_backends_of_one_run_are_no_change_of_each_other() -> None:
    backends = [
        BackendInfo(name=n, type="lead", signature=n, control=False, options={"sentences": n}) for n in ("x", "y")
    ]
    rows = [make_row("a", b.name, {"quality": 0.5}) for b in backends]
    report = compare([tabulate_rows(make_info(["a"], backends, [make_metric()]), rows)], ["run"])
    assert compared_across_runs(report) == []


def test_the_same_change_of_several_backends_is_told_once() -> None:
    tables = []
    for prompt in (V1, V2):
        backends = [
            BackendInfo(name=n, type="openai", signature=n, control=False, texts={"prompt": prompt}) for n in "xy"
        ]
        rows = [make_row("a", b.name, {"quality": 0.5}) for b in backends]
        tables.append(tabulate_rows(make_info(["a"], backends, [make_metric()]), rows))
    (found,) = changes(compared_across_runs(compare(tables, ["old", "new"])))
    assert (found.candidates, found.baselines) == (("new: x", "new: y"), ("old: x", "old: y"))
