"""Granting and withdrawing exemptions, and merging an old exempt account into a person's own (S9)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.accounts.jobs import forget_unconfirmed
from opencmecf.central.accounts.models import Account, AccountStatus, RegistrationReview, ReviewReason
from opencmecf.central.directory import actions as directory
from opencmecf.central.efile import actions as efile
from opencmecf.central.exemptions import actions, queries, rules
from opencmecf.central.exemptions.models import ExemptionGrant, ExemptionKind
from opencmecf.central.payments.jobs import forget_card
from opencmecf.central.payments.models import CardDefault, CardRequest, Outcome, StoredCard
from opencmecf.demo.cards import sessions
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.secrets import unseal
from opencmecf.foundation.sites import SiteKind
from opencmecf.invariants import problems
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import PASSWORD, Browser, House, central_actor

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "John Attorney",
    "number": "4242 4242 4242 4242",
    "expiry": "04/2090",
    "security_code": "123",
    "zip_code": "33131",
}


def grant(house: House, username: str = "john", **facts: Any) -> ExemptionGrant:
    told: dict[str, Any] = {
        "kind": ExemptionKind.CJA,
        "courts": ["flsd"],
        "first": queries.today(),
        "last": queries.today() + timedelta(days=30),
        "reason": "Panel list",
        **facts,
    }
    return actions.grant_exemption(account=house.account(username), actor=central_actor(house.account("sasha")), **told)


def merge(house: House, old: str = "office", into: str = "john") -> None:
    told: dict[str, Any] = {"old": house.account(old), "into": house.account(into), "reason": "Asked for by letter"}
    actions.merge_account(actor=central_actor(house.account("sasha")), **told)


def old_account(house: House, **traits: Any) -> Account:
    """John's old account for exempt work."""
    found = house.account("leonard", account_type="upgraded")
    Account.objects.filter(pk=found.pk).update(first_name="John", last_name="Attorney", **traits)
    found.refresh_from_db()
    return found


@pytest.fixture
def sasha(house: House) -> Browser:
    assert house.flsd
    return house.signed_in("sasha", site=SiteKind.PACER)


def test_a_grant_is_in_the_claims_on_the_record_and_in_a_mail(house: House) -> None:
    made = grant(house)
    john = house.account("john")
    assert john.claims()["exemptions"] == [made.exemption.facts()]
    event = events_of(john.chain)[0]
    assert (event["act"], event["by"]) == ("account:exemption:grant", house.account("sasha").chain)
    assert Message.objects.get(recipient=john.email).subject == "Your PACER account has an exemption"
    assert not list(problems())


def test_withdrawing_takes_it_out_of_the_claims_and_twice_is_one_event(house: House) -> None:
    made = grant(house)
    for _ in range(2):
        actions.withdraw_exemption(
            grant=made, reason="No longer on the panel", actor=central_actor(house.account("sasha"))
        )
    john = house.account("john")
    assert john.claims()["exemptions"] == []
    assert [event["act"] for event in events_of(john.chain)][:2] == [
        "account:exemption:withdraw",
        "account:exemption:grant",
    ]
    assert Message.objects.filter(recipient=john.email).count() == 2
    Account.objects.filter(pk=john.pk).update(told_to_courts={"exemptions": [made.exemption.facts()]})
    assert [one for one in problems() if "other exemptions" in one]


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "before the first"),
        (date(2026, 1, 1), date(2026, 1, 31), "over already"),
        (date(2026, 3, 1), date(2032, 3, 1), "five years at most"),
        (date(2026, 3, 1), date(2026, 3, 1), ""),
    ],
)
def test_the_period_of_a_grant(first: date, last: date, problem: str) -> None:
    assert problem in rules.period_problem(first, last, date(2026, 2, 15))
    assert bool(rules.period_problem(first, last, date(2026, 2, 15))) is bool(problem)


@pytest.mark.parametrize(
    ("is_withdrawn", "today", "state"),
    [
        (False, date(2026, 1, 1), "Begins later"),
        (False, date(2026, 2, 1), "In force"),
        (False, date(2026, 3, 1), "In force"),
        (False, date(2026, 3, 2), "Ended"),
        (True, date(2026, 2, 1), "Withdrawn"),
    ],
)
def test_how_a_grant_stands(is_withdrawn: bool, today: date, state: str) -> None:
    period = (date(2026, 2, 1), date(2026, 3, 1))
    assert rules.state_in_words(*period, is_withdrawn=is_withdrawn, today=today) == state


def test_only_the_service_center_grants_withdraws_and_merges(house: House) -> None:
    made, john = grant(house), house.account("john")
    actor = central_actor(john)
    facts: dict[str, Any] = {
        "kind": ExemptionKind.CJA,
        "courts": [],
        "first": queries.today(),
        "last": queries.today(),
        "reason": "x",
    }
    with pytest.raises(NotAllowed):
        actions.grant_exemption(account=john, actor=actor, **facts)
    with pytest.raises(NotAllowed):
        actions.withdraw_exemption(grant=made, reason="x", actor=actor)
    with pytest.raises(NotAllowed):
        actions.merge_account(old=old_account(house), into=john, reason="x", actor=actor)


def test_a_firms_account_cannot_be_exempt(house: House) -> None:
    with pytest.raises(Refused, match="views nothing"):
        grant(house, "firm")


def test_a_merged_account_is_closed_and_its_exemptions_and_history_go_to_the_other(house: House) -> None:
    old = old_account(house)
    was = grant(house, "leonard", courts=[])
    merge(house, "leonard")
    old.refresh_from_db()
    john = house.account("john")
    assert (old.status, old.merged_into, old.claims()["exemptions"]) == (AccountStatus.CLOSED, john, [])
    moved = ExemptionGrant.objects.get(account=john)
    assert (moved.came_from, moved.exemption) == (old.number, was.exemption)
    assert john.claims()["exemptions"] == [was.exemption.facts()]
    assert {event["act"] for chain in (old.chain, john.chain) for event in events_of(chain)[:1]} == {
        "account:exempt:merge"
    }
    assert ProcrastinateJob.objects.filter(task_name="signon:end-sessions", args__account_number=old.number).exists()
    assert set(
        Message.objects.filter(subject="Your PACER accounts were merged").values_list("recipient", flat=True)
    ) == {
        old.email,
        john.email,
    }
    assert not list(problems())


def test_the_stored_cards_of_a_merged_account_are_removed_here_and_at_the_processor(
    house: House, settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    old, john = old_account(house), house.account("john")
    kept = []
    for account in (old, john):
        browser = house.signed_in(account.username, site=SiteKind.PACER)
        page = browser.post("/manage/cards/add", {})
        browser.post(page.request["PATH_INFO"], TYPED, host="cards.localhost:8000")
        kept.append(StoredCard.objects.get(account=account))
    tokens = [unseal(card.sealed_token) for card in kept]
    merge(house, "leonard")
    removed, stays = (StoredCard.objects.get(pk=card.pk) for card in kept)
    assert removed.removed_at is not None
    assert removed.sealed_token == ""
    assert stays.removed_at is None
    assert not CardDefault.objects.filter(account=old).exists()
    assert CardDefault.objects.filter(account=john).count() == 3
    acts = [(event["act"], event["data"].get("why")) for event in events_of(old.chain)]
    assert ("account:card:remove", "the account was merged into another one") in acts
    for message in Message.objects.filter(subject="Your PACER accounts were merged"):
        assert "were removed, here and at the card processor: Visa ending in 4242." in message.text
    for job in ProcrastinateJob.objects.filter(task_name="payments:forget-card"):
        for _ in range(2):
            forget_card(**job.args)
    assert [card.token for card in sessions.cards_with(tokens)] == tokens[1:]


def test_without_stored_cards_the_mail_about_merging_speaks_of_none(house: House) -> None:
    old_account(house)
    merge(house, "leonard")
    assert "cards" not in Message.objects.filter(subject="Your PACER accounts were merged")[0].text


def test_an_account_whose_request_a_court_has_to_decide_is_not_merged(house: House) -> None:
    assert house.flsd
    old = old_account(house)
    facts: dict[str, Any] = {"name": "Southern District", "kind": "district", "is_nextgen": True, "go_live_on": None}
    directory.update_listing(court_id="flsd", help_desk_telephone="", **facts)
    told: dict[str, Any] = {
        "account_number": old.number,
        "what": "E-File Registration Only",
        "state": "waiting",
        "changes": 1,
        "submitted_at": "2026-01-05T10:00:00+00:00",
        "changed_at": "2026-01-05T10:00:00+00:00",
    }
    request, court = uuid4(), Actor(label="court:flsd", site="flsd")
    efile.record_request(court_id="flsd", request_id=request, facts=told, actor=court)
    with pytest.raises(Refused, match="the court has not decided"):
        merge(house, "leonard")
    decided = told | {"state": "rejected", "changes": 2}
    efile.record_request(court_id="flsd", request_id=request, facts=decided, actor=court)
    merge(house, "leonard")
    page = house.signed_in("john", site=SiteKind.PACER).get("/manage/requests")
    assert f"with account {old.number}, since merged into this one" in text_of(page)


def test_whoever_logs_in_with_a_merged_account_is_told_which_to_use(house: House) -> None:
    old_account(house)
    merge(house, "leonard")
    answer = house.browser(site=SiteKind.PACER).sign_in("leonard", PASSWORD)
    assert "It was merged into your individual PACER account." in text_of(answer)


def test_the_history_of_a_merged_account_is_read_by_the_person_and_by_nobody_else(house: House) -> None:
    old = old_account(house)
    grant(house, "leonard")
    merge(house, "leonard")
    john, alice = (house.signed_in(name, site=SiteKind.PACER) for name in ("john", "alice"))
    assert f"history of account {old.number}" in text_of(john.get("/manage/history"))
    assert "Exemption: CJA panel attorney" in text_of(john.get(f"/manage/history?account={old.number}"))
    assert alice.get(f"/manage/history?account={old.number}").status_code == 404


@pytest.mark.parametrize(
    ("old", "traits", "why"),
    [
        ("alice", {}, "different names"),
        ("leonard", {"date_of_birth": date(1970, 1, 1)}, "different names or have different dates"),
        ("john", {}, "one and the same"),
        ("firm", {}, "cannot be merged"),
        ("leonard", {"status": AccountStatus.CLOSED}, "closed already"),
        ("leonard", {"status": AccountStatus.PENDING}, "not finished: Waiting for e-mail confirmation"),
        ("leonard", {"status": AccountStatus.HELD}, "not finished: Review registration hold"),
    ],
)
def test_accounts_that_cannot_be_merged(house: House, old: str, traits: dict[str, Any], why: str) -> None:
    if old == "leonard":
        old_account(house, **traits)
    with pytest.raises(Refused, match=why):
        merge(house, old)


@pytest.mark.parametrize(
    "status", [AccountStatus.PENDING, AccountStatus.HELD, AccountStatus.DISABLED, AccountStatus.INACTIVE]
)
def test_nothing_is_merged_into_an_account_that_nobody_can_log_in_with(house: House, status: AccountStatus) -> None:
    old_account(house)
    Account.objects.filter(pk=house.account("john").pk).update(status=status)
    with pytest.raises(Refused, match="Nobody can log in with account"):
        merge(house, "leonard")


def test_an_unconfirmed_account_is_not_exempt_and_is_forgotten_like_every_other(house: House) -> None:
    john, charlie = house.account("john"), house.account("charlie")
    month_ago = clock.now() - timedelta(days=31)
    Account.objects.filter(pk__in=(john.pk, charlie.pk)).update(status=AccountStatus.PENDING, created_at=month_ago)
    with pytest.raises(Refused, match="waits for its e-mail address"):
        grant(house)
    forget_unconfirmed()
    assert not Account.objects.filter(pk__in=(john.pk, charlie.pk)).exists()


def test_merging_ends_the_review_of_a_second_account(house: House, sasha: Browser) -> None:
    old = old_account(house)
    review = RegistrationReview.objects.create(account=old, reason=ReviewReason.DUPLICATE, other=house.account("john"))
    merge(house, "leonard")
    review.refresh_from_db()
    assert (review.decision, review.remark) == ("merged", f"Merged into account {house.account('john').number}.")
    assert "Nothing waits." in text_of(sasha.get("/desk/registrations"))
    sasha.post(f"/desk/registrations/{review.pk}", {"decision": "approved", "remark": "Late."})
    assert Account.objects.get(pk=old.pk).status == AccountStatus.CLOSED
    review.refresh_from_db()
    assert review.decision == "merged"
    assert not list(problems())


def test_a_card_that_comes_after_the_merging_is_not_stored(house: House, settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    old = old_account(house)
    browser = house.signed_in("leonard", site=SiteKind.PACER)
    page = browser.post("/manage/cards/add", {})
    merge(house, "leonard")
    browser.post(page.request["PATH_INFO"], TYPED, host="cards.localhost:8000")
    assert not StoredCard.objects.exists()
    visit = CardRequest.objects.get(account=old)
    assert visit.outcome == Outcome.CANCELLED
    (job,) = ProcrastinateJob.objects.filter(task_name="payments:forget-card")
    assert job.args == {"reference": str(visit.pk)}


def test_an_account_that_a_court_lets_file_is_not_closed(house: House) -> None:
    with pytest.raises(Refused, match="linked to a filing account"):
        rules.check_may_merge(old_account(house), house.account("john"), is_linked=True)


def test_the_service_centers_pages(house: House, sasha: Browser) -> None:
    john, old = house.account("john"), old_account(house)
    assert "There is no account" in text_of(sasha.post("/desk/exemptions", {"who": "nobody"}))
    page = sasha.post("/desk/exemptions", {"who": "john"})
    assert "This account has and had no exemption." in text_of(page)
    there = f"/desk/exemptions/{john.number}"
    day = queries.today()
    typed = {
        "kind": "cja",
        "first": f"{day:%m/%d/%Y}",
        "last": f"{day - timedelta(1):%m/%d/%Y}",
        "reason": "Panel list",
    }
    wrong = sasha.post(there, typed)
    assert "The last day is before the first." in text_of(wrong)
    assert b"Panel list" in wrong.content
    granted = sasha.post(there, {**typed, "last": f"{day:%m/%d/%Y}"})
    assert "CJA panel attorney every court" in text_of(granted)
    made = ExemptionGrant.objects.get()
    assert "Within seconds the courts go by it" in text_of(sasha.get(f"/desk/exemptions/grants/{made.pk}/withdraw"))
    gone = sasha.post(f"/desk/exemptions/grants/{made.pk}/withdraw", {"reason": "Off the panel"})
    assert "Withdrawn: Off the panel" in text_of(gone)
    unknown = sasha.post(f"{there}/merge", {"old_number": "9999999", "reason": "By letter"})
    assert "There is no account with this number." in text_of(unknown)
    asked = sasha.post(f"{there}/merge", {"old_number": old.number, "reason": "By letter"})
    assert "Do you want to merge these accounts?" in text_of(asked)
    assert Account.objects.get(pk=old.pk).status == AccountStatus.ACTIVE
    done = sasha.post(f"{there}/merge", {"old_number": old.number, "reason": "By letter", "merge": "yes"})
    assert f"Merged into this account {old.number}" in text_of(done)


def test_the_holder_reads_the_exemptions_and_sees_no_others(house: House) -> None:
    grant(house, reason="Panel list of 2026")
    john, alice = (house.signed_in(name, site=SiteKind.PACER) for name in ("john", "alice"))
    page = text_of(john.get("/manage/exemptions"))
    assert all(words in page for words in ("CJA panel attorney", "In force", "Panel list of 2026"))
    assert "no exemption from PACER fees" in text_of(alice.get("/manage/exemptions"))


def test_nobody_decides_about_the_own_exemption(house: House, sasha: Browser) -> None:
    own = house.account("sasha")
    day = queries.today()
    typed = {"kind": "cja", "first": f"{day:%m/%d/%Y}", "last": f"{day:%m/%d/%Y}", "reason": "For myself"}
    assert "This is your own account." in text_of(sasha.post(f"/desk/exemptions/{own.number}", typed))
    assert not ExemptionGrant.objects.exists()
    with pytest.raises(Refused, match="your own"):
        merge(house, "leonard", "sasha")
    grant(house)
    ExemptionGrant.objects.update(account=own)
    gone = sasha.post(f"/desk/exemptions/grants/{ExemptionGrant.objects.get().pk}/withdraw", {"reason": "x"})
    assert "This is your own account." in text_of(gone)


def test_every_look_at_exemptions_is_read_by_the_person(house: House, sasha: Browser) -> None:
    john, old = house.account("john"), old_account(house)
    sasha.post("/desk/exemptions", {"who": "john"})
    assert events_of("service-center")[0]["data"] == {"words": "john", "count": 1}
    sasha.post(f"/desk/exemptions/{john.number}/merge", {"old_number": old.number, "reason": "By letter"})
    for account in (john, old):
        event = events_of(account.chain)[0]
        assert (event["act"], event["data"]["reason"]) == ("account:any:look", "its exemptions")
