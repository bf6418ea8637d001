"""What a mail says, whoever gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The subject and the text of a mail."""

    subject: str
    text: str


def drawn(template: str, **context: Any) -> Letter:
    """The letter that `template` makes of `context`: a text file whose first line is the subject."""
    subject, _, text = render_to_string(template, context).partition("\n")
    return Letter(subject=subject.strip(), text=text.strip() + "\n")
