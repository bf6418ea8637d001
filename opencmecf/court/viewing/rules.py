"""How documents are numbered, described and priced where they are viewed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from opencmecf.court.metering.rules import CAP_PAGES
from opencmecf.foundation.access import Restriction

REPLACEMENT_FREE_FOR = timedelta(days=15)  # once, for whoever has paid for the document that was wrong
SHOWN_AGAIN_FOR = timedelta(hours=1)  # without another charge, to whoever has paid

# Fed. R. Civ. P. 5.2(c): immigration and Social Security, by nature of suit.
_LIMITED = re.compile(r"(?:46[0235]|86[1-5])\b")
_DISPOSITION = re.compile(
    r"(?:(?:AMENDED|CONSENT|DEFAULT|ENDORSED|FINAL|MEMORANDUM|PAPERLESS|PARTIAL|SCHEDULING|STANDING|SUMMARY|AND) )*"
    r"(?:ORDER|OPINION|JUDGMENT|DECISION)S?\b"
)

_HEXADECIMAL = re.compile(r"[0-9a-f]{1,16}", re.IGNORECASE)
_FREE_LOOK_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_LARGEST_NUMBER = 2**63 - 1

_WARNINGS = {
    Restriction.COURT: "This document is restricted to court users.",
    Restriction.SEALED: "This document is restricted to specific users: chambers and the clerk's office.",
}
_BY_SEVERITY = (Restriction.SEALED, Restriction.COURT)


def billable_pages(pages: Sequence[int]) -> int:
    """Return the pages to pay for of several documents; each stops at the cap."""
    return sum(min(count, CAP_PAGES) for count in pages)


def warning(restrictions: Sequence[str]) -> str:
    """Return what somebody is told who may see a restricted document; "" for one that is public in every respect."""
    return next((_WARNINGS[level] for level in _BY_SEVERITY if level in restrictions), "")


def is_sealed(restrictions: Sequence[str]) -> bool:
    """Return whether a document is sealed, by its own restriction or that of its entry or its case."""
    return Restriction.SEALED in restrictions


def free_look_asked_for(asked: Mapping[str, str]) -> str:
    """Return the number of a notice's links as the address has it: `magic_num`, at courts of appeals `uid` in hex."""
    uid = asked.get("uid", "").strip()
    return str(int(uid, 16)) if _HEXADECIMAL.fullmatch(uid) else asked.get("magic_num", "")


def free_look_number(text: str) -> int:
    """Return the number of a notice's links. Raises `ValueError` for what cannot be one."""
    if not _FREE_LOOK_NUMBER.fullmatch(text.strip()) or int(text) > _LARGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def size(count: int) -> str:
    """Return a number of bytes as menus print it: "512 B", "75.9 KB", "1.3 MB"."""
    if count < 1024:
        return f"{count} B"
    if count < 1_024_000:
        return f"{count / 1024:.1f} KB"
    return f"{count / 1_024_000:.1f} MB"


def is_limited(nature_of_suit: str, entry_words: str) -> bool:
    """Return whether rule 5.2(c) keeps a document from being read remotely by whoever is not counsel or court staff.

    Orders, opinions, judgments and decisions are open in those cases too.
    """
    return bool(_LIMITED.match(nature_of_suit.strip())) and not _DISPOSITION.match(entry_words.strip())
