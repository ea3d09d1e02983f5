"""What each check of the built-in metrics says when it reports something: one sentence for people at a news desk.

The code of the checks decides what is true here; tests/report/test_glossary.py holds both lists against each other.
"""

from __future__ import annotations

_CONSISTENCY = {
    "name.novel": "No source has this name, or the sources give the surname to somebody with another first name.",
    "name.swapped": "A name from the sources that stands where they have another one.",
    "role.swapped": "Two parties have changed places: the sources say the other way round who did it to whom.",
    "number.novel": "A figure that no source gives and that cannot be worked out from theirs.",
    "number.swapped": "A figure from the sources, but one that they give for something else.",
    "number.unit": "The figure is the sources', its unit or scale is not: litres for cubic metres, million for billion.",
    "date.wrong": "The sources give another day or time for this.",
    "date.weekday": "That date does not fall on this weekday.",
    "date.stale": "Told as it stands now or as still to come, but by the sources it has since changed or is past.",
    "quote.fabricated": "No source has these words, or one has them only as its own telling and not as anybody's speech.",
    "quote.altered": "Quoted otherwise than the source has it: words were changed, or cut so that the sense is another.",
    "quote.misattributed": "The sources give these words to somebody else.",
    "polarity.flipped": "Denied where the sources say that it is so, or the other way round; or the opposite word.",
    "direction.flipped": "Up for down, more for fewer, before for after: the opposite of what the sources say.",
    "modality.raised": "Told as certain, though the sources only say that it may be, is planned or is alleged.",
    "attribution.dropped": "Told as a fact, though the sources leave it to one party's word and others contest it.",
    "event.merged": "A detail that the sources tell of another, earlier event, told here as part of this one.",
    "source.conflict": "Parties in the sources disagree on this figure; the summary gives one side's as if it were sure.",
    "sentence.unsupported": "No passage of the sources says anything like this sentence.",
    "self.contradiction": "Two places of the summary that cannot both be true.",
    "headline.unsupported": "The headline has a grave or decisive word that neither the story nor a source bears out.",
}
_COVERAGE = {
    "fact.found": "The summary tells this key fact.",
    "fact.missing": "The summary does not tell this key fact; where the fact is vital this is a warning, else a note.",
    "fact.wrong": "The summary tells this key fact with another figure or name, so that it does not count as told.",
    "content.missing": "One of the weightiest sentences of the sources, of which the summary tells little or nothing.",
    "source.unused": "The summary tells next to nothing of what only this source reports.",
}
_ATTRIBUTION = {
    "claim.sources": "Which sources bear this sentence out, by their words.",
    "claim.fused": "The sentence joins what two sources say, and neither says all of it. Read whether it fits together.",
    "source.overused": "One source carries the story: it is the model for far more sentences than its even share.",
}
_HEADLINE = {
    "headline.missing": "The text begins without a headline.",
    "headline.length": "The headline has fewer or more words than the house style asks for.",
    "headline.verb": "The headline has no verb, so it does not say what happened.",
    "headline.body": "The headline says something that the story below it does not tell.",
    "headline.sources": "The headline says something that no source tells.",
    "headline.lede": "Headline and opening paragraph disagree: another figure, year or name, or the opposite word.",
}
_OPENING = {
    "byline.missing": "No line says who wrote the story.",
    "date.missing": "The story does not give its own day, in a date line, a dateline or a byline.",
    "date.conflict": "The days that the story gives as its own disagree with each other, their weekday or the sources.",
    "lede.missing": "No opening paragraph tells the news before the first subhead.",
    "lede.length": "The opening paragraph has more words than the house style allows.",
    "lede.slots": "The opening paragraph answers too few of who, what, when, where and why.",
    "pyramid.flat": "What matters most to the sources comes late: the weight rises towards the end instead of falling.",
}
_SECTIONS = {
    "sections.few": "There are too few subheads, or too many words run on without one.",
    "section.heading": "The subhead does not describe what stands under it.",
    "section.dangling": "The section begins with a word such as “he” or “but” that points back to the section before.",
    "order.wrong": "Parts of the story stand in another order than the house style has.",
    "paragraphs.many": "There are more paragraphs than the house style allows.",
    "headings.unwanted": "There is a headline or a subhead, and this house style has none.",
    "bullets.unwanted": "There is a list, and this house style has none.",
    "bullets.count": "The list has fewer or more items than the house style asks for.",
    "bullets.length": "The item of the list has more words than the house style allows.",
}
_TIMELINE = {
    "timeline.missing": "There is no timeline of the events.",
    "timeline.undated": "The entry of the timeline does not begin with a date.",
    "timeline.order": "The timeline does not run from earlier to later here.",
    "timeline.year": "The entry's year is not the sources', or its day lies after the story's own and no source names it.",
    "timeline.gap": "The timeline skips a day that matters: that of the news, or one to which many sources date events.",
    "timeline.unsupported": "No source bears the entry out, or the sources date it otherwise.",
}
_SOURCING = {
    "sourcing.quote": "Nobody is said to have said these quoted words.",
    "sourcing.number": "The story does not say whose figure it is; it stands on one source, or on somebody's word alone.",
    "sourcing.claim": "Blame, a judgement or a contested claim that the story does not leave to anybody's word.",
    "disclosure.conflict": "The sources disagree on this figure; the story neither says so nor gives the other one too.",
    "disclosure.ongoing": "The event is still going on, and the story does not say as of when its toll holds.",
}
_ENDING = {
    "next.missing": "The story has no section on what comes next.",
    "next.past": "The section on what comes next looks back, or announces a day that is over.",
    "next.unhedged": "What is to come is told as certain, though no source is that sure of it.",
    "disclaimer.missing": "The story has no disclaimer, the notice on how it was made.",
    "disclaimer.forbidden": "The story has a disclaimer, and this house style has none.",
    "boilerplate.repeated": "A line about author or outlet, or the disclaimer, stands more than once.",
}
_TEXT = {
    "sentence.repeated": "The sentence stands for a second time, in the same or nearly the same words.",
    "section.repeated": "The section stands for a second time, by its subhead or by most of its words.",
    "ngram.repeated": "The same turn of phrase comes back too often, or a long one twice.",
    "readability.band": "Easier or harder to read than the house style asks for, by the length of words and sentences.",
    "readability.sources": "Much easier or harder to read than the sources, by the length of words and sentences.",
    "length.band": "The summary has fewer or more words than the house style asks for.",
    "debris.prompt": "Left over from the making: text of the prompt, a word to whoever asked, or a gap to be filled in.",
    "debris.refusal": "The text declines to be written instead of telling the news.",
    "debris.markup": "Signs of formatting or broken letters stand among the words.",
    "debris.cut": "The text breaks off here before the sentence ends.",
}
_TELLING = {
    "sentence.similar": "The sentence says again what an earlier one says, in much the same words.",
    "words.repeated": "The same word stands twice in a row.",
    "reference.dangling": "The text begins with a word such as “he” or “the …” for what has not been named yet.",
    "sentence.cut": "The sentence breaks off, or has no mark at its end.",
    "sentence.verbless": "The sentence has no word that could be a verb.",
    "sentence.irrelevant": "The sentence carries no key fact or, where there are none, nothing weighty of the sources.",
    "sentence.nothing-new": "The sentence tells little or nothing that has not been told before.",
}
CHECKS: dict[str, str] = (
    _CONSISTENCY | _COVERAGE | _ATTRIBUTION | _HEADLINE | _OPENING | _SECTIONS | _TIMELINE | _SOURCING | _ENDING | _TEXT
    | _TELLING
)  # fmt: skip
"""Check -> its sentence. Checks of plug-ins have none; the page shows their names alone."""
