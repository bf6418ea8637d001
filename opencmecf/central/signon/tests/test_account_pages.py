"""Where you are logged in, and the security log."""

from __future__ import annotations

from opencmecf.central.signon.models import Attempt, ProgramToken, Session
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import PASSWORD, House


def _text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_the_list_shows_every_browser_with_its_courts(house: House) -> None:
    house.linked("alice")
    house.signed_in("alice", house.flsd)
    here = house.signed_in("alice", site=SiteKind.PACER)
    page = _text(here.get("/manage/sessions"))
    assert "127.0.0.1" in page
    assert "Southern District of Florida" in page
    assert page.count("Log it out<span") == 1


def test_one_session_is_ended_from_another(house: House) -> None:
    other = house.signed_in("alice", site=SiteKind.PACER)
    here = house.signed_in("alice", site=SiteKind.PACER)
    sid = Session.objects.order_by("started_at")[0].pk
    here.post(f"/manage/sessions/{sid}/end", {})
    assert "PACER LOGIN" in _text(other.get("/manage"))
    assert "Manage My Account" in _text(here.get("/manage"))


def test_all_others_are_ended_with_the_programs(house: House) -> None:
    for _ in range(2):
        house.signed_in("alice", site=SiteKind.PACER)
    here = house.signed_in("alice", site=SiteKind.PACER)
    ProgramToken.objects.create(token_fingerprint="a" * 64, account=house.account("alice"))
    assert "Programs" in _text(here.get("/manage/sessions"))
    assert "You are logged in nowhere else" in _text(here.post("/manage/sessions/end-others", {}))
    assert Session.objects.filter(ended_at=None).count() == 1
    assert not ProgramToken.objects.filter(ended_at=None).exists()


def test_one_program_is_ended(house: House) -> None:
    here = house.signed_in("alice", site=SiteKind.PACER)
    for letter in "ab":
        ProgramToken.objects.create(token_fingerprint=letter * 64, account=house.account("alice"))
    here.post(f"/manage/programs/{'a' * 64}/end", {})
    assert ProgramToken.objects.get(ended_at=None).pk == "b" * 64


def test_what_is_somebody_elses_is_not_there(house: House) -> None:
    house.signed_in("charlie", site=SiteKind.PACER)
    theirs = Session.objects.get()
    ProgramToken.objects.create(token_fingerprint="c" * 64, account=house.account("charlie"))
    here = house.signed_in("alice", site=SiteKind.PACER)
    assert here.post(f"/manage/sessions/{theirs.pk}/end", {}).status_code == 404
    assert here.post(f"/manage/programs/{'c' * 64}/end", {}).status_code == 404
    assert not Session.objects.filter(pk=theirs.pk).exclude(ended_at=None).exists()


def test_the_security_log_tells_every_attempt(house: House) -> None:
    house.account("alice")
    house.browser(site=SiteKind.PACER).sign_in("alice", "wrong")
    page = _text(house.signed_in("alice", site=SiteKind.PACER).get("/manage/security-log"))
    assert page.count("127.0.0.1") == Attempt.objects.count() == 2
    assert "Refused" in page
    assert "Logged in" in page
    assert PASSWORD not in page
