"""Rules of debris: what a machine leaves behind. Prompt text, refusals, broken marks, an end that is none.

What people say in quotation marks is never debris.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from harness.case import Case
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, broken, halved, place
from harness.story import Kind, Part
from harness.story.tags import is_html

# at the start of a line
_PROMPT_LINE = re.compile(
    r"""[\W_]*(?:sure|certainly|of\scourse|absolutely|okay|great)[,!.]+\s(?:here|i\b|below|let).{0,80}
    |[\W_]*here(?:['’]s|\sis|\sare)\s(?:the|a|an|your|my)\s(?:\w+[\s-]){0,4}(?:story|summary|article|draft|version|rewrite|report|headline|text|response|output|piece|brief|bullet)\b.{0,60}
    |[\W_]*(?:as\srequested|per\syour\s(?:request|instructions)|based\son\s(?:the|your)\s(?:provided|supplied|given)\s(?:sources|articles|text|information|instructions)).{0,40}
    |[\W_]*\#*\s*(?:instructions?|system|assistant|user|prompt|human|response|output|input|task)\s?:(?=\s|$).{0,60}
    |[\W_]*(?:headline|lede|lead|dek|deck|byline|dateline|body|title|subhead(?:ing)?|word\scount|section\s\d+|paragraph\s\d+|final\sstory|draft|rewritten\sstory|news\sstory|tl;dr)[\*_]*\s?:(?=[\*_]*\s|$).{0,60}
    """,
    re.VERBOSE | re.IGNORECASE,
)
# anywhere
_PROMPT = re.compile(
    r"""\b(?:i\shope\sthis\s(?:helps|summary|meets)|let\sme\sknow\sif\s(?:you|i)|feel\sfree\sto\s(?:ask|adjust|edit)|would\syou\slike\sme\sto|is\sthere\sanything\selse)\b.{0,40}
    |\[(?:insert|your|add|todo|tbd|tk|tktk|placeholder|name|date|city|source|headline|lede|quote|author|byline|reporter|number|link|image|photo|location|dateline)\b[^\]\n]{0,40}\]
    |\{\{.{0,60}\}\}|\{%.{0,60}%\}|<\|.{0,30}\|>|\[/?inst\]|<</?sys>>|</?(?:s|system|assistant|user|article|sources?|story|summary|instructions?|headline|lede|think|output)>
    |\b(?:write|rewrite|generate|produce|summari[sz]e|use|keep|include|remember\sto|make\ssure\sto|do\snot|avoid)\s(?:a|an|the|it|each|your|any|all|this|to)?\s?(?:\w+\s){0,4}(?:news\sstory|(?:in|under|within|at\smost|no\smore\sthan|of|between|maximum)\s\d+\s(?:to\s\d+\s)?words|inverted\spyramid|the\ssources?\s(?:above|below|provided|supplied)|the\sprofile|the\sabove|the\s(?:articles?|reports?|texts?)\s(?:above|below))
    |\bignore\s(?:all\s)?(?:previous|prior|the\sabove)\sinstructions\b
    |\((?:word\scount|words?)\s?:?\s?\d+(?:\swords)?\)|\b(?:word\scount|total\swords)\s?:\s?\d+
    |\b(?:the\s)?(?:provided|supplied|given)\s(?:sources|source\s(?:texts?|articles?|material)|articles|documents|context)\b
    |\b(?:lorem\sipsum|xxx+|tktk|todo)\b|\bknowledge\scutoff\b|\b(?:my|the)\straining\sdata\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"""\b(?:i['’]m|i\sam|we['’]re|we\sare)\s(?:very\s|so\s|really\s)?(?:sorry|afraid|unable)\b[^.\n]{0,80}
    |\bi\sapologi[sz]e\b[^.\n]{0,80}
    |\bi\s(?:can(?:['’]t|not|\snot)|could(?:\snot|n['’]t)|will\snot|won['’]t|do\snot|don['’]t|am\snot\sable\sto|must\sdecline|have\sto\sdecline)\s(?:be\sable\sto\s)?
      (?:help|assist|comply|provide|write|create|generate|produce|fulfil+|complete|summari[sz]e|verify|access|browse|answer|continue|do\sthat|have\s(?:access|the\sability|enough|sufficient|real-time|information)|see\s(?:any|the)|find\s(?:any|enough|the))\b[^.\n]{0,80}
    |\bas\san?\s(?:ai|a\.i\.|artificial\sintelligence|large\slanguage\smodel|language\smodel|assistant|automated\ssystem)\b[^.\n]{0,80}
    |\b(?:this|the)\srequest\s(?:violates|goes\sagainst|cannot\sbe|is\sagainst)\b[^.\n]{0,60}
    |\b(?:against|violates?)\s(?:my|our|the)\s(?:content\s|usage\s|safety\s)?(?:policy|policies|guidelines)\b
    |\bunable\sto\s(?:generate|produce|write|summari[sz]e|complete|fulfil+)\s(?:this|the|a|your|any)\b[^.\n]{0,60}
    |\bno\s(?:sources?|articles?|text)\s(?:was|were|has\sbeen|have\sbeen)\s(?:provided|supplied|given)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# one of these stands in every text of a prompt, and in every refusal
_PROMPT_SIGNS = frozenset("[{<")
_PROMPT_WORDS = frozenset(
    """hope let feel me anything words word pyramid above below profile story provided supplied given ignore lorem todo
    tktk xxx xxxx xxxxx xxxxxx knowledge training""".split()
)
_REFUSAL_WORDS = frozenset(
    """i i'm i’m i've i’ve sorry afraid unable ai language assistant request policy policies guidelines provided supplied
    given""".split()
)
# wrong in every form: signs of a wrong encoding, escapes, references to nothing, fences
_TEXT_MARKS = re.compile(
    r"""\\[nrt](?![a-z])|\\u[0-9a-fA-F]{4}|\\["'*_\#]|\ufffd|â€[™œ“”\x9d]|Ã[©¨¶¼¤]|&amp;(?:\w+|\#\d+);|```|~~|【[^】]{0,20}】
    |\[\^?\d{1,3}\](?!\()|(?<=\w)\s\#{2,6}\s?(?=\w)|(?<=[.,;a-z]\s)\#{1,6}\s(?=[A-Z])|\[[^\]\n]{1,80}\]\(\s*\)""",
    re.VERBOSE,
)
_MARKDOWN = re.compile(r"\*\*|(?<!\w)__(?=\w)|(?m:^|>)\s*\#{1,6}\s(?=\w)|!?\[[^\]\n]{1,80}\]\([^)\n]{1,200}\)")
_TAGS = re.compile(
    r"</?(?:p|b|i|em|strong|br|hr|div|span|h[1-6]|ul|ol|li|a|u|q|blockquote|figure|figcaption|section|article"
    r"|header|footer"
    r"|time|table|tr|td|th|img|font|sup|sub|code|pre|html|body|strike|small|center)\b[^>\n]{0,200}>"
    r"|&(?:nbsp|amp|quot|lt|gt|apos|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|\#\d{2,5}|\#x[0-9a-fA-F]{2,5});",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*")
_UNDER = re.compile(r"(?<!_)__(?!_)")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_LINK = re.compile(r"!?\[[^\[\]\n]*\](?:\([^()\s]*\)|(?!\())")
_TORN_LINK = re.compile(r"\]\(\S*|[\[\]]")
_OPENERS = {mark: re.compile(rf"(?<![\w{mark}])[{mark}](?=[^\s{mark}])") for mark in ("*", "_")}
_CLOSERS = {mark: re.compile(rf"(?<=[^\s{mark}])[{mark}](?![\w{mark}])") for mark in ("*", "_")}
_ENDED = re.compile(r"[.!?…:;][’”\"'»*_)\]\s]*$|[.!?…]\s?(?:[’”\"'»)]\s?)+$|</\w+>\s*$")
_TRAILING = re.compile(r"(\w+)[,;]?\s?(?:\.{3}|…)$")
_SENTENCE_PARTS: tuple[Kind, ...] = ("lede", "paragraph", "whats_next", "body")
_HANGING = frozenset(
    """the a an of in at on for with from by to and or but that which who whose their its his her is are was
    were be been
    has have had will would may might could as than into over under between because when while where if after
    before""".split()
)
_LEAST = 6
_TAIL = 40  # characters in which it shows how a part ends
_SIBLINGS = 2  # items that end with a full stop, where one without seems to be cut off
_MARKS = frozenset("*_[]")
_BRACKETS = frozenset("[]")


def prompt(case: Case) -> Outcome:
    """No text of the prompt, no word to whoever asked, no place left to fill in."""
    if not case.summary.words:
        return SILENT
    places = list(_line_starts(case, _PROMPT_LINE))
    if not (
        _PROMPT_SIGNS.isdisjoint(case.summary.value) and _PROMPT_WORDS.isdisjoint(w.norm for w in case.summary.words)
    ):
        places += _spans(case, _PROMPT)
    message = "This reads like text of the prompt or a word to whoever asked for the story."
    return halved([Breach(message, place(case, *ends)) for ends in _outside(case, sorted(set(places)))])


def refusal(case: Case) -> Outcome:
    """The text nowhere declines to be written."""
    if not case.summary.words:
        return SILENT
    if _REFUSAL_WORDS.isdisjoint(w.norm for w in case.summary.words):
        return KEPT
    message = "Here a machine speaks of itself, or declines to write."
    breaches = [Breach(message, place(case, *ends)) for ends in _outside(case, _spans(case, _REFUSAL))]
    return broken(*breaches) if breaches else KEPT


def markup(case: Case) -> Outcome:
    """No marks of Markdown or HTML stand among the words, none is left open, and no sign has a wrong encoding."""
    if not case.summary.words:
        return SILENT
    html = is_html(case.summary.value)
    places = [*_search(case, _TEXT_MARKS), *_search(case, _MARKDOWN if html else _TAGS), *_open_marks(case)]
    message = "Marks of a form that is not shown stand among the words."
    found = {start: Breach(message, place(case, start, end)) for start, end in sorted(places, reverse=True)}
    return halved([found[start] for start in sorted(found)])


def _open_marks(case: Case) -> Iterator[tuple[int, int]]:
    """Emphasis and links that a line opens and does not close, or the other way round."""
    value = case.summary.value
    for line in _LINE.finditer(value) if _MARKS & set(value) else ():
        yield from _torn(line)
        for mark in (_BOLD, _UNDER):
            marks = list(mark.finditer(line.group()))
            if len(marks) % 2:
                start = line.start() + marks[-1].start()
                yield start, start + 2


def _torn(line: re.Match[str]) -> Iterator[tuple[int, int]]:
    """A bracket of a link that has no other, and a single sign of emphasis that has none."""
    text = _LINK.sub(lambda link: " " * len(link.group()), line.group()) if _BRACKETS & set(line.group()) else ""
    for torn in _TORN_LINK.finditer(text):
        yield line.start() + torn.start(), line.start() + torn.end()
    for mark in _OPENERS:
        if mark in line.group():
            first, last = ([m.start() for m in p[mark].finditer(line.group())] for p in (_OPENERS, _CLOSERS))
            if len(first) != len(last):
                start = line.start() + (first or last)[-1]
                yield start, start + 1


def _search(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(case.summary.value))


def _spans(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The places of a pattern in the parts that hold words."""
    for first, last in _stretches(case):
        for match in pattern.finditer(case.summary.value, first, last):
            yield match.span()


def _line_starts(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The same for a pattern that stands at the start of a line."""
    for first, last in _stretches(case):
        for line in _LINE.finditer(case.summary.value, first, last):
            match = pattern.match(case.summary.value, line.start(), last)
            if match:
                yield match.span()


def _outside(case: Case, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places that do not lie in quotations, without the space round them."""
    quotes = [(q.start, q.end) for q in case.facts.quotes if len(q.text.split()) > 1]
    for first, last in places:
        text = case.summary.value[first:last]
        if text.strip() and not any(start <= first < end for start, end in quotes):
            start = first + len(text) - len(text.lstrip())
            yield start, start + len(text.strip())


def _stretches(case: Case) -> Iterable[tuple[int, int]]:
    """Where words stand: the parts that are more than form."""
    return [(part.start, part.end) for part in case.story.parts if part.kind != "markup"]


def cut(case: Case) -> Outcome:
    """Every paragraph ends with a sentence that ends."""
    if not case.summary.words:
        return SILENT
    parts = case.story.of(*_SENTENCE_PARTS)
    if not parts:
        parts = case.story.of("bullet", "timeline")[-1:]
    items = [p for kind in ("bullet", "timeline") for p in _cut_items(case.story.of(kind))]
    heads = [p for p in case.story.of("heading", "headline") if p.text.split()[-1:] and _hangs(p)]
    open_ones = [part for part in parts if _open(part, part is parts[-1])]
    breaches = [_cut(case, part) for part in dict.fromkeys((*open_ones, *items, *heads))]
    return broken(*breaches) if breaches else KEPT


def _cut_items(parts: Sequence[Part]) -> list[Part]:
    """The items that end with a word that leads on, or without the full stop that every other item has."""
    ended = [bool(_ENDED.search(part.text[-_TAIL:])) for part in parts]
    alone = len(parts) - sum(ended) == 1 and sum(ended) >= _SIBLINGS
    return [part for part, end in zip(parts, ended, strict=True) if not end and (alone or _hangs(part))]


def _cut(case: Case, part: Part) -> Breach:
    sentences = [s for s in case.summary.clip(part.start, part.end) if s.words]
    start, end = (sentences[-1].start, sentences[-1].end) if sentences else (part.start, part.end)
    return Breach("The text seems to be cut off here.", place(case, start, end))


def _open(part: Part, last: bool) -> bool:
    words = part.text.split()
    tail = part.text[-_TAIL:]
    trailing = _TRAILING.search(tail)
    if trailing and trailing[1].lower() in _HANGING | {"so", "then"}:
        return True
    if _ENDED.search(tail) or not any(c.isalpha() for c in part.text) or (len(words) < _LEAST and not last):
        return False
    if part.kind in ("bullet", "timeline"):  # items may be fragments
        return _hangs(part) or part.text.endswith((",", "-", "–"))
    return True


def _hangs(part: Part) -> bool:
    """Whether it ends with a word that leads to another; a line that breaks off may look like a subhead."""
    return part.text.split()[-1].strip(",").lower() in _HANGING - {
        "in",
        "on",
        "over",
        "after",
        "before",
        "by",
        "was",
        "is",
    }
