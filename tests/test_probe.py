"""harness.probe and the command: rates, intervals, places, labels; the same whatever the threads."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from harness import plugins
from harness.case import Case
from harness.errors import InputError
from harness.launch import execute
from harness.launch import from_suite as launch_from_suite
from harness.probe import Probe, from_run, from_suite, probe, to_json
from harness.report import probed
from harness.store import Run
from harness.suite import load_suite
from harness.types import Finding, Score, Span
from tests.conftest import SUITE, Harness, make_article, write_jsonl
from tests.test_plugins import example, run_harness  # noqa: F401 - a fixture


@dataclasses.dataclass(frozen=True)
class Blind:
    """Notices nothing."""

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ()

    def score(self, case: Case) -> Score:
        """Always .5."""
        return Score(value=0.5)


@dataclasses.dataclass(frozen=True)
class Jumpy(Blind):
    """Reacts to everything: 1 for the references as they are, else 0."""

    def score(self, case: Case) -> Score:
        """Whether the text is a reference, letter by letter."""
        return Score(value=float(any(case.summary.value == r.text for r in case.article.references)))


@dataclasses.dataclass(frozen=True)
class Upside(Blind):
    """Likes what the sources do not hold."""

    def score(self, case: Case) -> Score:
        """Share of the words that no source has."""
        words = [word.norm for word in case.summary.words]
        return Score(value=sum(word not in case.subject.vocabulary for word in words) / len(words))


@dataclasses.dataclass(frozen=True)
class Sharp(Blind):
    """Finds every number that no source has, at its place, and wants no score to fall for it."""

    def score(self, case: Case) -> Score:
        """Always 1, with findings."""
        new = [w for w in case.summary.words if w.norm[0].isdigit() and w.norm not in case.subject.vocabulary]
        findings = [
            Finding(
                check="number.novel",
                severity="error",
                message="No source has this.",
                claim=Span(start=w.start, end=w.end, text=case.summary.value[w.start : w.end]),
            )
            for w in new
        ]
        return Score(value=1.0, findings=tuple(findings))


@dataclasses.dataclass(frozen=True)
class Broken(Blind):
    """Always fails."""

    def score(self, case: Case) -> Score:
        """Raises."""
        raise RuntimeError("no model")


@pytest.fixture(autouse=True)
def _metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    for cls in (Blind, Jumpy, Upside, Sharp, Broken):
        monkeypatch.setitem(plugins.METRICS, cls.__name__.lower(), f"{__name__}:{cls.__name__}")


def write_suite(folder: Path, *metrics: str, n: int = 6) -> Path:
    """A suite of small articles with these metrics."""
    write_jsonl(folder / "articles.jsonl", [make_article(i) for i in range(1, n + 1)])
    path = folder / "small.toml"
    path.write_text(SUITE + "".join(f'\n[[metrics]]\ntype = "{name}"\n' for name in metrics), encoding="utf-8")
    return path


FEW = ("number-changed", "name-novel", "sentence-repeated", "alias", "number-format", "quote-marks", "source-copied")


def run_probe(folder: Path, *metrics: str, threads: int = 1, n: int = 6, **more: Any) -> Probe:
    """The probe of a suite with these metrics, with some faults of each role."""
    more = {"faults": FEW, **more}
    return probe(from_suite(load_suite(write_suite(folder, *metrics, n=n)), **more), threads=threads)


def reaction(result: Probe, metric: str, fault: str) -> Any:
    """The one of this metric and fault."""
    return next(r for r in result.reactions if (r.metric, r.fault) == (metric, fault))


def test_a_metric_that_notices_nothing_has_rate_0_and_is_no_liar(tmp_path: Path) -> None:
    result = run_probe(tmp_path, "blind")
    assert {r.rate for r in result.reactions if r.n} == {0.0}
    assert result.standings[0].false_alarms == 0.0
    assert result.distrusted == {}


def test_a_metric_that_reacts_to_everything_is_not_trustworthy(tmp_path: Path) -> None:
    result = run_probe(tmp_path, "jumpy")
    assert reaction(result, "jumpy", "number-changed").rate == 1.0
    assert result.standings[0].false_alarms == 1.0
    (reason,) = result.distrusted["jumpy"]
    assert reason.startswith("it reacts to 100% of harmless rewordings (")


def test_a_metric_that_prefers_other_articles_is_not_trustworthy(tmp_path: Path) -> None:
    result = run_probe(tmp_path, "upside")
    assert result.distrusted["upside"][-1].startswith("it puts random sentences of other articles above")


def test_a_finding_of_a_right_kind_counts_where_the_score_stays(tmp_path: Path) -> None:
    found = reaction(run_probe(tmp_path, "sharp"), "sharp", "number-changed")
    assert (found.rate, found.found_share, found.overlap_share, found.mean_change) == (1.0, 1.0, 1.0, 0.0)
    assert found.n == found.n_summaries == 6
    assert found.low < 0.7 < found.high == 1.0


def test_a_finding_of_another_kind_does_not_count(tmp_path: Path) -> None:
    result = run_probe(tmp_path, "sharp")
    assert reaction(result, "sharp", "name-novel").rate == 0.0
    assert reaction(result, "sharp", "alias").rate in (None, 0.0)


def test_a_new_error_is_a_false_alarm_on_a_control(tmp_path: Path) -> None:
    result = run_probe(tmp_path, "sharp")
    told = reaction(result, "sharp", "number-format")
    assert told.n
    assert told.rate < 1.0  # “8” written as “eight” is no digit any more


def test_what_a_metric_must_notice_goes_by_its_type_and_not_by_its_name(tmp_path: Path) -> None:
    path = write_suite(tmp_path)
    text = path.read_text(encoding="utf-8") + '\n[[metrics]]\ntype = "structure"\nname = "form"\n'
    path.write_text(text, encoding="utf-8")
    result = probe(from_suite(load_suite(path)))
    assert reaction(result, "form", "sentence-repeated").must_drop
    assert not reaction(result, "form", "number-changed").must_drop


def test_the_document_is_the_same_whatever_the_threads_and_differs_by_seed(tmp_path: Path) -> None:
    first, second = (to_json(run_probe(tmp_path, "upside", "structure", threads=t)) for t in (1, 4))
    assert first == second
    assert first["schema"] == 1
    other = to_json(run_probe(tmp_path, "upside", "structure", seed=99))
    assert other["reactions"] != first["reactions"]
    json.dumps(first, allow_nan=False)


def test_steps_count_the_articles_that_have_so_many_places(tmp_path: Path) -> None:
    steps = reaction(run_probe(tmp_path, "jumpy"), "jumpy", "number-changed").steps
    assert [s.edits for s in steps] == [1, 2, 3]
    assert steps[0].n == 6
    assert steps[2].n == 0
    assert steps[2].rate is None
    assert steps[0].median_drop == 1.0


def test_a_metric_that_fails_is_told_with_its_reason(tmp_path: Path) -> None:
    result = run_probe(tmp_path, "broken")
    assert result.standings[0].unscored == "RuntimeError: no model"
    assert all(r.n == 0 and r.rate is None for r in result.reactions)
    assert probed.sentences(to_json(result)) == ["broken scored no summary: RuntimeError: no model."]


def test_counters_have_no_direction_and_are_left_out(tmp_path: Path) -> None:
    assert {r.metric for r in run_probe(tmp_path, "length", "blind").reactions} == {"blind"}
    with pytest.raises(InputError) as caught:
        run_probe(tmp_path, "length", "blind", metrics=["length"])
    assert str(caught.value) == ("--metric 'length': is a counter without a good direction; there is nothing to notice")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"faults": ["number-change"]},
            "--fault 'number-change': no such fault; did you mean 'number-changed'? there are ",
        ),
        ({"metrics": ["blnd"]}, "--metric 'blnd': no such metric; did you mean 'blind'? there are blind"),
        ({"limit": 0}, "--limit 0: must be at least 1"),
    ],
)
def test_bad_input_is_told(tmp_path: Path, asked: Mapping[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        run_probe(tmp_path, "blind", **asked)
    assert str(caught.value).startswith(message)


def test_articles_without_a_reference_are_probed_with_what_the_best_offline_backend_writes(tmp_path: Path) -> None:
    path = write_suite(tmp_path, "blind")
    write_jsonl(tmp_path / "articles.jsonl", [make_article(i, references=[]) for i in (1, 2)])
    result = probe(from_suite(load_suite(path), faults=["number-changed"]))
    assert result.whose == "lead"
    assert result.material.bases[0].text.startswith("The bridge in Pellsund closed")


def test_a_run_is_probed_with_its_summaries_and_no_control(tmp_path: Path) -> None:
    suite = load_suite(write_suite(tmp_path, "sharp"))
    execute(launch_from_suite(suite), tmp_path / "run")
    result = probe(from_run(Run(tmp_path / "run"), faults=["number-changed"], limit=3))
    assert {(b.article, b.backend) for b in result.material.bases} == {
        (i, name) for i in range(3) for name in ("lead", "centroid")
    }
    found = reaction(result, "sharp", "number-changed")
    assert (found.n, found.n_summaries) == (3, 6)  # the interval counts articles


def test_a_probe_of_a_run_is_kept_and_the_report_shows_it(tmp_path: Path, harness: Harness) -> None:
    path = write_suite(tmp_path, n=3)
    path.write_text(path.read_text(encoding="utf-8") + '\n[[metrics]]\ntype = "rouge1"\n', encoding="utf-8")
    assert harness("run", path, "--out", "run").returncode == 0
    done = harness("probe", "run")
    assert done.returncode == 0, done.stderr
    assert max(len(line) for line in done.stdout.splitlines()) <= 120
    document = json.loads((tmp_path / "run" / "probe.json").read_text(encoding="utf-8"))
    assert document["metrics"][0]["metric"] == "rouge1"
    document["metrics"][0] |= {"trustworthy": False, "reasons": ["it was told so"]}
    (tmp_path / "run" / "probe.json").write_text(json.dumps(document), encoding="utf-8")
    assert harness("report", "run", "--out", "page.html").returncode == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "The probe in numbers" in page
    assert "rouge1 is not trustworthy on this set: it was told so." in page
    assert "rouge1 (not trustworthy on this set)" in harness("compare", "run").stdout


def test_a_part_of_a_probe_is_not_kept(tmp_path: Path, harness: Harness) -> None:
    assert harness("run", write_suite(tmp_path, "rouge1", n=2), "--out", "run").returncode == 0
    done = harness("probe", "run", "--fault", "number-changed", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reactions"][0]["fault"] == "number-changed"
    assert not (tmp_path / "run" / "probe.json").exists()


def test_bad_input_ends_with_2(tmp_path: Path, harness: Harness) -> None:
    path = write_suite(tmp_path, "rouge1", n=2)
    for arguments in (("nowhere",), (path, "--fault", "nope"), (path, "--metric", "nope"), (tmp_path,)):
        done = harness("probe", *arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.startswith("harness: ")


def test_a_fault_of_another_distribution_is_found_listed_and_injected(tmp_path: Path, example: Path) -> None:  # noqa: F811
    listed = run_harness(example, "list", "faults", cwd=tmp_path)
    assert "doubted " in listed.stdout
    path = write_suite(tmp_path, "question-share", n=4)
    done = run_harness(example, "probe", path, "--fault", "doubted", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["reactions"]
    assert (found["metric"], found["rate"], found["must_drop"], found["n"]) == ("question-share", 1.0, True, 4)


def test_a_fault_that_lacks_something_is_told(tmp_path: Path) -> None:
    from tests.test_plugins import install

    site = install(
        tmp_path / "site", "bad-fault", "[harness.faults]\nbad = bad_fault:Bad\n", "class Bad:\n    role = 'fault'\n"
    )
    done = run_harness(site, "list", "faults", cwd=tmp_path)
    assert done.returncode == 2
    assert "must be a frozen dataclass with role, strict, drops, finds, languages, max_edits, inject" in done.stderr
