"""What somebody reads on a page that a test has fetched."""

from __future__ import annotations

import re
from typing import Any

_TAG = re.compile(r"<[^>]*>")


def text_of(page: Any) -> str:
    """The words of an answer, without its tags, blanks squeezed; entities stay as they are written."""
    return " ".join(_TAG.sub(" ", page.content.decode()).split())
