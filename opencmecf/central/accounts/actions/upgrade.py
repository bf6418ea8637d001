"""From a Legacy account to an upgraded one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django.db import transaction

from opencmecf.central.accounts.actions import saving
from opencmecf.central.accounts.actions.credentials import prove_own
from opencmecf.central.accounts.actions.lost_mailbox import stop_lost_mailbox
from opencmecf.central.accounts.details import Address, Person
from opencmecf.central.accounts.models import Account, AccountType, UpgradeDraft
from opencmecf.central.contact_changes import actions as contact_changes
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def keep_upgrade_step(*, account: Account, step: str, answers: Mapping[str, str]) -> None:
    """Keep what was typed into a step of the upgrade, as it was typed. Not in the trail: a draft is no act yet."""
    draft, _ = UpgradeDraft.objects.select_for_update().get_or_create(account=account)
    draft.answers = {**draft.answers, step: dict(answers)}
    draft.updated_at = clock.now()
    draft.save()


def upgrade_account(
    *,
    account: Account,
    current_password: str,
    person: Person,
    address: Address,
    username: str,
    password: str,
    actor: Actor,
) -> Account:
    """The account as "Upgraded PACER Account", with a new password; upgrading twice is one event.

    A date of birth that the account has already is permanent. Raises `WrongPassword`, `UsernameTaken`, and
    `Refused` for a username or password that the rules do not allow.
    """
    prove_own(account=account, password=current_password, actor=actor)
    with transaction.atomic():
        account = saving.locked(account)
        if account.account_type == AccountType.UPGRADED:
            return account
        if account.check_password(password):
            raise Refused("Choose a new password. This is the one that the account has now.")
        before = account.username
        known = dataclasses.replace(person, date_of_birth=account.date_of_birth or person.date_of_birth)
        changed = saving.apply(account, known) + saving.apply(account, address)
        account.username = username
        saving.set_password(account, password)
        account.account_type = AccountType.UPGRADED
        account.upgraded_at = clock.now()
        saving.save_username(account)
        saving.end_email_change(account, why="the account was upgraded", actor=actor)
        stop_lost_mailbox(account=account, how="the account was upgraded", actor=actor)
        UpgradeDraft.objects.filter(account=account).delete()
        audit.record("account:own:upgrade", chain=account.chain, by=actor, username_before=before, username=username)
        contact_changes.tell_courts(holder=account, account_number=account.number, changed=changed, actor=actor)
        saving.have_sessions_ended(account=account, but=actor.session_id)
        mail.write(to=account.email, template="accounts/mail/upgraded.txt", account=account)
        return account
