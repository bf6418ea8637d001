"""Telling holders of sign-ins from a device or a place that their account was never signed in from (ASVS 5.0, 6.3.5).

Nothing of it happens while somebody signs in: a job looks at the sessions and at the tokens of programs that came since
it looked last. What it has looked at, what it knows from then on, and the mails are one transaction, so that a run that
is late, is killed or comes twice tells everything once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account
from opencmecf.central.signon.models import KnownTrait, ProgramToken, Session, SignInsSeen, TraitKind
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.devices import device_in_words
from opencmecf.foundation.mail import actions as mail
from opencmecf.foundation.throttle import place_of

SETTLED_AFTER = timedelta(minutes=2)  # by then every sign-in of that time is committed and can be seen
LOOKED_AT_ONCE = timedelta(minutes=10)  # in one transaction; a late run takes as many as it needs
MOST_IN_A_MAIL = 20
A_PROGRAM = "A program that signs in by itself"

Trait = tuple[TraitKind, str]


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """Somebody signed in: when, with what and from where; `is_expected` if the holder has vouched for the browser."""

    account_id: int
    at: datetime
    device: str
    address: str
    is_expected: bool = False

    @property
    def traits(self) -> tuple[Trait, Trait]:
        """What of it may be new."""
        return (TraitKind.DEVICE, self.device), (TraitKind.PLACE, place_of(self.address))


def told_of(sign_ins: Iterable[SignIn], known: Iterable[Trait]) -> list[SignIn]:
    """Which of the `sign_ins` of one account, the first one first, its holder is told of, where `known` are its traits.

    Those with a device or a place that is new by then. The first one of all is no news, nor is a browser that the
    holder has had remembered.
    """
    seen, told = set(known), []
    for one in sign_ins:
        is_new = bool(seen) and not set(one.traits) <= seen
        if is_new and not one.is_expected:
            told.append(one)
        seen.update(one.traits)
    return told


def tell_of_new_places(*, actor: Actor) -> int:
    """Write to the holders of all accounts that were signed in to from somewhere new; returns how many mails."""
    count = 0
    while (written := _look(actor)) is not None:
        count += written
    return count


@transaction.atomic
def _look(actor: Actor) -> int | None:
    """Look at the next sign-ins; how many mails were written, or None when there is nothing to look at."""
    SignInsSeen.objects.get_or_create(pk=1)
    seen = SignInsSeen.objects.select_for_update().get(pk=1)
    settled = clock.now() - SETTLED_AFTER
    first = _first_after(seen.until)
    if first is None or first > settled:
        return None
    until = min(first + LOOKED_AT_ONCE, settled)
    by_account = groupby(_between(first, until), key=attrgetter("account_id"))
    written = _note({account_id: list(sign_ins) for account_id, sign_ins in by_account}, actor)
    SignInsSeen.objects.filter(pk=1).update(until=until)
    return written


def _first_after(until: datetime | None) -> datetime | None:
    """When the first sign-in came that was not looked at yet, or None."""
    sessions, tokens = Session.objects.all(), ProgramToken.objects.all()
    if until is not None:
        sessions, tokens = sessions.filter(started_at__gt=until), tokens.filter(created_at__gt=until)
    times = sessions.aggregate(at=Min("started_at"))["at"], tokens.aggregate(at=Min("created_at"))["at"]
    return min((time for time in times if time is not None), default=None)


def _between(first: datetime, until: datetime) -> list[SignIn]:
    """The sign-ins of that time, both ends included, by account and time."""
    sessions = Session.objects.filter(started_at__range=(first, until))
    tokens = ProgramToken.objects.filter(created_at__range=(first, until))
    found = [
        SignIn(account_id=account, at=at, device=device_in_words(device), address=address, is_expected=remembered)
        for account, at, device, address, remembered in sessions.values_list(
            "account", "started_at", "device", "address", "is_remembered"
        )
    ]
    found += [
        SignIn(account_id=account, at=at, device=A_PROGRAM, address=address)
        for account, at, address in tokens.values_list("account", "created_at", "address")
    ]
    return sorted(found, key=attrgetter("account_id", "at"))


def _note(by_account: dict[int, list[SignIn]], actor: Actor) -> int:
    """Know these sign-ins from now on, and tell the holders what was new; returns how many mails."""
    known = defaultdict(set)
    for account_id, kind, value in KnownTrait.objects.filter(account__in=by_account).values_list(
        "account", "kind", "value"
    ):
        known[account_id].add((TraitKind(kind), value))
    news = {account_id: told_of(sign_ins, known[account_id]) for account_id, sign_ins in by_account.items()}
    KnownTrait.objects.bulk_create(
        [
            KnownTrait(account_id=one.account_id, kind=kind, value=value, first_at=one.at)
            for sign_ins in by_account.values()
            for one in sign_ins
            for kind, value in one.traits
        ],
        ignore_conflicts=True,
    )
    told = [account_id for account_id, sign_ins in news.items() if sign_ins]
    accounts = Account.objects.filter(pk__in=told, email_confirmed_at__isnull=False).order_by("pk")
    return sum(_tell(account, news[account.pk], actor) for account in accounts if account.is_active)


def _tell(account: Account, sign_ins: list[SignIn], actor: Actor) -> bool:
    for one in sign_ins[:MOST_IN_A_MAIL]:
        audit.record(
            "signon:new-place:tell", chain=account.chain, by=actor, device=one.device, address=one.address or "—"
        )
    zone = settings.SERVICE_CENTER_TIME_ZONE
    mail.write(
        to=account.email,
        template="signon/mail/new_place.txt",
        account=account,
        sign_ins=[(one.at.astimezone(zone), one) for one in sign_ins[:MOST_IN_A_MAIL]],
        more=len(sign_ins) - MOST_IN_A_MAIL,
        sessions=links.to("/manage/sessions"),
        password=links.to("/manage/password"),
        forgotten=links.to("/forgot-password"),
        telephone=links.service_center(),
    )
    return True
