"""Reading letters."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.activation import rules
from opencmecf.central.activation.models import Letter, LetterBatch
from opencmecf.foundation.access import Actor
from opencmecf.foundation.case_search import CaseSearch


def open_letter_of(account: Account) -> Letter | None:
    """The letter whose token can activate the account, on its way or yet to be sent; None when there is none."""
    return Letter.objects.filter(account=account, ended_at=None).first()


def is_active(account: Account) -> bool:
    """Whether the case search of `account` is active at this moment."""
    return Account.objects.filter(pk=account.pk, case_search=CaseSearch.ACTIVE).exists()


def waiting_letters(actor: Actor) -> QuerySet[Letter]:
    """The letters that are yet to be printed, oldest first; none to somebody who does not need it any more."""
    rows = Letter.objects.visible_to(actor).filter(
        batch=None,
        ended_at=None,
        account__case_search=CaseSearch.PENDING_TOKEN,
        account__status=AccountStatus.ACTIVE,
    )
    return rows.select_related("account").order_by("written_at", "pk")


def batches(actor: Actor) -> QuerySet[LetterBatch]:
    """The batches that were printed, latest first, each with its number of letters as `count`."""
    return LetterBatch.objects.visible_to(actor).annotate(count=Count("letters")).order_by("-pk")


def batch(batch_id: int, actor: Actor) -> LetterBatch:
    """One batch. Raises `NotFound`."""
    return LetterBatch.objects.get_for(actor, pk=batch_id)


def letters_to_print(batch: LetterBatch, actor: Actor) -> list[Letter]:
    """The letters of a batch that can still be printed: those that are not sent, used or void, in order."""
    rows = Letter.objects.visible_to(actor).filter(batch=batch, ended_at=None).exclude(sealed_token="")
    return list(rows.select_related("account").order_by("pk")[: rules.MOST_IN_A_BATCH])
