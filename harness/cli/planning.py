"""`harness plan`: what an article set can detect, before money is spent on finding out."""

from __future__ import annotations

from typing import Annotated

import typer

from harness.articles import shown
from harness.cli.output import emit_json, say, say_prose, say_table
from harness.errors import InputError

LEGEND = (
    "finds: the change that these articles find in 80 % of cases; also the smallest margin that a change which leaves the"
    " mean as it is passes in 80 % of cases.",
    "passes: how often such a change passes now. run again: how often an unchanged backend does (– unknown without"
    " repeats). reports: the change for the worse that is called a regression in 80 % of cases.",
    "sampling: the share of the variance that comes from asking once and not many times.",
)


def plan(
    target: Annotated[str, typer.Argument(metavar="SUITE|RUN", help="A suite, or the folder of a run.")],
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="SUITE|RUN",
            help="A run from before the change, or a suite whose baseline is blessed.",
        ),
    ] = None,
    margin: Annotated[
        list[str] | None,
        typer.Option("--margin", metavar="METRIC=M", help="Plan for this margin; may be repeated. Default: [gate]."),
    ] = None,
    articles: Annotated[
        int | None,
        typer.Option("--articles", metavar="N", min=2, help="Also say what this number of articles detects."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Say what an article set can detect, and how many articles and repeats a difference needs.

    Of a suite its blessed baseline is read, or else its newest complete run. With --baseline the differences between
    the two runs are the pilot.

    Example: harness plan evals/news.toml --margin coverage=0.03
    """
    from harness import plan as planning
    from harness.plan import tables, words

    done = planning.plan(planning.find_pilot(target, baseline), _margins(margin or []), articles=articles)
    before, after = words.opening(done), words.closing(done)
    if as_json:
        emit_json(tables.to_json(done, [*before, *after]))
        return
    for line in before:
        say_prose(line)
    parts = [
        (any(not p.reason for p in done.metrics), tables.spread_table(done)),
        (any(p.margins for p in done.metrics), tables.margin_table(done)),
    ]
    repeated = [p for p in done.metrics if p.repeats and p.margins and p.repeats[0].sampling_share]
    parts.append((bool(repeated), tables.repeat_table(done, repeated)))
    for there, table in parts:
        if there:
            say()
            say_table(table)
    for lines in ([line for (there, _), line in zip(parts, LEGEND, strict=True) if there], after):
        if lines:
            say()
        for line in lines:
            say_prose(line)


def _margins(given: list[str]) -> dict[str, float]:
    """METRIC=M as a mapping."""
    found: dict[str, float] = {}
    for text in given:
        metric, _, number = text.rpartition("=")
        try:
            margin = float(number)
        except ValueError:
            metric = ""
        if not metric:
            raise InputError(f"--margin {shown(text)}: expected METRIC=NUMBER, such as consistency=0.02")
        if metric in found:
            raise InputError(
                f"--margin {shown(text)}: {metric} was given the margin {found[metric]:g} before; give each metric one"
            )
        found[metric] = margin
    return found


COMMANDS = (plan,)
