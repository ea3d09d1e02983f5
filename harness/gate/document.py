"""The gate as a JSON document, schema 1, and the sentences that every format shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.compare import Change
from harness.gate.results import Gate, Noticed, Result, Verdict, counted, some
from harness.report import numbers

ICONS: dict[Verdict, str] = {"pass": "✅", "regression": "❌", "inconclusive": "❔", "unmeasurable": "🚫"}
WORDS: dict[Verdict, str] = {
    "pass": "no limit is broken, and no metric got worse by its margin",
    "regression": "the candidate is worse than its limits allow",
    "inconclusive": "a limit can neither be shown to be broken nor to be kept",
    "unmeasurable": "there is no verdict, because something could not be measured or compared",
}


def to_json(result: Gate, candidate: str, baseline: str) -> dict[str, Any]:
    """The gate's document, schema 1. `kind` of the verdict and of each rule is one of four words that never change."""
    return {
        "schema": 1,
        "kind": result.kind,
        "exit_code": result.exit_code,
        "policy": {"inconclusive": result.policy},
        "alpha": result.alpha,
        "k": result.k,
        "candidate": candidate,
        "baseline": baseline,
        "suite": result.suite,
        "n_articles": result.n_articles,
        "rules": [_rule(r) for r in result.results],
        "notes": list(result.notes),
        "changes": [
            {key: list(value) if isinstance(value, tuple) else value for key, value in item._asdict().items()}
            for item in result.changes
        ],
        "worst": [
            w._asdict() | {"changes": dict(w.changes), "finding": w.finding and w.finding._asdict()}
            for w in result.worst
        ],
        "forbidden": [found._asdict() for found in result.forbidden],
        "guarantees": guarantees(result),
    }


def _rule(result: Result) -> dict[str, Any]:
    fields = result._asdict() | {"name": result.name, "details": list(result.details)}
    del fields["cases"]
    return fields


def headline(result: Gate) -> str:
    """The verdict in one line: the word, what it means, and what the policy makes of it."""
    word = result.kind.upper()
    if result.kind == "pass" and not result.margins:
        return f"{word}: no limit is broken"
    policy = ""
    if result.kind == "inconclusive":
        told = {
            "fail": "the suite says to fail then",
            "warn": "the suite says to warn then, not to fail",
            "pass": "the suite says to let it pass then",
        }
        policy = f"; {told[result.policy]}"
    return f"{word}: {WORDS[result.kind]}{policy}"


def compared(result: Gate, candidate: str, baseline: str) -> str:
    """What was compared with what."""
    return f"{candidate} against {baseline}, suite {result.suite}, {counted(result.n_articles, 'article')}"


def guarantees(result: Gate) -> list[str]:
    """How far the verdict on margins can be trusted, in numbers."""
    if not result.margins:
        return []
    family = "" if result.k == 1 else f", all {result.k} statistical rules together"
    return [
        f"A true change for the worse by a margin or more passes with a probability of at most {result.alpha / 2:.3g},"
        " as far as a mean of this many differences is roughly normal.",
        f"Where nothing changed, a regression is called with a probability of at most {result.alpha:.3g}{family}.",
        "A smaller change may stay unnoticed; one of just the margin is called a regression at most half the time.",
    ]


def change(result: Result) -> str:
    """What a rule saw, as a cell: a change with its interval, a mean, a count or a share."""
    if result.observed is None:
        return "–"
    if result.rule == "margin" and result.low == result.high == 0:
        return "no score changed"
    if result.rule == "margin":
        shown = numbers.difference(result.observed)
    elif result.rule in ("failed", "unscored", "truncated") and result.limit is not None:
        return f"{result.observed:+.1%}" if result.rule == "failed" else f"{result.observed:.1%}"
    elif result.rule in ("forbid", "unscored"):
        return f"{result.observed:.0f}"
    else:
        shown = numbers.value(result.observed)
    return shown if result.low is None else f"{shown} {numbers.interval(result.low, result.high)}"


def limit(result: Result) -> str:
    """A rule's limit, as a cell."""
    if result.limit is None:
        return "–"
    if result.rule in ("failed", "unscored", "truncated"):
        return f"{result.limit:.1%}"
    return f"{result.limit:+g}".replace("-", numbers.MINUS) if result.rule == "margin" else f"{result.limit:g}"


def changed(item: Change) -> str:
    """What was changed, as a clause: whose, what, from what to what."""
    backends = some(item.candidates)
    if item.lines:
        return f"{backends}: {clip(item.what, 80)} was changed"
    return f"{backends}: {clip(item.what, 80)}: {clip(item.before, 200)} became {clip(item.after, 200)}"


def clip(text: str, most: int) -> str:
    """At most that many characters, and how many more there are."""
    if len(text) <= most + len("… (1,000 more characters)"):
        return text
    return f"{text[:most]}… ({len(text) - most:,} more characters)"


def quoted(text: str) -> str:
    """On one line and in quotation marks; in single ones where it has double ones of its own."""
    line = " ".join(text.split())
    return f"‘{line}’" if any(mark in line for mark in '“”„"') else f"“{line}”"


def called(found: Noticed) -> str:
    """A finding's kind: "new error quote.fabricated"; without "new" where the baseline keeps too little to tell."""
    return f"{'new ' if found.new else ''}{found.severity} {found.check}"


def moves(changes: Mapping[str, float]) -> str:
    """The differences of one summary, metric by metric."""
    return ", ".join(f"{metric} {numbers.difference(d)}" for metric, d in changes.items()) or "no metric on both sides"
