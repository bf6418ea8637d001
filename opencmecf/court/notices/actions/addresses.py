"""Where a filer is told of filings, and how."""

from __future__ import annotations

from django.db import transaction

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.notices import rules
from opencmecf.court.notices.models import MailFormat, NoticeAddress, Sending
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import NotFound, Refused


@transaction.atomic
def set_notice_address(
    *,
    address: str,
    receives: bool = True,
    asks_before_free_look: bool = True,
    sending: Sending = Sending.PER_FILING,
    mail_format: MailFormat = MailFormat.HTML,
    actor: Actor,
) -> NoticeAddress:
    """Say how an address of the acting filer is told; an address that is new to the account is added.

    Raises `Refused` beyond the number of secondary addresses that an account may have.
    """
    account = _own_account(actor)
    known = account.notice_addresses.filter(address__iexact=address).first()
    is_primary = address.lower() == account.email.lower()
    secondary = account.notice_addresses.exclude(address__iexact=account.email).count()
    if known is None and not is_primary and secondary >= rules.MOST_SECONDARY_ADDRESSES:
        raise Refused(
            f"An account can have {rules.MOST_SECONDARY_ADDRESSES} secondary addresses.",
            "Remove one that is not needed any more, then add the new one.",
        )
    row = known or NoticeAddress(account=account, address=address)
    row.receives, row.asks_before_free_look = receives, asks_before_free_look
    row.sending, row.format = sending, mail_format
    row.save()
    audit.record(
        "notices:address:set",
        chain=account.chain,
        by=actor,
        address=address,
        receives=receives,
        asks_before_free_look=asks_before_free_look,
        sending=sending,
        format=mail_format,
    )
    return row


@transaction.atomic
def set_newcomers_address(
    *, account: CourtAccount, sending: str, mail_format: str, actor: Actor
) -> NoticeAddress | None:
    """Say how the primary address of a new account is told, as its holder has chosen when applying for it.

    None where that is the usual way, which needs no row. Raises `NotAllowed`.
    """
    actor.require_at(Permission.FILER_MANAGE, account.court_id)
    if (sending, mail_format) == (Sending.PER_FILING, MailFormat.HTML):
        return None
    row = NoticeAddress.objects.create(account=account, address=account.email, sending=sending, format=mail_format)
    told = {"address": account.email, "sending": sending, "format": mail_format}
    audit.record("notices:address:set", chain=account.chain, by=actor, **told)
    return row


@transaction.atomic
def remove_notice_address(*, pk: int, actor: Actor) -> None:
    """Take a secondary address off the account. Raises `NotFound` for one that the acting filer does not have."""
    account = _own_account(actor)
    row = NoticeAddress.objects.get_for(actor, pk=pk, account=account)
    audit.record("notices:address:remove", chain=account.chain, by=actor, address=row.address)
    row.delete()


def _own_account(actor: Actor) -> CourtAccount:
    actor.require(Permission.DOCUMENT_FILE)
    account = CourtAccount.objects.select_for_update().filter(pk=actor.court_account_id or 0, court_id=actor.site)
    found = account.first()
    if found is None:
        raise NotFound
    return found
