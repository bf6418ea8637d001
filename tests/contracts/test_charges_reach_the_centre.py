"""Charges reach the centre: by a job of the act's own transaction, in batches, each kept once."""

from __future__ import annotations

from typing import Any, NoReturn

import httpx
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.billing.models import BilledCharge
from opencmecf.court.metering import actions, jobs, queries
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile import queries as profile
from opencmecf.foundation import clock
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.client_code import ClientCodeRequired, ClientCodeRule
from opencmecf.foundation.relying_party import internal_http
from opencmecf.foundation.relying_party.transport import Http
from opencmecf.invariants import TIME_TO_TELL, problems
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


class Away(httpx.BaseTransport):
    """A network in which nobody answers."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")


class AnswersAreLost:
    """A client whose network brings what is put and loses the answers."""

    def __init__(self, http: Http) -> None:
        self.http = http

    def put(self, url: str, **sent: Any) -> NoReturn:
        self.http.put(url, **sent)
        raise httpx.ReadTimeout("lost")


def view(house: House, username: str = "john", **facts: Any) -> Charge:
    court = facts.pop("court", house.flsd)
    told: dict[str, Any] = {"description": "Docket Report", "criteria": "1:20-cv-20001", "pages": 3, **facts}
    actor = told.pop("actor", None) or house.actor(username, court)
    return actions.charge(court=court, actor=actor, **told)


def test_a_charge_is_noted_to_be_told_and_the_clock_leaves_one_job_for_its_court(house: House) -> None:
    made = [view(house), view(house)]
    assert queries.untold("flsd", limit=10) == made
    for _ in range(2):
        jobs.tell_new()
    waiting = ProcrastinateJob.objects.filter(task_name="metering:tell-billing")
    assert [job.args for job in waiting] == [{"court_id": "flsd"}]
    jobs.tell_billing(court_id="flsd")
    waiting.delete()
    jobs.tell_new()
    assert not waiting.exists()


def test_the_job_tells_the_centre_of_every_charge_once(house: House) -> None:
    made = [view(house), view(house, "alice", pages=40), view(house, court=house.ca11)]
    for _ in range(2):
        jobs.tell_billing(court_id="flsd")
    kept = {one.pk: one for one in BilledCharge.objects.all()}
    assert set(kept) == {one.key for one in made[:2]}
    for one in made[:2]:
        row = kept[one.key]
        names = ("court_id", "account_number", "client_code", "description", "criteria", "pages", "cost_cents", "basis")
        assert [getattr(row, name) for name in names] == [getattr(one, name) for name in names]
        assert row.at == Charge.objects.get(pk=one.pk).at
    assert not queries.untold("flsd", limit=10)
    assert queries.untold("ca11", limit=10) == [made[2]]


def test_many_charges_go_in_several_batches(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    for _ in range(5):
        view(house)
    jobs.tell_billing(court_id="flsd")
    assert BilledCharge.objects.count() == 5


def test_when_the_centre_is_away_the_job_fails_and_a_later_one_tells_everything(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    view(house)
    with monkeypatch.context() as patch:
        patch.setattr(profile, "internal_http", lambda: httpx.Client(transport=Away()))
        with pytest.raises(httpx.ConnectError):
            jobs.tell_billing(court_id="flsd")
    view(house)
    jobs.tell_billing(court_id="flsd")
    assert BilledCharge.objects.count() == 2


def test_an_answer_that_was_lost_makes_no_second_charge(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    view(house)
    with monkeypatch.context() as patch:
        patch.setattr(profile, "internal_http", lambda: AnswersAreLost(internal_http()))
        with pytest.raises(httpx.ReadTimeout):
            jobs.tell_billing(court_id="flsd")
    view(house)  # the next batch is another one
    jobs.tell_billing(court_id="flsd")
    assert BilledCharge.objects.count() == 2
    assert not list(problems())


def test_charges_whose_jobs_were_given_up_are_told_by_the_clock(house: House) -> None:
    late, fresh = view(house), view(house, court=house.ca11)
    Charge.objects.filter(pk=late.pk).update(at=clock.now() - 2 * jobs.LATE)
    jobs.tell_late()
    assert BilledCharge.objects.get().pk == late.key
    assert queries.untold("ca11", limit=10) == [fresh]


def test_what_court_staff_view_costs_nothing_and_without_an_account_is_not_told(house: House) -> None:
    clerk = system("clerk", "flsd", frozenset({Role.CLERK}))
    made = view(house, actor=clerk)
    assert (made.basis, made.cost_cents) == ("staff", 0)
    jobs.tell_billing(court_id="flsd")
    assert not BilledCharge.objects.exists()
    assert not list(problems())


def test_without_the_client_code_that_the_firm_asks_for_nothing_is_charged(house: House) -> None:
    john = house.actor("john")
    asked = {**vars(john), "client_code_rule": ClientCodeRule(is_required=True, example="4410-02")}
    asked = {name: value for name, value in asked.items() if name in type(john).__dataclass_fields__}
    with pytest.raises(ClientCodeRequired) as refused:
        view(house, actor=type(john)(**asked))
    assert refused.value.links == (("Change Client Code", "/utilities/client-code"),)
    assert not Charge.objects.exists()
    assert view(house, actor=type(john)(**{**asked, "client_code": "x"})).client_code == "x"


def test_the_check_finds_what_court_and_centre_do_not_both_have(house: House) -> None:
    missing, other, fresh = view(house), view(house), view(house)
    jobs.tell_billing(court_id="flsd")
    assert not list(problems())
    BilledCharge.objects.filter(pk=missing.key).delete()
    BilledCharge.objects.filter(pk=other.key).update(cost_cents=10)
    Charge.objects.filter(pk=fresh.pk).delete()
    untold = view(house)
    found = list(problems())
    assert [one for one in found if one.startswith(f"charge:{missing.pk} ") and "does not have it" in one]
    assert [one for one in found if one.startswith(f"charge:{other.pk} ") and "another cost" in one]
    assert [one for one in found if str(fresh.key) in one]
    assert len(found) == 3  # the one that is still to be told has time
    Charge.objects.filter(pk=untold.pk).update(at=clock.now() - 2 * TIME_TO_TELL)
    assert [one for one in problems() if one.startswith(f"charge:{untold.pk} ")]
