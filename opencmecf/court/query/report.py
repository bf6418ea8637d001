"""The docket report: the wanted part of a docket as HTML, charged for when it is billable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Q

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.queries import head_of, stored_entries
from opencmecf.court.docket.reading import party_date_terminated
from opencmecf.court.docket.sheet import DocketSheet, Entry
from opencmecf.court.metering import actions as metering
from opencmecf.court.metering import rules
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.query.docket_sheet import SheetOptions, render_docket_sheet
from opencmecf.court.query.forms import BY_NUMBER, NEWEST_FIRST
from opencmecf.court.query.receipt import Receipt, receipt_html
from opencmecf.foundation.access import Actor, Permission

DESCRIPTION = "Docket Report"


class NothingSelected(Exception):
    """The case is there, and no entry of it is what was asked for; `number` is the case's."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


@transaction.atomic
def docket_report(*, case: Case, wanted: dict[str, Any], court: HostedCourt, actor: Actor) -> str:
    """Return the report with its receipt, and make the one charge for it. Raises `NothingSelected`, which is free."""
    sheet = head_of(case, actor)
    if sheet.parties is not None and not wanted["terminated_parties"]:
        sheet = replace(sheet, parties=tuple(one for one in sheet.parties if party_date_terminated(one) is None))
    options = SheetOptions(parties=wanted["list_of_parties_and_counsel"])
    html = "".join(render_docket_sheet(sheet, options, entries=_entries(case, sheet, wanted, actor)))
    if actor.may(Permission.BILLING_VIEW_FREE):
        return html
    return html + _charged(html, sheet, court, actor)


def _entries(case: Case, sheet: DocketSheet, wanted: dict[str, Any], actor: Actor) -> Iterator[Entry]:
    where = _condition(wanted)
    stored = stored_entries(
        case,
        actor,
        where=where,
        newest_first=wanted["sort1"] == NEWEST_FIRST,
        by_number=wanted["sort1"] == BY_NUMBER,
    )
    first = next(stored, None)
    if first is None and where:
        raise NothingSelected(sheet.case_number)
    return (one.entry for one in chain([first] if first else [], stored))


def _condition(wanted: dict[str, Any]) -> Q:
    date = "date_entered" if wanted["date_range_type"] == "Entered" else "date_filed"
    ends = {
        f"{date}__gte": wanted["date_from"],
        f"{date}__lte": wanted["date_to"],
        "number_value__gte": wanted["documents_numbered_from_"],
        "number_value__lte": wanted["documents_numbered_to_"],
    }
    return Q(**{lookup: end for lookup, end in ends.items() if end is not None})


def _charged(html: str, sheet: DocketSheet, court: HostedCourt, actor: Actor) -> str:
    pages = rules.html_pages(len(html.encode()))
    made = metering.charge(
        court=court.settings, description=DESCRIPTION, criteria=sheet.case_number, pages=pages, actor=actor
    )
    return receipt_html(
        Receipt(
            printed_at=f"{made.at.astimezone(court.reference.zone):%m/%d/%Y %H:%M:%S}",
            login=made.account_number,
            client_code=made.client_code,
            description=made.description,
            criteria=made.criteria,
            pages=made.billable_pages,
            cost=f"{made.cost_cents / 100:.2f}",
            exempt_for=made.exempt_for,
        )
    )
