from __future__ import annotations

import pytest

from opencmecf.central.accounts import actions, queries
from opencmecf.central.accounts.models import AccountType, UpgradeDraft
from opencmecf.central.accounts.tests.people import (
    LEGACY_PASSWORD,
    OTHER_PASSWORD,
    PASSWORD,
    TYPED,
    a_legacy_account,
    an_account,
    browser,
    upgrade,
)
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message

pytestmark = pytest.mark.django_db

UPGRADED = {**TYPED, "current_password": LEGACY_PASSWORD}


def test_upgrading_changes_the_type_the_name_and_the_password() -> None:
    account = a_legacy_account()
    upgrade(account)
    account.refresh_from_db()
    assert account.account_type == AccountType.UPGRADED
    assert account.upgraded_at
    assert account.username == "alice.attorney"
    assert account.check_password(PASSWORD)
    assert trail.events_of(account.chain)[0]["act"] == "account:own:upgrade"
    assert Message.objects.get().subject == "Your PACER account is upgraded"


def test_upgrading_twice_is_one_event() -> None:
    account = a_legacy_account()
    for password in (PASSWORD, OTHER_PASSWORD):
        upgrade(account, password=password)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert Message.objects.count() == 1


def test_somebody_elses_username_stays_theirs() -> None:
    an_account("bob.builder")
    account = a_legacy_account()
    with pytest.raises(actions.UsernameTaken):
        upgrade(account, username="Bob.Builder")


def test_the_old_password_is_no_new_one() -> None:
    account = a_legacy_account(password=PASSWORD)
    with pytest.raises(Refused, match="new password"):
        upgrade(account, current_password=PASSWORD)


def test_the_upgrade_takes_the_present_password() -> None:
    account = a_legacy_account()
    with pytest.raises(actions.WrongPassword):
        upgrade(account, current_password="not the one", username="mallory.thief")
    account.refresh_from_db()
    assert (account.account_type, account.username) == (AccountType.LEGACY, "aa1234")
    assert account.check_password(LEGACY_PASSWORD)
    assert trail.events_of(account.chain)[0]["act"] == "account:password:mistype"


def test_a_browser_that_was_left_open_does_not_upgrade() -> None:
    account = a_legacy_account()
    client = browser(account)
    client.post("/manage/upgrade/person", {**UPGRADED, "go": "on"})
    client.post("/manage/upgrade/address", {**UPGRADED, "go": "on"})
    assert "Your present password" in client.get("/manage/upgrade/security").content.decode()
    for typed, told in (("", "Fill in"), ("guessed", "This is not the password of your account.")):
        page = client.post("/manage/upgrade/security", {**UPGRADED, "current_password": typed, "go": "on"})
        assert told in page.content.decode()
        assert "alice.attorney" in page.content.decode()
    account.refresh_from_db()
    assert account.account_type == AccountType.LEGACY


def test_the_wizard_goes_person_address_security_complete() -> None:
    account = a_legacy_account()
    client = browser(account)
    assert "Legacy PACER Account" in client.get("/manage").content.decode()
    assert client.get("/manage/upgrade")["Location"] == "/manage/upgrade/person"
    page = client.get("/manage/upgrade/person").content.decode()
    assert "Attorney" in page
    assert "cannot be changed" in page  # the date of birth
    assert client.post("/manage/upgrade/person", {**UPGRADED, "go": "on"})["Location"] == "/manage/upgrade/address"
    assert client.post("/manage/upgrade/address", {**UPGRADED, "go": "on"})["Location"] == "/manage/upgrade/security"
    assert PASSWORD not in str(queries.upgrade_answers(account))
    done = client.post("/manage/upgrade/security", {**UPGRADED, "go": "on"})
    assert done["Location"] == "/manage/upgrade/complete"
    assert "Upgrade is complete" in client.get(done["Location"]).content.decode()
    assert "Upgraded PACER Account" in client.get("/manage").content.decode()
    assert not UpgradeDraft.objects.exists()
    # the same form sent again leads to the same page
    assert client.post("/manage/upgrade/security", {**UPGRADED, "go": "on"})["Location"] == "/manage/upgrade/complete"
    assert "There is nothing to do" in client.get("/manage/upgrade").content.decode()


def test_what_was_typed_survives_going_back_and_logging_out() -> None:
    account = a_legacy_account()
    client = browser(account)
    client.post("/manage/upgrade/person", {**TYPED, "first_name": "Alicia", "go": "on"})
    back = client.post("/manage/upgrade/address", {**TYPED, "zip_code": "331", "city": "Key West", "go": "back"})
    assert back["Location"] == "/manage/upgrade/person"
    elsewhere = browser(account)
    assert "Alicia" in elsewhere.get("/manage/upgrade/person").content.decode()
    page = elsewhere.get("/manage/upgrade/address").content.decode()
    assert "Key West" in page
    assert 'value="331"' in page
    account.refresh_from_db()
    assert account.first_name == "Alice"  # nothing changes before the last step


def test_security_answers_hold_no_password() -> None:
    account = a_legacy_account()
    client = browser(account)
    client.post("/manage/upgrade/security", {**UPGRADED, "go": "back"})
    assert queries.upgrade_answers(account) == {"security": {"username": "alice.attorney"}}


def test_a_step_that_was_left_out_comes_first() -> None:
    account = a_legacy_account()
    client = browser(account)
    client.post("/manage/upgrade/person", {**UPGRADED, "go": "on"})
    client.post("/manage/upgrade/address", {**TYPED, "zip_code": "331", "go": "on"})
    sent = client.post("/manage/upgrade/security", {**UPGRADED, "go": "on"})
    assert sent["Location"] == "/manage/upgrade/address?check"
    assert "Type the ZIP code" in client.get(sent["Location"]).content.decode()


def test_refusals_of_the_last_step_are_told_there() -> None:
    account = a_legacy_account(password=PASSWORD)
    client = browser(account)
    client.post("/manage/upgrade/person", {**UPGRADED, "go": "on"})
    client.post("/manage/upgrade/address", {**UPGRADED, "go": "on"})
    page = client.post(
        "/manage/upgrade/security", {**UPGRADED, "current_password": PASSWORD, "go": "on"}
    ).content.decode()
    assert "This is the one that the account has now" in page


def test_an_unknown_step_is_not_found() -> None:
    assert browser(a_legacy_account()).get("/manage/upgrade/questions").status_code == 404


def test_complete_is_not_shown_before_it_is_true() -> None:
    assert browser(a_legacy_account()).get("/manage/upgrade/complete")["Location"] == "/manage/upgrade"
