"""`harness review`: what reviewers are given, what they hand back, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli import files
from harness.cli.help import Command
from harness.cli.output import counted, emit_json, emit_text, note, say, say_prose, say_table
from harness.errors import InputError
from harness.types import MAX_SEED

app = typer.Typer(
    name="review",
    help="Draw summaries for reviewers, take in their labels, and report what follows.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("export", cls=Command)
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The run's folder.")],
    sample: Annotated[
        int, typer.Option("--sample", metavar="N", min=1, help="Summaries to draw; whole articles are drawn.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The draw file to write.")],
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, max=MAX_SEED, help="Another seed draws other articles.")
    ] = 1,
) -> None:
    """Draw the summaries whose labels may stand for all.

    Whole articles are drawn at random until at least SAMPLE summaries of the backends that are no controls are. Give the
    file to harness report, whose page then walks the reviewers through exactly these summaries.

    Example: harness review export reports/runs/news-20261123-101500 --sample 40 --seed 7 --out draw.json
    """
    from harness.review.draw import draw
    from harness.review.summaries import read_summaries
    from harness.store import Run

    with files.writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    files.check_writable({"--out": out})
    summaries = read_summaries(Run(run))
    drawn = draw(summaries, sample=sample, seed=seed)
    files.write(out, drawn.to_bytes())
    n_articles = len({item.article for item in drawn.items})
    if len(drawn.items) < sample:
        note(f"the run has only {len(drawn.items)} of the {sample} summaries asked for; all are drawn")
    drawn_of = f"{n_articles} of {counted(len(summaries.info.articles), 'article')}"
    say(f"draw: {out}, {counted(len(drawn.items), 'summary', 'summaries')} of {drawn_of}")
    say(f"next: harness report {run} --review {out}")


@app.command("import", cls=Command)
def import_(
    given: Annotated[list[Path], typer.Argument(metavar="FILE", help="Review files that the page exported.")],
    runs: Annotated[
        list[Path],
        typer.Option("--run", metavar="RUN", help="The run that was reviewed; repeated if the page showed several."),
    ],
) -> None:
    """Check reviewers' files and keep them with the run, in RUN/reviews.

    Every file is checked before the first is kept: if one does not fit, nothing is imported. Stored scores never change.

    Example: harness review import anna.json ben.json --run reports/runs/news-20261123-101500
    """
    from harness.review.importing import import_reviews

    for done in import_reviews(given, runs):
        items = counted(len(done.review.items), "summary", "summaries")
        pairs = counted(len(done.review.preferences), "preference")
        drawn = "no draw" if done.review.draw is None else f"draw of {done.review.draw.sample}"
        told = f"{done.review.reviewer}, {items}, {pairs}, {drawn}"
        say(f"{done.file}: {told}" + ("" if done.new else "; was imported before, nothing to do"))
        for path in done.kept if done.new else ():
            say(f"  kept as {path}")
    for run in runs:
        say(f"next: harness review report {run}")


@app.command("report", cls=Command)
def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run into which reviews were imported.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Tables for a page or a pull request.")] = False,
) -> None:
    """Report what people say: of each other, of the metrics, and of the backends.

    Agreement between reviewers, metrics against people, precision of findings, preferences, and the true means and
    differences of the backends, estimated from the labels that were drawn and the metric's scores of all summaries.

    Example: harness review report reports/runs/news-20261123-101500
    """
    from harness.review.report import review_report, to_json

    if as_json and as_markdown:
        raise InputError("choose one of --json and --markdown")
    found = review_report(run)
    if not found.n_files:
        note(f"{run} has no reviews; import some: harness review import FILE --run {run}")
    if as_json:
        emit_json(to_json(found))
        return
    from harness.cli import reviewed

    if as_markdown:
        emit_text(reviewed.to_markdown(found))
        return
    conflicts = f"{counted(len(found.conflicts), 'conflict')} between reviewers"
    say(f"{found.run}: {counted(found.n_files, 'review file')}, {conflicts}")
    for text in reviewed.excluded(found):
        say_prose(f"excluded: {text}")
    for section in reviewed.sections(found):
        say()
        say(section.title)
        say_table(reviewed.to_table(section))
        for text in section.notes:
            say_prose(text)
