"""`harness facts`: key facts proposed for review, written into the article set."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.output import emit_json, note, say

if TYPE_CHECKING:
    from harness.propose import Proposal


def facts(
    articles: Annotated[str, typer.Argument(metavar="ARTICLES", help="An article set: its folder, or its .jsonl.")],
    again: Annotated[
        bool, typer.Option("--again", help="Replace proposals that nobody edited; what people wrote stays.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the proposals, write nothing.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N articles.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Propose key facts for the articles that have none, and write them into the set for people to review.

    About 8 to 14 statements of the sources an article, the most salient first, each with the sources that state it.
    Articles that have key facts are left alone. Deterministic; needs no model.

    Example: harness facts fixtures/newsroom --dry-run --limit 3
    """
    from harness import propose

    before = propose.read(articles)
    chosen = propose.load(articles).articles[:limit]

    def tell(proposal: Proposal) -> None:
        if not as_json:
            _tell(proposal, whole=dry_run)

    proposals = propose.propose_all(chosen, again=again, on_article=tell)
    changed = not dry_run and propose.write(articles, before, proposals)
    if as_json:
        emit_json({"schema": 1, "articles": [proposal.to_json() for proposal in proposals]})
    (note if as_json else say)(_next(str(propose.articles_file(articles)), proposals, dry_run, changed))


def _tell(proposal: Proposal, *, whole: bool) -> None:
    n, vital = len(proposal.key_facts), sum(fact.weight == "vital" for fact in proposal.key_facts)
    if proposal.state == "kept":
        say(f"{proposal.article}: {n} key facts are there; kept")
        return
    say(f"{proposal.article}: " + (f"{n} proposed, {vital} of them vital" if n else "nothing that could be proposed"))
    for fact in proposal.key_facts if whole else ():
        differs = ", differs from the one above" if fact.id in proposal.rivals else ""
        say(f"  {fact.weight:5}  {fact.text}  [{', '.join(fact.sources)}{differs}]")


def _next(file: str, proposals: list[Proposal], dry_run: bool, changed: bool) -> str:
    """What to do now."""
    counts = Counter(proposal.state for proposal in proposals if proposal.key_facts)
    if dry_run:
        return (
            f"nothing was written; articles with proposals for {file}: {counts['proposed']} (write: without --dry-run)"
        )
    if not changed:
        return f"{file} has not changed; articles that have key facts already: {counts['kept']}"
    return (
        f"review them in {file}: delete what is no key fact, correct texts and sources, set weight to vital or okay. "
        "They are part of the set's hash now: bless baselines of this set again."
    )


COMMANDS = (facts,)
