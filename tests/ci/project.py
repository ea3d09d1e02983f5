"""A repository whose prompt is gated: a suite, two dozen articles, a scripted model, and a baseline blessed on main."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import make_article, write_jsonl

ACTOR = {
    "GIT_AUTHOR_NAME": "Ines Falk",
    "GIT_AUTHOR_EMAIL": "ines@example.org",
    "GIT_COMMITTER_NAME": "Ines Falk",
    "GIT_COMMITTER_EMAIL": "ines@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
PROMPT = "evals/prompts/story.txt"
GOOD = "Tell every fact of the reports.\n"
HARMLESS = "Please tell every fact of the reports. Thank you.\n"
HARMFUL = "Tell the news in one sentence, with a figure that readers remember.\n"
"""The model drops facts by it, and on every third article it makes a figure up."""
BREAKING = "Tell every fact of the reports in a longer form.\n"
"""Too long for every second article: the model exits with status 1."""

SUITE = """\
name = "stories"
articles = "../fixtures/stories"
profile = "brief"
seed = 7

[[backends]]
type = "command"
name = "newsroom"
command = ["python", "model.py", "prompts/story.txt"]

[[metrics]]
type = "coverage"

[[metrics]]
type = "consistency"

[gate]
primary = ["coverage", "consistency"]
margin = { coverage = 0.05, consistency = 0.05 }
"""
MODEL = """\
import json, pathlib, sys

article = json.load(sys.stdin)
prompt = pathlib.Path(sys.argv[1]).read_text()
wire, post = (source["text"].split(". ") for source in article["sources"])
if "longer" in prompt and int(article["id"].split("-")[1]) % 2:
    sys.exit("the prompt is too long for this article\\n::error::the model gives orders\\n::stop-commands::all")
if "every fact" in prompt:
    print(f"{wire[0]}. {wire[1]}. {post[-1]}")
else:
    print(wire[1].replace("cost ", "cost 9" if int(article["id"].split("-")[1]) % 3 == 0 else "cost ") + ".")
"""


def git(folder: Path, *arguments: str) -> str:
    """Run git in `folder` under a name of the test's own; returns what it printed."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **ACTOR}, capture_output=True, text=True, check=True
    )
    return done.stdout


def command_on_path(folder: Path, name: str, *command: str) -> Path:
    """Make `folder` hold a program `name` that runs `command` with whatever it is given."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def harness_on_path(folder: Path) -> None:
    """The command `harness`, and a `python` that is this one."""
    command_on_path(folder, "harness", sys.executable, "-m", "harness")
    command_on_path(folder, "python", sys.executable)


def write_project(root: Path, *, n_articles: int = 24) -> None:
    """The files of the repository, prompt and all; nothing is run."""
    articles = root / "fixtures" / "stories"
    (root / "evals" / "prompts").mkdir(parents=True)
    articles.mkdir(parents=True)
    (articles / "set.toml").write_text(
        'name = "stories"\nversion = "1"\nlanguage = "en"\nlicence = "CC0-1.0"\norigin = "invented"\nprofile = "brief"\n',
        encoding="utf-8",
    )
    write_jsonl(articles / "articles.jsonl", [make_article(n) for n in range(1, n_articles + 1)])
    (root / "evals" / "stories.toml").write_text(SUITE, encoding="utf-8")
    (root / "evals" / "model.py").write_text(MODEL, encoding="utf-8")
    (root / PROMPT).write_text(GOOD, encoding="utf-8")
    (root / ".gitignore").write_text("reports/runs/\n", encoding="utf-8")


def change_prompt(root: Path, branch: str, prompt: str) -> None:
    """A branch of main on which the prompt reads so."""
    git(root, "switch", "--quiet", "--force-create", branch, "main")
    (root / PROMPT).write_text(prompt, encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", f"Change the prompt: {branch}")
