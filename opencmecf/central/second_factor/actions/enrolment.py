"""The code by e-mail that comes before every new method."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from opencmecf.central.accounts.actions import requests
from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import codes, queries, rules
from opencmecf.central.second_factor.models import Enrolment
from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail

SEND = "second-factor:code:send"


@transaction.atomic
def begin_enrolment(*, account: Account, actor: Actor) -> bool:
    """Write a mail with a code, unless this session has typed one within fifteen minutes; whether one was written.

    Raises `Refused` after five mails within an hour.
    """
    if queries.enrolment_of(account, actor.session_id):
        return False
    if not requests.counts_as_request(SEND, account, actor):
        raise Refused(
            "Five codes were sent within the last hour.",
            "Use the latest one, or wait an hour. Look into the folder for spam as well.",
        )
    code = codes.new_enrolment_code()
    fresh = {"code_hash": codes.keyed_hash(code, account.number), "tries": 0, "sent_at": Now(), "confirmed_at": None}
    Enrolment.objects.update_or_create(account=account, session_id=actor.session_id, defaults=fresh)
    mail.write(
        to=account.email,
        template="second_factor/mail/code.txt",
        account=account,
        code=codes.in_groups(code),
    )
    return True


def forget_old_enrolments() -> int:
    """Delete what nobody has gone on with for a day; returns how many rows."""
    return Enrolment.objects.filter(sent_at__lt=Now() - rules.ENROLMENT_KEPT).delete()[0]


def confirm_enrolment(*, account: Account, code: str, actor: Actor) -> None:
    """Take the code from the mail; this session may then set up methods for fifteen minutes. Twice is one event.

    Raises `Refused` for a wrong code, for the right one after five wrong tries, and for an old one.
    """
    if queries.enrolment_of(account, actor.session_id):
        return  # a double click; the first one has taken the code
    mine = Enrolment.objects.filter(account=account, session_id=actor.session_id)
    good = mine.filter(sent_at__gt=Now() - rules.ENROLMENT_CODE_LIFE, confirmed_at=None)
    if not good.filter(tries__lt=rules.ENROLMENT_TRIES).update(tries=F("tries") + 1):
        raise Refused("The code is too old, or was mistyped five times.", "Press “Send a new code”.")
    right = codes.keyed_hash(code, account.number)
    taken = good.filter(code_hash=right).update(confirmed_at=Now(), sealed_secret=secrets.seal(codes.new_secret()))
    if not taken:
        raise Refused("This is not the code in the latest message.", "Type its eight digits.")
