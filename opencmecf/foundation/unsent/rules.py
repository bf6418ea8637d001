"""What of a late form is kept, for how long, and how it is told back to its sender."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

KEPT_FOR = timedelta(hours=1)  # as long as signing in may take
LONGEST = 200_000  # characters of names and values together
MOST_AT_ONCE = 10  # forms of one browser

Fields = dict[str, list[str]]

# Passwords (the box of a court's own login is called `key`), one-time codes, tokens and the answers of passkeys are
# given anew. A test looks whether the name of every password box of the house fits.
_SECRET = re.compile(r"passw|^(again|code|key|token)$|credential", re.IGNORECASE)
_TOKEN = "csrfmiddlewaretoken"
# What a page sends by itself. A form with nothing else, such as the button that submits a filing, leads back to its
# page, where it can be read again before the button is pressed.
_OF_THE_PAGE = frozenset({"revision", "button"})


@dataclass(frozen=True)
class Sent:
    """A form as it was sent."""

    path: str  # where to, with the query
    page: str  # the page that has the form
    fields: Fields
    lacks: bool  # a password, a code or a file was left out


def is_secret(name: str) -> bool:
    """Whether what is typed into a field of this name is never kept."""
    return _SECRET.search(name) is not None


def kept_fields(sent: Iterable[tuple[str, Sequence[str]]]) -> Fields:
    """What of a form is kept: everything but secrets and its token."""
    return {name: list(values) for name, values in sent if name != _TOKEN and not is_secret(name)}


def is_worth_keeping(fields: Mapping[str, Sequence[str]]) -> bool:
    """Whether anything would be lost: a value, and not more of it than a form has."""
    length = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    typed = (value for name, values in fields.items() if name not in _OF_THE_PAGE for value in values)
    return any(value.strip() for value in typed) and length <= LONGEST


def in_words(fields: Mapping[str, Sequence[str]], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was typed or chosen, by the label of its box, or its name in words; empty boxes are left out."""
    return [
        (labels.get(name) or re.sub(r"[._:-]+", " ", name).strip().capitalize(), ", ".join(filled))
        for name, values in fields.items()
        if (filled := [value for value in values if value.strip()])
    ]
