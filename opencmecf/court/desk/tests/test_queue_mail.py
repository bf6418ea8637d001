"""What clerks are written about the requests that wait for them, and the counts in their menu."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from opencmecf.court.admissions import actions as admissions
from opencmecf.court.admissions.models import Application
from opencmecf.court.admissions.tests.applicants import submitted
from opencmecf.court.desk import actions, jobs, queries, rules
from opencmecf.court.desk.models import ClerkMail, QueueMail
from opencmecf.court.filing.tests.cases import actor_of
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.queries import HostedCourt, hosted_court
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import SYSTEM, House

EASTERN = ZoneInfo("America/New_York")
PACER = system("pacer", "flsd")


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE = tmp_path / "store"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock says, the summary is due."""
    monkeypatch.setattr(rules, "SUMMARY_FROM_HOUR", 0)


@pytest.fixture
def carla(house: House) -> Actor:
    """A clerk."""
    return actor_of(house.linked("carla", role=Role.CLERK))


@pytest.fixture
def adele(house: House) -> Actor:
    """A court administrator."""
    return actor_of(house.linked("adele", role=Role.COURT_ADMIN))


@pytest.fixture
def waiting(house: House) -> Application:
    """A request of John's."""
    return submitted(house.flsd, house.actor("john"))


def flsd() -> HostedCourt:
    """The court as it is now."""
    court = hosted_court("flsd")
    assert court is not None
    return court


def at_once(house: House, adele: Actor) -> None:
    """The court wants its clerks to be written to at once."""
    profile.tell_clerks_at_once(court=house.flsd, at_once=True, actor=adele)


def change_of_address(house: House) -> str:
    account = house.linked("alice")
    assert account.person is not None
    key = "9b0b7a5e-0000-4000-8000-000000000001"
    facts = {"city": "Key West"}
    number = account.person.account_number
    return actions.receive_change(
        court=house.flsd, change_id=key, account_number=number, sequence=1, facts=facts, actor=PACER
    )


def told(subject: str) -> list[str]:
    found = Message.objects.filter(subject__startswith=subject).order_by("recipient")
    return list(found.values_list("recipient", flat=True))


def news_jobs() -> list[dict[str, Any]]:
    found = ProcrastinateJob.objects.filter(task_name="desk:tell-clerks").order_by("id")
    return list(found.values_list("args", flat=True))


@pytest.mark.parametrize(("hour", "is_due"), [(0, False), (6, False), (7, True), (23, True)])
def test_the_summary_is_due_from_the_courts_own_morning(
    monkeypatch: pytest.MonkeyPatch, hour: int, is_due: bool
) -> None:
    monkeypatch.undo()
    assert rules.is_time_for_summary(datetime(2026, 1, 5, hour, 59, tzinfo=EASTERN)) is is_due


def test_the_summary_tells_each_clerk_once_a_day_what_waits(
    house: House, carla: Actor, adele: Actor, waiting: Application
) -> None:
    house.linked("jones", role=Role.JUDGE)
    house.linked("dora", house.ca11, role=Role.CLERK)
    assert change_of_address(house) == "waiting"
    for _ in range(2):
        jobs.summaries()
    assert told("What waits for the clerk") == ["adele@example.com", "carla@example.com"]
    text = Message.objects.filter(recipient="carla@example.com").latest("pk").text
    assert "Requests for Admission and E-Filing: 1, the first since" in text
    assert "http://ecf.flsd.localhost:8000/court/contact-changes" in text
    assert "/utilities/queue-mail" in text


def test_on_a_day_on_which_nothing_waits_nobody_is_written_to(house: House, carla: Actor) -> None:
    assert actions.send_summary(court=flsd()) == 0
    assert not told("What waits")


def test_nobody_is_written_to_who_could_not_come(house: House, waiting: Application) -> None:
    house.court_account("carla", role=Role.CLERK)  # issued, and not linked
    disabled = house.linked("adele", role=Role.COURT_ADMIN)
    type(disabled).objects.filter(pk=disabled.pk).update(is_active=False)
    assert actions.send_summary(court=flsd()) == 0


def test_a_clerk_chooses_and_the_choice_is_on_the_record(house: House, carla: Actor, waiting: Application) -> None:
    for _ in range(2):
        actions.choose_clerk_mail(mail=ClerkMail.NONE, actor=carla)
    assert actions.send_summary(court=flsd()) == 0
    chain = f"filer:flsd:{carla.court_account_id}"
    events = [one for one in events_of(chain) if one["act"] == "court:queue-mail:choose"]
    assert [one["data"] for one in events] == [{"former": "usual", "now": "none"}]
    with pytest.raises(NotAllowed):
        actions.choose_clerk_mail(mail=ClerkMail.NONE, actor=house.actor("john"))


def test_at_once_where_the_court_wants_it_and_to_whoever_has_not_chosen_less(
    house: House, carla: Actor, adele: Actor, waiting: Application
) -> None:
    (job,) = news_jobs()
    jobs.tell_clerks(**job)
    assert not told("A request waits")  # the court has not chosen that
    at_once(house, adele)
    actions.choose_clerk_mail(mail=ClerkMail.SUMMARY, actor=adele)
    for _ in range(2):
        jobs.tell_clerks(**job)
    assert told("A request waits") == ["carla@example.com"]
    message = Message.objects.get(subject__startswith="A request waits")
    assert "E-File Registration Only\nJohn Attorney" in message.text
    assert f"/court/admissions/{waiting.pk}" in message.text


def test_an_answer_is_told_again_and_what_is_decided_is_not(
    house: House, carla: Actor, adele: Actor, waiting: Application
) -> None:
    at_once(house, adele)
    jobs.tell_clerks(**news_jobs()[0])
    admissions.ask(application=waiting, question="Which bar?", actor=carla)
    admissions.answer(application=waiting, text="Florida", actor=house.actor("john"))
    assert len(news_jobs()) == 2
    jobs.tell_clerks(**news_jobs()[1])
    assert len(told("A request waits")) == 4
    admissions.reject(application=waiting, reason="No.", actor=carla)
    QueueMail.objects.all().delete()
    jobs.tell_clerks(**news_jobs()[1])
    assert len(told("A request waits")) == 4


def test_a_change_made_at_pacer_is_told(house: House, carla: Actor, adele: Actor) -> None:
    at_once(house, adele)
    change_of_address(house)
    (job,) = news_jobs()
    jobs.tell_clerks(**job)
    assert (
        "Change made at PACER: City\nAlice Moreno"
        in Message.objects.filter(subject__startswith="A request").latest("pk").text
    )


def test_only_the_administrator_chooses_for_the_court(house: House, carla: Actor, adele: Actor) -> None:
    with pytest.raises(NotAllowed):
        profile.tell_clerks_at_once(court=house.flsd, at_once=True, actor=carla)
    for _ in range(2):
        at_once(house, adele)
    acts = [one["act"] for one in events_of("court:flsd")]
    assert acts.count("court:queue-mail:decide") == 1


def test_the_menu_counts_what_waits_for_whoever_decides(house: House, carla: Actor, waiting: Application) -> None:
    page = text_of(house.signed_in("carla", house.flsd).get("/cgi-bin/DisplayMenu.pl?Utilities"))
    assert "Requests for Admission and E-Filing 1 waiting" in page
    assert "Changes Made at PACER New addresses" in page  # nothing waits there
    assert queries.queues(house.actor("john")) == []
    assert queries.queues(replace(SYSTEM, site="ca11"))[0].count == 0


def test_the_pages(house: House, carla: Actor, adele: Actor) -> None:
    clerk, administrator = (house.signed_in(name, house.flsd) for name in ("carla", "adele"))
    assert "This court has chosen the summary alone." in text_of(clerk.get("/utilities/queue-mail"))
    assert "Saved." in text_of(clerk.post("/utilities/queue-mail", {"mail": "summary"}))
    assert queries.clerk_mail(carla) == "summary"
    assert clerk.get("/utilities/queue-mail").context["form"].initial == {"mail": "summary"}
    assert clerk.post("/utilities/queue-mail", {"mail": "hourly"}).context["form"].errors
    assert administrator.post("/utilities/queue-mail/court", {"at_once": "yes"}).status_code == 200
    assert "at once as well" in text_of(clerk.get("/utilities/queue-mail"))
    assert flsd().settings.tells_clerks_at_once
