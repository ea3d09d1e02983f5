"""`harness check` and `list`: one summary against its sources, and what there is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.cli import files
from harness.cli.output import console, emit_json, say
from harness.errors import InputError

if TYPE_CHECKING:
    from harness.types import Article


def check(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="File with the summary, or - for standard input.")],
    source: Annotated[
        list[Path] | None, typer.Option("--source", metavar="FILE", help="File with a source text; may be repeated.")
    ] = None,
    article: Annotated[
        Path | None, typer.Option("--article", metavar="FILE", help="JSON file with one article and its sources.")
    ] = None,
    profile: Annotated[
        str,
        typer.Option(
            "--profile", metavar="NAME|FILE", help="What the summary should look like: a name, or a TOML file."
        ),
    ] = "news-story",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page with the summary beside its sources.")
    ] = None,
) -> None:
    """Check one summary against its sources.

    Example: harness check story.md --source report-1.txt --source report-2.txt
    """
    from harness import checked
    from harness.report import marked, matrix

    if (article is None) == (not source):
        raise InputError("give the sources: either --source FILE (repeated) or --article FILE.json")
    files.check_writable({"--html": html})
    if html is not None and files.is_special(html):
        raise InputError(f"--html {html}: is no regular file, which a page is written to")
    summary = _read(text)
    subject = _article(source or [], article)
    result = checked.check(summary, subject, profile)
    if html is not None:
        with files.writing(html):
            checked.write_html(result, html)
    if as_json:
        emit_json(checked.to_json(result))
        return
    out = console()
    out.print(marked.scores(result.row))
    out.print()
    out.print(marked.text(result.row))
    for line in marked.findings(result.row):
        out.print(line)
    out.print()
    out.print(matrix.table(result.case))
    if html is not None:
        say(f"page: {html}")


def list_(
    what: Annotated[
        Literal["metrics", "backends", "faults", "profiles"],
        typer.Argument(metavar="metrics|backends|faults|profiles", help="What to list."),
    ],
) -> None:
    """List metrics, backends, faults or profiles, with their options.

    Example: harness list metrics
    """
    from harness import plugins
    from harness.metrics.structure import load_profile, profile_names

    if what == "profiles":
        for name in profile_names():
            say(f"{name:12} {load_profile(name).description}")
        return
    kinds: dict[str, plugins.Kind] = {"metrics": "metric", "backends": "backend", "faults": "fault"}
    kind = kinds[what]
    for name in plugins.names(kind):
        cls = plugins.find(kind, name)
        first = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
        say(f"{name:19} {first}")
        for option, field in plugins.options(cls).items():
            default = "required" if field.default is plugins.REQUIRED else f"default {_shown(field.default)}"
            say(f"{'':19}   {option}: {default}")


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Path) else repr(value)


def _read(text: str) -> str:
    from harness.checked import read_text

    if text == "-":
        data = sys.stdin.buffer.read()
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"standard input: not UTF-8 at byte {error.start + 1}") from None
    return read_text(Path(text))


def _article(sources: list[Path], article: Path | None) -> Article:
    from harness.articles import load_article
    from harness.checked import read_text
    from harness.types import Article, Source

    if article is not None:
        return load_article(article)
    texts = [(path, read_text(path)) for path in sources]
    for path, text in texts:
        if not text.strip():
            raise InputError(f"{path}: the source is empty")
    names = [path.name for path, _ in texts]
    ids = [name if names.count(name) == 1 else f"{name} ({n})" for n, name in enumerate(names, start=1)]
    return Article(id="check", sources=tuple(Source(id=i, text=t) for i, (_, t) in zip(ids, texts, strict=True)))


COMMANDS = (check, list_)
