"""What a view costs, by the Electronic Public Access fee schedule (feature map 2.1)."""

from __future__ import annotations

PRICE_PER_PAGE_CENTS = 10
CAP_PAGES = 30
BYTES_PER_PAGE = 4320  # of a report in HTML (feature map 2.2)


def html_pages(size: int) -> int:
    """The billable pages of a report of `size` bytes; a started page counts."""
    return -(-size // BYTES_PER_PAGE)


def cost_cents(pages: int, *, price_cents: int = PRICE_PER_PAGE_CENTS, capped: bool = True) -> int:
    """The cost of `pages` billable pages in cents; documents and case reports stop at 30 pages."""
    return min(pages, CAP_PAGES if capped else pages) * price_cents
