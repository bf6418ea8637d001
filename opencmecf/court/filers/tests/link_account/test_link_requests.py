"""A link that was begun: whose it is, how long it holds, and that it is made once."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from opencmecf.court.filers import actions
from opencmecf.court.filers.models import CourtAccount, LinkRequest
from opencmecf.court.filers.tests.link_account.linking import LINK, RIGHT, Killed, confirmation, linked
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.mail.models import Message
from opencmecf.invariants import problems
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, SYSTEM, Browser, House

pytestmark = pytest.mark.django_db


def test_one_pacer_account_is_linked_once(house: House) -> None:
    house.linked("john")
    john = house.signed_in("john", house.flsd)
    for page in (john.get(LINK), john.post(LINK, RIGHT)):
        assert page.status_code == 409
        assert "already linked to the CM/ECF account for John Attorney" in text_of(page)


def test_somebody_else_was_quicker_with_the_court_account(house: House, issued: CourtAccount) -> None:
    john, charlie = house.signed_in("john", house.flsd), house.signed_in("charlie", house.flsd)
    mine, theirs = confirmation(john), confirmation(charlie)
    charlie.post(theirs, {})
    late = john.post(mine, {})
    assert late.status_code == 409
    assert "has been linked to another PACER account in the meantime" in text_of(late)
    issued.refresh_from_db()
    assert issued.person is not None
    assert issued.person.account_number == house.account("charlie").number
    assert list(problems()) == []


def test_a_person_with_two_court_accounts_links_one_of_them(house: House, john: Browser, issued: CourtAccount) -> None:
    house.court_account("alice", first_name="John", last_name="Attorney")
    first = confirmation(john)
    second = confirmation(john, {"login": "cm-alice", "password": COURT_PASSWORD})
    john.post(first, {})
    late = john.post(second, {})
    assert late.status_code == 409
    assert "linked to another CM/ECF account of this court in the meantime" in text_of(late)
    assert CourtAccount.objects.filter(person__isnull=False).count() == 1


@pytest.mark.parametrize("suffix", ["", "/done"])
def test_a_link_request_of_somebody_else_is_not_there(house: House, john: Browser, suffix: str) -> None:
    path = confirmation(john)
    charlie = house.signed_in("charlie", house.flsd)
    assert charlie.get(path + suffix).status_code == 404
    if not suffix:
        assert charlie.post(path, {}).status_code == 404
    assert john.get(path).status_code == 200
    assert john.get(f"{LINK}/{uuid.uuid4()}{suffix}").status_code == 404
    assert not CourtAccount.objects.filter(person__isnull=False).exists()


def test_a_link_request_is_not_there_for_its_own_person_at_another_court(house: House, john: Browser) -> None:
    path = confirmation(john)
    assert house.signed_in("john", house.ca11).get(path).status_code == 404


def test_a_page_that_was_open_too_long_links_nothing(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    LinkRequest.objects.update(created_at=Now() - timedelta(minutes=15, seconds=1))
    page = john.post(path, {})
    assert page.status_code == 409
    assert "open for too long, and nothing has been linked" in text_of(page)
    assert f'href="{LINK}"' in page.content.decode()
    assert not linked(issued)


def test_whoever_knew_the_former_password_links_nothing_after_the_holder_has_set_another(
    house: House, issued: CourtAccount
) -> None:
    thief = house.signed_in("charlie", house.flsd)
    path = confirmation(thief)
    actions.reset_password(account=issued, password="four-new-words-in-a-row", actor=SYSTEM)
    assert thief.post(path, {}).status_code == 404
    assert not linked(issued)


def test_an_account_that_was_disabled_meanwhile_is_not_linked(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    CourtAccount.objects.update(is_active=False)
    assert "This CM/ECF account is not active." in text_of(john.post(path, {}))
    assert not linked(issued)


def test_a_page_of_fourteen_minutes_still_links(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    LinkRequest.objects.update(created_at=Now() - timedelta(minutes=14))
    john.post(path, {})
    assert linked(issued)


def test_submitting_twice_is_one_link_and_shows_the_message_again(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    first, second, reloaded = john.post(path, {}), john.post(path, {}), john.get(path)
    for page in (first, second, reloaded):
        assert page.request["PATH_INFO"] == f"{path}/done"
        assert "is now linked to your CSO account" in text_of(page)
    assert [event["act"] for event in events_of(issued.chain)].count("filer:account:link") == 1
    assert Message.objects.filter(subject__contains="is linked").count() == 1


def test_a_crash_between_the_writes_links_nothing_and_submitting_again_links(
    john: Browser, issued: CourtAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(pid: int, number: int) -> None:
        raise Killed

    path = confirmation(john)
    monkeypatch.setattr(os, "kill", kill)
    monkeypatch.setenv("CMECF_FAILPOINT", "link:between-writes")
    with pytest.raises(Killed):
        john.post(path, {})
    assert not linked(issued)
    assert issued.has_password(COURT_PASSWORD)
    assert list(problems()) == []
    monkeypatch.delenv("CMECF_FAILPOINT")
    assert "is now linked to your CSO account" in text_of(john.post(path, {}))
    assert list(problems()) == []


def test_submitting_in_two_tabs_is_one_link_and_shows_the_message_in_both(john: Browser, issued: CourtAccount) -> None:
    one, other = confirmation(john), confirmation(john)
    assert one != other
    for path in (one, other):
        page = john.post(path, {})
        assert "is now linked to your CSO account" in text_of(page)
        assert page.request["PATH_INFO"] == f"{path}/done"
    assert [event["act"] for event in events_of(issued.chain)].count("filer:account:link") == 1


def test_the_message_is_not_shown_before_the_link(john: Browser) -> None:
    path = confirmation(john)
    page = john.get(f"{path}/done")
    assert page.request["PATH_INFO"] == path
    assert "Do you want to link these accounts?" in text_of(page)
