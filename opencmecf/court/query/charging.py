"""Charging for a page that has been made, and the receipt below it."""

from __future__ import annotations

from django.http import HttpRequest

from opencmecf.court.metering import actions as metering
from opencmecf.court.metering import rules
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.query.receipt import Receipt, receipt_html
from opencmecf.foundation.access import Actor, Permission, actor_of


def asks_first(request: HttpRequest) -> bool:
    """Whether to ask before a page that a GET is charged for: a link on another web site has led a browser here.

    Anybody can write such a link, and the session's cookie goes with it. Browsers say where a request comes from
    (Fetch Metadata, `Sec-Fetch-Site`); programs, browsers that do not say it, and links of our own go on at once.
    """
    actor = actor_of(request)
    if actor.by_program or actor.may(Permission.BILLING_VIEW_FREE) or request.method != "GET":
        return False
    return request.headers.get("Sec-Fetch-Site", "") == "cross-site"


def with_charge(
    html: str, *, description: str, criteria: str, court: HostedCourt, capped: bool = True, actor: Actor
) -> str:
    """Return a page's HTML with its receipt, and make the one charge for it; staff get it as it is, for nothing.

    What the page shows is read in the same transaction, which the caller opens. Searches are not `capped`
    at thirty pages.
    """
    if actor.may(Permission.BILLING_VIEW_FREE):
        return html
    pages = rules.html_pages(len(html.encode()))
    made = metering.charge(
        court=court.settings, description=description, criteria=criteria, pages=pages, capped=capped, actor=actor
    )
    receipt = Receipt(
        printed_at=f"{made.at.astimezone(court.reference.zone):%m/%d/%Y %H:%M:%S}",
        login=made.account_number,
        client_code=made.client_code,
        description=made.description,
        criteria=made.criteria,
        pages=made.billable_pages,
        cost=f"{made.cost_cents / 100:.2f}",
        exempt_for=made.exempt_for,
    )
    return html + receipt_html(receipt)
