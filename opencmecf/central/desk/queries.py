"""Finding people, and accounts that nobody uses."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.desk.models import IdleWarning
from opencmecf.central.firms.models import Membership, MembershipState
from opencmecf.central.signon.models import ProgramToken, Session


def people(words: str) -> QuerySet[Account]:
    """The accounts that fit all of `words`, each in a name, user name, e-mail address or account number; by name."""
    found = Account.objects.all()
    for word in words.replace(",", " ").split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(username__icontains=word)
            | Q(email__icontains=word)
            | Q(number=word)
        )
    return found.order_by("last_name", "first_name", "number")


def last_used(account: Account) -> datetime | None:
    """When somebody last logged in with the account, in a browser or with a program; None for never."""
    sessions = Session.objects.filter(account=account).order_by("-started_at").values_list("started_at", flat=True)
    tokens = ProgramToken.objects.filter(account=account).order_by("-created_at").values_list("created_at", flat=True)
    return max(filter(None, (sessions.first(), tokens.first())), default=None)


def idle_for(time: timedelta) -> QuerySet[Account]:
    """The active accounts that nobody has logged in with for `time`, nor made within it.

    A firm that pays for somebody is in use, whether its manager logs in or not.
    """
    since = Now() - time
    used = Session.objects.filter(account=OuterRef("pk"), started_at__gt=since)
    by_program = ProgramToken.objects.filter(account=OuterRef("pk"), created_at__gt=since)
    active = Account.objects.filter(status=AccountStatus.ACTIVE, created_at__lte=since, is_service_center=False)
    pays = Membership.objects.filter(firm=OuterRef("pk"), state=MembershipState.MEMBER)
    return active.filter(~Exists(used), ~Exists(by_program), ~Exists(pays))


def is_warned(time: timedelta) -> Exists:
    """Whether the holder was warned at least `time` ago, and has not logged in since."""
    used = Session.objects.filter(account=OuterRef("account"), started_at__gt=OuterRef("sent_at"))
    by_program = ProgramToken.objects.filter(account=OuterRef("account"), created_at__gt=OuterRef("sent_at"))
    still_holds = IdleWarning.objects.filter(~Exists(used), ~Exists(by_program))
    return Exists(still_holds.filter(account=OuterRef("pk"), sent_at__lte=Now() - time))
