"""The clues: what pages write on their furniture, bylines, notices and links, and how they name the tags of these.

A clue is about how pages are made (labels, buttons, who speaks to whom), never about what one page tells.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from harness.story.parts import Kind


class Clue(NamedTuple):
    """Speaks for `kind` with `weight` (against it below 0) where `pattern` is found; that needs one of `words`."""

    kind: Kind
    weight: float
    words: frozenset[str]
    pattern: re.Pattern[str]


def _clue(kind: Kind, weight: float, words: str, pattern: str) -> Clue:
    return Clue(kind, weight, frozenset(word[:STEM] for word in words.split()), re.compile(pattern, re.IGNORECASE))


STEM = 4  # letters by which words are looked up
_MADE = "written|generated|produced|compiled|created|summari[sz]ed|assembled|drafted|prepared|composed|wrote"
_MAKE = "written generated produced compiled created summarised assembled drafted prepared composed wrote"
_SELF = "story|article|page|summary|report|text|account|piece|digest|content|briefing|version"
_JOBS = (
    "reporters?|correspondents?|writers?|editors?|journalists?|columnists?|newsrooms?"
    "|news (?:service|site|agency|outlet|desk)|publications?|newspapers?|magazine|outlet|website|bot|freelancer?"
)
_CALL = (
    "sign up|subscribe|register|log ?in|sign ?in|follow|share|download|join|donate|become|click|tap|listen|watch|get"
)
_DESK = "desk|staff|team|newsroom|reporters?|correspondents?|bot|editors?|bureau|agencies|service|writers?"

WORDS = (
    _clue(
        "disclaimer",
        2,
        "ai i artificial automated machine models language algorithm software robots bots",
        r"\bA\.?I\b|\bartificial intelligence\b|\bautomat(?:ic|ically|ed)\b|\b(?:language )?models?\b|\bmachine\b"
        r"|\balgorithms?\b|\bsoftware\b|\brobots?\b|\bbots?\b",
    ),
    _clue("disclaimer", 1, _MAKE, rf"\b(?:{_MADE})\b"),
    _clue(
        "disclaimer",
        1.5,
        f"story article page summary report text account piece digest content briefing version {_MAKE}",
        rf"\bth(?:is|e) (?:{_SELF})\b|^\W*(?:(?:AI|machine|automatically)[- ])?(?:{_MADE})\b",
    ),
    _clue("disclaimer", 1, "note notice about", r"^\W*(?:(?:please )?note|notice|editor['’]s note|about this)\b"),
    _clue("disclaimer", 2.5, "disclaimer", r"^\W*disclaimer\b"),
    _clue(
        "disclaimer",
        2,
        "check verify confirm consult compare refer",
        r"\b(?:check|verify|confirm|consult|compare|double-check|cross-check|refer to)\b.{0,60}"
        r"\b(?:facts?|details?|information|claims?|sources?|elsewhere|originals?|independently|reports)\b|\bfact-check",
    ),
    _clue(
        "disclaimer",
        2,
        "may might can could",
        r"\b(?:may|might|can|could) (?:\w+ )?(?:contain|include|make|have|be)\b.{0,30}"
        r"\b(?:errors?|mistakes?|inaccura\w+|omissions?|wrong|incomplete|out of date)\b",
    ),
    _clue("disclaimer", -2.5, 'said says told according “ " ‘', r"\b(?:said|says|told|according to)\b|^[“\"‘]"),
    _clue("boilerplate", 3, "© copyright all c", r"©|\(c\) ?\d{4}|\bcopyright\b|\ball rights reserved\b"),
    _clue(
        "boilerplate",
        3,
        "about",
        r"^\W*about (?:us\b|(?:the|this|our) (?:authors?|writers?|reporters?|newsroom|outlet|publisher|site|desk|team)\b)",
    ),
    _clue(
        "boilerplate",
        2,
        "reporter correspondent writer editor journalist columnist newsroom publication magazine outlet website bot bots"
        " freelance",
        rf"\b(?:is|are)\b.{{0,60}}\b(?:{_JOBS})\b",
    ),
    _clue("boilerplate", 1.5, "our we us", r"\b(?:our|we|us)\b"),
    _clue("boilerplate", 1, "you your evaluator instructions", r"\b(?:you|your)\b|\bthe evaluator\b|\binstructions?\b"),
    _clue(
        "boilerplate",
        1.5,
        "covers writes reports specialises based worked",
        r"\b(?:covers|writes (?:about|on|for)|reports (?:on|for)|speciali[sz]es|is based in"
        r"|(?:has|have) (?:covered|written|worked))\b",
    ),
    _clue("boilerplate", 2, "@ http https www", r"[\w.+-]{1,40}@[\w-]{1,40}\.\w|(?:^|\s)@\w{3,}|\bhttps?://|\bwww\."),
    _clue(
        "boilerplate",
        2,
        "contact tip tips reach independent",
        r"\b(?:contact|tips?|reach)\b.{0,30}\b(?:us|our|editors?|newsroom|him|her|them)\b|\bgot a tip\b"
        r"|\bindependent (?:news|journalism)",
    ),
    _clue("boilerplate", 3, "follow", r"^\W*follow\b.{2,50}\bfor (?:more|the latest|all the|updates?|live|further)\b"),
    _clue(
        "boilerplate",
        3,
        "follow like find contact support",
        r"^\W*(?:follow|like|find|contact|support) (?:us|our)\b.{10}",
    ),
    _clue(
        "boilerplate",
        3,
        "breaking developing live updates back follow tuned",
        r"^\W*this is a (?:breaking|developing|live)(?: news)? (?:story|event)\b|\b(?:will be|is being) updated\b"
        r"|^\W*more to follow\W*$|\b(?:check|come) back\b.{0,30}\b(?:updates?|later|soon)\b"
        r"|^\W*stay tuned\b|^\W*updates? (?:will |to )?follow\W*$",
    ),
    _clue("boilerplate", -4, 'said says told according “ " ‘', r"^[“\"‘]|\b(?:said|told|according to)\b|[”\"] says"),
    _clue(
        "furniture",
        4,
        "refresh refreshes reload reloads updates automatically",
        r"\b(?:page|feed|blog|site) (?:is |will be )?(?:automatically )?(?:refresh\w*|reload\w*|updates)\b",
    ),
    _clue(
        "furniture",
        4,
        "advertisement sponsored promoted breaking live developing exclusive just",
        r"^\W*(?:advertisement|sponsored(?: content)?|promoted|breaking(?: news)?|live(?: updates| blog)?"
        r"|developing(?: story)?|exclusive|just in)\W*$",
    ),
    _clue(
        "furniture",
        4,
        "minute minutes min mins",
        r"^\W*\d+[ -]?(?:minutes?|mins?)\W*$|\b\d+[ -]?(?:minutes?|mins?)[ -]read\b",
    ),
    _clue(
        "furniture",
        4,
        "comment comments share shares view views likes reactions conversation reading",
        r"^\W*(?:\d[\d,.]*k?|no|all|view|show|add|post|leave|join)\b.{0,20}"
        r"\b(?:comments?|shares?|views?|likes|reactions|conversation)\W*(?:\(?\d*\)?)$"
        r"|^\W*(?:comments?|shares?|views|reading time)\b\W*(?:[\d(]|$)",
    ),
    _clue(
        "furniture",
        2,
        "sign subscribe register log login follow share download join donate become click tap listen watch get",
        rf"^\W*(?:{_CALL})\b",
    ),
    _clue(
        "furniture",
        2,
        "newsletter newsletters inbox subscribe alert alerts notifications app podcast push free account",
        r"\b(?:newsletters?|inbox|subscri\w+|alerts?|notifications?|(?:our|the) app|podcast|push|free trial|account)\b",
    ),
    _clue(
        "furniture",
        3,
        "cookie cookies privacy terms",
        r"\b(?:uses?|accept|manage|about|our|of) (?:\w+ )?cookies\b|\bcookies? (?:policy|settings|notice|preferences)\b"
        r"|\bprivacy (?:policy|notice|settings)\b|\bterms (?:of|and) (?:use|service|conditions)\b",
    ),
    _clue(
        "furniture",
        3,
        "listen share print save email comment bookmark copy report rate gift download embed skip back"
        " return go scroll jump continue read tap click show load see view",
        r"^\W*(?:listen to|share|print|save|email|comment on|bookmark|copy|report|rate|gift|download|embed)"
        r" (?:this|the|an?|link|to|on|via)\b|^\W*(?:skip to|back to|return to|go to|scroll|jump to|continue reading"
        r"|read the full|tap to|click (?:here|to)|show more|load more|see all|view all)\b",
    ),
    _clue(
        "furniture",
        3.5,
        "photo photos photograph image images picture pictures illustration video credit caption graphic file getty",
        r"^\W*(?:photo(?:graph)?s?|images?|pictures?|illustration|video|credit|caption|graphic|file photo|getty)\b"
        r"(?: credit| by| courtesy)?\s*[:/(©]",
    ),
    _clue(
        "related",
        4,
        "read see find learn discover also more related further elsewhere case don recommended you explainer"
        " background analysis from watch listen",
        r"^\W*(?:read|see|find out|learn|discover)(?: (?:also|more|next|on))*\s*[:»>→—–-]"
        r"|^\W*(?:also read|see also|more"
        r"|related(?: \w+)?|further reading|elsewhere|in case you missed it|don['’]t miss|recommended|you may also like"
        r"|explainer|background|analysis|from the archive|watch|listen)\s*:\s*\S",
    ),
    _clue(
        "related",
        4,
        "related read see you recommended more further most trending top latest other similar up also"
        " editor don case what keep elsewhere",
        r"^\W*(?:related(?: (?:stories|articles|news|links|coverage|content|topics|reading|posts))?"
        r"|(?:read|see) (?:more|also|next|on)|you (?:may|might) (?:also )?(?:like|have missed|be interested in)"
        r"|recommended(?: for you| reading)?"
        r"|(?:explore )?more (?:on th(?:is|ese)(?: story| topics?)?|from [\w ]{3,30}|stories|news"
        r"|coverage|like this|to read|to explore|reading|in this section)|further reading|most (?:read|popular|viewed)"
        r"|trending(?: now)?|top stories|(?:latest|other|similar) (?:stories|news|articles|headlines)|up next"
        r"|also in the news|editor['’]s picks|don['’]t miss|in case you missed it|what to read next|keep reading"
        r"|elsewhere on (?:the|this) site)\W*$",
    ),
    _clue(
        "related",
        3,
        "more read see also related",
        r"^\W*(?:more on this(?: story)?|read more(?: about| on)?|see also|also read|related)\b.{3,}$",
    ),
    _clue(
        "byline",
        4,
        "author authors writer reporter editor correspondent byline",
        r"^(?:authors?|writer|reporter|editor|correspondent|byline)\s*:\s*\S",
    ),
    _clue(
        "byline",
        3,
        "by from words",
        r"^(?:words|text|story|reporting|written|reported|compiled|edited|editing|additional reporting"
        r"|photograph[sy])?:?\s*"
        rf"(?:by|from|words)[: ]\s*(?:(?:the|our|a) .{{0,60}}\b(?:{_DESK})\b|(?-i:[A-Z][\w.’'-]*))",
    ),
    _clue(
        "byline",
        -3,
        "ai artificial machine computer language automated",
        r"\bby (?:an? )?(?:AI|artificial|machine|computer|(?:large )?language|automated)\b",
    ),
    _clue(
        "byline",
        2,
        "reporting edited editing written compiled words",
        r"^(?:(?:additional )?reporting|edited|editing|written|compiled|words) by\b",
    ),
    _clue(
        "byline",
        1,
        "desk staff team newsroom reporter reporters correspondent editor bureau agencies service",
        rf"\b(?:{_DESK})\b",
    ),
)

HINTS: tuple[Clue, ...] = (
    _clue(
        "furniture",
        3,
        "",
        r"\b(?:nav\w*|menu|breadcrumbs?|masthead|share\w*|social\w*|toolbar|button|newsletter\w*|cookies?\w*|advert\w*|ads?"
        r"|promo\w*|banner|figcaption|caption|comments?|form|search|subscribe|paywall|player|site-\w+|kicker|eyebrow|label"
        r"|tags?|topics?)\b",
    ),
    _clue(
        "related",
        3,
        "",
        r"\b(?:related\w*|read-?more|more-\w+|recommend\w*|most-read|recirc\w*|see-also)\b|\baside\b.*\blinks\b",
    ),
    _clue("byline", 3, "", r"\b(?:byline\w*|authors?|writer|contributor)\b"),
    _clue("date", 2, "", r"\b(?:date\w*|time\w*|published|updated|pubdate|dateline)\b"),
    _clue(
        "boilerplate", 3, "", r"\b(?:bio|author-(?:bio|box|info|note)|about-\w+|copyright|boilerplate|legal|colophon)\b"
    ),
    _clue("boilerplate", 1, "", r"\bfooter\b"),
    _clue("disclaimer", 2.5, "", r"\b(?:disclaimer\w*|disclosure|ai-\w+|notice)\b"),
)

# what buttons, menus and counters are made of; a line is furniture by the share of such words in it
SITE = frozenset(
    """about account accept accessibility add ads advertise advertisement ago alerts all app apps archive audio back blog
    bookmark breaking browse business careers close comment comments contact contents cookie cookies copy corrections
    culture dark donate download edition email english entertainment facebook faq feedback feed follow gallery games
    health help home hide instagram jobs latest less like likes link linkedin listen live local log login lifestyle menu
    messenger min mins minutes mobile mode more most my navigation network news newsletter newsletters newsroom next
    opinion options original page pause photo photos pinterest play podcast podcasts policy politics popular post press
    preferences previous print privacy profile puzzles radio rate read reading reddit region register report reply rights
    rss save science search section sections send settings share shares show sign sitemap skip sport sports stories story
    subscribe subscription subscriptions support tag tags tech technology telegram terms text threads tips today top
    topics travel trending tv tweet twitter uk up us use version video videos view views watch weather whatsapp world x
    youtube www""".split()
)
NEUTRAL = frozenset("a an and at by for from in it of on or our the this to via with you your now".split())
