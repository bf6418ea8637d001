"""Reading accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode

from opencmecf.central.accounts import duplicates, rules
from opencmecf.central.accounts.models import (
    Account,
    AccountClass,
    AccountStatus,
    LostMailbox,
    RegistrationReview,
    UpgradeDraft,
)
from opencmecf.foundation import clock, throttle
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.database.prepared import first_line
from opencmecf.foundation.errors import NotFound

CONFIRM_REGISTRATION = "accounts:confirm-registration"
CONFIRM_EMAIL = "accounts:confirm-email"
TELL_TAKEN = "accounts:username:tell-taken"
TAKEN_FROM = "accounts:taken:{}"  # the chain of one network address
STOP_EMAIL = "accounts:stop-email"
CONFIRM_NEW_MAILBOX = "accounts:confirm-new-mailbox"
KEEP_ADDRESS = "accounts:keep-address"
OPEN_LOST_MAILBOX = "SELECT FROM account_lost_mailbox WHERE account_id = %s AND stopped_at IS NULL AND done_at IS NULL"
WRITTEN_AT_COURT = "account:notice:write-at-court"
EMAIL_CHANGES = ("account:email:change", "account:lost-mailbox:replace")


def by_number(number: str) -> Account | None:
    """The account with this seven-digit number, or None."""
    return Account.objects.filter(number=number).first()


def numbered(number: str) -> Account:
    """The account with this seven-digit number. Raises `NotFound`."""
    found = by_number(number)
    if found is None:
        raise NotFound
    return found


def by_username(username: str) -> Account | None:
    """The account of `username`, in whatever case it was typed, or None."""
    return Account.objects.by_username(username)


def has_username_since(account: Account) -> datetime:
    """When `account` got the username that it has; another account may have had it before."""
    changes = trail.latest_of(("account:username:change", "account:own:upgrade"), chain=account.chain)
    return changes[0]["at"] if changes else account.created_at


def by_email(email: str) -> list[Account]:
    """Every account with this e-mail address, in whatever case it was typed, by account number."""
    return list(Account.objects.filter(email__iexact=email.strip()).order_by("number"))


def addresses_of(account: Account) -> list[str]:
    """Every e-mail address that is told when somebody might take `account` over: its own, and those of late.

    Whoever has got hold of an account changes its address first; the mailbox before that one is its holder's.
    """
    since = clock.now() - rules.FORMER_ADDRESS_TOLD
    changes = trail.latest_of(EMAIL_CHANGES, chain=account.chain)
    former = [change["data"]["before"] for change in changes if change["at"] > since]
    return list({address.casefold(): address for address in (account.email, *former)}.values())


def told_at_courts(account: Account, notice_key: str) -> list[str]:
    """The addresses that courts have named, and to which the notice with this key was written."""
    written = trail.latest_of((WRITTEN_AT_COURT,), chain=account.chain)
    told = (event["data"]["addresses"] for event in written if event["data"]["notice"] == notice_key)
    return [address for addresses in told for address in addresses.split(", ")]


def own(actor: Actor) -> Account:
    """The account that `actor` has signed in with. Raises `NotFound` when it is no longer there."""
    account = Account.objects.filter(pk=actor.account_id or 0).first()
    if account is None:
        raise NotFound
    return account


def merged_accounts(account: Account) -> list[Account]:
    """The closed accounts that were merged into `account`, by number."""
    return list(Account.objects.filter(merged_into=account).order_by("number"))


def own_or_merged(account: Account, number: str) -> Account:
    """`account` itself for an empty number, else the one merged into it that has it. Raises `NotFound`."""
    if number in ("", account.number):
        return account
    found = next((one for one in merged_accounts(account) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def finding_about(account: Account) -> duplicates.Finding:
    """Whether the person who registers `account` seems to have a confirmed account already.

    A firm's account is compared with those of firms alone: whoever manages one has one of his or her own besides.
    """
    is_firm = Q(account_class=AccountClass.FIRM)
    same_mailbox = Q(mailbox=duplicates.comparable_email(account.email))
    same_birth = Q(date_of_birth=account.date_of_birth, last_name__iexact=account.last_name)
    others = (
        Account.objects.filter(is_firm if account.account_class == AccountClass.FIRM else ~is_firm)
        .filter(same_mailbox | same_birth if account.date_of_birth else same_mailbox)
        .exclude(pk=account.pk)
        .exclude(status__in=(AccountStatus.PENDING, AccountStatus.CLOSED))
        .order_by("number")
    )
    return duplicates.find(account, others)


def was_told_often(account: Account) -> bool:
    """Whether the network address that `account` was registered from has been told enough about other accounts."""
    told = Account.objects.filter(
        registered_from=account.registered_from, told_may_exist_at__gt=Now() - duplicates.TELLINGS_WITHIN
    )
    return told.exclude(pk=account.pk).count() >= duplicates.TELLINGS_PER_DAY


def registrations_in_the_last_hour(email: str) -> int:
    """How many accounts with this e-mail address have been registered lately, which keeps anybody from flooding it."""
    return Account.objects.filter(email__iexact=email, created_at__gt=Now() - timedelta(hours=1)).count()


def registrations_from(place: str) -> int:
    """How many accounts were registered from a network address within the last hour."""
    return Account.objects.filter(registered_from=place, created_at__gt=Now() - timedelta(hours=1)).count()


def seconds_until_a_username_is_looked_up(address: str) -> int:
    """How long nobody at a network address is told whether a username is taken; 0 when they are told.

    Whoever registers must be told, and could find out so who has an account: five such answers an hour are free.
    """
    chain = TAKEN_FROM.format(throttle.place_of(address))
    told = trail.times_of(TELL_TAKEN, chain=chain, within=throttle.WINDOW)
    failures = throttle.Failures(here=len(told), last_here=max(told, default=None))
    return throttle.pause_seconds(failures, clock.now())


def open_reviews(actor: Actor) -> QuerySet[RegistrationReview]:
    """The registrations that wait for the service center, oldest first."""
    rows = RegistrationReview.objects.visible_to(actor).filter(decided_at__isnull=True)
    return rows.select_related("account", "other").order_by("opened_at", "pk")


def review(review_id: int, actor: Actor) -> RegistrationReview:
    """One registration that the service center looks at, or has. Raises `NotFound`."""
    return RegistrationReview.objects.select_related("account", "other").get_for(actor, pk=review_id)


def same_registration(*, username: str, email: str, password: str) -> Account | None:
    """The account that the same form has made a moment ago (a double click, the back button), or None."""
    earlier = by_username(username)
    if earlier is None or earlier.status != AccountStatus.PENDING or earlier.email.casefold() != email.casefold():
        return None
    return earlier if earlier.check_password(password) else None


def of_confirmation_token(token: str) -> Account | None:
    """The account that `token` from a confirmation mail belongs to; None for a forged or expired one."""
    told = _told_by(token, CONFIRM_REGISTRATION)
    return by_number(told["number"]) if told else None


def of_email_token(token: str) -> Account | None:
    """The account that waits for the new e-mail address that `token` confirms; None when it does not, or no more."""
    return _waiting_for_email(_told_by(token, CONFIRM_EMAIL))


def of_stop_token(token: str) -> Account | None:
    """The account whose change of the e-mail address `token` from the old mailbox can stop; None when none waits."""
    return _waiting_for_email(_told_by(token, STOP_EMAIL))


def open_lost_mailbox(account: Account) -> LostMailbox | None:
    """The new address that waits for `account` by the service center's procedure, or None. Hardly one has any."""
    if first_line(OPEN_LOST_MAILBOX, [account.pk]) is None:
        return None
    return LostMailbox.objects.filter(account=account, stopped_at=None, done_at=None).first()


def lost_mailbox_to_confirm(token: str) -> LostMailbox | None:
    """What the link in the new mailbox confirms, confirmed already or not; None when it is over, or never was."""
    return _open_lost_mailbox_of(token, CONFIRM_NEW_MAILBOX)


def lost_mailbox_to_stop(token: str) -> LostMailbox | None:
    """What the link stops that was sent to every address of the account; None when it is over, or never was."""
    return _open_lost_mailbox_of(token, KEEP_ADDRESS)


def token_of_lost_mailbox(lost: LostMailbox, salt: str) -> str:
    """What a link in a mail carries, by `salt` for the new mailbox or for the addresses of the account."""
    return signing.dumps(lost.pk, salt=salt)


def of_reset_link(uidb64: str, token: str) -> Account | None:
    """The account whose password may be set with this link; None for a forged, used or expired one."""
    try:
        key = int(force_str(urlsafe_base64_decode(uidb64)))
    except (ValueError, OverflowError):
        return None
    account = Account.objects.filter(pk=key, status=AccountStatus.ACTIVE).first()
    if account is None or not default_token_generator.check_token(account, token):
        return None
    return account


def upgrade_answers(account: Account) -> dict[str, dict[str, str]]:
    """What has been typed into the upgrade so far, by step; empty before the first step."""
    draft = UpgradeDraft.objects.filter(account=account).first()
    answers: dict[str, dict[str, str]] = draft.answers if draft else {}
    return answers


def times_of(act: str, account: Account) -> list[datetime]:
    """When `act` happened to `account` within the last day, by its trail."""
    return trail.times_of(act, chain=account.chain, within=timedelta(days=1))


def _waiting_for_email(told: dict[str, str] | None) -> Account | None:
    if not told:
        return None
    rows = Account.objects.filter(number=told["number"], new_email=told["email"], status=AccountStatus.ACTIVE)
    return rows.exclude(new_email="").first()


def _told_by(token: str, salt: str) -> dict[str, str] | None:
    try:
        told: dict[str, str] = signing.loads(token, salt=salt, max_age=rules.CONFIRMATION_LIFETIME)
    except signing.BadSignature:
        return None
    return told


def _open_lost_mailbox_of(token: str, salt: str) -> LostMailbox | None:
    try:
        key = signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
    return LostMailbox.objects.select_related("account").filter(pk=key, stopped_at=None, done_at=None).first()
