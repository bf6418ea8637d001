"""Words by which PACER programs know a refusal (wire contract 6.8).

They look for them in the bytes of any answer to a request for a document, before they see that it is a PDF. A PDF that
holds such words where they can be read, as in a title, must come as the content of a page instead.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path

_REFUSAL = re.compile(
    rb"Cannot locate the case with caseid|could not retrieve dktentry for dlsid|document is not available"
    rb"|You do not have permission to view\s+this document|You do not have access to this transcript"
    rb"|No matter of public record|Sealed Document|Under Seal|Document is Sealed|This document is SEALED"
    rb"|This image is not available for viewing by non-court users|A Client Code is required for PACER search"
    rb"|Permission to view this document is denied based on Nature of Suit"
    rb'|window\.\s*location\s*=\s*"'
)


def holds_refusal_words(path: Path) -> bool:
    """Return whether programs would take this file, which is not empty, for a refusal."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _REFUSAL.search(content) is not None
