"""Writing, printing and sending letters, and activating case search with the token of one."""

from __future__ import annotations

from django.db import transaction

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import queries as account_queries
from opencmecf.central.accounts.models import Account, ActivatedBy
from opencmecf.central.accounts.rules import may_happen_again
from opencmecf.central.activation import queries, rules
from opencmecf.central.activation.models import Letter, LetterBatch
from opencmecf.foundation import audit, clock, secrets
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import Refused

MISTYPE = "account:activation-token:mistype"
DESK = "service-center"


@transaction.atomic
def write_letter(*, account: Account, actor: Actor) -> Letter | None:
    """A letter with a new token for an account whose case search waits; None when it does not.

    Writing again while a letter is yet to be sent is no event. One that was sent is void from now on.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    before = queries.open_letter_of(account)
    if account.case_search != CaseSearch.PENDING_TOKEN:
        return None
    if before is not None and before.sent_at is None:
        return before
    _end(account)
    token = rules.new_token()
    made = Letter.objects.create(
        account=account,
        token_fingerprint=rules.fingerprint(token, account.number),
        sealed_token=secrets.seal(token),
    )
    audit.record("account:activation-letter:write", chain=account.chain, by=actor)
    return made


@transaction.atomic
def ask_for_letter(*, account: Account, actor: Actor) -> Letter:
    """A letter for the account's holder, who asks for one.

    Raises `Refused` when case search does not wait, and when a letter may still be on its way.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    before = queries.open_letter_of(account)
    if before is not None and not rules.can_ask_again(before.written_at, before.sent_at, clock.now()):
        raise Refused(
            "A letter is on its way to you already.",
            "It takes 7 to 10 business days. If it has not come two weeks after sending, ask again.",
        )
    letter = write_letter(account=account, actor=actor)
    if letter is None:
        raise Refused("Your case search does not wait for a token.", "See its status in Manage My Account.")
    return letter


def activate_with_token(*, account: Account, token: str, actor: Actor) -> None:
    """Activate the account's case search with the token of its letter; it can be used once.

    Sent twice it is one event. Raises `Refused` for a wrong or an old one, and after five wrong ones within an hour;
    wrong ones are in the trail.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    earlier = account_queries.times_of(MISTYPE, account)
    if not may_happen_again(earlier, clock.now(), per_hour=rules.WRONG_TOKENS_PER_HOUR):
        raise Refused("There were too many wrong tokens.", "Wait an hour, then try again with the letter at hand.")
    letter = queries.open_letter_of(account)
    if letter is None and queries.is_active(account):
        return
    given = rules.fingerprint(rules.as_typed(token), account.number)
    if letter is None or not secrets.compare(given, letter.token_fingerprint):
        _note_mistyped(account, actor)
        raise Refused(
            "This is not the token of your letter.",
            "Compare it with the latest letter that you have had from us; an older one is void.",
        )
    if rules.has_expired(letter.sent_at, clock.now()):
        raise Refused("This token is older than sixty days.", "Ask for a new letter.")
    _activate(letter, actor)


@transaction.atomic
def make_batch(*, actor: Actor) -> LetterBatch:
    """Gather the letters that wait, to be printed together; at most two hundred. Raises `Refused` when none waits."""
    actor.require(Permission.LETTER_SEND)
    waiting = list(queries.waiting_letters(actor).select_for_update(of=("self",))[: rules.MOST_IN_A_BATCH])
    if not waiting:
        raise Refused("No letter waits to be printed.")
    made = LetterBatch.objects.create(made_by=actor.label)
    Letter.objects.filter(pk__in=[one.pk for one in waiting]).update(batch=made)
    audit.record("service-center:letters:gather", chain=DESK, by=actor, batch=made.pk, count=len(waiting))
    return made


@transaction.atomic
def note_print(*, batch: LetterBatch, count: int, actor: Actor) -> None:
    """Note that somebody has the tokens of a batch as a PDF."""
    actor.require(Permission.LETTER_SEND)
    audit.record("service-center:letters:print", chain=DESK, by=actor, batch=batch.pk, count=count)


@transaction.atomic
def mark_sent(*, batch: LetterBatch, actor: Actor) -> None:
    """Note that the letters of a batch are in the mail; their tokens are erased here. Twice is one event."""
    actor.require(Permission.LETTER_SEND)
    batch = LetterBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.sent_at:
        return
    batch.sent_at = clock.now()
    batch.save(update_fields=["sent_at"])
    audit.record("service-center:letters:send", chain=DESK, by=actor, batch=batch.pk)
    for letter in queries.letters_to_print(batch, actor):
        Letter.objects.filter(pk=letter.pk).update(sent_at=batch.sent_at, sealed_token="")
        audit.record("account:activation-letter:send", chain=letter.account.chain, by=actor)


@transaction.atomic
def _activate(letter: Letter, actor: Actor) -> None:
    accounts.activate_case_search(account=letter.account, by=ActivatedBy.TOKEN, actor=actor)
    _end(letter.account)


@transaction.atomic
def _note_mistyped(account: Account, actor: Actor) -> None:
    audit.record("account:activation-token:mistype", chain=account.chain, by=actor)


def _end(account: Account) -> None:
    Letter.objects.filter(account=account, ended_at=None).update(ended_at=clock.now(), sealed_token="")
