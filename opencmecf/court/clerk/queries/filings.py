"""The filings that were made here, for the clerk's office to look at, and the e-mails that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from opencmecf.court.clerk.models import FilingReview
from opencmecf.court.clerk.wording import printed_time
from opencmecf.court.notices.models import Delivery, FiledNotice
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.receipts.models import ReceiptEntry
from opencmecf.foundation.access import Actor
from opencmecf.foundation.access.restriction import seen_by

NOT_LOOKED_AT, ALL = "new", "all"
_RESTRICTIONS = ("entry__restriction", "entry__text_restriction", "case__restriction")
MOST_UNDELIVERED = 500


@dataclass(frozen=True)
class Filing:
    """One filing in one case, as the clerk's office sees it. `at` is its time by the court's clock."""

    row: ReceiptEntry
    at: str

    @property
    def event(self) -> str:
        """What was filed: "Motion to Dismiss"."""
        return str(self.row.receipt.notice.facts["event"])

    @property
    def filer(self) -> str:
        """Who filed it."""
        return str(self.row.receipt.facts["filer"])

    @cached_property
    def review(self) -> FilingReview | None:
        """What came of a look at it; None before anybody has looked."""
        return getattr(self.row.entry, "review", None)


@dataclass(frozen=True)
class Undelivered:
    """An e-mail that was refused or came back. `at` is its time by the court's clock."""

    row: Delivery
    at: str
    facts: dict[str, Any]

    @property
    def case(self) -> str:
        """The number of the first case of the notice."""
        return str(self.facts["cases"][0]["number"])

    @property
    def number(self) -> str:
        """The number of the entry there."""
        return self.facts["cases"][0]["document_number"] or "–"


def filings(*, court: HostedCourt, since: date, state: str, actor: Actor) -> QuerySet[ReceiptEntry]:
    """Return the filings since a day, the latest first, that are in a state: of `FilingReview`, `new`, or `all`."""
    begin = datetime(since.year, since.month, since.day, tzinfo=court.reference.zone)
    seen = seen_by(actor, court="case__court_id", restrictions=_RESTRICTIONS)
    found = ReceiptEntry.objects.filter(
        seen, receipt__court_id=court.court_id, receipt__accepted_at__gte=begin
    ).select_related("receipt__notice", "entry__review", "case")
    wanted = {NOT_LOOKED_AT: Q(entry__review=None), ALL: Q()}.get(state, Q(entry__review__state=state))
    return found.filter(wanted).order_by("-receipt__accepted_at", "-pk")


def undelivered(*, court: HostedCourt, since: date, actor: Actor) -> list[Undelivered]:
    """Return the e-mails since a day that a mail server refused or sent back, the latest first, at most 500."""
    begin = datetime(since.year, since.month, since.day, tzinfo=court.reference.zone)
    states = (Delivery.State.REFUSED, Delivery.State.BOUNCED)
    notices = FiledNotice.objects.visible_to(actor).filter(court_id=court.court_id)
    found = Delivery.objects.filter(notice__in=notices, state__in=states, made_at__gte=begin)
    rows = found.select_related("notice").order_by("-made_at", "-pk")[:MOST_UNDELIVERED]
    return [Undelivered(row, printed_time(row.made_at, court.court_id), row.notice.facts) for row in rows]
