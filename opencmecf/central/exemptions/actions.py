"""Granting and withdrawing exemptions, and merging an exempt account into a person's own."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.directory import queries as directory
from opencmecf.central.efile import queries as efile
from opencmecf.central.exemptions import queries, rules
from opencmecf.central.exemptions.models import ExemptionGrant, ExemptionKind
from opencmecf.central.firms import actions as firms
from opencmecf.central.payments import actions as payments
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail

MERGED = "The account was merged into another one."


@transaction.atomic
def look(*, account: Account, actor: Actor) -> None:
    """Note in the account's own trail that the desk has looked at its exemptions; its holder reads that."""
    actor.require(Permission.EXEMPTION_GRANT)
    audit.record("account:any:look", chain=account.chain, by=actor, reason="its exemptions")


@transaction.atomic
def grant_exemption(
    *, account: Account, kind: ExemptionKind, courts: list[str], first: date, last: date, reason: str, actor: Actor
) -> ExemptionGrant:
    """An exemption of `account` at `courts`, or at every court when the list is empty; the holder is written to.

    Raises `Refused` for a period that cannot be, for one's own account, and for one that views nothing or is closed.
    """
    actor.require(Permission.EXEMPTION_GRANT)
    _check_not_own(actor, account)
    rules.check_may_hold(_locked(account))
    problem = rules.period_problem(first, last, queries.today())
    if problem:
        raise Refused(problem)
    made = ExemptionGrant.objects.create(
        account=account, kind=kind, courts=sorted(courts), first_day=first, last_day=last, reason=reason
    )
    _tell_courts(account)
    _record("account:exemption:grant", made, actor)
    mail.write(
        to=account.email,
        template="exemptions/mail/granted.txt",
        grant=made,
        courts=", ".join(made.courts),
        link=links.to("/manage/exemptions"),
    )
    return made


@transaction.atomic
def withdraw_exemption(*, grant: ExemptionGrant, reason: str, actor: Actor) -> None:
    """End an exemption from now on; the holder is written to. Withdrawing twice is one event.

    Raises `Refused` for one's own.
    """
    actor.require(Permission.EXEMPTION_GRANT)
    _check_not_own(actor, grant.account)
    if not _withdraw(grant, reason, actor):
        return
    _tell_courts(grant.account)
    mail.write(to=grant.account.email, template="exemptions/mail/withdrawn.txt", grant=grant, reason=reason)


@transaction.atomic
def merge_account(*, old: Account, into: Account, reason: str, actor: Actor) -> None:
    """Add the exemptions of `old` to `into` and close `old`; its history is kept, and `into` reads it from now on.

    Its stored cards are forgotten, here and at the processor. Both holders' addresses are written to. Raises `Refused`
    unless both are accounts of one person, for one's own, and while a court lets `old` file or has a request of it to
    decide.
    """
    actor.require(Permission.ACCOUNT_MERGE)
    _check_not_own(actor, old, into)
    old, into = (_locked(one) for one in (old, into))
    rules.check_may_merge(
        old,
        into,
        is_linked=directory.is_registered_filer(old.number),
        has_open_request=efile.has_open_request(old.number),
    )
    firms.end_memberships(account=old, actor=actor)
    for one in ExemptionGrant.objects.filter(account=old, withdrawn_at__isnull=True, last_day__gte=queries.today()):
        _move(one, into, actor)
    _tell_courts(into)
    removed = payments.remove_cards_of_merged(account=old, actor=actor)
    accounts.end_review(account=old, remark=f"Merged into account {into.number}.", actor=actor)
    Account.objects.filter(merged_into=old).update(merged_into=into)
    Account.objects.filter(pk=old.pk).update(status=AccountStatus.CLOSED, merged_into=into, told_to_courts={})
    accounts.have_sessions_ended(account=old, reason="the account was merged into another one")
    for account in (old, into):
        audit.record(
            "account:exempt:merge", chain=account.chain, by=actor, old=old.number, into=into.number, why=reason
        )
    told = {"old": old, "into": into, "cards": removed, "link": links.to("/manage")}
    for address in sorted({old.email, into.email}):
        mail.write(to=address, template="exemptions/mail/merged.txt", **told)


def _check_not_own(actor: Actor, *accounts_of_others: Account) -> None:
    rules.check_not_own(is_own=any(one.pk == actor.account_id for one in accounts_of_others))


def _move(grant: ExemptionGrant, into: Account, actor: Actor) -> None:
    _withdraw(grant, MERGED, actor)
    facts = {name: getattr(grant, name) for name in ("kind", "courts", "first_day", "last_day", "reason")}
    made = ExemptionGrant.objects.create(account=into, came_from=grant.account.number, **facts)
    _record("account:exemption:grant", made, actor)


def _withdraw(grant: ExemptionGrant, reason: str, actor: Actor) -> bool:
    """Whether there was something to withdraw."""
    rows = ExemptionGrant.objects.filter(pk=grant.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=Now(), withdrawal_reason=reason):
        return False
    _record("account:exemption:withdraw", grant, actor, why=reason)
    return True


def _record(act: str, grant: ExemptionGrant, actor: Actor, **more: str) -> None:
    audit.record(
        act,
        chain=grant.account.chain,
        by=actor,
        target=f"exemption:{grant.pk}",
        kind=grant.get_kind_display(),
        courts=", ".join(grant.courts) or "every court",
        first=f"{grant.first_day:%m/%d/%Y}",
        last=f"{grant.last_day:%m/%d/%Y}",
        reason=grant.reason,
        **more,
    )


def _tell_courts(account: Account) -> None:
    facts = [one.facts() for one in queries.exemptions_of(account)]
    accounts.tell_courts(account=account, claim="exemptions", value=facts)


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk)
