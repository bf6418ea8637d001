"""Reading requests."""

from __future__ import annotations

from django.db.models import QuerySet

from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.central.efile.models import ENDED, EfileRequest
from opencmecf.central.efile.rules import COURT_TYPES


def requests_of(*account_numbers: str) -> QuerySet[EfileRequest]:
    """Every request of a PACER account and of those that were merged into it, the latest first."""
    found = EfileRequest.objects.filter(account_number__in=account_numbers).select_related("court")
    return found.order_by("-submitted_at", "pk")


def has_open_request(account_number: str) -> bool:
    """Whether a court still has to decide about a request of the account."""
    return requests_of(account_number).exclude(state__in=ENDED).exists()


def standing_at_courts(account_number: str) -> list[tuple[CourtListing, RegisteredFiler | None, EfileRequest | None]]:
    """How an account stands at each court that it has to do with: its filing account, and its latest request."""
    registered = {
        one.court_id: one
        for one in RegisteredFiler.objects.filter(account_number=account_number).select_related("court")
    }
    latest: dict[str, EfileRequest] = {}
    for request in requests_of(account_number):
        latest.setdefault(request.court_id, request)
    courts = {one.court_id: one.court for one in registered.values()}
    courts |= {one.court_id: one.court for one in latest.values()}
    rows = [(court, registered.get(code), latest.get(code)) for code, court in courts.items()]
    return sorted(rows, key=lambda row: row[0].name)


def court_types() -> list[tuple[str, str]]:
    """The kinds of which there are courts here, with their names."""
    there = set(CourtListing.objects.values_list("kind", flat=True))
    return [(kind, name) for kind, name in COURT_TYPES.items() if kind in there]


def courts_of_type(kind: str) -> QuerySet[CourtListing]:
    """The courts of a kind, by name."""
    return CourtListing.objects.filter(kind=kind)
