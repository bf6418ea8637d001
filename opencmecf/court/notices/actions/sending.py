"""Freezing a notice with its filing, and sending it."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from opencmecf.court.notices import json_form, rules
from opencmecf.court.notices.actions.service_lists import KeptList, keep_lists
from opencmecf.court.notices.mail import Composed, compose, message
from opencmecf.court.notices.models import Delivery, FiledNotice, MailFormat, Sending
from opencmecf.court.notices.queries import as_mailed_now, frozen
from opencmecf.court.notices.service_list import settings_of
from opencmecf.court.notices.values import Addressee, Notice
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.prepared import insert
from opencmecf.foundation.failpoints import failpoint
from opencmecf.foundation.jobs import enqueue

REFUSED_FOR_GOOD = range(500, 600)


class StillWaiting(Exception):
    """Some mails of a notice could not be handed over yet; the job is to be done again later."""


@part_of_an_act
def freeze_notice(
    *,
    notice: Notice,
    lists: Sequence[KeptList] | None = None,
    is_sealed: bool = False,
    entered_for: str = "",
    actor: Actor,
) -> FiledNotice:
    """Keep a notice as it is now, in the transaction of its filing; the worker sends it after commit.

    `lists` are the service lists of its cases where they are kept already, and in the place of those that it has.
    Nobody is told of a sealed filing. `entered_for` owns the notice too: the account in whose name somebody else files.
    """
    if lists is None:
        lists = keep_lists(lists=[case.service_list for case in notice.cases])
    facts, hashes = json_form.to_json(notice), [one.hash for one in lists]
    filed = FiledNotice(
        court_id=notice.court_id,
        entered_by=actor.owner,
        entered_for=entered_for or actor.owner,
        facts=facts,
        lists=hashes,
        service_list_hash=json_form.service_list_hash(facts, hashes),
        is_sent=not is_sealed,
    )
    insert(filed, read_back="id")
    if filed.is_sent and any(one.is_mailed for one in lists):
        enqueue("notices:deliver", notice_id=filed.pk)
    return filed


@transaction.atomic
def address_deliveries(*, filed: FiledNotice) -> None:
    """Write one waiting mail for each address on the service list. Twice is once."""
    notice = frozen(filed)
    rows = settings_of([one.account for one in notice.mail_addressees if one.account])
    Delivery.objects.bulk_create(
        (
            _delivery(filed, one, address, rules.manner(address, rows.get(one.account or 0, [])))
            for one in notice.mail_addressees
            for address in one.addresses
        ),
        ignore_conflicts=True,
    )


def send_deliveries(*, filed: FiledNotice) -> None:
    """Hand every waiting mail of a notice to the mail server, each once.

    What a server refuses for good is recorded. Raises `StillWaiting` when others have to be tried again; one that has
    to wait delays no other. What has been closed since it was filed is withheld from everybody who waits for it.
    """
    (notice,) = as_mailed_now([frozen(filed)])
    if notice is None:
        filed.deliveries.filter(state=Delivery.State.WAITING).update(state=Delivery.State.WITHHELD)
        return
    composed: dict[str, Composed] = {}
    waiting = 0
    server = get_connection()
    for pk in filed.deliveries.filter(state=Delivery.State.WAITING).order_by("pk").values_list("pk", flat=True):
        waiting += not _send(pk, notice, composed, server)
    server.close()
    if waiting:
        raise StillWaiting(f"{waiting} mails of notice {filed.pk} wait")


@transaction.atomic
def _send(pk: int, notice: Notice, composed: dict[str, Composed], server: BaseEmailBackend) -> bool:
    """Send one mail while its row is locked, so that no other worker sends it too. False: try again later."""
    delivery = Delivery.objects.select_for_update(skip_locked=True).filter(pk=pk, state=Delivery.State.WAITING).first()
    if delivery is None:
        return True
    if delivery.format not in composed:
        composed[delivery.format] = compose(notice, as_html=delivery.format == MailFormat.HTML)
    mail = _message(delivery, composed[delivery.format], notice.court_id)
    failpoint("notices:before-send")
    try:
        server.open()  # the conversation of the mail before goes on
        server.send_messages([mail])
    except (smtplib.SMTPException, OSError) as error:
        server.close()  # the next mail begins a conversation of its own
        return _note_failure(delivery, error)
    failpoint("notices:after-send")
    Delivery.objects.filter(pk=pk).update(
        state=Delivery.State.SENT, sent_at=Now(), attempts=F("attempts") + 1, last_error=""
    )
    return True


def _note_failure(delivery: Delivery, error: smtplib.SMTPException | OSError) -> bool:
    """Write down why a mail was not taken; True when it never will be."""
    code, told = _answer(error)
    for_good = code in REFUSED_FOR_GOOD
    state = Delivery.State.REFUSED if for_good else Delivery.State.WAITING
    Delivery.objects.filter(pk=delivery.pk).update(state=state, attempts=F("attempts") + 1, last_error=told[:500])
    return for_good


def _answer(error: smtplib.SMTPException | OSError) -> tuple[int, str]:
    """Return what a mail server answered: its code, 0 where it gave none, and its words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, f"{code} {_decoded(words)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return 0, str(error) or type(error).__name__


def _decoded(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _message(delivery: Delivery, composed: Composed, court_id: str) -> EmailMessage:
    body = composed.for_recipient(delivery.free_look_number)
    mail = message(court_id, delivery.address, delivery.message_id, composed.subject, body)
    mail.content_subtype = composed.subtype
    return mail


def _delivery(filed: FiledNotice, addressee: Addressee, address: str, manner: rules.Manner) -> Delivery:
    is_summary = manner.sending == Sending.SUMMARY
    return Delivery(
        notice=filed,
        name=addressee.name,
        address=address,
        format=manner.format,
        asks_before_free_look=manner.asks_before_free_look,
        free_look_number=rules.free_look_number(),
        message_id=make_msgid(domain=settings.MAIL_DOMAIN),
        state=Delivery.State.SUMMARY if is_summary else Delivery.State.WAITING,
    )
