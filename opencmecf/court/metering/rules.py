"""What a view costs and on what basis, by the Electronic Public Access fee schedule (feature map 2.1)."""

from __future__ import annotations

from datetime import date

from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.reference import fee_schedules

PRICE_PER_PAGE_CENTS = fee_schedules()[-1].page_cents  # of the latest schedule; a charge goes by the day's own
CAP_PAGES = fee_schedules()[-1].cap_pages
BYTES_PER_PAGE = 4320  # of a report in HTML (feature map 2.2)

BILLABLE, STAFF, EXEMPT = "billable", "staff", "exempt"


def html_pages(size: int) -> int:
    """The billable pages of a report of `size` bytes; a started page counts."""
    return -(-size // BYTES_PER_PAGE)


def cost_cents(
    pages: int, *, price_cents: int = PRICE_PER_PAGE_CENTS, capped: bool = True, cap_pages: int = CAP_PAGES
) -> int:
    """The cost of `pages` billable pages in cents; documents and case reports stop at `cap_pages`."""
    return min(pages, cap_pages if capped else pages) * price_cents


def exempt_for(basis: str) -> str:
    """The kind of work that a basis exempts, "" for any other basis."""
    word, _, kind = basis.partition(": ")
    return kind if word == EXEMPT else ""


def basis(actor: Actor, *, court_id: str, day: date) -> str:
    """On what basis `actor` views at a court on a day: `billable`, `staff`, or `exempt: ` with what the exemption is.

    An exemption that is in use and does not cover the court on that day is none.
    """
    if actor.may(Permission.BILLING_VIEW_FREE):
        return STAFF
    if actor.exemption is not None and actor.exemption.covers(court_id, day):
        return f"{EXEMPT}: {actor.exemption.kind}"
    return BILLABLE
