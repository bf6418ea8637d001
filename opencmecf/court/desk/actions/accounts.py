"""Changing, disabling and enabling accounts that the court has issued."""

from __future__ import annotations

from django.db import transaction

from opencmecf.court.filers import actions as filers
from opencmecf.court.filers import rules as filers_rules
from opencmecf.court.filers.models import STAFF_ROLES, CourtAccount
from opencmecf.foundation import audit, clock, reference
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def change_account(*, account: CourtAccount, facts: dict[str, str], actor: Actor) -> CourtAccount:
    """The account with the `facts`, by the names of its columns; the same again is no event.

    A change of the e-mail address is told to the old one and to the new one. Raises `NotAllowed`, and `Refused` for
    a change from filer to staff or back: that is another account.
    """
    account = _locked(account, actor)
    role = facts.get("role", account.role)
    if role != account.role and not (account.is_staff and role in STAFF_ROLES):
        raise Refused("A filer's account cannot become one of the staff.", "Issue an account of its own.")
    former_email = account.email
    changed = sorted(name for name, value in facts.items() if getattr(account, name) != value)
    if not changed:
        return account
    before = {name: getattr(account, name) for name in changed}
    for name in changed:
        setattr(account, name, facts[name])
    account.save(update_fields=changed)
    after = {name: facts[name] for name in changed}
    audit.record("filer:account:change", chain=account.chain, by=actor, fields=changed, before=before, after=after)
    if account.person:
        number = account.person.account_number
        filers.tell_register(court_id=account.court_id, account_number=number)
    if "email" in changed:
        tell_both(account, former_email)
    return account


@transaction.atomic
def disable_account(*, account: CourtAccount, reason: str, actor: Actor) -> None:
    """Let nobody act with the account any more, from now on. Twice is one event. Raises `NotAllowed`, `Refused`."""
    account = _locked(account, actor)
    filers_rules.check_not_own(account, actor)
    if _set_active(account, False):
        audit.record("filer:account:disable", chain=account.chain, by=actor, reason=reason)
        enqueue("court:end-login-sessions", court_account_id=account.pk, until=clock.moment().isoformat())


@transaction.atomic
def enable_account(*, account: CourtAccount, reason: str, actor: Actor) -> None:
    """Let the holder of a disabled account act with it again. Twice is one event. Raises `NotAllowed`."""
    account = _locked(account, actor)
    if _set_active(account, True):
        audit.record("filer:account:enable", chain=account.chain, by=actor, reason=reason)


def tell_both(account: CourtAccount, former_email: str) -> None:
    """Write to the old and to the new address that the court has a new one."""
    name = reference.court(account.court_id).name
    for address in {former_email.lower(), account.email.lower()} - {""}:
        mail.write(to=address, template="desk/mail/email_changed.txt", account=account, court_name=name)


def _locked(account: CourtAccount, actor: Actor) -> CourtAccount:
    filers_rules.require_manage(account, actor)
    return CourtAccount.objects.select_for_update(of=("self",)).select_related("person", "court").get(pk=account.pk)


def _set_active(account: CourtAccount, is_active: bool) -> bool:
    return bool(CourtAccount.objects.filter(pk=account.pk).exclude(is_active=is_active).update(is_active=is_active))
