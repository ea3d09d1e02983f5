"""harness.suite: a suite is checked whole before anything runs, and its hash tells when it is another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from harness import plugins
from harness.articles import load_toml
from harness.errors import HarnessError, InputError
from harness.suite import Suite, find_suite, load_suite
from harness.types import Article, Summary
from tests.conftest import ROOT, make_article, write_jsonl

KEYS = (
    "A suite has name, articles, columns, split, config, revision, language, profile, seed, repeats, permute_sources, "
    "backends, "
    "metrics, gate"
)
HEAD = 'name = "small"\narticles = "articles.jsonl"\n'
LEAD = '[[backends]]\ntype = "lead"\n'
Load = Callable[[str], Suite]


@dataclass(frozen=True)
class Prompted:
    """A backend as a model provider's would be: a model, a prompt file, a temperature."""

    model: str
    prompt: Path
    stop: tuple[str, ...] = ()

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The prompt."""
        return Summary(text=self.prompt.read_text(encoding="utf-8"))


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Write a suite beside two prompts and some stored summaries, and load it."""
    monkeypatch.setitem(plugins.BACKENDS, "prompted", f"{__name__}:Prompted")
    (tmp_path / "prompts").mkdir()
    for version in ("v1", "v2"):
        (tmp_path / "prompts" / f"newsroom-{version}.j2").write_text(f"Be brief, {version}.", encoding="utf-8")
    write_jsonl(tmp_path / "stored.jsonl", [{"article": "event-1", "summary": "A bridge closed."}])

    def write_and_load(text: str) -> Suite:
        path = tmp_path / "small.toml"
        path.write_text(text, encoding="utf-8")
        return load_suite(path)

    return write_and_load


def backend_names(suite: Suite) -> list[str]:
    """The names of its backends, in order."""
    return [backend.name for backend in suite.backends]


def test_a_suite_that_names_no_metrics_gets_the_three_headline_metrics(load: Load) -> None:
    assert [metric.name for metric in load(HEAD + LEAD).metrics] == ["coverage", "consistency", "structure"]


def test_what_a_suite_leaves_out_has_defaults(load: Load) -> None:
    suite = load('articles = "articles.jsonl"\n' + LEAD)
    assert (suite.name, suite.profile, suite.seed, suite.repeats, suite.gate) == ("small", "free", 0, 1, None)


def test_paths_are_relative_to_the_suite(load: Load, tmp_path: Path) -> None:
    suite = load(HEAD + '[[backends]]\ntype = "prompted"\nmodel = "m"\nprompt = "prompts/newsroom-v1.j2"\n')
    assert suite.origin is not None
    assert suite.origin.articles == "articles.jsonl"
    assert suite.backends[0].plugin.prompt == tmp_path / "prompts" / "newsroom-v1.j2"


def test_lists_make_a_matrix_whose_cells_are_named_by_value_and_file_stem(load: Load) -> None:
    suite = load(
        HEAD + '[[backends]]\ntype = "prompted"\nmodel = ["small-1", "large-2"]\n'
        'prompt = ["prompts/newsroom-v1.j2", "prompts/newsroom-v2.j2"]\n'
    )
    assert backend_names(suite) == [
        "prompted[model=small-1,prompt=newsroom-v1]",
        "prompted[model=small-1,prompt=newsroom-v2]",
        "prompted[model=large-2,prompt=newsroom-v1]",
        "prompted[model=large-2,prompt=newsroom-v2]",
    ]
    assert [b.plugin.model for b in suite.backends] == ["small-1", "small-1", "large-2", "large-2"]
    assert not any("Be brief" in name for name in backend_names(suite))


def test_a_matrix_keeps_the_name_it_was_given(load: Load) -> None:
    suite = load(HEAD + LEAD + 'name = "first"\nsentences = [1, 3]\n')
    assert backend_names(suite) == ["first[sentences=1]", "first[sentences=3]"]


def test_an_option_that_is_a_list_itself_is_no_matrix(load: Load) -> None:
    table = '[[backends]]\ntype = "prompted"\nmodel = "m"\nprompt = "prompts/newsroom-v1.j2"\n'
    suite = load(HEAD + table + 'stop = ["END", "STOP"]\n')
    assert [(b.name, b.plugin.stop) for b in suite.backends] == [("prompted", ("END", "STOP"))]


def test_a_list_of_lists_is_a_matrix_of_an_option_that_takes_lists(load: Load) -> None:
    table = '[[backends]]\ntype = "prompted"\nmodel = "m"\nprompt = "prompts/newsroom-v1.j2"\n'
    suite = load(HEAD + table + 'stop = [["END"], ["END", "STOP"]]\n')
    assert [b.plugin.stop for b in suite.backends] == [("END",), ("END", "STOP")]
    assert len(set(backend_names(suite))) == 2


def test_the_seed_of_the_suite_reaches_backends_that_have_one_and_are_not_given_another(load: Load) -> None:
    table = '[[backends]]\ntype = "random"\n'
    suite = load(HEAD + "seed = 41\n" + table + table + 'name = "own"\nseed = 5\n' + LEAD)
    assert [b.options.get("seed") for b in suite.backends] == [41, 5, None]
    assert [getattr(b.plugin, "seed", None) for b in suite.backends] == [41, 5, None]


WRONG: list[tuple[str, str, str]] = [
    (
        "an unknown key",
        HEAD + "repeat = 3\n" + LEAD,
        ":3: unknown key 'repeat'; did you mean 'repeats'? " + KEYS,
    ),
    (
        "an unknown table",
        HEAD + LEAD + "\n[[metric]]\ntype = 'length'\n",
        ":6: unknown key 'metric'; did you mean 'metrics'? " + KEYS,
    ),
    (
        "an unknown key like no other",
        HEAD + "zzz = 1\n" + LEAD,
        ":3: unknown key 'zzz'; " + KEYS,
    ),
    (
        "an unknown option",
        HEAD + LEAD + LEAD + 'name = "two"\nsentence = 3\n',
        ":5: backend two: unknown option 'sentence'; did you mean 'sentences'? backend lead has sentences",
    ),
    (
        "an option of a plug-in that has none",
        HEAD + '[[backends]]\ntype = "copy"\nwords = 1\n',
        ":3: backend copy: unknown option 'words'; backend copy has no options",
    ),
    (
        "an unknown option of a metric",
        HEAD + LEAD + '[[metrics]]\ntype = "length"\nunit = "words"\n',
        ":5: metric length: unknown option 'unit'; metric length has no options",
    ),
    (
        "a missing option",
        HEAD + '[[backends]]\ntype = "command"\n',
        ":3: backend command: option 'command' is missing",
    ),
    (
        "an option of a wrong type",
        HEAD + LEAD + 'sentences = "three"\n',
        ":3: backend lead: option 'sentences': Input should be a valid integer, "
        "unable to parse string as an integer, found 'three'",
    ),
    (
        "an option out of range",
        HEAD + LEAD + "sentences = [2, 0]\n",
        ":3: backend lead[sentences=0]: sentences must be at least 1, not 0",
    ),
    ("a name that is no text", 'name = 5\narticles = "a"\n' + LEAD, ":1: name must be a text, found 5"),
    (
        "a name with a blank",
        'articles = "a"\nname = "a b"\n' + LEAD,
        ":2: name 'a b' must be letters, digits, dot, dash, underscore",
    ),
    (
        "a name that leaves the folder",
        'name = "../up"\narticles = "a"\n' + LEAD,
        ":1: name '../up' must be letters, digits, dot, dash, underscore",
    ),
    (
        "repeats that are no number",
        HEAD + "repeats = true\n" + LEAD,
        ":3: repeats must be a whole number, found True",
    ),
    (
        "a seed that is no whole number",
        HEAD + "seed = 1.5\n" + LEAD,
        ":3: seed must be a whole number, found 1.5",
    ),
    ("repeats of 0", HEAD + "repeats = 0\n" + LEAD, ":3: repeats must be at least 1, not 0"),
    ("no articles", 'name = "a"\n' + LEAD, ": no `articles`; the suite needs it"),
    ("no backend", HEAD, ": no [[backends]]; a suite needs at least one"),
    ("one table", HEAD + '[backends]\ntype = "lead"\n', ":3: write each one as a table [[backends]]"),
    (
        "a backend without a type",
        HEAD + '[[backends]]\nname = "lead"\n',
        ":3: no `type`; expected the name of a plug-in, see `harness list`",
    ),
    ("an empty name", HEAD + LEAD + 'name = " "\n', ":3: name must be a text that is not empty"),
    ("a name twice", HEAD + LEAD + LEAD, ": two backends are called 'lead'; give one a `name` of its own"),
    (
        "a metric twice",
        HEAD + LEAD + '[[metrics]]\ntype = "length"\n' * 2,
        ": two metrics are called 'length'; give one a `name` of its own",
    ),
    ("a key twice", HEAD + HEAD + LEAD, ": broken TOML: Cannot overwrite a value (at line 3, column 15)"),
    (
        "an unknown key of the gate",
        HEAD + LEAD + "[gate]\nprimry = []\n",
        ":5: unknown field 'primry' (a gate has primary, margin, floor, forbid, inconclusive, pairs, alpha, "
        "max_failed_increase, max_unscored_share, max_truncated_share, max_cost, max_seconds)",
    ),
    (
        "a gate of a wrong type",
        HEAD + LEAD + "[gate]\nforbid = 3\n",
        ":5: field 'forbid': expected a list of names, such as [\"coverage\"]",
    ),
    (
        "a primary metric that is no list",
        HEAD + LEAD + '[gate]\nprimary = "coverage"\n',
        ":5: field 'primary': expected a list of names, such as [\"coverage\"]",
    ),
    (
        "a primary metric twice",
        HEAD + LEAD + '[gate]\nprimary = ["coverage", "coverage"]\n',
        ":5: field 'primary': 'coverage' stands twice",
    ),
    (
        "a margin that is no table",
        HEAD + LEAD + "[gate]\nmargin = 0.03\n",
        ":5: field 'margin': expected a table, such as { coverage = 0.03 }",
    ),
    (
        "a margin of a metric that is not primary",
        HEAD + LEAD + "[gate]\nmargin = { coverage = 0.03 }\n",
        ":5: the margin of 'coverage' gates nothing, since primary does not name it; add it there",
    ),
    (
        "a margin that is true",
        HEAD + LEAD + '[gate]\nprimary = ["coverage"]\nmargin = { coverage = true }\n',
        ":5: field 'margin.coverage': Input should be a valid number",
    ),
    (
        "a margin in quotation marks",
        HEAD + LEAD + '[gate]\nprimary = ["coverage"]\nmargin = { coverage = "0.03" }\n',
        ":5: field 'margin.coverage': Input should be a valid number",
    ),
    (
        "a check that no metric reports",
        HEAD + LEAD + '[gate]\nforbid = ["qoute.fabricated"]\n',
        ":5: forbid: 'qoute.fabricated' would forbid nothing: none of the metrics reports such an error; did you mean "
        "'quote.fabricated'?",
    ),
    (
        "a check whose findings are only warnings",
        HEAD + LEAD + '[gate]\nforbid = ["date.stale"]\n',
        ":5: forbid: 'date.stale' would forbid nothing: none of the metrics reports such an error; they have "
        "name.swapped, number.swapped, number.unit, date.wrong, date.weekday, quote.fabricated, quote.altered, "
        "quote.misattributed, polarity.flipped, direction.flipped, role.swapped, event.merged, self.contradiction, "
        "section.repeated, sentence.repeated, debris.prompt, debris.refusal",
    ),
    (
        "a margin that is no number",
        HEAD + LEAD + "[gate]\nmargin = { coverage = nan }\n",
        ":5: field 'margin.coverage': Input should be a finite number",
    ),
    (
        "a seed that JSON readers round",
        f"seed = {2**53}\n" + HEAD + LEAD,
        ":1: seed must be at most 9007199254740991, not 9007199254740992",
    ),
    (
        "an unknown policy",
        HEAD + LEAD + '[gate]\ninconclusive = "ignore"\n',
        ":5: field 'inconclusive': Input should be 'fail', 'warn' or 'pass'",
    ),
    (
        "a primary metric without margin",
        HEAD + LEAD + '[gate]\nprimary = ["coverage"]\n',
        ":5: primary metric 'coverage' needs a margin above 0, such as coverage = 0.02",
    ),
    (
        "a floor for a metric that the suite has not",
        HEAD + LEAD + "[gate]\nfloor = { rouge1 = 0.2 }\n",
        ":5: metric 'rouge1' is not in this suite; it has consistency, coverage, structure",
    ),
    (
        "a counter that is gated",
        HEAD + LEAD + '[[metrics]]\ntype = "length"\n[gate]\nfloor = { length = 1.0 }\n',
        ":7: length is a counter without a good direction; it cannot be gated",
    ),
    (
        "an unknown backend",
        HEAD + '[[backends]]\ntype = "led"\n',
        f":3: backend 'led' is unknown; did you mean 'lead'? There are {', '.join(plugins.names('backend'))}, prompted",
    ),
    (
        "an unknown metric",
        HEAD + LEAD + '[[metrics]]\ntype = "lenght"\n',
        f":5: metric 'lenght' is unknown; did you mean 'length'? There are {', '.join(plugins.names('metric'))}",
    ),
    (
        "an unknown profile",
        HEAD + 'profile = "breif"\n' + LEAD,
        ":3: profile 'breif' is unknown; choose one of brief, bullets, free, news-story",
    ),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_suite_is_refused_with_file_and_line(load: Load, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(HarnessError) as caught:
        load(text)
    assert str(caught.value) == f"{tmp_path / 'small.toml'}{message}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "seed = -1\n" + LEAD, 3),
        (HEAD + LEAD + "sentences = []\n", 3),
        (HEAD + LEAD + "sentences = true\n", 3),
        (HEAD + '[[backends]]\ntype = "lexrank"\nthreshold = nan\n', 3),
        (HEAD + '[[backends]]\ntype = "lexrank"\nthreshold = inf\n', 3),
        (HEAD + '[[backends]]\ntype = "random"\nsentences = 0\n', 3),
        (HEAD + '[[backends]]\ntype = "shuffled"\nsentences = -1\n', 3),
        (HEAD + '[[backends]]\ntype = "command"\ncommand = ["python"]\ntimeout_seconds = 0\n', 3),
        (HEAD + '[[backends]]\ntype = "prompted"\nmodel = "m"\nprompt = "prompts/none.j2"\n', 3),
    ],
    ids=[
        "a negative seed",
        "an empty matrix",
        "a truth value for a number",
        "not a number",
        "infinity",
        "random of no sentence",
        "shuffled of fewer than none",
        "no time at all",
        "a prompt that is not there",
    ],
)
def test_a_value_that_cannot_work_is_refused_at_its_line(load: Load, tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        load(text)
    assert str(caught.value).startswith(f"{tmp_path / 'small.toml'}:{line}: ")


def test_gate_settings_are_read_whole(load: Load) -> None:
    suite = load(
        HEAD + LEAD + '[gate]\nprimary = ["coverage"]\nmargin = { coverage = 0.03 }\nfloor = { consistency = 0.8 }\n'
        'forbid = ["quote.fabricated"]\ninconclusive = "fail"\npairs = { lead = "older" }\nalpha = 0.1\n'
    )
    assert suite.gate is not None
    assert suite.gate.model_dump(exclude_defaults=True) == {
        "primary": ("coverage",),
        "margin": {"coverage": 0.03},
        "floor": {"consistency": 0.8},
        "forbid": ("quote.fabricated",),
        "inconclusive": "fail",
        "pairs": {"lead": "older"},
        "alpha": 0.1,
    }


def test_the_hash_stays_when_only_the_gate_or_a_comment_changes(load: Load) -> None:
    before = load(HEAD + LEAD).hash
    assert load("# a comment\n" + HEAD + LEAD).hash == before
    assert load(HEAD + LEAD + "[gate]\nfloor = { coverage = 0.2 }\n").hash == before


@pytest.mark.parametrize(
    "text",
    [
        HEAD + LEAD + "sentences = 4\n",
        HEAD + LEAD + 'name = "first"\n',
        HEAD + "seed = 1\n" + LEAD,
        HEAD + "repeats = 2\n" + LEAD,
        HEAD + 'profile = "brief"\n' + LEAD,
        HEAD + LEAD + '[[metrics]]\ntype = "coverage"\n',
        HEAD + LEAD + '[[backends]]\ntype = "copy"\n',
    ],
)
def test_the_hash_changes_with_what_is_run(load: Load, text: str) -> None:
    assert load(text).hash != load(HEAD + LEAD).hash


@pytest.mark.parametrize(
    ("table", "file"),
    [
        ('type = "prompted"\nmodel = "m"\nprompt = "prompts/newsroom-v1.j2"\n', "prompts/newsroom-v1.j2"),
        ('type = "replay"\npath = "stored.jsonl"\n', "stored.jsonl"),
    ],
)
def test_the_hash_changes_with_the_content_of_a_file(load: Load, tmp_path: Path, table: str, file: str) -> None:
    text = HEAD + "[[backends]]\n" + table
    before = load(text)
    hash_before, signature_before = before.hash, before.backends[0].signature
    assert load(text).hash == hash_before
    write_jsonl(tmp_path / file, [{"article": "event-1", "summary": "Another."}])
    after = load(text)
    assert after.hash != hash_before
    assert after.backends[0].signature != signature_before


def test_the_hash_does_not_depend_on_where_the_suite_lies(tmp_path: Path) -> None:
    hashes = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        write_jsonl(folder / "articles.jsonl", [make_article(1)])
        (folder / "s.toml").write_text(HEAD + LEAD, encoding="utf-8")
        hashes.add(load_suite(folder / "s.toml").hash)
    assert len(hashes) == 1


def test_for_scoring_alone_neither_articles_nor_backends_are_read(load: Load, tmp_path: Path) -> None:
    (tmp_path / "score.toml").write_text('[[backends]]\ntype = "no such thing"\n', encoding="utf-8")
    suite = load_suite(tmp_path / "score.toml", scoring_only=True)
    assert (suite.origin, suite.backends) == (None, ())
    assert len(suite.metrics) == 3


def test_a_suite_is_found_by_path_or_by_the_name_of_one_that_ships() -> None:
    assert find_suite("news").resolve() == ROOT / "evals" / "news.toml"
    assert find_suite("mine.toml") == Path("mine.toml")
    with pytest.raises(InputError) as caught:
        find_suite("nwes")
    assert str(caught.value) == "nwes: no such suite; give the path of a TOML file, or one of news, news-lexical"


@pytest.mark.parametrize("name", ["news", "news-lexical"])
def test_the_suites_that_ship_load(name: str) -> None:
    suite = load_suite(find_suite(name))
    assert (suite.name, suite.path.stem) == (name, name)
    assert suite.gate is not None
    assert set(suite.gate.primary) == {"coverage", "consistency", "structure"}
    assert len(suite.backends) == 13


def test_news_lexical_is_news_without_bertscore() -> None:
    whole, lexical = (load_toml(ROOT / "evals" / f"{name}.toml") for name in ("news", "news-lexical"))
    assert {"type": "bertscore"} in whole["metrics"]
    kept = [table for table in whole["metrics"] if table["type"] != "bertscore"]
    assert lexical == {**whole, "name": "news-lexical", "metrics": kept}


def test_what_is_not_compared_is_neither_in_the_signature_nor_lost(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "articles.jsonl", [make_article(1)])
    (tmp_path / "p.j2").write_text("Summarize.")
    found = []
    for price in ("", "usd_per_million_tokens = { m = [0.5, 2] }\n", "usd_per_million_tokens = { m = [1, 3] }\n"):
        backend = f'[[backends]]\ntype = "openai"\nmodel = "m"\nprompt = "p.j2"\n{price}'
        (tmp_path / "s.toml").write_text(HEAD + backend)
        found.append(load_suite(tmp_path / "s.toml").backends[0])
    assert len({backend.signature for backend in found}) == 1
    assert [backend.plugin.usd_per_million_tokens for backend in found] == [None, {"m": (0.5, 2)}, {"m": (1, 3)}]
