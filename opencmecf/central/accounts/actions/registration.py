"""How an account comes into being."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.utils.http import urlencode

from opencmecf.central.accounts import duplicates, links, queries, rules
from opencmecf.central.accounts.actions import requests, saving
from opencmecf.central.accounts.details import Address, Person
from opencmecf.central.accounts.models import (
    Account,
    AccountClass,
    AccountStatus,
    AccountType,
    Activation,
    RegistrationReview,
    ReviewReason,
)
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.mail import actions as mail
from opencmecf.foundation.throttle import place_of


class MayExist(Refused):
    """Two of name, date of birth and e-mail address are those of a confirmed account; `alike` says which."""

    def __init__(self, alike: tuple[str, ...]) -> None:
        super().__init__("An account may already exist.", "Find it, or continue.")
        self.alike = alike


@transaction.atomic
def register_account(
    *,
    account_class: AccountClass,
    person: Person,
    address: Address,
    email: str,
    username: str,
    password: str,
    actor: Actor,
    activation: Activation = Activation.LETTER,
) -> Account:
    """A new account that waits for its e-mail address to be confirmed. The same form sent twice is one account.

    Whether the person has an account already is found out when the address is confirmed, so that nobody learns it who
    cannot read that mailbox (ADR 0026). Raises `UsernameTaken`, and `Refused` for a username or password that the rules
    do not allow, and beyond twenty registrations from one network address within an hour.
    """
    account = _new_account(account_class, username, email, person, address)
    account.status = AccountStatus.PENDING
    account.activation = activation
    account.registered_from = place_of(actor.address)
    if account_class == AccountClass.FIRM:
        account.case_search = CaseSearch.INACTIVE  # it neither searches nor files
    if actor.address and queries.registrations_from(account.registered_from) >= rules.REGISTRATIONS_PER_HOUR:
        raise Refused("Many accounts were registered from your network within the last hour.", "Try again in an hour.")
    account.policies_acknowledged_at = clock.now()
    saving.set_password(account, password)
    try:
        saving.insert(account)
    except saving.UsernameTaken:
        earlier = queries.same_registration(username=username, email=email, password=password)
        if earlier is None:
            raise
        return earlier
    audit.record("account:own:register", chain=account.chain, by=actor, account_class=account.account_class)
    if queries.registrations_in_the_last_hour(account.email) <= rules.MAILS_ON_REQUEST_PER_HOUR:
        write_confirmation(account)
    return account


@transaction.atomic
def create_account(
    *,
    account_class: AccountClass,
    person: Person,
    email: str,
    username: str,
    password: str,
    actor: Actor,
    address: Address | None = None,
    account_type: AccountType = AccountType.UPGRADED,
    number: str = "",
    is_shared: bool = False,
    is_service_center: bool = False,
) -> Account:
    """An active account as it stands, without confirmation: for accounts that come from elsewhere, and for the demo.

    `number` is drawn when empty. Legacy accounts keep whatever password they bring; others must keep the rule.
    Raises `UsernameTaken`, and `Refused` for a username, number or password that cannot be.
    """
    account = _new_account(account_class, username, email, person, address or Address())
    account.account_type = account_type
    account.status, account.case_search = AccountStatus.ACTIVE, CaseSearch.ACTIVE
    account.email_confirmed_at = clock.now()
    account.is_shared, account.is_service_center = is_shared, is_service_center
    account.number = number
    if account_type == AccountType.LEGACY:
        account.set_password(password)
    else:
        saving.set_password(account, password)
    saving.insert(account)
    audit.record("account:own:create", chain=account.chain, by=actor, account_type=account.account_type)
    return account


def confirm_email(*, token: str, goes_on: bool = False, actor: Actor) -> Account:
    """The account of a confirmation mail with its address confirmed; what its status is, says what follows (ADR 0026).

    Raises `LinkExpired` when the link is good no more, and `MayExist` when two of three agree with an account that
    there is, unless the person `goes_on` knowing that.
    """
    with transaction.atomic():
        account = _waiting_for(token)
        finding = queries.finding_about(account)
        outcome = _outcome(finding, account, goes_on=goes_on)
        if outcome is duplicates.Outcome.MAY_EXIST:
            _note_telling(account, finding, actor)
        else:
            return _confirmed(account, finding, outcome, actor)
    raise MayExist(finding.alike)


def _waiting_for(token: str) -> Account:
    found = queries.of_confirmation_token(token)
    account = saving.locked(found) if found else None
    if account is None or account.status != AccountStatus.PENDING:
        raise saving.LinkExpired(
            "This link does not work any more. It has been used, or it is older than three days.",
            "If you have used it before, log in. Otherwise have a new message sent to you.",
            links=(("Log in", "/manage"), ("Send the message again", "/register/resend")),
        )
    return account


def _outcome(finding: duplicates.Finding, account: Account, *, goes_on: bool) -> duplicates.Outcome:
    """What follows now: whoever goes on is done with the question, and a place that asks too often gets no answer."""
    if finding.outcome is not duplicates.Outcome.MAY_EXIST:
        return finding.outcome
    if goes_on and account.told_may_exist_at:
        return duplicates.Outcome.NEW
    return duplicates.Outcome.HELD if queries.was_told_often(account) else duplicates.Outcome.MAY_EXIST


def _note_telling(account: Account, finding: duplicates.Finding, actor: Actor) -> None:
    """Record that the person is told, once; the holder of the other account is written to, whoever it is."""
    if account.told_may_exist_at:
        return
    account.told_may_exist_at = clock.now()
    account.save(update_fields=["told_may_exist_at"])
    other = _account_of(finding)
    audit.record("account:registration:compare", chain=account.chain, by=actor, alike=" and ".join(finding.alike))
    if other and duplicates.EMAIL not in finding.alike:
        mail.write(to=other.email, template="accounts/mail/may_be_yours.txt", account=other, link=links.to("/manage"))


def _confirmed(account: Account, finding: duplicates.Finding, outcome: duplicates.Outcome, actor: Actor) -> Account:
    account.email_confirmed_at = clock.now()
    account.status = AccountStatus.HELD if outcome is duplicates.Outcome.HELD else AccountStatus.ACTIVE
    if outcome is duplicates.Outcome.EXISTS:
        account.case_search = CaseSearch.INACTIVE
    account.save(update_fields=["status", "case_search", "email_confirmed_at"])
    audit.record("account:email:confirm", chain=account.chain, by=actor, email=account.email)
    if outcome is duplicates.Outcome.EXISTS:
        _open_review(account, ReviewReason.DUPLICATE, finding, actor)
        other = _account_of(finding)
        link = links.to("/forgot-password")
        mail.write(to=account.email, template="accounts/mail/account_exists.txt", account=other, link=link)
    elif outcome is duplicates.Outcome.HELD:
        often = finding.outcome is duplicates.Outcome.MAY_EXIST
        _open_review(account, ReviewReason.REPEATED if often else ReviewReason.ALIAS, finding, actor)
    else:
        have_letter_written(account)
    return account


def have_letter_written(account: Account) -> None:
    """Have the letter with the token written, for whoever has asked for one instead of giving a card."""
    waits = account.case_search == CaseSearch.PENDING_TOKEN
    if waits and account.activation == Activation.LETTER:
        enqueue("activation:write-letter", account_number=account.number)


def _open_review(account: Account, reason: ReviewReason, finding: duplicates.Finding, actor: Actor) -> None:
    RegistrationReview.objects.create(account=account, reason=reason, other=_account_of(finding))
    audit.record("account:registration:hold", chain=account.chain, by=actor, why=reason.label)


def _account_of(finding: duplicates.Finding) -> Account | None:
    return finding.other if isinstance(finding.other, Account) else None


@transaction.atomic
def resend_confirmation(*, email: str, actor: Actor) -> None:
    """Write the confirmation mail again to each unconfirmed account of `email`; nothing tells whether there is one."""
    waiting = [account for account in queries.by_email(email) if account.status == AccountStatus.PENDING]
    if not waiting:
        requests.note_unknown("account:confirmation:resend", actor)
    for account in waiting:
        if requests.counts_as_request("account:confirmation:resend", account, actor):
            write_confirmation(account)


@transaction.atomic
def forget_unconfirmed_registrations(*, actor: Actor) -> int:
    """Delete the accounts that nobody has confirmed within thirty days, so that their usernames are free again.

    Nothing rests on such an account: it can be neither logged in to, nor made exempt, nor merged.
    """
    stale = Account.objects.select_for_update(skip_locked=True).filter(
        status=AccountStatus.PENDING, created_at__lt=clock.now() - rules.UNCONFIRMED_KEPT
    )
    accounts = list(stale)
    for account in accounts:
        audit.record("account:own:forget", chain=account.chain, by=actor)
        account.delete()
    return len(accounts)


def _new_account(account_class: AccountClass, username: str, email: str, person: Person, address: Address) -> Account:
    account = Account(account_class=account_class, username=username, email=email.strip())
    saving.apply(account, person)
    saving.apply(account, address)
    return account


def write_confirmation(account: Account) -> None:
    """Write the mail that a registration leads to."""
    token = signing.dumps({"number": account.number}, salt=queries.CONFIRM_REGISTRATION)
    link = links.to(f"/register/confirm?{urlencode({'token': token})}")
    mail.write(to=account.email, template="accounts/mail/confirm.txt", account=account, link=link)
