"""Somebody signs in while the password is replaced: what the old one begins does not outlive it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.signon import actions, jobs
from opencmecf.central.signon.models import ProgramToken, Session, Way
from opencmecf.foundation import clock
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.visitor import Visitor
from opencmecf.testing.people import PASSWORD, House, central_actor
from opencmecf.testing.races import one_after_the_other

NEW = "entirely-different-words-now"
THIEF = Visitor(address="203.0.113.9", device="Firefox")


def proved(house: House) -> Account:
    """Alice's account as whoever has just typed the right password holds it."""
    house.account("alice")
    return actions.prove(username="alice", password=PASSWORD, visitor=THIEF, way=Way.LOGIN_PAGE)


def replace_password(account: Account) -> None:
    actor = central_actor(account)
    accounts.change_password(account=account, current_password=PASSWORD, password=NEW, actor=actor)


def test_a_password_that_was_right_a_moment_ago_begins_no_session(house: House) -> None:
    account = proved(house)
    replace_password(Account.objects.get(pk=account.pk))
    with pytest.raises(Refused, match="changed at this very moment"):
        actions.begin_session(account, "", THIEF)
    assert not Session.objects.exists()


def test_an_account_that_was_locked_a_moment_ago_begins_no_session(house: House) -> None:
    account = proved(house)
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.DISABLED)
    with pytest.raises(Refused, match="changed at this very moment"):
        actions.begin_session(account, "", THIEF)


def test_nor_does_a_program_get_a_token(house: House) -> None:
    account = proved(house)
    replace_password(Account.objects.get(pk=account.pk))
    with pytest.raises(Refused, match="changed at this very moment"):
        actions._issue_program_token(account, THIEF, waived=False)
    assert not ProgramToken.objects.exists()


def test_a_job_that_is_late_leaves_the_sessions_of_the_new_password(house: House) -> None:
    account = proved(house)
    former = actions.begin_session(account, "", THIEF).session
    until = clock.moment()
    account.refresh_from_db()
    present = actions.begin_session(account, "", THIEF).session
    token = ProgramToken.objects.create(token_fingerprint="a" * 64, account=account)
    for _ in range(2):  # it may run twice
        jobs.end_sessions(account_number=account.number, until=until.isoformat())
    assert list(Session.objects.filter(ended_at=None)) == [present]
    assert former != present
    token.refresh_from_db()
    assert token.ended_at is None
    jobs.end_sessions(account_number=account.number, until=(clock.moment() + timedelta(seconds=1)).isoformat())
    assert not Session.objects.filter(ended_at=None).exists()


class TestAtTheSameMoment:
    """With two connections, as two web processes have them."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture(autouse=True)
    def no_jobs_left_behind(self, db: None) -> Iterator[None]:
        """The tables of the queue are not Django's, so that nobody else empties them."""
        yield
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")

    def test_the_session_waits_for_the_new_password_and_is_refused(self, house: House) -> None:
        account = proved(house)

        def begin() -> str:
            try:
                actions.begin_session(account, "", THIEF)
            except Refused as refused:
                return refused.message
            return "begun"

        present = Account.objects.get(pk=account.pk)
        _, told = one_after_the_other(lambda: replace_password(present), begin)
        assert "changed at this very moment" in told

    def test_the_new_password_waits_for_the_session_and_ends_it(self, house: House) -> None:
        account = proved(house)
        present = Account.objects.get(pk=account.pk)
        begun, _ = one_after_the_other(
            lambda: actions.begin_session(account, "", THIEF), lambda: replace_password(present)
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT args->>'until' FROM procrastinate_jobs WHERE task_name = 'signon:end-sessions'")
            ((until,),) = cursor.fetchall()
        jobs.end_sessions(account_number=account.number, until=until)
        begun.session.refresh_from_db()
        assert begun.session.ended_at is not None
