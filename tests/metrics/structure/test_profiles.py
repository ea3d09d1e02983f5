"""Profiles: those that ship, those that users write, what wrong ones are told, and the page that documents them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from harness import plugins
from harness.errors import InputError
from harness.metrics.structure import RULES, Structure, load_profile, parse_profile, profile_names
from harness.metrics.structure.profiles import parameters_of
from harness.metrics.structure.rules import FAMILIES
from harness.suite import load_suite
from tests.conftest import ROOT
from tests.metrics.structure.stories import STORY, case

DOCS = (ROOT / "docs" / "structure.md").read_text(encoding="utf-8")


def write(folder: Path, text: str, name: str = "house.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_profiles_that_ship_load_and_name_their_parameters() -> None:
    assert profile_names() == ["brief", "bullets", "free", "news-story"]
    for name in profile_names():
        profile = load_profile(name)
        assert profile.name == name
        for rule, settings in profile.rules.items():
            assert set(settings.parameters) == set(parameters_of(rule))


def test_every_form_is_asked_about_repetition_readability_and_debris() -> None:
    for name in profile_names():
        families = {RULES[rule].family for rule in load_profile(name).rules}
        assert {"repetition", "reading", "debris"} <= families


def test_the_house_style_of_the_page_works(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(# harbour.toml.*?)```", DOCS, re.DOTALL)
    assert example is not None
    house = load_profile(str(write(tmp_path, example[1], "harbour.toml")))
    base = load_profile("news-story")
    assert house.name == "harbour"
    assert set(base.rules) - set(house.rules) == {"disclaimer.missing", "timeline.missing"}
    assert house.rules["lede.length"].parameters == {"max_words": 30}
    assert (house.rules["lede.length"].weight, house.rules["lede.length"].severity) == (1, "error")
    assert house.rules["headline.length"] == base.rules["headline.length"]
    score = Structure(str(tmp_path / "harbour.toml")).score(case(STORY))
    assert "disclaimer.forbidden" in {finding.check for finding in score.findings}


def test_the_page_lists_every_rule_with_its_family_and_parameters() -> None:
    rows = {row[0]: row[1:3] for row in re.findall(r"^\| `([\w.]+)` \| (\w+) \| (.*?) \|", DOCS, re.MULTILINE)}
    assert list(rows) == list(RULES)
    for name, (family, parameters) in rows.items():
        assert family == RULES[name].family
        assert re.findall(r"`(\w+)`", parameters) == list(parameters_of(name))
        assert RULES[name].check.__doc__


def test_a_file_keeps_the_name_of_what_it_extends_and_files_extend_files(tmp_path: Path) -> None:
    write(tmp_path, 'extends = "brief"\n[rules."length.band"]\nmax_words = 90\n', "one.toml")
    two = write(tmp_path, 'extends = "one.toml"\n[rules."debris.cut"]\nweight = 5\n', "two.toml")
    profile = load_profile(str(two))
    assert profile.name == "brief"
    assert profile.rules["length.band"].parameters == {"min_words": 30, "max_words": 90}
    assert profile.rules["debris.cut"].weight == 5


def test_the_hash_stands_for_what_is_asked_and_not_for_words_about_it(tmp_path: Path) -> None:
    base = load_profile("brief").hash
    same = write(tmp_path, 'name = "x"\ndescription = "y"\nextends = "brief"\n')
    assert load_profile(str(same)).hash == base
    other = write(tmp_path, 'extends = "brief"\n[rules."length.band"]\nmax_words = 90\n')
    assert load_profile(str(other)).hash != base


RULE: dict[str, Any] = {"weight": 1, "severity": "warning"}
LEDE = '[rules."lede.length"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[rules."headline.big"]\nweight = 1\n', "rule 'headline.big' is unknown; the rules are "),
        (f"{LEDE}max_word = 3\n", "rule 'lede.length' takes the parameters max_words; found max_word"),
        (LEDE, "rule 'lede.length' takes the parameters max_words; found none"),
        (f'{LEDE}max_words = "many"\n', "rule 'lede.length': parameter 'max_words': "),
        (f"{LEDE}max_words = -1\n", "parameter 'max_words': expected a number of 0 or more, found -1"),
        (f"{LEDE}max_words = true\n", "parameter 'max_words': expected a number of 0 or more, found True"),
        (f"{LEDE}off = true\n", "rule 'lede.length' is off, but the profile extends none; leave the rule out"),
        (
            f'extends = "free"\n{LEDE}off = true\n',
            "rule 'lede.length' is off, but the profile that it extends does not have it",
        ),
        (f'extends = "free"\n{LEDE}off = 1\n', "rule 'lede.length': off must be true, and stand alone"),
        ('extends = "essay"\n', "profile 'essay' is unknown; choose one of brief, bullets, free, news-story"),
        ("extends = 3\n", "extends must be the name or the path of a profile"),
        ('extends = "house.toml"\n', "extends itself"),
        ("rules = 3\n", "rules must be tables"),
        ("weight = 3\n", "unknown key 'weight'; a profile has name, description, extends, rules"),
        ("", "no rule with a weight above 0"),
        (f"{LEDE}max_words = 3\nweight = -1\n", "weight"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_name(tmp_path: Path, text: str, told: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_profile(str(path))
    assert str(path) in str(caught.value)
    assert told in str(caught.value)


def test_a_profile_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_profile("newsstory")
    assert str(caught.value) == "profile 'newsstory' is unknown; choose one of brief, bullets, free, news-story"
    with pytest.raises(InputError, match=r"none\.toml"):
        load_profile(str(tmp_path / "none.toml"))
    with pytest.raises(InputError, match=r"^p.toml: rule 'headline.big'"):
        parse_profile({"name": "p", "description": "d", "rules": {"headline.big": RULE}}, "p.toml")


def test_a_suite_names_a_file_beside_it_and_its_hash_is_in_the_signature(tmp_path: Path) -> None:
    write(tmp_path, 'name = "ours"\nextends = "brief"\n[rules."length.band"]\nmax_words = 90\n')
    (tmp_path / "articles.jsonl").write_text('{"id": "a", "sources": [{"id": "s", "text": "x"}]}\n', encoding="utf-8")
    head = 'name = "s"\narticles = "articles.jsonl"\nprofile = "{}"\n[[backends]]\ntype = "lead"\n'
    suites = {
        name: load_suite(write(tmp_path, head.format(name), f"suite-{n}.toml"))
        for n, name in enumerate(("house.toml", "brief", "free"))
    }
    signatures = {n: next(m.signature for m in s.metrics if m.type == "structure") for n, s in suites.items()}
    assert suites["house.toml"].profile == "ours"
    assert (
        signatures["house.toml"]
        == f"structure[revision=ours@{load_profile(str(tmp_path / 'house.toml')).hash},version=2]"
    )
    assert signatures["brief"] == f"structure[revision=brief@{load_profile('brief').hash},version=2]"
    assert len(set(signatures.values())) == 3
    with pytest.raises(InputError, match=r"suite-3\.toml:3: .*gone\.toml"):
        load_suite(write(tmp_path, head.format("gone.toml"), "suite-3.toml"))


def test_without_a_profile_of_its_own_the_metric_takes_that_of_the_case() -> None:
    assert plugins.signature("structure", Structure()) == "structure[version=2]"
    assert Structure().score(case(STORY, profile="news-story")) == Structure("news-story").score(
        case(STORY, profile="free")
    )


def test_every_rule_has_a_family_and_its_missing_part_is_a_rule() -> None:
    for entry in RULES.values():
        assert entry.family in FAMILIES
        assert entry.asked_by is None or entry.asked_by in RULES
