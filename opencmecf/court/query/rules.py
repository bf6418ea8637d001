"""What may be asked for in one search, and what short words say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from opencmecf.court.cases.case_search import Criteria, Days

NOTHING_WANTED = "Type a case number or a name, or choose dates, a nature of suit or a cause."
ONLY_STATUS = "Open or closed alone finds too many cases. Add a name, dates, a nature of suit or a cause."

_SHORT_ENDS = re.compile(
    r"(?:(?<!\b[A-Z])\.|[;:(\[]|\s-\s"  # but not at the initial of a name
    r"|,? (?:by|against|re|filed|as to|for the following|with|from|to be|that|which|signed)\b)",
    re.IGNORECASE,
)
_LONGEST_SHORT = 80
_TITLES = re.compile(
    r"^(?:(?:Chief|Senior|Visiting|Magistrate|District|Bankruptcy|Circuit|Judge|Justice|Honorable|Hon\.?"
    r"|U\.?\s?S\.?|United States)\s+)+"
)


def too_broad(criteria: Criteria, *, days: int, today: Callable[[], dt.date]) -> str:
    """Return what to do about a search that would find too much; "" for one that may be run.

    `days` is how long a stretch of days may be where no name narrows it.
    """
    if criteria.name is not None:
        return ""
    spans = [_length(one, today) for one in (criteria.filed, criteria.last_entry) if one != Days()]
    if spans and not any(span is not None and span <= days for span in spans):
        return f"Without a name, the dates may lie {days} days apart at most. Type both, or add a name."
    if spans or criteria.nature_of_suit or criteria.cause:
        return ""
    return ONLY_STATUS if criteria.status else NOTHING_WANTED


def short_description(words: str) -> str:
    """Return what kind of entry a docket text is of, from its first words: "Motion to Dismiss"."""
    text = " ".join(words.split())
    end = _SHORT_ENDS.search(text, 3)
    short = text[: end.start()] if end else text
    if len(short) > _LONGEST_SHORT:
        short = f"{short[:_LONGEST_SHORT].rsplit(' ', 1)[0]} …"
    shouted = (word.capitalize() if word.isupper() and len(word) > 1 else word for word in short.split())
    return " ".join(shouted).strip(" ,")


def without_title(judge: str) -> str:
    """Return a judge's name alone: "Ruth M. Alder" of "Magistrate Judge Ruth M. Alder"."""
    return _TITLES.sub("", judge).strip()


def _length(days: Days, today: Callable[[], dt.date]) -> int | None:
    """Return how many days a stretch has; None where it has no beginning."""
    if days.first is None:
        return None
    return ((days.last or today()) - days.first).days + 1
