"""The client code: free text that a person's charges are sorted by."""

from __future__ import annotations

from opencmecf.foundation.errors import Refused

LONGEST = 32


def checked(code: str) -> str:
    """`code` without surrounding spaces. Raises `Refused` when it is longer than 32 characters (feature map 2.3)."""
    code = " ".join(code.split())
    if len(code) > LONGEST:
        raise Refused(
            f"A client code has at most {LONGEST} characters; this one has {len(code)}.", "Shorten it and try again."
        )
    return code
