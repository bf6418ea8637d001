"""Handing docket sheets over in the browser: the job, the report, and what stays hidden in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.json_form import to_json
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.exchange.uploads import actions
from opencmecf.exchange.uploads.jobs import import_upload
from opencmecf.exchange.uploads.models import DocketUpload, DocketUploadFile
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.foundation.errors import NotAllowed
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

PLACE = "/court/imports"
CLERK = system("tests", "flsd", frozenset({Role.CLERK}))
ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN}))


@pytest.fixture
def adele(house: House) -> Browser:
    house.linked("adele", role=Role.COURT_ADMIN)
    return house.signed_in("adele", house.flsd)


def hand_over(browser: Browser, **files: bytes) -> Any:
    sent = [SimpleUploadedFile(f"{name}.html", content) for name, content in files.items()]
    client: Client = browser.clients[browser.home]
    return browser._follow(browser.home, client.post(PLACE, {"sheets": sent}))


def do_jobs() -> None:
    for upload in DocketUpload.objects.all():
        import_upload(upload=upload.pk)


def sheet() -> bytes:
    return to_json(civil_sheet()).encode()


def test_files_wait_for_the_job_and_each_gets_its_line(adele: Browser) -> None:
    page = hand_over(adele, good=sheet(), bad=b"<p>no docket</p>").content.decode()
    assert "0 of 2 files are done" in page
    assert page.count("waiting") == 2
    do_jobs()
    page = adele.get(f"{PLACE}/{DocketUpload.objects.get().pk}").content.decode()
    assert "All 2 files done; 1 refused." in page
    assert '<a href="/cgi-bin/DktRpt.pl?560001">1:20-cv-20001-RMA</a>' in page
    assert "The page is no docket sheet." in page
    assert Case.objects.count() == 1
    assert "2 files, by Adele Novak" in adele.get(PLACE).content.decode()


def test_the_job_is_left_with_the_files_and_does_them_once(adele: Browser) -> None:
    hand_over(adele, good=sheet(), again=sheet())
    waiting = ProcrastinateJob.objects.get(task_name="docket:import-upload")
    assert waiting.args == {"upload": DocketUpload.objects.get().pk}
    do_jobs()
    do_jobs()
    assert [one.outcome for one in DocketUploadFile.objects.order_by("order")] == ["imported", "unchanged"]
    assert not DocketUploadFile.objects.exclude(content=None).exists(), "what is done is not kept"


@pytest.mark.parametrize(("files", "told"), [({}, "Choose at least one file."), ({"empty": b""}, "is empty")])
def test_what_is_wrong_with_the_choice_is_said(adele: Browser, files: dict[str, bytes], told: str) -> None:
    page = hand_over(adele, **files)
    assert told in page.content.decode()
    assert not DocketUpload.objects.exists()


def test_the_report_does_not_name_a_case_that_its_reader_may_not_see(adele: Browser) -> None:
    hand_over(adele, good=sheet())
    do_jobs()
    restrict_case(case=Case.objects.get(), restriction=Restriction.SEALED, reason="", actor=CLERK)
    page = adele.get(f"{PLACE}/{DocketUpload.objects.get().pk}").content.decode()
    assert "20001" not in page
    assert "560001" not in page


def test_others_find_nothing(house: House, adele: Browser) -> None:
    hand_over(adele, good=sheet())
    upload = DocketUpload.objects.get()
    house.linked("carla", role=Role.CLERK)
    assert house.signed_in("carla", house.flsd).get(f"{PLACE}/{upload.pk}").status_code == 403
    with pytest.raises(NotAllowed):
        actions.upload_dockets(court=house.flsd, files=[("a.html", b"x")], actor=CLERK)
    assert not DocketUpload.objects.visible_to(system("x", "ca11", frozenset({Role.COURT_ADMIN}))).exists()
    assert DocketUpload.objects.visible_to(ADMIN).exists()
