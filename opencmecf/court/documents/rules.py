"""Which files a document may have."""

from __future__ import annotations

import re

from opencmecf.foundation.errors import Refused

PDF = "application/pdf"
LONGEST_FILE_NAME = 200
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def check_file(*, media_type: str, pages: int) -> None:
    """Raise `Refused` for a file that cannot be a document."""
    if media_type != PDF:
        raise Refused("A document is a PDF file.", "Save it as PDF and try again.")
    if pages < 1:
        raise Refused("The file has no pages.", "Open it, look whether it is whole, and save it as PDF again.")


def plain_file_name(name: str) -> str:
    """Return the last part of a file's name without characters that do not show; its end stays when it is too long."""
    last = _UNPRINTABLE.sub("", name).replace("\\", "/").rsplit("/", maxsplit=1)[-1].strip()
    return last[-LONGEST_FILE_NAME:]
