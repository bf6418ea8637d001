"""The operators' page, and trying a failed job again."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed_job(house: House) -> int:
    """The only job there is, and it has failed for good."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    enqueue("mail:send", message_id=4410)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 7 RETURNING id")
        (job_id,) = cursor.fetchone()
    return int(job_id)


def test_the_service_center_sees_what_failed_and_can_try_again(house: House, failed_job: int) -> None:
    sasha = house.signed_in("sasha", site=SiteKind.PACER)
    page = sasha.get("/operations/jobs").content.decode()
    assert "mail:send" in page
    assert "4410" in page
    assert f'action="/operations/jobs/{failed_job}/retry"' in page
    after = sasha.post(f"/operations/jobs/{failed_job}/retry", {})
    assert after.status_code == 200
    assert b"Try again" not in after.content
    assert ProcrastinateJob.objects.get(pk=failed_job).status == "todo"


def test_trying_again_is_on_the_record(house: House, failed_job: int) -> None:
    sasha = house.signed_in("sasha", site=SiteKind.PACER)
    sasha.post(f"/operations/jobs/{failed_job}/retry", {})
    (event,) = events_of("operations")
    assert (event["act"], event["target"]) == ("operations:job:retry", f"job:{failed_job}")
    assert event["by"] == house.account("sasha").chain
    assert event["data"] == {"name": "mail:send"}


@pytest.mark.parametrize("path", ["/operations/jobs/{}/retry", "/operations/jobs/99999999/retry"])
def test_a_job_that_has_not_failed_is_not_put_back(house: House, failed_job: int, path: str) -> None:
    sasha = house.signed_in("sasha", site=SiteKind.PACER)
    sasha.post(f"/operations/jobs/{failed_job}/retry", {})
    again = sasha.post(path.format(failed_job), {})
    assert again.status_code == 409
    assert b"not waiting for help any more" in again.content
    assert len(events_of("operations")) == 1


def test_nothing_to_do_is_said(house: House, failed_job: int) -> None:
    sasha = house.signed_in("sasha", site=SiteKind.PACER)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    assert b"Everything is done." in sasha.get("/operations/jobs").content


def test_nobody_else_operates_jobs(house: House, failed_job: int) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    assert john.get("/operations/jobs").status_code == 403
    assert john.post(f"/operations/jobs/{failed_job}/retry", {}).status_code == 403
    assert ProcrastinateJob.objects.get(pk=failed_job).status == "failed"
    assert b"Operations" not in john.get("/help/").content
    stranger = house.browser(site=SiteKind.PACER)
    assert b'id="loginForm"' in stranger.get("/operations/jobs").content


def test_a_link_cannot_try_a_job_again(house: House, failed_job: int) -> None:
    sasha = house.signed_in("sasha", site=SiteKind.PACER)
    assert sasha.get(f"/operations/jobs/{failed_job}/retry").status_code == 405
    assert ProcrastinateJob.objects.get(pk=failed_job).status == "failed"
