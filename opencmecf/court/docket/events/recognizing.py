"""Telling what an entry is from its words, where no event is known: entries taken over from another system."""

from __future__ import annotations

import re
from collections.abc import Collection

from opencmecf.court.docket.events.event import EntryKind

# The first that fits counts. Dockets say what an entry is at its beginning, most of them in capitals.
_MOTION = r"([\w',-]+ ){0,6}(motion\b|application (?!for (a )?writ of habeas))"
_ASKS_FOR_ORDER = r"((?!order\b)[\w',-]+ ){0,6}(motion|application)\b"  # "Motion for Order Establishing …" is none
_KINDS: tuple[tuple[EntryKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (EntryKind.MINUTES, r"(\w+ )?(minute (entry|order)|minutes|courtroom minutes)"),
        (EntryKind.JUDGMENT, r"([\w-]+ ){0,3}judgment\b(?! as a matter)"),
        (EntryKind.ORDER, rf"(?!{_ASKS_FOR_ORDER})([\w'()-]+ ){{0,4}}(order\b|endorsed\b|report and recommendation)"),
        (
            EntryKind.TRUSTEE,
            r"([\w',-]+ ){0,4}(trustee.?s? ((final|interim) )?(report|account)|no distribution)",
        ),
        (EntryKind.TRUSTEE, r"([\w()'-]+ ){0,4}meeting (of creditors|held|continued|concluded)"),
        (EntryKind.CLAIM, r"([\w'-]+ ){0,3}(objections? to|transfer of|withdrawal of) (\w+ )?claims?\b"),
        (EntryKind.BRIEF, rf"(?!{_MOTION})([\w'-]+ ){{0,4}}(brief|appendix|record excerpts|excerpts of record)\b"),
        (EntryKind.PETITION, r"([\w'-]+ ){0,2}petitions? for (panel |\(?re)?(re)?(hearing|writ|permission)"),
        (EntryKind.LETTER, r"([\w()-]+ ){0,3}(letter|supplemental authorit(y|ies)|28\(j\))"),
        (EntryKind.RESPONSE, r"([\w'-]+ ){0,3}(response|reply|sur-?reply|opposition|memorandum in|objections? to)\b"),
        (EntryKind.APPEAL, r"notice of ([\w-]+ )?appeal\b"),
        (EntryKind.SERVICE, r"([\w-]+ ){0,2}(summons|waiver of service|affidavit of service|proof of service)\b"),
        (EntryKind.MOTION, _MOTION),
        (EntryKind.CHARGE, r"([\w-]+ ){0,2}(indictment|information as to|complaint as to)\b"),
        (
            EntryKind.PLEADING,
            r"([\w',-]+ ){0,3}(complaint|answer|petition|counterclaim|crossclaim|notice of removal)\b",
        ),
        (EntryKind.DISCOVERY, r"([\w-]+ ){0,3}(deposition|disclosure|discovery|scheduling report|interrogator)"),
        (EntryKind.TRIAL, r"([\w-]+ ){0,3}(witness list|exhibit list|verdict|jury instructions|voir dire|pretrial)"),
        (EntryKind.NOTICE, r"([\w'-]+ ){0,2}(notice|suggestion|stipulation)\b"),
        (EntryKind.PLAN, r"([\w'-]+ ){0,5}(plan|disclosure statement)\b"),
        (EntryKind.SCHEDULE, r"([\w'-]+ ){0,3}(schedules?|statement of|summary of|list of)\b"),
    )
)
_RELIEF = re.compile(
    r"\b(?P<noun>motion|application)s?\b\s+(?P<relief>(?:to|for|in)\s.+?)"
    r"(?=\s*(?:,|;)\s+(?:motion|application)\b|\s+(?:by|re|filed|as to|against)\b|\s*[.;(]|$)",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_NAME = re.compile(r"\s+(?:by|[Ff]iled [Bb]y|filed|against|re|as to)\s|\s*\(|[.:]\s|\.$|, filed")
LONGEST_LOOKED_AT = 1_000
EVERY_KIND = frozenset(EntryKind)


def entry_kind(words: str, *, among: Collection[EntryKind] = EVERY_KIND) -> EntryKind:
    """Return what sort of entry this is by its first words; `OTHER` when they do not say.

    `among` are the kinds that the court's dockets have: only a court of appeals takes a brief for more than a paper.
    """
    start = " ".join(words[:LONGEST_LOOKED_AT].split())
    return next((kind for kind, pattern in _KINDS if kind in among and pattern.match(start)), EntryKind.OTHER)


def reliefs_of(words: str) -> tuple[str, ...]:
    """Return the parts of a motion as an order names them: ("Motion to Dismiss", "Motion to Strike")."""
    found = _RELIEF.finditer(words[:LONGEST_LOOKED_AT])
    named = (f"{match['noun'].capitalize()} {' '.join(match['relief'].split())}".rstrip(",") for match in found)
    return tuple(named) or ("Motion",)


def short_words(words: str, longest: int = 60) -> str:
    """Return how another entry refers to this one: its name, without who filed it and what is attached."""
    text = " ".join(words[:LONGEST_LOOKED_AT].split())
    text = _AFTER_NAME.split(text, maxsplit=1)[0].rstrip(" ,;:")
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
