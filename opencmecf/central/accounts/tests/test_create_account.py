from __future__ import annotations

import pytest

from opencmecf.central.accounts import actions, queries
from opencmecf.central.accounts.jobs import forget_unconfirmed
from opencmecf.central.accounts.models import AccountType
from opencmecf.central.accounts.tests.people import a_legacy_account, acting, an_account
from opencmecf.foundation.access import anonymous
from opencmecf.foundation.errors import NotFound, Refused

pytestmark = pytest.mark.django_db


def test_the_account_stands_as_told() -> None:
    account = an_account(number="1234567", is_shared=True)
    account.refresh_from_db()
    assert account.is_active
    assert account.is_shared
    assert account.number == "1234567"
    assert queries.by_number("1234567") == account
    assert queries.own(acting(account)) == account


def test_a_legacy_account_keeps_its_short_password() -> None:
    account = a_legacy_account()
    assert account.account_type == AccountType.LEGACY
    assert account.check_password("tiger123")


@pytest.mark.parametrize("other", [{"password": "short"}, {"number": "1234567"}, {"username": "bad name"}])
def test_what_cannot_be_is_refused(other: dict[str, str]) -> None:
    an_account("bob.builder", number="1234567")
    with pytest.raises(Refused):
        an_account(**{"username": "alice.attorney", **other})


def test_a_username_is_taken_in_whatever_case() -> None:
    an_account("alice.attorney")
    with pytest.raises(actions.UsernameTaken):
        an_account("ALICE.attorney")


def test_nobody_owns_no_account() -> None:
    an_account()
    with pytest.raises(NotFound):
        queries.own(anonymous("pacer"))


def test_the_nightly_job_leaves_active_accounts_alone() -> None:
    account = an_account()
    forget_unconfirmed()
    assert queries.by_number(account.number) == account
