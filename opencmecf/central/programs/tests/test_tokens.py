"""What a program gets, keeps and loses: ID tokens, access tokens, refresh tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.directory import actions as directory
from opencmecf.central.programs import actions, queries
from opencmecf.central.programs.models import Program
from opencmecf.central.programs.tests.makers import Calling, allowed, approved, browser_of, known
from opencmecf.central.signon import actions as signon
from opencmecf.central.signon import refresh
from opencmecf.central.signon.models import Client as Site
from opencmecf.central.signon.models import Consent, RefreshToken, Session
from opencmecf.central.signon.tests.flow import OPERATOR, part
from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.people import House, central_actor

pytestmark = pytest.mark.django_db


def shut_out(house: House) -> None:
    john = house.account("john")
    for access in queries.let_in_by(john):
        actions.shut_out(consent=access.consent, actor=central_actor(john))


def test_the_id_token_names_the_person_by_a_name_for_this_program_alone(house: House, john: Client) -> None:
    one, other = approved(house), approved(house, name="Another")
    first, second = (part(program.signed_in(john)["id_token"], 1) for program in (one, other))
    assert first["aud"] == [one.client_id]
    assert {"iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "acr", "amr", "sid", "at_hash"} == set(first)
    assert first["sub"] != second["sub"]
    assert first["sid"] != second["sid"]
    account, session = house.account("john"), Session.objects.get()
    for claims in (first, second):
        assert account.number not in str(claims)
        assert str(session.pk) not in str(claims)
    assert part(one.signed_in(john)["id_token"], 1)["sub"] == first["sub"]


@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("openid", set()),
        ("openid profile", {"name", "given_name", "middle_name", "family_name", "generation"}),
        ("openid email", {"email", "email_verified"}),
        ("openid accounts", {"account_number", "courts"}),
        ("openid offline_access", set()),
    ],
)
def test_each_scope_opens_its_own_claims(john: Client, calendar: Calling, scope: str, claims: set[str]) -> None:
    told = known(calendar.signed_in(john, scope=scope)["access_token"])
    assert told is not None
    assert set(told) == {"sub", *claims}


def test_the_courts_are_those_where_the_account_is_linked(house: House) -> None:
    john, court = house.account("john"), Actor(label="court:flsd", site="flsd")
    directory.update_listing(court_id="flsd", name="Southern District", kind="district", is_nextgen=True, actor=court)
    linked = {"filer_name": "John Attorney", "role": "filer", "linked_at": "2026-01-27T12:00:00Z"}
    directory.record_filer(court_id="flsd", account_number=john.number, actor=court, **linked)
    program = approved(house, scope="openid accounts")
    told = known(program.signed_in(browser_of(house))["access_token"])
    assert told is not None
    assert told["account_number"] == john.number
    assert told["courts"] == [{"court_id": "flsd", "name": "Southern District"}]


def test_a_refresh_token_comes_with_offline_access_alone(john: Client, calendar: Calling) -> None:
    assert "refresh_token" not in calendar.signed_in(john, scope="openid email")
    assert "refresh_token" in calendar.signed_in(john)


def test_a_refresh_token_brings_new_tokens_about_the_same_person_and_login(john: Client, calendar: Calling) -> None:
    first = calendar.signed_in(john)
    answer = calendar.refresh(first["refresh_token"])
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    second = answer.json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert second["scope"] == first["scope"]
    before, after = (part(got["id_token"], 1) for got in (first, second))
    for name in ("iss", "sub", "aud", "auth_time", "acr", "amr", "sid"):
        assert after[name] == before[name]
    assert "nonce" not in after
    told = known(second["access_token"])
    assert told is not None
    assert told["name"] == "John Attorney"


def test_a_refresh_token_shown_twice_ends_its_family_and_is_told(house: House, john: Client, calendar: Calling) -> None:
    first = calendar.signed_in(john)
    second = calendar.refresh(first["refresh_token"]).json()
    stolen = calendar.refresh(first["refresh_token"])
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert calendar.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"
    assert known(first["access_token"]) is None
    assert known(second["access_token"]) is None
    event = events_of(house.account("john").chain)[0]
    assert (event["act"], event["data"]["program"]) == ("signon:refresh-token:reuse", "Docket Calendar")
    mail = Message.objects.get(subject="A program was shut out of your PACER account")
    assert mail.recipient == house.account("john").email
    calendar.refresh(first["refresh_token"])
    assert Message.objects.filter(subject=mail.subject).count() == 1


def test_another_family_goes_on_when_one_is_ended(house: House, john: Client, calendar: Calling) -> None:
    at_home, at_work = calendar.signed_in(john), calendar.signed_in(john)
    calendar.refresh(at_home["refresh_token"])
    calendar.refresh(at_home["refresh_token"])
    assert calendar.refresh(at_work["refresh_token"]).status_code == 200


def test_a_refresh_token_is_good_for_its_own_program_alone(house: House, john: Client) -> None:
    one, other = approved(house), approved(house, name="Another")
    token = one.signed_in(john)["refresh_token"]
    assert other.refresh(token).json()["error"] == "invalid_grant"
    assert one.refresh(token).json()["error"] == "invalid_grant"  # it has leaked


def test_a_court_gets_none(house: House) -> None:
    assert house.flsd
    house.account("john")
    court = Calling(client_id="court-flsd", secret="secret of flsd")
    assert court.refresh("x").json()["error"] == "unauthorized_client"


@pytest.mark.parametrize(("column", "life"), [("created_at", refresh.IDLE_LIFE), ("began_at", refresh.ABSOLUTE_LIFE)])
def test_a_refresh_token_ends_by_itself(john: Client, calendar: Calling, column: str, life: timedelta) -> None:
    token = calendar.signed_in(john)["refresh_token"]
    RefreshToken.objects.update(**{column: F(column) - life - timedelta(seconds=1)})
    assert calendar.refresh(token).json()["error"] == "invalid_grant"
    assert not Message.objects.filter(subject__startswith="A program was shut out").exists()


def test_renewing_does_not_lengthen_the_absolute_life(john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john)
    RefreshToken.objects.update(began_at=F("began_at") - timedelta(days=100))
    began = RefreshToken.objects.get().began_at
    calendar.refresh(got["refresh_token"])
    assert set(RefreshToken.objects.values_list("began_at", flat=True)) == {began}


def test_a_code_shown_twice_ends_what_came_of_it(john: Client, calendar: Calling) -> None:
    code = allowed(john, calendar)["code"]
    got = calendar.exchange(code).json()
    assert calendar.exchange(code).json()["error"] == "invalid_grant"
    assert known(got["access_token"]) is None
    assert calendar.refresh(got["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("scope", "status"), [("openid", 200), ("openid email", 200), ("openid court", 400), ("openid accounts", 400)]
)
def test_a_refresh_never_asks_for_more_than_was_agreed(
    john: Client, calendar: Calling, scope: str, status: int
) -> None:
    token = calendar.signed_in(john, scope="openid email offline_access")["refresh_token"]
    answer = calendar.refresh(token, scope=scope)
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["error"] == "invalid_scope"
        assert calendar.refresh(token).status_code == 200


def test_logging_out_ends_what_is_seen_now_and_leaves_what_was_allowed_for_later(
    john: Client, calendar: Calling
) -> None:
    got = calendar.signed_in(john)
    signon.end_session(session=Session.objects.get(), by=OPERATOR)
    assert known(got["access_token"]) is None
    assert calendar.refresh(got["refresh_token"]).status_code == 200


def test_a_new_password_ends_it_all(house: House, john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john)
    signon.end_all_sessions(account=house.account("john"), by=OPERATOR, reason="password changed")
    assert known(got["access_token"]) is None
    assert calendar.refresh(got["refresh_token"]).json()["error"] == "invalid_grant"


def test_taking_access_away_ends_every_token_at_once(house: House, john: Client, calendar: Calling) -> None:
    first = calendar.signed_in(john)
    second = calendar.refresh(first["refresh_token"]).json()
    shut_out(house)
    assert known(first["access_token"]) is None
    assert known(second["access_token"]) is None
    assert calendar.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"
    again = calendar.signed_in(john)
    assert part(again["id_token"], 1)["sub"] == part(first["id_token"], 1)["sub"]
    assert known(second["access_token"]) is None


def test_taking_access_away_between_code_and_token_brings_nothing(
    house: House, john: Client, calendar: Calling
) -> None:
    code = allowed(john, calendar)["code"]
    shut_out(house)
    assert calendar.exchange(code).json()["error"] == "invalid_grant"


def test_a_stopped_program_gets_nothing_more(house: House, john: Client, calendar: Calling) -> None:
    got, code = calendar.signed_in(john), allowed(john, calendar)["code"]
    actions.stop_program(
        program=Program.objects.get(), reason="Sells data", actor=central_actor(house.account("sasha"))
    )
    assert known(got["access_token"]) is None
    assert calendar.refresh(got["refresh_token"]).status_code == 401
    assert calendar.exchange(code).status_code == 401
    assert john.get(calendar.url()).status_code == 400


def test_an_account_that_was_made_inactive_is_nobody_at_once(john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john)
    Account.objects.filter(username="john").update(status=AccountStatus.INACTIVE)
    assert known(got["access_token"]) is None
    assert calendar.refresh(got["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_narrower_approval_narrows_what_was_allowed_before(house: House, john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john)
    Site.objects.filter(is_ours=False).update(allowed_scope="openid email")
    told = known(got["access_token"])
    assert told is not None
    assert set(told) == {"sub", "email", "email_verified"}


def test_tokens_are_kept_as_hashes_alone(john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john)
    next_one = calendar.refresh(got["refresh_token"]).json()
    kept = {row.pk: row.access_fingerprint for row in RefreshToken.objects.all()}
    assert kept == {
        secrets.fingerprint(got["refresh_token"]): "",
        secrets.fingerprint(next_one["refresh_token"]): secrets.fingerprint(next_one["access_token"]),
    }


def test_the_night_forgets_families_that_are_over(john: Client, calendar: Calling) -> None:
    calendar.signed_in(john)
    refresh.forget_ended()
    assert RefreshToken.objects.count() == 1
    RefreshToken.objects.update(began_at=Now() - refresh.ABSOLUTE_LIFE - timedelta(days=2))
    refresh.forget_ended()
    assert not RefreshToken.objects.exists()


def test_last_use_is_noted(john: Client, calendar: Calling) -> None:
    allowed(john, calendar)
    assert Consent.objects.get().last_used_at is None
    got = calendar.signed_in(john)
    assert Consent.objects.get().last_used_at is not None
    Consent.objects.update(last_used_at=Now() - timedelta(hours=1))
    before = Consent.objects.get().last_used_at
    known(got["access_token"])
    after = Consent.objects.get().last_used_at
    assert before is not None
    assert after is not None
    assert after > before
