"""Reading the court directory."""

from __future__ import annotations

from django.db.models import QuerySet

from opencmecf.central.directory.models import CourtListing, RegisteredFiler


def courts() -> QuerySet[CourtListing]:
    """Every court of the directory, by name."""
    return CourtListing.objects.all()


def registrations_of(account_number: str) -> QuerySet[RegisteredFiler]:
    """The filing accounts that are linked to a PACER account, by court."""
    return RegisteredFiler.objects.filter(account_number=account_number).select_related("court").order_by("court__name")


def is_registered_filer(account_number: str) -> bool:
    """Whether the account may file anywhere, so that the redaction duty concerns it."""
    return RegisteredFiler.objects.filter(account_number=account_number).exists()
