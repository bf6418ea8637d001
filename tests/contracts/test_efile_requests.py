"""What a court tells of requests for admission and e-file registration, over its contract with the centre."""

from __future__ import annotations

from opencmecf.central.accounts.history import of_account
from opencmecf.central.efile import queries as efile
from opencmecf.court.admissions import actions, jobs
from opencmecf.court.admissions.tests.applicants import submitted
from opencmecf.court.profile.jobs import tell_directory
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import House


def test_a_request_is_told_once_however_often_it_is_sent(house: House) -> None:
    john = house.actor("john")
    tell_directory("flsd")
    request = submitted(house.flsd, john)
    for _ in range(2):
        jobs.tell_centre(str(request.pk))
    (told,) = efile.requests_of(john.account_number)
    assert (told.pk, told.what, told.state) == (request.pk, "E-File Registration Only", "waiting")
    happenings = [one for one in of_account(house.account("john")) if one.act == "efile:request:record"]
    court = "United States District Court for the Southern District of Florida"
    assert [one.what for one in happenings] == [f"E-File Registration Only at the {court}: Waiting for the clerk."]
    actions.withdraw(application=request, actor=john)
    jobs.tell_centre(str(request.pk))
    page = house.signed_in("john", site=SiteKind.PACER).get("/manage/requests").content.decode()
    assert "Withdrawn" in page


def test_a_draft_is_nobodys_business_but_the_applicants(house: House) -> None:
    john = house.actor("john")
    tell_directory("flsd")
    draft = actions.begin(court=house.flsd, choice="efile", court_name="", upgrade_url="", register_url="", actor=john)
    jobs.tell_centre(str(draft.pk))
    actions.withdraw(application=draft, actor=john)
    jobs.tell_centre(str(draft.pk))
    assert not efile.requests_of(john.account_number)
