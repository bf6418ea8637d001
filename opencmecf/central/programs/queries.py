"""Reading programs of others, and who has let them in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from opencmecf.central.accounts.models import Account
from opencmecf.central.programs import rules
from opencmecf.central.programs.models import Program, ProgramState
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.signon import consents, scopes
from opencmecf.central.signon.models import Client, Consent
from opencmecf.central.signon.scopes import Scope
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound


@dataclass(frozen=True)
class Access:
    """A program that somebody has let in, as that person sees it."""

    consent: Consent
    program: Program
    opened: list[Scope]


def check_may_register(account: Account) -> None:
    """Raise `Refused` unless `account` may register one more program."""
    standing = second_factors.standing(account)
    rules.check_may_register(account, has_second_factor=standing.has_method, registered=own(account).count())


def own(account: Account) -> QuerySet[Program]:
    """The programs that `account` has registered, the first one first."""
    return Program.objects.of(account.pk).select_related("client").order_by("registered_at", "pk")


def program(client_id: str, actor: Actor) -> Program:
    """One program. Raises `NotFound` when it is not there for `actor`."""
    return Program.objects.select_related("client", "owner").get_for(actor, pk=client_id)


def own_program(client_id: str, account: Account) -> Program:
    """One program that `account` has registered itself. Raises `NotFound`."""
    found = own(account).select_related("owner").filter(pk=client_id).first()
    if found is None:
        raise NotFound
    return found


def to_decide(actor: Actor) -> QuerySet[Program]:
    """The programs that wait for a decision, the one that has waited longest first."""
    rows = Program.objects.visible_to(actor).select_related("owner", "client")
    return rows.filter(state=ProgramState.REQUESTED).order_by("asked_at", "pk")


def decided(actor: Actor) -> QuerySet[Program]:
    """The programs that were decided about, by name, each with the number of `people` who have let it in."""
    people = Count("client__consent", filter=Q(client__consent__ended_at__isnull=True))
    rows = Program.objects.visible_to(actor).select_related("owner", "client").annotate(people=people)
    return rows.exclude(state=ProgramState.REQUESTED).order_by("name", "pk")


def of_client(client: Client) -> Program:
    """The program behind a client that asks for somebody. Raises `NotFound`."""
    found = Program.objects.select_related("client").filter(pk=client.pk).first()
    if found is None:
        raise NotFound
    return found


def let_in_by(account: Account) -> list[Access]:
    """The programs that `account` has let in, the latest first."""
    given = list(consents.of_account(account))
    programs = Program.objects.select_related("client").in_bulk([one.client_id for one in given])
    return [Access(one, programs[one.client_id], scopes.described(one.scope)) for one in given]


def own_consent(account: Account, consent_id: int) -> Consent:
    """A consent of `account` that holds. Raises `NotFound`."""
    found = consents.of_account(account).filter(pk=consent_id).first()
    if found is None:
        raise NotFound
    return found
