"""Review Registration Hold: what the service center decides about registrations."""

from __future__ import annotations

import pytest

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.models import (
    Account,
    AccountStatus,
    RegistrationReview,
    ReviewDecision,
    ReviewReason,
)
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House, central_actor

pytestmark = pytest.mark.django_db


def waiting(house: House, username: str, reason: ReviewReason, other: str = "") -> RegistrationReview:
    account = house.account(username)
    held = reason != ReviewReason.DUPLICATE
    Account.objects.filter(pk=account.pk).update(
        status=AccountStatus.HELD if held else AccountStatus.ACTIVE,
        case_search=CaseSearch.PENDING_TOKEN if held else CaseSearch.INACTIVE,
    )
    known = house.account(other) if other else None
    return RegistrationReview.objects.create(account=account, reason=reason, other=known)


@pytest.fixture
def sasha(house: House) -> Browser:
    return house.signed_in("sasha", site=SiteKind.PACER)


def test_a_held_account_is_approved_at_the_desk(house: House, sasha: Browser) -> None:
    review = waiting(house, "alice", ReviewReason.ALIAS, other="john")
    assert "1 registration to look at" in text_of(sasha.get("/desk/registrations"))
    page = text_of(sasha.get(f"/desk/registrations/{review.pk}"))
    assert "alice@example.com" in page
    assert "john@example.com" in page
    page = text_of(sasha.post(f"/desk/registrations/{review.pk}", {"decision": "approved", "remark": "Called her."}))
    assert "Nothing waits." in page
    alice = house.account("alice")
    assert (alice.status, alice.case_search) == (AccountStatus.ACTIVE, CaseSearch.PENDING_TOKEN)
    mail = Message.objects.latest("pk")
    assert (mail.recipient, mail.subject) == ("alice@example.com", "Your PACER registration was approved")
    assert "Called her." in mail.text
    acts = [event["act"] for event in events_of(alice.chain)]
    assert acts[0] == "account:registration:decide"
    assert "account:any:look" in acts
    assert "account:any:look" in [event["act"] for event in events_of(house.account("john").chain)]


def test_a_held_account_that_is_refused_cannot_be_used(house: House) -> None:
    review = waiting(house, "alice", ReviewReason.ALIAS)
    decide(house, review, ReviewDecision.REFUSED)
    assert house.account("alice").status == AccountStatus.DISABLED
    assert "The account cannot be used." in Message.objects.latest("pk").text


def decide(house: House, review: RegistrationReview, decision: ReviewDecision, by: str = "sasha") -> None:
    actor = central_actor(house.account(by))
    accounts.decide_review(review=review, decision=decision, remark="Looked at.", actor=actor)


@pytest.mark.parametrize(
    ("decision", "search"),
    [(ReviewDecision.APPROVED, CaseSearch.ACTIVE), (ReviewDecision.REFUSED, CaseSearch.INACTIVE)],
)
def test_a_second_account_gets_its_case_search_by_approval_alone(
    house: House, decision: ReviewDecision, search: CaseSearch
) -> None:
    decide(house, waiting(house, "alice", ReviewReason.DUPLICATE, other="john"), decision)
    alice = house.account("alice")
    assert (alice.status, alice.case_search) == (AccountStatus.ACTIVE, search)


def test_what_is_decided_is_decided(house: House) -> None:
    review = waiting(house, "alice", ReviewReason.ALIAS)
    decide(house, review, ReviewDecision.APPROVED)
    with pytest.raises(Refused, match="in the meantime"):
        decide(house, review, ReviewDecision.REFUSED)


def test_only_the_service_center_decides(house: House) -> None:
    review = waiting(house, "alice", ReviewReason.ALIAS)
    with pytest.raises(NotAllowed):
        decide(house, review, ReviewDecision.APPROVED, by="john")
    browser = house.signed_in("john", site=SiteKind.PACER)
    assert "may not do this" in text_of(browser.get(f"/desk/registrations/{review.pk}"))


@pytest.mark.parametrize(("account", "other"), [("sasha", "john"), ("john", "sasha")])
def test_nobody_decides_about_a_registration_that_is_or_resembles_the_own(
    house: House, account: str, other: str
) -> None:
    review = waiting(house, account, ReviewReason.DUPLICATE, other=other)
    with pytest.raises(Refused, match="your own account"):
        decide(house, review, ReviewDecision.APPROVED)


def test_a_held_account_is_neither_logged_in_to_nor_locked(house: House, sasha: Browser) -> None:
    review = waiting(house, "alice", ReviewReason.ALIAS)
    browser = house.browser(site=SiteKind.PACER)
    page = browser.sign_in("alice", "correct-horse-battery-staple")
    assert "is looking at your registration" in text_of(page)
    page = text_of(sasha.post(f"/desk/people/{review.account.number}/lock", {"reason": "x"}))
    assert "This registration is on hold." in page
    assert "Review Registration Hold" in text_of(sasha.get(f"/desk/people/{review.account.number}"))
