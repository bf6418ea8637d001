"""Answers that several of the pages give.

Whatever is wrong, the status is 200: existing programs take any other for a broken server.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.metering.queries import exempt_now
from opencmecf.court.metering.rules import CAP_PAGES, cost_cents
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.receipt import Receipt, receipt_html
from opencmecf.court.viewing import labels, queries, rules
from opencmecf.court.viewing.models import Retrieval
from opencmecf.foundation import clock
from opencmecf.foundation.access import actor_of

_log = structlog.get_logger(__name__)


def not_there(request: HttpRequest) -> HttpResponse:
    """A document that is not there, or not for this person; the two are never told apart."""
    return _page(request, "query/no_document.html")


def other_case(request: HttpRequest, case_id: str) -> HttpResponse:
    """A document that the case does not hold. Programs ask once more, without the case."""
    return _page(request, "viewing/other_case.html", case_id=case_id)


def not_kept(request: HttpRequest, holding: EntryDocument) -> HttpResponse:
    """A document that a docket names, and whose file is not here."""
    return _page(request, "viewing/not_kept.html", document_id=holding.document.document_id)


def limited(request: HttpRequest) -> HttpResponse:
    """A document of a case whose documents only counsel of record reads remotely."""
    return _page(request, "viewing/limited.html")


def lost(request: HttpRequest, holdings: Sequence[EntryDocument]) -> HttpResponse:
    """A file that should be in the store and is not: the operators hear of it from inside the handler of its error."""
    _log.exception("stored_file_lost", documents=[holding.document.chain for holding in holdings])
    return _page(request, "viewing/lost.html")


def page(request: HttpRequest, template: str, **values: object) -> HttpResponse:
    """A page of the Query menu."""
    return _page(request, template, **values)


def document_page(request: HttpRequest, retrieval: Retrieval, holdings: Sequence[EntryDocument]) -> HttpResponse:
    """The page that carries the PDF. It holds no words of the docket, for programs search it for those of refusals."""
    label = labels.label_of(holdings[0], court_of(request).kind)
    title = f"Document {label}".strip() if len(holdings) == 1 else f"{len(holdings)} documents"
    return _page(
        request,
        "viewing/document.html",
        title=title,
        case=holdings[0].entry.case,
        file=f"{reverse('show-temp')}?file={retrieval.pk}&type=application/pdf",
        receipt=paid_receipt(request, retrieval),
        is_free_look=retrieval.free_look_id is not None,
    )


def paid_receipt(request: HttpRequest, retrieval: Retrieval) -> SafeString:
    """The receipt of what was paid; nothing for what was free."""
    charge = retrieval.charge
    if charge is None:
        return mark_safe("")
    receipt = Receipt(
        printed_at=_local(request, charge.at),
        login=charge.account_number,
        client_code=charge.client_code,
        description=charge.description,
        criteria=charge.criteria,
        pages=charge.billable_pages,
        cost=f"{charge.cost_cents / 100:.2f}",
        criteria_label=labels.criteria_label(court_of(request).kind),
        exempt_for=charge.exempt_for,
    )
    return mark_safe(receipt_html(receipt))  # noqa: S308 - made of escaped parts


def offered_receipt(request: HttpRequest, holdings: Sequence[EntryDocument]) -> SafeString:
    """The receipt of what viewing these documents will cost; nothing where all of them are free this once."""
    free = queries.free_as_replacements(holdings, actor_of(request))
    holdings = [one for one in holdings if one not in free]
    if not holdings:
        return mark_safe("")
    actor, kind = actor_of(request), court_of(request).kind
    billed = labels.billed(holdings, kind)
    exempt_for = exempt_now(actor, court_of(request).settings)
    pages = rules.billable_pages([holding.document.pages or 0 for holding in holdings])
    receipt = Receipt(
        printed_at=_local(request, clock.now()),
        login=actor.account_number,
        client_code=actor.client_code,
        description=billed.description,
        criteria=billed.criteria,
        pages=pages,
        cost=f"{0 if exempt_for else cost_cents(pages, capped=False) / 100:.2f}",
        criteria_label=labels.criteria_label(kind),
        exempt_for=exempt_for,
    )
    return mark_safe(receipt_html(receipt))  # noqa: S308 - made of escaped parts


def is_capped(holdings: Sequence[EntryDocument]) -> bool:
    """Whether the cap makes one of the documents cheaper."""
    return any((holding.document.pages or 0) > CAP_PAGES for holding in holdings)


def _local(request: HttpRequest, at: datetime) -> str:
    return f"{at.astimezone(court_of(request).reference.zone):%m/%d/%Y %H:%M:%S}"


def _page(request: HttpRequest, template: str, **values: object) -> HttpResponse:
    return render(request, template, {"court": court_of(request), "section": "Query", **values})
