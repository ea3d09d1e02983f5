"""Precision and recall of findings on the stories with hand-planted errors: fixtures/newsroom/faulty.jsonl.

A planted error is found where a finding's claim overlaps it; a finding is right where its claim overlaps a planted
error. Both are counted whatever the kind, and for the same kind. Run as `python -m tests.benchmarks.faulty`; `--show`
prints every miss and every false alarm.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from harness.articles import load_set
from harness.case import Case, Subject
from harness.metrics.consistency import Consistency
from harness.metrics.consistency.findings import KINDS
from harness.types import Finding

NEWSROOM = Path(__file__).parents[2] / "fixtures" / "newsroom"


class Judged(NamedTuple):
    """A story with its planted faults and the findings on it."""

    row: dict[str, Any]
    findings: tuple[Finding, ...]

    def hits(self, fault: dict[str, Any], *, same_kind: bool) -> bool:
        """Whether some finding overlaps the fault."""
        return any(_overlap(f, fault) and (not same_kind or f.check == fault["check"]) for f in self.findings)

    def right(self, finding: Finding, *, same_kind: bool) -> bool:
        """Whether the finding overlaps some fault."""
        return any(
            _overlap(finding, fault) and (not same_kind or finding.check == fault["check"])
            for fault in self.row["faults"]
        )


def _overlap(finding: Finding, fault: dict[str, Any]) -> bool:
    return finding.claim is not None and finding.claim.start < fault["end"] and fault["start"] < finding.claim.end


@lru_cache(maxsize=1)
def _subjects() -> dict[str, Subject]:
    articles = load_set(NEWSROOM).articles
    return {article.id: Subject(article, profile="news-story") for article in articles}


def judge(half: str | None = None) -> list[Judged]:
    """Every story of the file (or of one half) with its findings of severity error or warning."""
    lines = (NEWSROOM / "faulty.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if half in (None, row["half"])]
    metric = Consistency()
    judged = []
    for row in rows:
        findings = metric.score(Case(_subjects()[row["article"]], row["summary"])).findings
        judged.append(Judged(row, tuple(f for f in findings if f.severity != "info")))
    return judged


def table(judged: Sequence[Judged]) -> list[str]:
    """Lines: for each kind planted and found, whatever kind and same kind; totals; findings on faultless stories."""
    lines = [f"{'kind':22} planted  found  same kind | findings  right  same kind"]
    faulty = [story for story in judged if story.row["faults"]]
    rows: Counter[tuple[str, str]] = Counter()
    for story in faulty:
        for fault in story.row["faults"]:
            for kind in (fault["check"], "all"):
                rows[kind, "planted"] += 1
                rows[kind, "found"] += story.hits(fault, same_kind=False)
                rows[kind, "same"] += story.hits(fault, same_kind=True)
        for finding in story.findings:
            for kind in (finding.check, "all"):
                rows[kind, "findings"] += 1
                rows[kind, "right"] += story.right(finding, same_kind=False)
                rows[kind, "right same"] += story.right(finding, same_kind=True)
    for kind in (*KINDS, "all"):
        n = [rows[kind, c] for c in ("planted", "found", "same", "findings", "right", "right same")]
        lines.append(f"{kind:22} {n[0]:7} {n[1]:6} {n[2]:10} | {n[3]:8} {n[4]:6} {n[5]:10}")
    recall = rows["all", "found"] / max(1, rows["all", "planted"])
    precision = rows["all", "right"] / max(1, rows["all", "findings"])
    lines.append(f"recall {recall:.3f}, precision {precision:.3f}, by span")
    clean = [story for story in judged if not story.row["faults"]]
    for severity in ("error", "warning"):
        n_found = sum(f.severity == severity for story in clean for f in story.findings)
        lines.append(
            f"{severity}s on faultless stories: {n_found} on {len(clean)} = {n_found / max(1, len(clean)):.2f} each"
        )
    return lines


def misses(judged: Sequence[Judged], kinds: Sequence[str]) -> list[str]:
    """Lines: every fault that no finding overlaps, and every finding that overlaps no fault, of these kinds."""
    lines = []
    for story in judged:
        text = story.row["summary"]
        for fault in story.row["faults"]:
            if fault["check"] in kinds and not story.hits(fault, same_kind=False):
                around = text[max(0, fault["start"] - 80) : fault["end"] + 60].replace("\n", " ")
                lines.append(
                    f"MISSED {story.row['id']} {fault['check']}: [{fault['text']}] truth: {fault['truth']} | {around}"
                )
        for finding in story.findings:
            if finding.check in kinds and not story.right(finding, same_kind=False):
                claim = finding.claim.text if finding.claim else ""
                near = " / ".join(e.text[:200] for e in finding.evidence[:2]).replace("\n", " ")
                lines.append(f"FALSE {story.row['id']} {finding.check}: [{claim[:160]}] {finding.message} | {near}")
    return lines


def main() -> None:
    """Print the table, and with `--show` the misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["first", "second"], help="one half of the file; without it each and both")
    parser.add_argument("--show", action="store_true", help="print every miss and false alarm")
    parser.add_argument("--kind", action="append", help="only these kinds in --show, such as number.unit")
    arguments = parser.parse_args()
    for half in [arguments.half] if arguments.half else ["first", "second", None]:
        judged = judge(half)
        print(f"\n{half or 'both'}: {len(judged)} stories")  # noqa: T201
        print("\n".join(table(judged)))  # noqa: T201
        if arguments.show:
            print("\n".join(misses(judged, arguments.kind or list(KINDS))))  # noqa: T201


if __name__ == "__main__":
    main()
