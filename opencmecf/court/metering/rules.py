"""What a view costs, by the Electronic Public Access fee schedule (feature map 2.1)."""

from __future__ import annotations

PRICE_PER_PAGE_CENTS = 10
CAP_PAGES = 30


def cost_cents(pages: int, *, price_cents: int = PRICE_PER_PAGE_CENTS, capped: bool = True) -> int:
    """The cost of `pages` billable pages in cents; documents and case reports stop at 30 pages."""
    return min(pages, CAP_PAGES if capped else pages) * price_cents
