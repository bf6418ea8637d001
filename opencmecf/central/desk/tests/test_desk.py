"""The service center's desk: finding, looking, locking; accounts that nobody uses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.desk import actions, queries, rules
from opencmecf.central.desk.models import IdleWarning
from opencmecf.central.firms.models import Membership, MembershipState
from opencmecf.central.signon.models import ProgramToken, Session
from opencmecf.foundation.access import system
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import App
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

WORKER = system("accounts", "pacer")


@pytest.fixture
def sasha(house: House) -> Browser:
    return house.signed_in("sasha", site=SiteKind.PACER)


def test_a_person_is_found_by_name_username_email_or_number(house: House, sasha: Browser) -> None:
    alice = house.account("alice")
    house.account("john")
    for words in ("moreno", "Moreno, Alice", "alice", "alice@example.com", alice.number):
        page = text_of(sasha.get(f"/desk?q={words}"))
        assert "1 account" in page, words
        assert alice.number in page
    assert "No account fits" in text_of(sasha.get("/desk?q=nobody"))
    assert "Type at least two letters." in text_of(sasha.get("/desk?q=a"))
    assert events_of("service-center")[0]["data"] == {"count": 0, "words": "nobody"}


def test_every_look_is_read_by_the_person(house: House, sasha: Browser) -> None:
    alice = house.account("alice")
    sasha.get(f"/desk/people/{alice.number}")
    sasha.get(f"/desk/people/{alice.number}/security-log")
    history = text_of(house.signed_in("alice", site=SiteKind.PACER).get("/manage/history"))
    assert "The PACER Service Center looked at the account (how it stands)." in history
    assert "The PACER Service Center looked at the account (the security log)." in history


def test_the_desk_compares_what_a_caller_says_with_what_is_in_the_account(house: House, sasha: Browser) -> None:
    alice = house.account("alice")
    where = {"address": "1 Bay Street", "city": "Miami", "state": "FL", "zip_code": "33101"}
    Account.objects.filter(pk=alice.pk).update(date_of_birth=date(1980, 2, 1), firm_name="Moreno Law", **where)
    shown = text_of(sasha.get(f"/desk/people/{alice.number}"))
    assert "Date of birth 02/01/1980" in shown
    assert "Address Moreno Law 1 Bay Street Miami, FL 33101 Telephone" in shown
    Account.objects.filter(pk=alice.pk).update(date_of_birth=None, firm_name="", **dict.fromkeys(where, ""))
    empty = text_of(sasha.get(f"/desk/people/{alice.number}"))
    assert "Date of birth none in the account Address none in the account" in empty


def test_the_desk_sees_that_a_second_factor_is_lost(house: House, sasha: Browser) -> None:
    alice = house.account("alice")
    App.of(alice)
    sasha.post(f"/desk/second-factor/{alice.number}", {"reason": "The telephone fell into the bay.", "sure": "on"})
    assert "Second factor set up (lost; it is removed on" in text_of(sasha.get(f"/desk/people/{alice.number}"))


def test_locking_ends_everything_and_unlocking_opens_it_again(house: House, sasha: Browser) -> None:
    alice, number = house.signed_in("alice", site=SiteKind.PACER), house.account("alice").number
    assert alice.get("/manage").host.startswith("pacer.")
    sasha.post(f"/desk/people/{number}/lock", {"reason": "The laptop was stolen."})
    assert alice.get("/manage").host.startswith("login.")
    refused = house.browser(site=SiteKind.PACER).sign_in("alice", "correct-horse-battery-staple")
    assert "This account is not active." in text_of(refused)
    assert "The laptop was stolen." in Message.objects.latest("id").text
    sasha.post(f"/desk/people/{number}/lock", {"reason": "again"})
    sasha.post(f"/desk/people/{number}/unlock", {"reason": "It was found."})
    assert house.account("alice").is_active
    assert alice.get("/manage").host.startswith("login."), "what was ended stays so"
    acts = [event["act"] for event in events_of(f"account:{number}")]
    assert (acts.count("account:status:lock"), acts.count("account:status:unlock")) == (1, 1)


def test_locking_ends_a_change_of_email_that_waits(house: House, sasha: Browser) -> None:
    alice = house.account("alice")
    Account.objects.filter(pk=alice.pk).update(new_email="thief@example.com")
    sasha.post(f"/desk/people/{alice.number}/lock", {"reason": "Somebody else has the password."})
    sasha.post(f"/desk/people/{alice.number}/unlock", {"reason": "It is the holder again."})
    alice.refresh_from_db()
    assert (alice.is_active, alice.new_email) == (True, "")


def test_nobody_locks_the_own_account_or_one_that_waits(house: House, sasha: Browser) -> None:
    own = house.account("sasha")
    assert "This is your own account." in text_of(sasha.post(f"/desk/people/{own.number}/lock", {"reason": "x"}))
    with pytest.raises(Refused):
        rules.check_may_lock(AccountStatus.PENDING, is_own=False)
    with pytest.raises(NotAllowed):
        actions.lock_account(account=own, reason="x", actor=house.actor("john"))
    assert sasha.get("/desk/people/0000000").status_code == 404


def test_a_merged_account_stays_closed(house: House, sasha: Browser) -> None:
    alice, old = house.account("alice"), house.account("john")
    Account.objects.filter(pk=old.pk).update(status=AccountStatus.CLOSED, merged_into=alice)
    page = sasha.get(f"/desk/people/{old.number}")
    assert f'href="/desk/people/{alice.number}"' in page.content.decode()
    assert f'href="/desk/people/{old.number}/lock"' not in page.content.decode()
    for act in ("lock", "unlock"):
        refused = sasha.post(f"/desk/people/{old.number}/{act}", {"reason": "x"})
        assert "This account is closed: it was merged into another one." in text_of(refused)
    assert house.account("john").status == AccountStatus.CLOSED


def test_an_account_that_nobody_uses_is_warned_and_then_inactive(house: House) -> None:
    alice, john = house.account("alice"), house.account("john")
    Account.objects.update(created_at=Now() - timedelta(days=3 * 365))
    Session.objects.create(account=john, key_fingerprint="x")
    actions.deactivate_idle(actor=WORKER)
    assert house.account("alice").is_active, "nobody is made inactive unwarned"
    assert (actions.warn_idle(actor=WORKER), actions.warn_idle(actor=WORKER)) == (1, 0)
    assert Message.objects.latest("id").recipient == "alice@example.com"
    assert actions.deactivate_idle(actor=WORKER) == 0
    IdleWarning.objects.update(sent_at=Now() - rules.WARNED_BEFORE - timedelta(days=1))
    assert actions.deactivate_idle(actor=WORKER) == 1
    assert actions.deactivate_idle(actor=WORKER) == 0
    alice.refresh_from_db()
    assert alice.status == AccountStatus.INACTIVE
    assert house.account("john").is_active


def test_whoever_logs_in_after_the_warning_is_left_alone_and_warned_anew_years_later(house: House) -> None:
    alice = house.account("alice")
    Account.objects.update(created_at=Now() - timedelta(days=6 * 365))
    actions.warn_idle(actor=WORKER)
    IdleWarning.objects.update(sent_at=Now() - timedelta(days=4 * 365))
    Session.objects.create(account=alice, key_fingerprint="x", started_at=Now() - timedelta(days=3 * 365))
    assert actions.deactivate_idle(actor=WORKER) == 0
    assert actions.warn_idle(actor=WORKER) == 1
    assert queries.last_used(alice) is not None


def test_whoever_uses_programs_alone_is_warned_anew_as_well(house: House) -> None:
    alice = house.account("alice")
    Account.objects.update(created_at=Now() - timedelta(days=6 * 365))
    actions.warn_idle(actor=WORKER)
    IdleWarning.objects.update(sent_at=Now() - timedelta(days=4 * 365))
    ProgramToken.objects.create(account=alice, token_fingerprint="x" * 64, created_at=Now() - timedelta(days=3 * 365))
    assert actions.deactivate_idle(actor=WORKER) == 0
    assert actions.warn_idle(actor=WORKER) == 1


def test_a_firm_that_pays_for_somebody_is_in_use(house: House) -> None:
    firm, john = house.account("firm"), house.account("john")
    Account.objects.update(created_at=Now() - timedelta(days=3 * 365))
    Session.objects.create(account=john, key_fingerprint="x")
    membership = Membership.objects.create(firm=firm, member=john, state=MembershipState.MEMBER, joined_at=Now())
    assert actions.warn_idle(actor=WORKER) == 0
    Membership.objects.filter(pk=membership.pk).update(state=MembershipState.LEFT, ended_at=Now())
    assert actions.warn_idle(actor=WORKER) == 1
