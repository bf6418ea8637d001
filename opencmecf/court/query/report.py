"""The docket report: the wanted part of a docket, and the one charge for it.

The charge is made before the first byte leaves: what stands around the rows is made at once, and how many bytes the
rows have is counted in the database. The rows follow batch by batch, in no transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.entry_rows import RowLayout
from opencmecf.court.docket.models import Docket, OpenDelivery
from opencmecf.court.docket.printed_rows import PrintedRows, Size
from opencmecf.court.docket.queries import head_of, member_cases_of
from opencmecf.court.docket.reading import party_date_terminated
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.court.metering import actions as metering
from opencmecf.court.metering import rules
from opencmecf.court.metering.models import Charge
from opencmecf.court.metering.queries import basis_now
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.query.docket_sheet import SheetOptions, sheet_frame
from opencmecf.court.query.member_cases import MemberCase
from opencmecf.court.query.receipt import Receipt, receipt_html
from opencmecf.court.query.sheet_pdf import sheet_pdf
from opencmecf.court.query.wanted import EVERY_SECTION, Wanted
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor, Permission, Restriction
from opencmecf.foundation.errors import Refused

AT_ONCE = 1000  # rows; a longer report is sent as it is made
PDF_AT_MOST = 2000  # entries; setting them takes some seconds
_TOO_LONG_FOR_PDF = f"The docket has too many entries for a PDF; {PDF_AT_MOST:,} at most can be set."
BEGUN_AT_MOST = 3  # times for one charge: whoever breaks off the last row alone would have it for nothing
LONGEST_ON_ITS_WAY = timedelta(minutes=15)  # afterwards the process that sent it is taken for dead
BROKEN_FOR = timedelta(days=1)  # so long a report that broke off can be asked for again without a second charge


class NothingSelected(Exception):
    """The case is there, and no entry of it is what was asked for; `number` is the case's."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report is asked for, where and by whom; with the `docket`, where it was found together with the case."""

    case: Case
    wanted: Wanted
    court: HostedCourt
    actor: Actor
    docket: Docket | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that is charged for: its sheet without entries, and the HTML above, of and below the rows.

    `receipt` is None where the report costs nothing. A long report has a `delivery` where it costs something. `pdf` is
    there in place of the HTML of the rows when it was asked for. `restricted` says how the case is closed to others.
    """

    sheet: DocketSheet
    above: str
    rows: Iterable[str]
    below: str
    receipt: Receipt | None
    is_long: bool
    restricted: str = ""
    delivery: int | None = None
    pdf: bytes | None = None

    def html(self) -> Iterator[str]:
        """Yield the HTML inside #cmecfMainContent. When the last piece is taken, a long report is delivered."""
        yield self.above
        yield from self.rows
        yield self.below
        if self.delivery is not None:
            OpenDelivery.objects.filter(pk=self.delivery).delete()

    def note_broken_off(self) -> None:
        """Note that the reader has gone before the end, so that the same report may be asked for again."""
        if self.delivery is not None:
            OpenDelivery.objects.filter(pk=self.delivery).update(broke_off_at=Now())


def docket_report(asked: Asked) -> Report:
    """Make the report ready and make the one charge for it.

    The transaction of the charge begins when all else is read: two charges of one person wait for one another in it.
    Raises `NotFound`, `NothingSelected`, and `Refused` for a PDF of too many entries; none of them is charged for.
    """
    case, wanted, actor = asked.case, asked.wanted, asked.actor
    sheet = _wanted_sheet(head_of(case, actor, asked.docket), wanted)
    sheet = replace(sheet, pacer_case_id=case.pacer_case_id)  # forms name the case, also by an id that was made here
    printed = _printed_rows(asked, sheet)
    rows, size = _rows(printed) if sheet.columns else ((), Size(0, 0))
    if wanted.narrows and not size.entries:
        raise NothingSelected(sheet.case_number)
    if wanted.pdf and size.entries > PDF_AT_MOST:
        raise Refused(_TOO_LONG_FOR_PDF, "Choose a range of dates or numbers, or the format HTML.")
    members = _members(case, actor) if wanted.member_cases else None
    frame = sheet_frame(sheet, SheetOptions(parties=wanted.parties, member_cases=members))
    is_long = size.entries > AT_ONCE and not wanted.pdf
    restricted = "" if case.restriction == Restriction.PUBLIC else Restriction(case.restriction).label
    with transaction.atomic():  # whatever fails from here on takes the charge back
        receipt, delivery, pdf = None, None, None
        if not actor.may(Permission.BILLING_VIEW_FREE):
            pages = rules.html_pages(len((frame.above + frame.below).encode()) + size.bytes)
            charge, delivery = _charge_once(asked, pages) if is_long else (_charge(asked, pages), None)
            receipt = _receipt(charge, asked.court)
        if wanted.pdf:
            pdf = sheet_pdf(
                sheet,
                printed.entries(),
                parties=wanted.parties,
                members=members,
                receipt=receipt,
                restricted=restricted,
            )
        return Report(
            sheet=sheet,
            above=frame.above,
            rows=rows,
            below=frame.below + (receipt_html(receipt) if receipt else ""),
            receipt=receipt,
            is_long=is_long,
            restricted=restricted,
            delivery=delivery,
            pdf=pdf,
        )


def _printed_rows(asked: Asked, sheet: DocketSheet) -> PrintedRows:
    wanted = asked.wanted
    layout = RowLayout.of(sheet, without_headers=wanted.without_headers)
    return PrintedRows(
        asked.case,
        asked.actor,
        layout,
        selection=wanted.selection,
        additions=wanted.additions,
        docket=asked.docket,
    )


def _rows(rows: PrintedRows) -> tuple[Iterable[str], Size]:
    """Return the rows and their size: a few at once, many to be made while they are sent."""
    few = rows.whole(AT_ONCE)
    if few is None:
        return rows, rows.size()
    return few, Size(len(few), sum(len(row.encode()) for row in few))


def _wanted_sheet(sheet: DocketSheet, wanted: Wanted) -> DocketSheet:
    parties = sheet.parties
    if parties is not None and not wanted.terminated_parties:
        parties = tuple(one for one in parties if party_date_terminated(one) is None)
    hidden = EVERY_SECTION - wanted.sections
    return replace(
        sheet,
        parties=parties,
        blocks=tuple(block for block in sheet.blocks if block.name not in hidden),
        columns=sheet.columns if wanted.entries else (),
        several_documents=sheet.several_documents or (wanted.documents and len(sheet.columns) > 2),
    )


def _members(case: Case, actor: Actor) -> tuple[MemberCase, ...]:
    found = member_cases_of(case, actor)
    return tuple(MemberCase(case_id=one.pacer_case_id, number=one.number, title=one.title) for one in found)


def _charge_once(asked: Asked, pages: int) -> tuple[Charge, int]:
    """Return the charge and the open delivery of a long report: those of one that broke off, or new ones.

    What broke off as exempt is charged when it is asked for again as not exempt. One that is still on its way, or has
    broken off `BEGUN_AT_MOST` times, pays for no more.
    """
    account, court = asked.actor.account_number, asked.court.settings
    wanted = asked.wanted.digest(asked.case)
    basis = basis_now(asked.actor, court)
    now = clock.now()
    opened = OpenDelivery.objects.filter(
        Q(broke_off_at__isnull=False) | Q(began_at__lt=now - LONGEST_ON_ITS_WAY),
        court=court,
        account_number=account,
        wanted=wanted,
        charge__basis=basis,
        charge__at__gt=now - BROKEN_FOR,
        times__lt=BEGUN_AT_MOST,
    )
    locked = opened.select_for_update(of=("self",), skip_locked=True)  # of two at once, one is charged
    broken = locked.select_related("charge").order_by("pk").first()
    if broken is not None:
        opened_again = {"began_at": Now(), "broke_off_at": None, "times": broken.times + 1}
        OpenDelivery.objects.filter(pk=broken.pk).update(**opened_again)
        return broken.charge, broken.pk
    charge = _charge(asked, pages)
    made = OpenDelivery.objects.create(court=court, account_number=account, wanted=wanted, charge=charge)
    return charge, made.pk


def _charge(asked: Asked, pages: int) -> Charge:
    return metering.charge(
        court=asked.court.settings,
        description=asked.wanted.description,
        criteria=asked.case.number,
        pages=pages,
        actor=asked.actor,
    )


def _receipt(made: Charge, court: HostedCourt) -> Receipt:
    return Receipt(
        printed_at=f"{made.at.astimezone(court.reference.zone):%m/%d/%Y %H:%M:%S}",
        login=made.account_number,
        client_code=made.client_code,
        description=made.description,
        criteria=made.criteria,
        pages=made.billable_pages,
        cost=f"{made.cost_cents / 100:.2f}",
        exempt_for=made.exempt_for,
    )
