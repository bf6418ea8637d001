"""Telling what an entry is from its words, where no event is known: entries taken over from another system."""

from __future__ import annotations

import re

from opencmecf.court.docket.events.event import EntryKind

# The first that fits counts. Dockets say what an entry is at its beginning, most of them in capitals.
_KINDS: tuple[tuple[EntryKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (EntryKind.MINUTES, r"(\w+ )?(minute (entry|order)|minutes|courtroom minutes)"),
        (EntryKind.JUDGMENT, r"([\w-]+ ){0,3}judgment\b(?! as a matter)"),
        (EntryKind.ORDER, r"([\w'()-]+ ){0,4}(order\b|endorsed\b|report and recommendation)"),
        (EntryKind.RESPONSE, r"([\w'-]+ ){0,3}(response|reply|sur-?reply|opposition|memorandum in|objections? to)\b"),
        (EntryKind.APPEAL, r"notice of ([\w-]+ )?appeal\b"),
        (EntryKind.SERVICE, r"([\w-]+ ){0,2}(summons|waiver of service|affidavit of service|proof of service)\b"),
        (EntryKind.MOTION, r"([\w',-]+ ){0,6}motion\b"),
        (EntryKind.CHARGE, r"([\w-]+ ){0,2}(indictment|information as to|complaint as to)\b"),
        (
            EntryKind.PLEADING,
            r"([\w',-]+ ){0,3}(complaint|answer|petition|counterclaim|crossclaim|notice of removal)\b",
        ),
        (EntryKind.DISCOVERY, r"([\w-]+ ){0,3}(deposition|disclosure|discovery|scheduling report|interrogator)"),
        (EntryKind.TRIAL, r"([\w-]+ ){0,3}(witness list|exhibit list|verdict|jury instructions|voir dire|pretrial)"),
        (EntryKind.NOTICE, r"([\w'-]+ ){0,2}(notice|suggestion|stipulation)\b"),
    )
)
_RELIEF = re.compile(
    r"\bmotions?\b\s+(?P<relief>(?:to|for|in)\s.+?)"
    r"(?=\s*(?:,|;)\s+motion\b|\s+(?:by|re|filed|as to|against)\b|\s*[.;(]|$)",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_NAME = re.compile(r"\s+(?:by|filed by|against|re|as to)\s|\s*\(|[.:]\s|\.$|, filed")
LONGEST_LOOKED_AT = 1_000


def entry_kind(words: str) -> EntryKind:
    """Return what sort of entry this is by its first words; `OTHER` when they do not say."""
    start = " ".join(words[:LONGEST_LOOKED_AT].split())
    return next((kind for kind, pattern in _KINDS if pattern.match(start)), EntryKind.OTHER)


def reliefs_of(words: str) -> tuple[str, ...]:
    """Return the parts of a motion as an order names them: ("Motion to Dismiss", "Motion to Strike")."""
    found = (" ".join(match["relief"].split()) for match in _RELIEF.finditer(words[:LONGEST_LOOKED_AT]))
    return tuple(f"Motion {relief.rstrip(',')}" for relief in found) or ("Motion",)


def short_words(words: str, longest: int = 60) -> str:
    """Return how another entry refers to this one: its name, without who filed it and what is attached."""
    text = " ".join(words[:LONGEST_LOOKED_AT].split())
    text = re.split(r"\s+(?:by|filed by|against|re|as to)\s|\s*\(|[.:]\s|\.$|, filed", text, maxsplit=1)[0].rstrip(
        " ,;:"
    )
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
