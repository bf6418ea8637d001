"""A change in Manage My Account, on its way to the courts and through the clerk's queue."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.contact_changes.models import ContactChange as SentChange
from opencmecf.central.signon import contact_changes
from opencmecf.central.signon.jobs import tell_court
from opencmecf.court.desk import actions, jobs, rules
from opencmecf.court.desk.models import ContactChange
from opencmecf.court.filers import jobs as filer_jobs
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile import jobs as profile_jobs
from opencmecf.foundation.access import Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.relying_party import internal_http
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import PASSWORD, SYSTEM, Browser, House

pytestmark = pytest.mark.django_db

QUEUE = "/court/contact-changes"
ADDRESS = {
    "address": "1 New Street",
    "city": "Key West",
    "state": "FL",
    "zip_code": "33040",
    "country": "United States of America",
    "telephone": "305-555-0100",
}


@pytest.fixture
def alice(house: House) -> CourtAccount:
    """alice's account at flsd, linked and known to the national register."""
    account = house.linked("alice")
    profile_jobs.tell_directory("flsd")
    filer_jobs.tell_register("flsd", house.account("alice").number)
    return account


@pytest.fixture
def at_pacer(house: House, alice: CourtAccount) -> Browser:
    return house.signed_in("alice", site=SiteKind.PACER)


@pytest.fixture
def carla(house: House) -> Browser:
    house.linked("carla", role=Role.CLERK)
    return house.signed_in("carla", house.flsd)


def send_all() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="contact-changes:tell-court").order_by("id"):
        tell_court(**job.args)


def test_a_changed_address_waits_for_the_clerk_who_approves_it(
    house: House, alice: CourtAccount, at_pacer: Browser, carla: Browser
) -> None:
    at_pacer.post("/manage/address", ADDRESS)
    assert "On its way to the court" in text_of(at_pacer.get("/manage/courts/changes"))
    send_all()
    send_all()
    assert "Sent to flsd, waiting for the clerk" in text_of(at_pacer.get("/manage/courts/changes"))
    alice.refresh_from_db()
    assert alice.city == ""
    waiting = carla.get(QUEUE)
    assert "1 change, the oldest first" in text_of(waiting)
    change = ContactChange.objects.get()
    shown = text_of(carla.get(f"{QUEUE}/{change.pk}"))
    assert "City — Key West" in shown
    carla.post(f"{QUEUE}/{change.pk}/approve", {})
    alice.refresh_from_db()
    assert (alice.city, alice.telephone) == ("Key West", "305-555-0100")
    for _ in range(2):
        jobs.tell_decision(change.pk)
    assert "Applied by the court" in text_of(at_pacer.get("/manage/courts/changes"))
    acts = [event["act"] for event in events_of(f"account:{house.account('alice').number}")]
    assert acts.count("account:contact-change:decide") == 1
    assert events_of(alice.chain)[0]["act"] == "filer:contact-change:apply"
    assert "does not wait any more" in text_of(carla.post(f"{QUEUE}/{change.pk}/approve", {}))


def test_a_rejected_change_is_told_with_its_reason(
    house: House, alice: CourtAccount, at_pacer: Browser, carla: Browser
) -> None:
    name = {"first_name": "Alice", "last_name": "Moreno-Hill", "current_password": PASSWORD}
    assert "The name was changed from Alice Moreno to Alice Moreno-Hill." in text_of(
        at_pacer.post("/manage/name", name)
    )
    send_all()
    change = ContactChange.objects.get()
    assert (change.before, change.after) == ({"last_name": "Moreno"}, {"last_name": "Moreno-Hill"})
    assert "Fill in “Reason”." in text_of(carla.post(f"{QUEUE}/{change.pk}", {"reason": ""}))
    carla.post(f"{QUEUE}/{change.pk}", {"reason": "Send us the court order."})
    jobs.tell_decision(change.pk)
    assert "Not taken over by the court: Send us the court order." in text_of(at_pacer.get("/manage/courts/changes"))
    alice.refresh_from_db()
    assert alice.last_name == "Moreno"


def test_a_court_that_applies_at_once_has_nothing_waiting(house: House, alice: CourtAccount, at_pacer: Browser) -> None:
    house.linked("adele", role=Role.COURT_ADMIN)
    house.signed_in("adele", house.flsd).post(f"{QUEUE}/setting", {"at_once": "yes"})
    at_pacer.post("/manage/address", ADDRESS)
    send_all()
    alice.refresh_from_db()
    assert alice.city == "Key West"
    assert "Applied by the court" in text_of(at_pacer.get("/manage/courts/changes"))


def test_a_court_that_is_down_is_told_later(alice: CourtAccount, at_pacer: Browser) -> None:
    at_pacer.post("/manage/address", ADDRESS)
    pk = ProcrastinateJob.objects.get(task_name="contact-changes:tell-court").args["change_pk"]
    down = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(503)))
    with pytest.raises(httpx.HTTPStatusError):
        contact_changes.send(change_pk=pk, http=down)
    assert "On its way" in text_of(at_pacer.get("/manage/courts/changes"))
    contact_changes.send(change_pk=pk, http=internal_http())
    assert ContactChange.objects.count() == 1


def test_of_two_changes_in_the_wrong_order_the_later_one_stays(house: House, alice: CourtAccount) -> None:
    profile.apply_changes_at_once(court=house.flsd, at_once=True, actor=replace(SYSTEM, site="flsd"))
    house.flsd.refresh_from_db()
    told = {"court": house.flsd, "account_number": house.account("alice").number, "actor": SYSTEM}
    ids = ["7b8a3c1e-26c4-4b12-9a5e-0d9a3f1f2a10", "7b8a3c1e-26c4-4b12-9a5e-0d9a3f1f2a11"]
    assert actions.receive_change(change_id=ids[1], sequence=2, facts={"city": "Tampa"}, **told) == "applied"
    first = {"city": "Ocala", "email": "alice@new.example"}
    assert actions.receive_change(change_id=ids[0], sequence=1, facts=first, **told) == "applied"
    alice.refresh_from_db()
    assert (alice.city, alice.email) == ("Tampa", "alice@new.example")
    assert {"alice@example.com", "alice@new.example"} <= set(Message.objects.values_list("recipient", flat=True))
    third = "7b8a3c1e-26c4-4b12-9a5e-0d9a3f1f2a12"
    assert actions.receive_change(change_id=third, sequence=0, facts={"city": "Miami"}, **told) == "superseded"


def test_after_unlinking_a_court_is_not_asked_and_a_late_change_finds_nobody(house: House, alice: CourtAccount) -> None:
    told = {"court": house.flsd, "account_number": "1234567", "actor": SYSTEM, "sequence": 1}
    change_id = "7b8a3c1e-26c4-4b12-9a5e-0d9a3f1f2a10"
    assert actions.receive_change(change_id=change_id, facts={"city": "Tampa"}, **told) == "no-account"


@pytest.mark.parametrize(
    "facts",
    [None, {}, [], {"password": "x"}, {"city": 1}, {"city": "x" * 301}, {"email": " "}, {"city": "a\0b"}],
)
def test_facts_that_cannot_be_are_refused(facts: object) -> None:
    with pytest.raises(Refused):
        rules.checked_facts(facts)


def test_a_token_for_another_court_opens_nothing(house: House, alice: CourtAccount, at_pacer: Browser) -> None:
    at_pacer.post("/manage/address", ADDRESS)
    token = contact_changes.token_of(SentChange.objects.get())
    other = settings.SITE_NAMES[0].url(SiteKind.COURT, "/internal/contact-changes", court=house.ca11.pk)
    answer = internal_http().post(other, content=token)
    assert answer.status_code == 400
    assert not ContactChange.objects.exists()


def test_manage_my_account_leads_to_the_courts_own_email_settings(
    house: House, alice: CourtAccount, at_pacer: Browser
) -> None:
    page = at_pacer.get("/manage/email-noticing").content.decode()
    links = re.findall(r'href="(http://ecf\.flsd\.[^"]+)"', page)
    assert len(links) == 1
    path = "/" + links[0].split("/", 3)[3]
    assert "E-mail Information" in text_of(at_pacer.at(house.flsd).get(path))
