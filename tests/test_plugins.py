"""harness.plugins: built-ins, options, signatures, and plug-ins that other distributions bring."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest

from harness import plugins
from harness.errors import InputError, PluginError
from harness.types import Backend, Metric, Score
from tests.conftest import ROOT, SUITE, make_article, write_jsonl

EXAMPLE = ROOT / "tests" / "example_plugin"
HERE = Path("suites")


@dataclass(frozen=True)
class Optioned:
    """A metric with an option of every kind."""

    flag: bool = True
    words: tuple[str, ...] = ("a", "b")
    limit: int | None = None
    share: float = 0.5
    notes: Path | None = None
    _made: int = field(init=False, default=0)

    version: ClassVar[int] = 3
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ()

    def score(self, case: object) -> Score:
        """Always 1."""
        return Score(value=1.0)


def install(target: Path, name: str, entry_points: str, module: str) -> Path:
    """What `pip install --target` leaves of a distribution of one module: the module and its metadata."""
    target.mkdir(exist_ok=True)
    (target / f"{name.replace('-', '_')}.py").write_text(module, encoding="utf-8")
    info = target / f"{name.replace('-', '_')}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")
    return target


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example plug-in, installed into a folder as its own pyproject.toml says."""
    with (EXAMPLE / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    lines = []
    for group, entries in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    module = (EXAMPLE / "summary_harness_example.py").read_text(encoding="utf-8")
    folder = install(tmp_path / "site", project["name"], "\n".join(lines) + "\n", module)
    shutil.move(folder / f"{project['name'].replace('-', '_')}.py", folder / "summary_harness_example.py")
    return folder


def run_harness(site: Path, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command, in a process that sees the folder `site`."""
    path = os.pathsep.join([str(site), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-m", "harness", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path},
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("kind", ["metric", "backend"])
def test_every_built_in_can_be_found_and_keeps_its_protocol(kind: plugins.Kind) -> None:
    wanted = ("version", "higher_is_better", "needs", "languages", "score")
    for name in plugins.names(kind):
        cls = plugins.find(kind, name)
        for attribute in wanted if kind == "metric" else ("needs", "control", "summarize"):
            assert hasattr(cls, attribute), f"{name} lacks {attribute}"
        assert cls.__doc__
        assert cls.__dataclass_params__.frozen, f"{name} is not frozen"


def test_an_unknown_name_gets_the_nearest_one_and_the_list() -> None:
    with pytest.raises(PluginError) as caught:
        plugins.find("metric", "consistancy")
    assert str(caught.value) == (
        "metric 'consistancy' is unknown; did you mean 'consistency'? There are coverage, consistency, structure, "
        "coherence, fluency, conciseness, rouge1, rouge2, rougeL, rougeLsum, bertscore, length, compression, "
        "extractiveness, attribution"
    )


def test_an_unknown_name_like_no_other_gets_the_list() -> None:
    with pytest.raises(PluginError) as caught:
        plugins.find("backend", "zzzz")
    assert str(caught.value) == (
        "backend 'zzzz' is unknown. There are lead, lexrank, centroid, newsroom, openai, command, python, replay, oracle, "
        "copy, random-own, random, shuffled, empty"
    )


def test_a_metric_is_no_backend() -> None:
    with pytest.raises(PluginError, match=r"^backend 'coverage' is unknown"):
        plugins.find("backend", "coverage")


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        (
            "lead",
            {"sentence": 3},
            "unknown option 'sentence'; did you mean 'sentences'? backend lead has sentences",
        ),
        ("copy", {"x": 3}, "unknown option 'x'; backend copy has no options"),
        ("lead", {"sentences": 0}, "sentences must be at least 1, not 0"),
        ("lead", {"sentences": [1]}, "option 'sentences': Input should be a valid integer, found [1]"),
        ("command", {}, "option 'command' is missing"),
        ("python", {}, "option 'function' is missing"),
        ("replay", {"backend": "a"}, "option 'path' is missing"),
        ("centroid", {"relevance": 1.5}, "relevance must lie between 0 and 1, not 1.5"),
    ],
)
def test_a_wrong_option_is_told_with_its_place(name: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        plugins.build("backend", name, given, folder=HERE, where="s.toml:4: backend mine")
    assert str(caught.value) == f"s.toml:4: backend mine: {message}"


def test_a_signature_shows_every_option_and_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plugins.METRICS, "optioned", f"{__name__}:Optioned")
    given: dict[str, Any] = {"words": ["x"], "limit": 4, "flag": False}
    plain = plugins.build("metric", "optioned", {}, folder=HERE, where="here")
    changed = plugins.build("metric", "optioned", given, folder=HERE, where="here")
    assert plugins.signature("optioned", plain) == (
        "optioned[flag=yes,words=(a b),limit=none,share=0.5,notes=none,version=3]"
    )
    assert plugins.signature("optioned", changed, given) == (
        "optioned[flag=no,words=(x),limit=4,share=0.5,notes=none,version=3]"
    )


def test_a_signature_shows_a_file_by_name_and_content_and_never_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(plugins.METRICS, "optioned", f"{__name__}:Optioned")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "notes.txt").write_text("abc", encoding="utf-8")
    given = {"notes": "deep/notes.txt"}
    metric = plugins.build("metric", "optioned", dict(given), folder=tmp_path, where="here")
    assert getattr(metric, "notes", None) == tmp_path / "deep" / "notes.txt"
    assert plugins.signature("optioned", metric, dict(given)) == (
        "optioned[flag=yes,words=(a b),limit=none,share=0.5,notes=notes.txt@ba7816bf8f01,version=3]"
    )


@pytest.mark.parametrize("kind", ["metric", "backend"])
def test_signatures_of_built_ins_tell_all_options_apart(kind: plugins.Kind) -> None:
    for name in plugins.names(kind):
        cls = plugins.find(kind, name)
        known = plugins.options(cls)
        if any(f.default is plugins.REQUIRED and f.default_factory is plugins.REQUIRED for f in known.values()):
            continue
        shown = plugins.signature(name, plugins.build(kind, name, {}, folder=HERE, where="here"))
        assert shown.startswith(f"{name}[")
        assert all(
            f"{option}=" in shown for option, f in known.items() if f.compare and not isinstance(f.default, Path)
        )


def test_an_installed_plug_in_is_listed_found_and_keeps_its_protocol(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(example))
    assert plugins.names("metric")[-1] == "question-share"
    assert plugins.names("backend")[-1] == "last-sentence"
    metric = plugins.build("metric", "question-share", {}, folder=HERE, where="here")
    assert isinstance(metric, Metric)
    assert isinstance(plugins.build("backend", "last-sentence", {}, folder=HERE, where="here"), Backend)
    assert plugins.signature("question-share", metric) == "question-share[mark=?,version=1]"
    assert plugins.direction("question-share") is False


def test_a_suite_runs_with_an_installed_metric_and_backend(example: Path, tmp_path: Path) -> None:
    articles = [make_article(n) for n in range(1, 4)]
    articles[0]["sources"][1]["text"] += " Who will pay?"
    write_jsonl(tmp_path / "articles.jsonl", articles)
    tables = '\n[[backends]]\ntype = "last-sentence"\n\n[[metrics]]\ntype = "question-share"\n'
    (tmp_path / "s.toml").write_text(SUITE + tables, encoding="utf-8")
    done = run_harness(example, "run", "s.toml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out" / "rows.jsonl").read_text("utf-8").splitlines()]
    mine = [row for row in rows if row["backend"] == "last-sentence"]
    assert [row["scores"]["question-share"]["value"] for row in mine] == [0.5, 0.0, 0.0]
    assert mine[0]["summary"] == "Buses now cross at the old ford. Who will pay?"
    info = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert [(m["signature"], m["higher_is_better"]) for m in info["metrics"]] == [
        ("question-share[mark=?,version=1]", False)
    ]


BROKEN = [
    (
        "raise RuntimeError('no luck')",
        "metric 'sorry' of broken-words (broken_words:Sorry) is broken: RuntimeError: no luck",
    ),
    (
        "import no_such_module_at_all",
        "metric 'sorry' of broken-words (broken_words:Sorry) misses the module 'no_such_module_at_all'; "
        "pip install it, or broken-words again",
    ),
    (
        "class Other: pass",
        "metric 'sorry' of broken-words (broken_words:Sorry) is broken: "
        "AttributeError: module 'broken_words' has no attribute 'Sorry'",
    ),
    (
        "class Sorry: pass",
        "metric 'sorry' of broken-words (broken_words:Sorry) must be a frozen dataclass with version, "
        "higher_is_better, needs, languages, score; it lacks version, higher_is_better, needs, languages, score",
    ),
    (
        "class Sorry:\n version = 1\n higher_is_better = True\n needs = ()\n languages = ()\n score = None",
        "metric 'sorry' of broken-words (broken_words:Sorry) must be a frozen dataclass with version, "
        "higher_is_better, needs, languages, score; it lacks the dataclass",
    ),
]


@pytest.mark.parametrize(("module", "message"), BROKEN)
def test_a_broken_plug_in_is_told_with_its_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, message: str
) -> None:
    site = install(tmp_path / "site", "broken-words", "[harness.metrics]\nsorry = broken_words:Sorry\n", module)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "broken_words", raising=False)
    with pytest.raises(PluginError) as caught:
        plugins.find("metric", "sorry")
    assert str(caught.value) == message
    sys.modules.pop("broken_words", None)


def test_a_plug_in_that_cannot_be_made_is_told_with_its_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = (EXAMPLE / "summary_harness_example.py").read_text(encoding="utf-8")
    module += "\n    def __post_init__(self) -> None:\n        raise RuntimeError('no licence')\n"
    entry = "[harness.backends]\nfragile = broken_backend:LastSentence\n"
    site = install(tmp_path / "site", "broken-backend", entry, module)
    monkeypatch.syspath_prepend(str(site))
    with pytest.raises(PluginError, match=r"(?s)'fragile' of broken-backend .*RuntimeError: no licence"):
        plugins.build("backend", "fragile", {}, folder=HERE, where="s.toml:3: backend fragile")


def test_a_broken_plug_in_does_not_disturb_who_does_not_use_it(tmp_path: Path) -> None:
    site = install(tmp_path / "site", "broken-words", "[harness.metrics]\nsorry = broken_words:Sorry\n", "1 / 0")
    write_jsonl(tmp_path / "articles.jsonl", [make_article(1), make_article(2)])
    (tmp_path / "s.toml").write_text(SUITE, encoding="utf-8")
    assert run_harness(site, "run", "s.toml", "--out", "out", cwd=tmp_path).returncode == 0
    (tmp_path / "broken.toml").write_text(SUITE + '\n[[metrics]]\ntype = "sorry"\n', encoding="utf-8")
    used = run_harness(site, "run", "broken.toml", cwd=tmp_path)
    assert used.returncode == 2
    assert "metric 'sorry' of broken-words (broken_words:Sorry) is broken: ZeroDivisionError" in used.stderr


def test_a_plug_in_never_takes_the_place_of_a_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = install(tmp_path / "site", "pirate-lead", "[harness.backends]\nlead = pirate_lead:Lead\n", "Lead = 1")
    monkeypatch.syspath_prepend(str(site))
    assert plugins.find("backend", "lead").__module__ == "harness.backends.extractive"
    assert plugins.names("backend").count("lead") == 1
