"""What words on the page mean: a sentence for each metric, its parts, each check, and each term that is no plain word."""

from __future__ import annotations

from typing import NamedTuple

from harness.report.glossary.checks import CHECKS
from harness.report.glossary.parts import parts_of

__all__ = ["CHECKS", "FAMILIES", "METRICS", "TERMS", "Family", "family_of", "parts_of"]


class Family(NamedTuple):
    """A family of kinds of findings: how the page calls it, the sign that it wears in the text, what it is about."""

    key: str
    label: str
    sign: str
    help: str


FAMILIES: tuple[Family, ...] = (
    Family("quote", "quotation", "❝", "What somebody is quoted as saying: the words, or who said them."),
    Family("number", "number", "#", "A figure, its unit, or what it counts."),
    Family("name", "name", "@", "Who or where: a name no source has, or one in another's place."),
    Family("date", "date", "◷", "Days, weekdays, years and the timeline."),
    Family(
        "meaning", "meaning", "≠", "What is said about the event: denied, raised, merged with another, contradicted."
    ),
    Family("fact", "key fact", "★", "What a good summary of this event should tell."),
    Family("source", "sources", "⇄", "Who the story leans on, and whether it says so."),
    Family("form", "form", "¶", "The parts of the story, their order, length and wording."),
)
_BY_CHECK = {
    "sourcing.quote": "quote",
    "sourcing.number": "number",
    "sentence.unsupported": "meaning",
    "headline.unsupported": "meaning",
    "headline.sources": "meaning",
    "headline.body": "meaning",
    "date.missing": "form",
    "timeline.missing": "form",
}
_BY_PREFIX = {
    "quote": "quote",
    "number": "number",
    "name": "name",
    "role": "name",
    "date": "date",
    "timeline": "date",
    "polarity": "meaning",
    "direction": "meaning",
    "modality": "meaning",
    "attribution": "meaning",
    "event": "meaning",
    "self": "meaning",
    "fact": "fact",
    "content": "fact",
    "source": "source",
    "sourcing": "source",
    "claim": "source",
    "disclosure": "source",
}
METRICS: dict[str, str] = {
    "coverage": "How much of what matters in the sources the summary tells; 1 is all of it.",
    "consistency": "Whether what the summary says is borne out by its sources; 1 is no doubt found.",
    "structure": "Whether the text has the parts that its profile asks for, in order; 1 is every rule kept.",
    "coherence": "How well the running sentences belong together: each new, in order, whole; 1 is best.",
    "fluency": "How well formed the running sentences are, one by one; 1 is no stumbling.",
    "conciseness": "Share of the words in sentences that tell something that matters and is new; 1: none could go.",
    "rouge1": "Words shared with a reference summary (ROUGE-1 F1).",
    "rouge2": "Pairs of words shared with a reference summary (ROUGE-2 F1).",
    "rougeL": "Longest common run of words with a reference summary (ROUGE-L F1).",
    "rougeLsum": "As ROUGE-L, sentence by sentence.",
    "bertscore": "Likeness of meaning to a reference summary, by a language model's word vectors.",
    "attribution": "Mean number of independent sources that bear out a sentence.",
    "length": "Words of the summary.",
    "compression": "Words of the sources for each word of the summary.",
    "extractiveness": "How much of the summary is copied word by word from the sources.",
}
TERMS: dict[str, str] = {
    "interval": "If articles like these were drawn again and again, about 95 in 100 such intervals would hold the true"
    " mean. BCa bootstrap over articles for means, Student's t for paired differences.",
    "n": "Number of articles in the mean.",
    "control": "A summarizer whose place is known beforehand; it shows whether the metrics work on this set.",
    "detects": "The smallest true difference that this many articles would show four times in five (80 % power).",
    "p": "Sign-flip permutation test of this pair alone: how often chance would give a difference this large.",
    "won": "Articles on which the candidate is higher / equal / lower than the baseline.",
    "state": "What became of a row. Only ok rows enter a mean; all others are counted beside it.",
    "breach": "A kind of finding that the suite forbids outright, however good the means are.",
    "strict": "Share of planted faults that it notices, of those that are certain in themselves; mean over the faults.",
    "all": "Share of planted faults that it notices, of all that it must notice; mean over the faults.",
    "at place": "How often its finding lies where the fault was put.",
    "monotone": "How often more faults mean a lower score.",
    "leaks": "Mean change of its score by faults that it need not notice; 0 is best.",
    "false alarms": "Share of harmless rewordings that raise an alarm.",
    "contribution": "What one article adds to the mean difference: its own difference divided by the number of articles.",
}


def family_of(check: str) -> str:
    """The key of the family that a kind of finding belongs to; unknown kinds are about form."""
    return _BY_CHECK.get(check) or _BY_PREFIX.get(check.partition(".")[0], "form")
