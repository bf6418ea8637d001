"""Where you are logged in, and the security log."""

from __future__ import annotations

import pytest
from django.db.models.functions import Now

from opencmecf.central.second_factor.models import BackupCode
from opencmecf.central.signon.models import Attempt, ProgramToken, Session
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import PASSWORD, House

PROOF = {"current_password": PASSWORD}


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
    here.post(f"/manage/sessions/{sid}/end", PROOF)
    assert "PACER LOGIN" in _text(other.get("/manage"))
    assert "Manage My Account" in _text(here.get("/manage"))


def test_all_others_are_ended_with_the_programs(house: House) -> None:
    for _ in range(2):
        house.signed_in("alice", site=SiteKind.PACER)
    here = house.signed_in("alice", site=SiteKind.PACER)
    ProgramToken.objects.create(token_fingerprint="a" * 64, account=house.account("alice"))
    assert "Programs" in _text(here.get("/manage/sessions"))
    assert "You are logged in nowhere else" in _text(here.post("/manage/sessions/end-others", PROOF))
    assert Session.objects.filter(ended_at=None).count() == 1
    assert not ProgramToken.objects.filter(ended_at=None).exists()


def test_one_program_is_ended(house: House) -> None:
    here = house.signed_in("alice", site=SiteKind.PACER)
    for letter in "ab":
        ProgramToken.objects.create(token_fingerprint=letter * 64, account=house.account("alice"))
    here.post(f"/manage/programs/{'a' * 64}/end", PROOF)
    assert ProgramToken.objects.get(ended_at=None).pk == "b" * 64


@pytest.mark.parametrize("path", ["sessions/{session}/end", "sessions/end-others", f"programs/{'a' * 64}/end"])
def test_whoever_has_no_second_factor_types_the_password_before_ending_anything(house: House, path: str) -> None:
    house.signed_in("alice", site=SiteKind.PACER)
    there = path.format(session=Session.objects.get().pk)
    here = house.signed_in("alice", site=SiteKind.PACER)
    ProgramToken.objects.create(token_fingerprint="a" * 64, account=house.account("alice"))
    assert "Type your password to log out elsewhere" in _text(here.post(f"/manage/{there}", {}))
    assert "Fill in “Your present password”." in _text(here.post(f"/manage/{there}", {"current_password": ""}))
    wrong = _text(here.post(f"/manage/{there}", {"current_password": "not-this-one-at-all"}))
    assert "This is not the password of your account." in wrong
    assert not Session.objects.exclude(ended_at=None).exists()
    assert not ProgramToken.objects.exclude(ended_at=None).exists()
    assert "Where you are logged in" in _text(here.post(f"/manage/{there}", PROOF))
    ended = Session.objects.exclude(ended_at=None).count() + ProgramToken.objects.exclude(ended_at=None).count()
    assert ended >= 1


def test_whoever_has_a_second_factor_has_shown_it_and_types_no_password(house: House) -> None:
    here = house.signed_in("alice", site=SiteKind.PACER)
    here_id = Session.objects.get().pk
    BackupCode.objects.create(account=house.account("alice"), letter="a", secret_hash="!")
    there = Session.objects.create(account=house.account("alice"), key_fingerprint="f" * 64)
    there_end = f"/manage/sessions/{there.pk}/end"
    assert "PACER LOGIN" in _text(here.post(there_end, {})) or Session.objects.filter(ended_at=None).count() == 2
    Session.objects.filter(pk=here_id).update(second_factor_at=Now())
    here.post(there_end, {})
    there.refresh_from_db()
    assert there.ended_at is not None


def test_what_is_somebody_elses_is_not_there(house: House) -> None:
    house.signed_in("charlie", site=SiteKind.PACER)
    theirs = Session.objects.get()
    ProgramToken.objects.create(token_fingerprint="c" * 64, account=house.account("charlie"))
    here = house.signed_in("alice", site=SiteKind.PACER)
    assert here.post(f"/manage/sessions/{theirs.pk}/end", PROOF).status_code == 404
    assert here.post(f"/manage/programs/{'c' * 64}/end", PROOF).status_code == 404
    assert not Session.objects.filter(pk=theirs.pk).exclude(ended_at=None).exists()


def test_the_security_log_tells_every_attempt(house: House) -> None:
    house.account("alice")
    house.browser(site=SiteKind.PACER).sign_in("alice", "wrong")
    page = _text(house.signed_in("alice", site=SiteKind.PACER).get("/manage/security-log"))
    assert page.count("127.0.0.1") == Attempt.objects.count() == 2
    assert "Refused" in page
    assert "Logged in" in page
    assert PASSWORD not in page
