"""Reading for the accounts desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from opencmecf.court.admissions import queries as applications
from opencmecf.court.desk.models import ChangeState, ClerkMail, ClerkPreference, ContactChange
from opencmecf.court.desk.rules import FACTS, Readiness
from opencmecf.court.filers.models import STAFF_ROLES, CourtAccount
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.notices.rules import addresses_told
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.receipts.queries import has_filing_since
from opencmecf.foundation.access import Actor, Permission, Role
from opencmecf.foundation.access.permissions import ROLE_PERMISSIONS
from opencmecf.foundation.audit import queries as trail

ON_A_PAGE = 50
COUNTED_TO = 1000
ASKED_AT_ONCE = 500
SHOWN_EVENTS = 100
DECIDING_ROLES = [role.value for role in STAFF_ROLES if Permission.ADMISSION_DECIDE in ROLE_PERMISSIONS[role]]

STATES = {
    "linked": Q(person__isnull=False, is_active=True),
    "unlinked": Q(person__isnull=True, is_active=True),
    "disabled": Q(is_active=False),
}

SENTENCES = {
    "court:session:begin": "Somebody logged in with the court login.",
    "filer:account:change": "The account was changed: {fields}.",
    "filer:account:disable": "The account was disabled ({reason}).",
    "filer:account:enable": "The account was enabled again ({reason}).",
    "filer:account:invite": "An invitation was mailed to {email}.",
    "filer:account:issue": "The account was issued.",
    "filer:account:link": "The account was linked to the PACER account {account_number}.",
    "filer:account:unlink": "The account was unlinked from the PACER account {account_number} ({reason}).",
    "filer:agency:begin": "{principal} named {agent} as filing agent.",
    "filer:agency:end": "It was ended that {agent} files for {principal} as agent.",
    "filer:appearances:decline": "Appearances on dockets were said to be somebody else’s: {count} ({names}).",
    "filer:appearances:look-again": "Appearances that were somebody else’s are to be looked at again: {count}.",
    "filer:appearances:tie": "Appearances on dockets were tied to the account: {count} ({names}).",
    "filer:appearances:untie": "An appearance on a docket ({names}) was taken off the account.",
    "filer:bar-status:change": "The bar status was changed from {former} to {status}, as of {since} ({reason}).",
    "filer:case:admit": "The account was admitted to case {case}.",
    "filer:case:end": "The admission to case {case} was ended ({reason}).",
    "filer:contact-change:apply": "A change made at PACER was applied: {fields}.",
    "filer:contact-change:receive": "A change made at PACER has arrived: {fields}.",
    "filer:contact-change:reject": "A change made at PACER was rejected ({reason}).",
    "filer:delegation:accept": "PACER account {account_number} accepted to file for {principal}: {acts}.",
    "filer:delegation:decline": "PACER account {account_number} declined to file for {principal}.",
    "filer:delegation:end": "It was ended that PACER account {account_number} files for {principal}.",
    "filer:delegation:offer": "PACER account {account_number} was offered to file: {acts}.",
    "filer:password:request": "A link to set a new court password was asked for.",
    "filer:password:reset": "A court password was set.",
    "notices:address:ask": "The address {address} was asked whether it takes notices.",
    "notices:address:confirm": "The address {address} has confirmed that it takes notices.",
    "notices:address:remove": "The address {address} takes no notices any more.",
    "notices:address:set": "How {address} is told of filings was set.",
}


@dataclass(frozen=True)
class Happening:
    """One line of an account's history."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One of the clerks' queues: how many wait in it, and since when the first."""

    label: str
    path: str
    count: int
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True)
class News:
    """What has come in for the clerks; `what` tells it from everything else, also from its own earlier state."""

    what: str
    subject: str
    person: str
    path: str


@dataclass(frozen=True)
class Difference:
    """One fact of a change: what it is about, what the court had, what the person says now."""

    label: str
    before: str
    after: str


def accounts(actor: Actor, *, words: str = "", state: str = "", role: str = "") -> QuerySet[CourtAccount]:
    """The accounts of the court that `actor` looks after, by name; each word is in a name, login, e-mail or bar number.

    A number of seven digits finds the account that is linked to the PACER account of that number.
    """
    found = CourtAccount.objects.visible_to(actor).select_related("person")
    for word in words.replace(",", " ").split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(login__icontains=word)
            | Q(email__icontains=word)
            | Q(bar_number=word)
            | Q(person__account_number=word)
        )
    if state in STATES:
        found = found.filter(STATES[state])
    if role in set(Role):
        found = found.filter(role=role)
    return found.order_by("last_name", "first_name", "pk")


def account(actor: Actor, account_id: int) -> CourtAccount:
    """An account of the actor's own court. Raises `NotFound` for any other."""
    return CourtAccount.objects.select_related("person", "court").get_for(actor, pk=account_id)


def may_manage(actor: Actor, found: CourtAccount) -> bool:
    """Whether `actor` may change an account that it can see: accounts of staff belong to the administrator."""
    return actor.may(Permission.STAFF_MANAGE if found.is_staff else Permission.FILER_MANAGE)


def told_at(account: CourtAccount, actor: Actor) -> tuple[str, ...]:
    """Return the e-mail addresses at which the holder of an account is told of filings, the primary one first."""
    settings = NoticeAddress.objects.visible_to(actor).filter(account=account).order_by("pk")
    return addresses_told(account.email, settings)


def history(found: CourtAccount) -> list[Happening]:
    """What happened to an account, the latest first, in words."""
    events = trail.events_of(found.chain, limit=SHOWN_EVENTS)
    return [Happening(event["at"], _sentence(event), _doer(event["by"], found)) for event in events]


def waiting_changes(actor: Actor) -> QuerySet[ContactChange]:
    """The changes that wait for the clerk, the oldest first."""
    rows = ContactChange.objects.visible_to(actor).filter(state=ChangeState.WAITING)
    return rows.select_related("court_account").order_by("received_at", "pk")


def decided_changes(actor: Actor) -> QuerySet[ContactChange]:
    """The latest changes that do not wait any more."""
    rows = ContactChange.objects.visible_to(actor).exclude(state=ChangeState.WAITING)
    return rows.select_related("court_account").order_by("-decided_at", "-pk")[:ON_A_PAGE]


def change(actor: Actor, change_pk: int) -> ContactChange:
    """A change that came to the actor's court. Raises `NotFound` for any other."""
    rows = ContactChange.objects.select_related("court_account__court", "court_account__person")
    return rows.get_for(actor, pk=change_pk)


def differences(found: ContactChange) -> list[Difference]:
    """What the change is about, fact by fact, in the order of an address."""
    return [
        Difference(label, found.before.get(name, ""), found.after[name])
        for name, label in FACTS.items()
        if name in found.after
    ]


def has_filing(court: Court) -> bool:
    """Whether anything has been filed at the court since its go-live."""
    return court.gone_live_at is not None and has_filing_since(court.pk, court.gone_live_at)


def queues(actor: Actor) -> list[Queue]:
    """What waits for the clerks of the actor's court, queue by queue; empty for whoever decides nothing."""
    if not actor.may(Permission.ADMISSION_DECIDE):
        return []
    requests = applications.queue(actor).order_by().aggregate(count=Count("pk"), oldest=Min("changed_at"))
    changes = waiting_changes(actor).order_by().aggregate(count=Count("pk"), oldest=Min("received_at"))
    return [
        Queue(label="Requests for Admission and E-Filing", path="/court/admissions", **requests),
        Queue(label="Changes Made at PACER", path="/court/contact-changes", **changes),
    ]


def news(kind: str, key: str, actor: Actor) -> News | None:
    """What clerks are written about a request or a change while it waits for them; None when it does not any more."""
    if kind == "application":
        request = applications.queue(actor).filter(pk=key).first()
        if request is None:
            return None
        path, what = f"/court/admissions/{key}", f"application {key} {request.changes}"
        return News(what=what, subject=request.choice_name, person=request.person.name, path=path)
    change = waiting_changes(actor).filter(pk=key).first()
    if change is None:
        return None
    subject = f"Change made at PACER: {change.fields_in_words}"
    path = f"/court/contact-changes/{key}"
    return News(what=f"change {key}", subject=subject, person=change.court_account.name, path=path)


def clerk_mail(actor: Actor) -> str:
    """What the acting clerk wants to be written about, a value of `ClerkMail`."""
    found = ClerkPreference.objects.visible_to(actor).first()
    return found.mail if found else ClerkMail.USUAL.value


def clerks_to_tell(court: HostedCourt, *, but: Sequence[ClerkMail]) -> list[CourtAccount]:
    """The accounts of those who decide at a court and can log in there, but for whoever has chosen one of `but`."""
    found = CourtAccount.objects.filter(court=court.court_id, role__in=DECIDING_ROLES, is_active=True).exclude(email="")
    if court.settings.is_nextgen:
        found = found.filter(person__isnull=False)
    return list(found.exclude(clerk_preference__mail__in=but).order_by("pk"))


def rehearsal(court: HostedCourt, actor: Actor) -> list[Readiness]:
    """How ready each active account of the court is for the move; asks the national layer. Raises `httpx.HTTPError`."""
    actor.require_at(Permission.COURT_GO_LIVE, court.court_id)
    rows = list(CourtAccount.objects.filter(court=court.court_id, is_active=True).select_related("person"))
    rows.sort(key=lambda row: (row.last_name.casefold(), row.first_name.casefold(), row.pk))
    states = dict(_told_states(court, [row for row in rows if row.person is None]))
    return [Readiness(row.login, row.name, row.email, row.role, states.get(row.pk, "linked")) for row in rows]


def _told_states(court: HostedCourt, rows: list[CourtAccount]) -> Iterator[tuple[int, str]]:
    party, path = court.relying_party(), f"/internal/courts/{court.court_id}/readiness"
    for start in range(0, len(rows), ASKED_AT_ONCE):
        some = rows[start : start + ASKED_AT_ONCE]
        asked = [{"email": row.email, "first_name": row.first_name, "last_name": row.last_name} for row in some]
        told = party.ask(path, {"filers": asked})["states"]
        yield from zip((row.pk for row in some), told, strict=True)


def _sentence(event: dict[str, Any]) -> str:
    known = SENTENCES.get(event["act"])
    told = {name: ", ".join(value) if isinstance(value, list) else value for name, value in event["data"].items()}
    return known.format_map(_Told(told)) if known else f"Recorded as “{event['act']}”."


class _Told(dict[str, Any]):
    """The data of an event; what it does not tell reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def _doer(label: str, found: CourtAccount) -> str:
    scope, _, name = label.partition(":")
    if scope == "account":
        return f"PACER account {name}"
    if label == found.chain:
        return "The holder"
    if scope == "filer":
        return "Staff, with a court login"
    return "Somebody who had not logged in" if scope == "anonymous" else "The system"
