"""Money, which is whole cents everywhere, as people read it."""

from __future__ import annotations


def dollars(cents: int) -> str:
    """An amount as people read it: $1,405.00."""
    return f"${cents // 100:,}.{cents % 100:02}"
