"""Reading what has been told to the courts."""

from __future__ import annotations

from django.db.models import QuerySet

from opencmecf.central.contact_changes.models import ChangeState, ContactChange

SHOWN = 100


def of_account(account_number: str) -> QuerySet[ContactChange]:
    """The latest changes of an account, the newest first, a row for each court."""
    return ContactChange.objects.filter(account_number=account_number).select_related("court").order_by("-pk")[:SHOWN]


def to_send(change_pk: int) -> ContactChange | None:
    """The change if its court has not taken note yet, else None."""
    return ContactChange.objects.filter(pk=change_pk, state=ChangeState.SENDING).first()
