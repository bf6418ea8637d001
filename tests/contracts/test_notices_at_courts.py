"""Notices of the service center's procedures, which go to the addresses that only a court knows as well."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import history
from opencmecf.central.accounts.models import Account, LostMailbox
from opencmecf.central.second_factor import actions as second_factors
from opencmecf.central.second_factor.models import Reset
from opencmecf.central.signon import notice_addresses
from opencmecf.central.signon.event_tokens import event_token
from opencmecf.central.signon.jobs import write_at_court
from opencmecf.court.filers.jobs import tell_register
from opencmecf.court.filing.tests.cases import actor_of
from opencmecf.court.notices import actions as notices
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.profile.jobs import tell_directory
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.relying_party.client import DELEGATIONS_EVENT, NOTICE_ADDRESSES_EVENT
from opencmecf.testing.authenticators import App
from opencmecf.testing.people import House

SASHA = Actor(label="account:7654321", site="pacer", roles=frozenset({Role.SERVICE_CENTER}), account_id=0)
REASON = "Has left the firm. Called back."
PARALEGAL, DOCKETING = "paralegal@moreno.example", "docketing@moreno.example"
GOING_TO_CHANGE = "The e-mail address of your PACER account is going to change"
STAYS = "The e-mail address of your PACER account stays as it is"
CA11 = "the United States Court of Appeals for the Eleventh Circuit"
GOING_TO_BE_REMOVED = "Your PACER login methods are going to be removed"


@pytest.fixture
def alice(house: House) -> Account:
    """The attorney, linked at two courts; both know her paralegal's address, and flsd one that nobody has confirmed."""
    for court in (house.ca11, house.flsd):
        filer = actor_of(house.linked("alice", court))
        notices.set_notice_address(address=PARALEGAL, actor=filer)
        tell_directory(court.pk)
        tell_register(court.pk, house.account("alice").number)
    NoticeAddress.objects.update(confirmed_at=Now())
    notices.set_notice_address(address=DOCKETING, actor=filer)
    Message.objects.all().delete()
    ProcrastinateJob.objects.all().delete()
    return house.account("alice")


def report_mailbox(account: Account) -> LostMailbox:
    told = {"new_email": "alice@new.example", "reason": REASON}
    return accounts.report_lost_mailbox(account=account, actor=SASHA, **told)


def jobs_left() -> list[dict[str, Any]]:
    rows = ProcrastinateJob.objects.filter(task_name="accounts:write-at-court").order_by("pk")
    return [row.args for row in rows]


def subjects_to(address: str) -> list[str]:
    return list(Message.objects.filter(recipient=address).order_by("pk").values_list("subject", flat=True))


def test_a_confirmed_address_at_a_court_is_told_once_and_can_stop_it(house: House, alice: Account) -> None:
    report_mailbox(alice)
    assert subjects_to(PARALEGAL) == []  # courts are asked by jobs, and not while the act is done
    for args in 2 * jobs_left():
        write_at_court(**args)
    assert subjects_to(PARALEGAL) == [GOING_TO_CHANGE]
    assert subjects_to(DOCKETING) == []  # nobody there has said to belong to her
    assert subjects_to("alice@example.com") == [GOING_TO_CHANGE]
    assert "/lost-mailbox/keep?token=" in Message.objects.get(recipient=PARALEGAL).text
    assert f"“{GOING_TO_CHANGE}” was also written to what {CA11} knows: {PARALEGAL}." in [
        one.what for one in history.of_account(alice)
    ]


def test_a_removal_of_the_second_factor_is_told_there_as_well(house: House, alice: Account) -> None:
    App.of(alice)
    second_factors.request_reset(account=alice, reason=REASON, actor=SASHA)
    for args in jobs_left():
        write_at_court(**args)
    assert subjects_to(PARALEGAL) == [GOING_TO_BE_REMOVED]


def test_a_court_that_is_down_is_asked_again(house: House, alice: Account) -> None:
    report_mailbox(alice)
    args = jobs_left()[0]
    down = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(503)))
    with pytest.raises(httpx.HTTPStatusError):
        notice_addresses.write_at_court(http=down, **args)
    assert subjects_to(PARALEGAL) == []
    write_at_court(**args)
    assert subjects_to(PARALEGAL) == [GOING_TO_CHANGE]


@pytest.mark.parametrize("what", ["mailbox", "second factor"])
def test_what_a_court_names_too_late_is_not_written_to(house: House, alice: Account, what: str, settings: Any) -> None:
    settings.LOST_MAILBOX_WAIT_HOURS = settings.SECOND_FACTOR_RESET_WAIT_HOURS = 0
    if what == "mailbox":
        report_mailbox(alice)
    else:
        App.of(alice)
        second_factors.request_reset(account=alice, reason=REASON, actor=SASHA)
    assert LostMailbox.objects.exists() or Reset.objects.exists()
    for args in jobs_left():
        write_at_court(**args)
    assert subjects_to(PARALEGAL) == []


def test_that_it_was_stopped_is_told_whenever_the_court_answers(house: House, alice: Account) -> None:
    report_mailbox(alice)
    accounts.withdraw_lost_mailbox(account=alice, actor=SASHA)
    turns = ProcrastinateJob.objects.filter(task_name="accounts:write-at-court").values_list("lock", flat=True)
    assert len(turns) == 4
    assert len(set(turns)) == 2  # of one court, what was written first comes first
    for args in jobs_left():
        write_at_court(**args)
    assert subjects_to(PARALEGAL) == [GOING_TO_CHANGE, STAYS]


def test_no_job_carries_a_link_that_an_operator_could_read(house: House, alice: Account) -> None:
    report_mailbox(alice)
    assert jobs_left()
    assert not any("lost-mailbox" in str(args) for args in jobs_left())


def test_a_court_answers_tokens_for_itself_and_this_question_alone(house: House, alice: Account) -> None:
    told: dict[str, Any] = {"account_number": alice.number, "facts": {}, "key": "1"}
    court = house.browser(house.flsd)._client("ecf.flsd.localhost:8000")

    def ask(token: str) -> Any:
        return court.post("/internal/notice-addresses", token, content_type="application/secevent+jwt")

    answer = ask(event_token(court_id="flsd", event=NOTICE_ADDRESSES_EVENT, **told))
    assert answer.json() == {"addresses": ["alice@example.com", PARALEGAL]}
    assert ask(event_token(court_id="ca11", event=NOTICE_ADDRESSES_EVENT, **told)).status_code == 400
    assert ask(event_token(court_id="flsd", event=DELEGATIONS_EVENT, **told)).status_code == 400
    assert ask("").status_code == 400
    nobody = {**told, "account_number": "1234567"}
    assert ask(event_token(court_id="flsd", event=NOTICE_ADDRESSES_EVENT, **nobody)).json() == {"addresses": []}


def test_what_a_court_may_answer() -> None:
    assert notice_addresses.addresses_in({"addresses": ["a@b.example", "nobody", 7, None]}) == ["a@b.example"]
    for answer in (None, [], {}, {"addresses": "a@b.example"}, {"addresses": ["a@b.example"] * 51}):
        with pytest.raises(Refused):
            notice_addresses.addresses_in(answer)
