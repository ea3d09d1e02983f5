"""The gate as JUnit XML: a test case per rule, and one per article that fails a rule.

A regression is a failure, an unmeasurable rule an error. An inconclusive rule is a failure under the policy `fail`;
otherwise it is skipped, with its sentence as the message: GitHub's reporters, GitLab and Jenkins show a skipped case and
its message without failing the build, whereas what a passing case prints is shown by none of them. The bytes depend on
the gate alone: no clock, no host.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase

from harness import inert
from harness.gate.document import headline, quoted
from harness.gate.results import Gate, Noticed, Result


def to_junit(result: Gate) -> bytes:
    """The document, as UTF-8."""
    suite = ET.Element("testsuite", name=inert.xml(f"gate of {result.suite}"))
    names: Counter[tuple[str, str]] = Counter()
    for rule in result.results:
        _add(suite, result, rule, names)
    outcomes = {tag: str(len(suite.findall(f"testcase/{tag}"))) for tag in ("failure", "error", "skipped")}
    counts = {
        "tests": str(len(suite.findall("testcase"))),
        "failures": outcomes["failure"],
        "errors": outcomes["error"],
        "skipped": outcomes["skipped"],
    }
    for key, value in counts.items():
        suite.set(key, value)
    ET.SubElement(suite, "system-out").text = inert.xml(headline(result))
    root = ET.Element("testsuites", {"name": "harness gate", **counts})
    root.append(suite)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _add(suite: ET.Element, gate: Gate, rule: Result, names: Counter[tuple[str, str]]) -> None:
    case = _case(suite, f"gate.{gate.suite}", rule.name, names)
    if rule.kind == "pass":
        return
    tag = _tag(gate, rule)
    articles = _by_article(gate, rule)
    found = [f"{article}: {said}" for article, told in articles.items() for said in told]
    lines = found if rule.rule == "forbid" else rule.details
    ET.SubElement(case, tag, type=rule.kind, message=inert.xml(rule.sentence)).text = _lines(lines)
    for article, told in articles.items() if tag != "skipped" else ():
        failing = _case(suite, f"gate.{gate.suite}.{rule.name}", article, names)
        message = inert.xml(f"{rule.name}: {told[0]}")
        ET.SubElement(failing, tag, type=rule.kind, message=message).text = _lines(told)


def _lines(lines: Sequence[str]) -> str | None:
    return "\n".join(map(inert.xml, lines)) or None


def _case(suite: ET.Element, classname: str, name: str, names: Counter[tuple[str, str]]) -> ET.Element:
    key = (inert.xml(classname), inert.xml(name))
    names[key] += 1
    # two rules may sound the same (a metric that is both gated and dropped); reporters drop the second of two names
    shown = key[1] if names[key] == 1 else f"{key[1]} ({names[key]})"
    return ET.SubElement(suite, "testcase", classname=key[0], name=shown)


def _tag(gate: Gate, rule: Result) -> str:
    if rule.kind == "unmeasurable":
        return "error"
    return "failure" if rule.kind == "regression" or gate.policy == "fail" else "skipped"


def _by_article(gate: Gate, rule: Result) -> dict[str, list[str]]:
    """Article -> what is said of it, of those that fail the rule: a forbidden finding with claim and evidence."""
    found: dict[str, list[str]] = {}
    if rule.rule == "forbid" and gate.forbidden:
        forbidden = str(rule.check)
        for noticed in gate.forbidden:
            if (
                noticed.backend == rule.backend
                and noticed.severity == "error"
                and fnmatchcase(noticed.check, forbidden)
            ):
                found.setdefault(noticed.article, []).append(_told(noticed))
        return found
    for case in rule.cases:
        if case.fails:
            found.setdefault(case.article, []).append(case.said)
    return found


def _told(found: Noticed) -> str:
    told = found.message
    if found.claim is not None:
        told += f" Claim: {quoted(found.claim)}"
    if found.evidence is not None:
        told += f" Evidence from {found.source or 'the summary itself'}: {quoted(found.evidence)}"
    return told
