"""Whether an account may search cases: activating, and taking it away."""

from __future__ import annotations

from django.db import transaction

from opencmecf.central.accounts.actions import saving
from opencmecf.central.accounts.models import Account, AccountClass, ActivatedBy
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def activate_case_search(*, account: Account, by: ActivatedBy, actor: Actor) -> Account:
    """Let the account search cases, because of a card, a token, a firm that pays, or the service center.

    Activating twice is one event; but what a firm has activated rests on the card, the token or the service center from
    then on, and stays when the firm stops paying. Raises `Refused` for a firm's account, and for one that only the
    service center can activate: it seems to be a second account of somebody.
    """
    account = saving.locked(account)
    if account.case_search == CaseSearch.ACTIVE:
        _note_other_ground(account, by, actor)
        return account
    if account.account_class == AccountClass.FIRM:
        raise Refused("A PACER Administrative Account neither searches nor files.", "There is nothing to activate.")
    if account.case_search == CaseSearch.INACTIVE and by != ActivatedBy.SERVICE_CENTER:
        raise Refused(
            "The case search of this account is inactive.",
            "If you have another PACER account, use that one. Otherwise call the PACER Service Center.",
        )
    account.case_search, account.activated_by = CaseSearch.ACTIVE, by
    account.save(update_fields=["case_search", "activated_by"])
    audit.record("account:case-search:activate", chain=account.chain, by=actor, how=ActivatedBy(by).label)
    mail.write(to=account.email, template="accounts/mail/case_search_active.txt", account=account)
    return account


def _note_other_ground(account: Account, by: ActivatedBy, actor: Actor) -> None:
    if account.activated_by != ActivatedBy.FIRM or by == ActivatedBy.FIRM:
        return
    account.activated_by = by
    account.save(update_fields=["activated_by"])
    audit.record("account:case-search:keep", chain=account.chain, by=actor, how=ActivatedBy(by).label)


@transaction.atomic
def end_case_search_of_firm(*, account: Account, actor: Actor) -> None:
    """Let case search wait again after a firm has stopped paying, if nothing but the firm had activated it."""
    account = saving.locked(account)
    if account.case_search != CaseSearch.ACTIVE or account.activated_by != ActivatedBy.FIRM:
        return
    account.case_search, account.activated_by = CaseSearch.PENDING_TOKEN, ActivatedBy.NOTHING
    account.save(update_fields=["case_search", "activated_by"])
    audit.record("account:case-search:suspend", chain=account.chain, by=actor)
