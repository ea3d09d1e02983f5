"""The parts that pages are made of: Jinja2 templates, style sheets and scripts, as they lie in `page/`.

All text is untrusted: Jinja2 escapes it, and `visible` and `line` show control and bidi characters as escapes.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import jinja2

from harness.report import glossary, numbers
from harness.text import visible

_STYLES = (
    "tokens.css",
    "shell.css",
    "first.css",
    "article.css",
    "list.css",
    "review.css",
    "charts.css",
    "side.css",
    "print.css",
)
_SCRIPTS = (
    "page.js", "dom.js", "data.js", "route.js", "filters.js", "list.js", "marks.js", "sources.js", "findings.js",
    "notes.js", "side-diff.js", "side.js", "article.js", "review-state.js", "review-text.js", "review-file.js",
    "review-item.js", "review-missed.js", "review-pair.js", "review-start.js", "review-people.js", "review.js",
    "charts.js", "keys.js", "main.js",
)  # fmt: skip
# in this order: a script may use what those before it put on `page`


def style() -> str:
    """The style sheet."""
    return "".join(map(_part, _STYLES)) + _signs()


def script() -> str:
    """The script."""
    return "".join(map(_part, _SCRIPTS))


@cache
def template(name: str) -> jinja2.Template:
    """A template of `page/`."""
    return _environment().get_template(name)


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=jinja2.FunctionLoader(_part),
    )  # fmt: skip
    environment.filters.update(visible=visible, line=lambda text: visible(text, one_line=True), value=numbers.value)
    return environment


def _signs() -> str:
    """The sign of each family before the number of a finding, with what is read out for it; in texts without scripts."""
    # a class a finding and not its words: there may be ten thousand of them on a page; the sign alone is for browsers
    # that do not know words in the place of a sign yet
    return "".join(
        f'sup>.{family.key}::before{{content:"{family.sign}\\2009";'
        f'content:"{family.sign}\\2009" / "{family.label}, finding "}}'
        for family in glossary.FAMILIES
    )


def _part(name: str) -> str:
    return (resources.files("harness.report") / "page" / name).read_text(encoding="utf-8")
