"""Where a filer is told of filings, and how."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.http import urlencode

from opencmecf.court.filers import links
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.notices import queries, rules
from opencmecf.court.notices.models import MailFormat, NoticeAddress, Sending
from opencmecf.foundation import audit, clock, reference
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.audit.queries import times_of
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.mail import actions as mail


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

    A new secondary address is written to, and is told of nothing until it is confirmed from there. Raises `Refused`
    beyond the number of secondary addresses that an account may have, and when many were written to lately.
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
    if known is None and not is_primary:
        _ask_to_confirm(row, account, actor)
    return row


@transaction.atomic
def ask_to_confirm(*, pk: int, actor: Actor) -> None:
    """Write to a secondary address once more. Raises `NotFound` for one that the acting filer does not have."""
    account = _own_account(actor)
    row = NoticeAddress.objects.get_for(actor, pk=pk, account=account)
    if row.confirmed_at is None:
        _ask_to_confirm(row, account, actor)


@transaction.atomic
def confirm_notice_address(*, token: str, actor: Actor) -> NoticeAddress:
    """The secondary address that the link of a mail stands for, told of filings from now on. Twice is one event.

    Raises `Refused` for a link that is good no more.
    """
    found = queries.address_of_token(token, court_id=actor.site)
    if found is None:
        raise Refused(
            "This link does not work any more. It is older than a week, or the address was taken off the account.",
            "Ask whoever has named your address to name it again.",
        )
    row = NoticeAddress.objects.select_for_update(of=("self",)).select_related("account").get(pk=found.pk)
    if row.confirmed_at is None:
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        audit.record("notices:address:confirm", chain=row.account.chain, by=actor, address=row.address)
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


def _ask_to_confirm(row: NoticeAddress, account: CourtAccount, actor: Actor) -> None:
    earlier = times_of("notices:address:ask", chain=account.chain, within=timedelta(hours=1))
    if len(earlier) >= rules.CONFIRMATIONS_PER_HOUR:
        raise Refused("Many addresses were written to within the last hour.", "Wait an hour, then try again.")
    audit.record("notices:address:ask", chain=account.chain, by=actor, address=row.address)
    token = signing.dumps({"id": row.pk, "address": row.address}, salt=queries.CONFIRM_ADDRESS)
    mail.write(
        to=row.address,
        template="notices/mail/confirm_address.txt",
        account=account,
        court_name=reference.court(account.court_id).name,
        link=links.to(account.court_id, f"/notice-address/confirm?{urlencode({'token': token})}"),
    )


def _own_account(actor: Actor) -> CourtAccount:
    actor.require(Permission.DOCUMENT_FILE)
    account = CourtAccount.objects.select_for_update().filter(pk=actor.court_account_id or 0, court_id=actor.site)
    found = account.first()
    if found is None:
        raise NotFound
    return found
