"""The README is true: its commands run as they stand, its help is the command's help, its files exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", README, re.DOTALL)


@pytest.mark.slow
def test_every_command_runs_as_it_stands(tmp_path: Path) -> None:
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "harness").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m harness "$@"\n')
    (binaries / "harness").chmod(0o755)
    script = "\n".join(
        block if language == "sh" else f"{sys.executable} - <<'PYTHON'\n{block}PYTHON"
        for language, block in BLOCKS
        if not block.startswith("make ")
    )
    # what `pip install .` brings must be enough, so torch cannot be imported
    absent = tmp_path / "absent" / "torch"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError('torch was imported')\n")
    environment = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(absent.parent), os.environ.get("PYTHONPATH")))),
    }
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "fixtures").mkdir()
    for name in ("newsroom", "labels"):
        (folder / "fixtures" / name).symlink_to(ROOT / "fixtures" / name)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (folder / "first.html").stat().st_size > 100_000
    assert "quote.fabricated" in done.stdout


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    targets = re.findall(r"^make (\w+)", README, re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text()
    assert targets == ["demo", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_the_help_is_the_commands_help() -> None:
    environment = {**os.environ, "COLUMNS": "100"}
    arguments = [
        sys.executable,
        "-c",
        "import sys; sys.argv[0] = 'harness'; import harness.cli; harness.cli.main()",
    ]
    done = subprocess.run([*arguments, "--help"], capture_output=True, text=True, env=environment, check=True)
    shown = README.split("$ harness --help\n")[1].split("```")[0]
    assert shown.split() == done.stdout.split()


def test_linked_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
