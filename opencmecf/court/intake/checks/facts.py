"""What a check has found."""

from __future__ import annotations

from typing import Any, TypedDict


class Fact(TypedDict, total=False):
    """One thing that was found: its `code`, the first `page` with it, how often, and words that are safe to show."""

    code: str
    page: int | None
    count: int
    detail: str


class Facts:
    """Facts in the order in which they were found; one of each code and detail, at its first page."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str], Fact] = {}

    def add(self, code: str, *, page: int | None = None, detail: str = "") -> None:
        """Note that something was found, once more where it was found before."""
        known = self._facts.setdefault((code, detail), Fact(code=code, page=page, count=0, detail=detail))
        known["count"] += 1
        if known["page"] is None:
            known["page"] = page

    def has(self, *codes: str) -> bool:
        """Say whether one of `codes` was found."""
        return any(code in codes for code, _ in self._facts)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the facts as plain values."""
        return [dict(fact) for fact in self._facts.values()]
