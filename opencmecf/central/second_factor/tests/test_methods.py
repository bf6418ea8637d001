"""Setting up, using and deleting methods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import check_password, identify_hasher
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.central.second_factor import actions, jobs, queries
from opencmecf.central.second_factor.actions import WrongProof
from opencmecf.central.second_factor.models import (
    AuthenticatorApp,
    BackupCode,
    Enrolment,
    Passkey,
    PasskeyChallenge,
    RememberedDevice,
)
from opencmecf.central.second_factor.tests.conftest import confirmed, mailed_code, subjects
from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.passwords import Argon2
from opencmecf.foundation.sites import Site, SiteKind
from opencmecf.foundation.visitor import Visitor
from opencmecf.testing.authenticators import App, SecurityKey

CHANGED = "The login methods of your PACER account were changed"


@pytest.fixture
def login_site() -> Site:
    return Site(SiteKind.LOGIN, django_settings.SITE_NAMES[0])


@pytest.fixture
def required(settings: Any, alice: Account) -> None:
    """alice files, and who files must have a second factor."""
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2020, 1, 1)
    court = CourtListing.objects.create(court_id="flsd", name="Florida Southern", kind="district")
    RegisteredFiler.objects.create(
        court=court, account_number=alice.number, filer_name="Alice", role="attorney", linked_at=Now()
    )


def _new_app(account: Account, actor: Actor, name: str = "My phone") -> App:
    enrolment = queries.enrolment_of(account, actor.session_id)
    assert enrolment is not None
    app = App(secrets.unseal(enrolment.sealed_secret))
    actions.add_app(account=account, name=name, code=app.code(-1), actor=actor)
    return app


# --- the code by e-mail ----------------------------------------------------------------------------------------------


def test_the_code_goes_to_the_accounts_address_and_is_kept_as_a_hash(alice: Account, holder: Actor) -> None:
    assert actions.begin_enrolment(account=alice, actor=holder)
    message = Message.objects.get()
    assert message.recipient == alice.email
    assert mailed_code().replace(" ", "") not in str(Enrolment.objects.values().get())


def test_a_code_opens_the_session_that_asked_for_it_and_no_other(alice: Account, holder: Actor) -> None:
    actions.begin_enrolment(account=alice, actor=holder)
    with pytest.raises(Refused):
        actions.confirm_enrolment(account=alice, code=mailed_code(), actor=replace(holder, session_id="another"))
    for _ in range(2):  # a double click
        actions.confirm_enrolment(account=alice, code=mailed_code(), actor=holder)
    assert queries.enrolment_of(alice, holder.session_id)
    assert not actions.begin_enrolment(account=alice, actor=holder), "no second mail within fifteen minutes"


def test_the_right_code_is_refused_after_five_wrong_ones(alice: Account, holder: Actor) -> None:
    actions.begin_enrolment(account=alice, actor=holder)
    for _ in range(5):
        with pytest.raises(Refused, match="not the code"):
            actions.confirm_enrolment(account=alice, code="0", actor=holder)
    with pytest.raises(Refused, match="mistyped five times"):
        actions.confirm_enrolment(account=alice, code=mailed_code(), actor=holder)


@pytest.mark.parametrize(("age", "taken"), [(9, True), (11, False)])
def test_a_code_works_for_ten_minutes(alice: Account, holder: Actor, age: int, taken: bool) -> None:
    actions.begin_enrolment(account=alice, actor=holder)
    Enrolment.objects.update(sent_at=Now() - timedelta(minutes=age))
    if taken:
        actions.confirm_enrolment(account=alice, code=mailed_code(), actor=holder)
    else:
        with pytest.raises(Refused):
            actions.confirm_enrolment(account=alice, code=mailed_code(), actor=holder)


def test_five_codes_an_hour_are_enough(alice: Account, holder: Actor) -> None:
    for _ in range(5):
        actions.begin_enrolment(account=alice, actor=holder)
    with pytest.raises(Refused, match="Five codes"):
        actions.begin_enrolment(account=alice, actor=holder)


def test_nothing_is_set_up_without_the_code(alice: Account, holder: Actor, login_site: Site) -> None:
    actions.begin_enrolment(account=alice, actor=holder)
    with pytest.raises(Refused):
        actions.add_app(account=alice, name="x", code="123456", actor=holder)
    with pytest.raises(Refused):
        actions.make_backup_codes(account=alice, actor=holder)
    with pytest.raises(Refused):
        actions.ask_to_make_passkey(account=alice, site=login_site, actor=holder)


# --- apps ------------------------------------------------------------------------------------------------------------


def test_an_app_is_added_with_its_code_and_the_holder_is_told(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    app = _new_app(alice, holder)
    row = AuthenticatorApp.objects.get()
    assert app.secret not in row.sealed_secret
    assert queries.standing(alice).has_method
    assert subjects()[-1] == CHANGED
    assert trail.events_of(alice.chain)[0]["act"] == "second-factor:app:add"


def test_a_wrong_code_adds_no_app(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    with pytest.raises(Refused, match="not the code"):
        actions.add_app(account=alice, name="My phone", code="000000", actor=holder)
    assert not queries.standing(alice).has_method


def test_five_apps_and_not_a_sixth(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    apps = [_new_app(alice, holder, f"App {number}") for number in range(5)]
    assert len({app.secret for app in apps}) == 5
    with pytest.raises(Refused, match="5 apps"):
        _new_app(alice, holder, "Sixth")
    with pytest.raises(IntegrityError), transaction.atomic():
        App.of(alice, slot=6)
    actions.prove_by_code(account=alice, code=apps[4].code(), actor=holder)
    actions.delete_app(account=alice, app_id=queries.apps_of(alice)[1].pk, actor=holder)
    _new_app(alice, holder, "In its place")
    assert queries.apps_of(alice).count() == 5


def test_two_apps_have_two_names(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    _new_app(alice, holder, "My phone")
    with pytest.raises(Refused, match="already"):
        _new_app(alice, holder, "my  PHONE")


def test_a_passcode_is_taken_once(alice: Account, holder: Actor) -> None:
    app = App.of(alice)
    code = app.code()
    assert actions.prove_by_code(account=alice, code=f" {code[:3]} {code[3:]}", actor=holder) == "otp"
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=code, actor=holder)
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=app.code(-1), actor=holder)
    actions.prove_by_code(account=alice, code=app.code(1), actor=holder)


def test_the_code_that_added_the_app_does_not_sign_in(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    app = _new_app(alice, holder)
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=app.code(-1), actor=holder)


@pytest.mark.parametrize("steps", [-2, 2, 100])
def test_codes_of_other_times_are_wrong(alice: Account, holder: Actor, steps: int) -> None:
    app = App.of(alice)
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=app.code(steps), actor=holder)


def test_the_code_of_somebody_elses_app_is_wrong(alice: Account, holder: Actor) -> None:
    App.of(alice)
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=App().code(), actor=holder)


def test_somebody_elses_app_cannot_be_deleted(alice: Account, holder: Actor) -> None:
    with pytest.raises(NotFound):
        actions.delete_app(account=alice, app_id=4711, actor=holder)


# --- backup codes ----------------------------------------------------------------------------------------------------


def test_a_backup_code_works_once_and_the_holder_is_told(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    codes = actions.make_backup_codes(account=alice, actor=holder)
    assert len(set(codes)) == 10
    assert [code[0] for code in codes] == sorted(BackupCode.objects.values_list("letter", flat=True))
    assert actions.prove_by_code(account=alice, code=codes[3].upper().replace("-", " "), actor=holder) == "otp"
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=codes[3], actor=holder)
    assert queries.backup_codes_left(alice) == 9
    assert subjects()[-1] == "A backup code of your PACER account was used"


def test_backup_codes_are_kept_as_password_hashes_and_a_try_costs_one(
    alice: Account, holder: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(alice, holder)
    codes = actions.make_backup_codes(account=alice, actor=holder)
    kept = BackupCode.objects.order_by("letter").values_list("secret_hash", flat=True)
    secrets = [code[1:].replace("-", "") for code in codes]
    assert all(check_password(secret, known) for secret, known in zip(secrets, kept, strict=True))
    assert {identify_hasher(one).algorithm for one in kept} == {"argon2"}
    assert len({one.split("$")[4] for one in kept}) == 10, "each has a salt of its own"
    tried: list[str] = []
    verify = Argon2.verify

    def counted(self: Argon2, password: str, encoded: str) -> bool:
        tried.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(Argon2, "verify", counted)
    for wrong in (codes[2][:-1] + ("x" if codes[2][-1] != "x" else "y"), f"{codes[4][0]}{codes[5][1:]}"):
        with pytest.raises(WrongProof):
            actions.prove_by_code(account=alice, code=wrong, actor=holder)
    assert len(tried) == 2
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code="z-2222-2222-2222", actor=holder)
    assert len(tried) == 2, "there is no such letter"


def test_a_new_batch_makes_the_old_one_void(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    old = actions.make_backup_codes(account=alice, actor=holder)
    actions.make_backup_codes(account=alice, actor=holder)
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=old[0], actor=holder)
    assert BackupCode.objects.count() == 10


def test_when_the_last_code_is_used_up_the_message_says_so(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    for code in actions.make_backup_codes(account=alice, actor=holder):
        actions.prove_by_code(account=alice, code=code, actor=holder)
    assert "It was the last one" in Message.objects.order_by("-pk")[0].text
    assert not queries.standing(alice).has_method


def test_deleted_codes_are_void(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    codes = actions.make_backup_codes(account=alice, actor=holder)
    actions.delete_backup_codes(account=alice, actor=holder)
    with pytest.raises(WrongProof):
        actions.prove_by_code(account=alice, code=codes[0], actor=holder)


# --- passkeys --------------------------------------------------------------------------------------------------------


def _new_passkey(account: Account, actor: Actor, site: Site, **traits: Any) -> SecurityKey:
    key = SecurityKey(site.url(""), **traits)
    options, challenge = actions.ask_to_make_passkey(account=account, site=site, actor=actor)
    actions.add_passkey(account=account, site=site, name="", answer=key.make(options), key=challenge, actor=actor)
    return key


def _use(key: SecurityKey, site: Site, account: Account | None = None) -> Passkey:
    options, challenge = actions.ask_passkey(site=site)
    return actions.prove_by_passkey(site=site, answer=key.use(options), key=challenge, account=account)


@pytest.mark.parametrize(("synced", "amr"), [(False, "hwk"), (True, "swk")])
def test_a_passkey_is_made_and_used(alice: Account, holder: Actor, login_site: Site, synced: bool, amr: str) -> None:
    confirmed(alice, holder)
    key = _new_passkey(alice, holder, login_site, synced=synced)
    used = _use(key, login_site)
    assert (used.account, used.name, actions.amr_of(used)) == (alice, "Passkey", amr)
    assert Passkey.objects.get().sign_count == 1


def test_a_challenge_is_good_once(alice: Account, holder: Actor, login_site: Site) -> None:
    confirmed(alice, holder)
    key = _new_passkey(alice, holder, login_site)
    options, challenge = actions.ask_passkey(site=login_site)
    answer = key.use(options)
    actions.prove_by_passkey(site=login_site, answer=answer, key=challenge)
    with pytest.raises(WrongProof):
        actions.prove_by_passkey(site=login_site, answer=answer, key=challenge)


def test_an_old_challenge_is_refused_and_forgotten(alice: Account, holder: Actor, login_site: Site) -> None:
    confirmed(alice, holder)
    key = _new_passkey(alice, holder, login_site)
    options, challenge = actions.ask_passkey(site=login_site)
    PasskeyChallenge.objects.update(asked_at=Now() - timedelta(minutes=6))
    with pytest.raises(WrongProof):
        actions.prove_by_passkey(site=login_site, answer=key.use(options), key=challenge)
    assert actions.forget_old_challenges() == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: setattr(key, "origin", "http://login.localhost.evil.example"),
        lambda key: setattr(key, "verifies", False),
        lambda key: setattr(key, "key", SecurityKey("x").key),
        lambda key: setattr(key, "credential_id", b"another one"),
    ],
    ids=["another site", "person not checked", "another key", "unknown passkey"],
)
def test_answers_that_are_not_taken(alice: Account, holder: Actor, login_site: Site, spoil: Any) -> None:
    confirmed(alice, holder)
    key = _new_passkey(alice, holder, login_site)
    spoil(key)
    with pytest.raises(WrongProof):
        _use(key, login_site)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "{", '{"rawId": 7}', '{"rawId": "AA", "id": "AA"}', "x" * 40000]
)
def test_nonsense_is_refused(alice: Account, login_site: Site, answer: str) -> None:
    _, challenge = actions.ask_passkey(site=login_site)
    with pytest.raises(WrongProof):
        actions.prove_by_passkey(site=login_site, answer=answer, key=challenge)


def test_a_passkey_whose_counter_goes_back_is_refused(alice: Account, holder: Actor, login_site: Site) -> None:
    confirmed(alice, holder)
    key = _new_passkey(alice, holder, login_site)
    _use(key, login_site)
    key.count = 0
    with pytest.raises(WrongProof, match="copied"):
        _use(key, login_site)


def test_a_passkey_belongs_to_one_account_and_one_host(alice: Account, holder: Actor, login_site: Site) -> None:
    confirmed(alice, holder)
    key = _new_passkey(alice, holder, login_site)
    stranger = Account(pk=alice.pk + 1)
    with pytest.raises(WrongProof):
        _use(key, login_site, stranger)
    Passkey.objects.update(host="login.elsewhere.example")
    with pytest.raises(WrongProof):
        _use(key, login_site)


# --- the last method, devices, programs ------------------------------------------------------------------------------


@pytest.mark.usefixtures("required")
def test_the_last_method_stays_where_one_is_required(alice: Account, holder: Actor) -> None:
    App.of(alice)
    confirmed(alice, holder)
    with pytest.raises(Refused, match="only method"):
        actions.delete_app(account=alice, app_id=AuthenticatorApp.objects.get().pk, actor=holder)
    actions.make_backup_codes(account=alice, actor=holder)
    actions.delete_app(account=alice, app_id=AuthenticatorApp.objects.get().pk, actor=holder)
    with pytest.raises(Refused, match="only method"):
        actions.delete_backup_codes(account=alice, actor=holder)


def test_a_viewer_may_delete_the_last_method(alice: Account, holder: Actor) -> None:
    App.of(alice)
    actions.delete_app(account=alice, app_id=AuthenticatorApp.objects.get().pk, actor=holder)
    assert not queries.standing(alice).has_method


def test_a_remembered_device_is_good_for_thirty_days_and_can_be_forgotten(alice: Account, holder: Actor) -> None:
    token = actions.remember_device(account=alice, visitor=Visitor("192.0.2.1", "Firefox"), actor=holder)
    assert actions.is_remembered(account=alice, token=token)
    assert not actions.is_remembered(account=alice, token="another")
    assert not actions.is_remembered(account=alice, token="")
    RememberedDevice.objects.update(expires_at=Now() - timedelta(seconds=1))
    assert not actions.is_remembered(account=alice, token=token)
    actions.forget_device(account=alice, device_id=RememberedDevice.objects.get().pk, actor=holder)
    assert not RememberedDevice.objects.exists()


def test_what_is_over_is_forgotten(alice: Account, holder: Actor, login_site: Site) -> None:
    actions.begin_enrolment(account=alice, actor=holder)
    actions.remember_device(account=alice, visitor=Visitor(), actor=holder)
    actions.ask_passkey(site=login_site)
    jobs.tidy()
    assert (Enrolment.objects.count(), RememberedDevice.objects.count(), PasskeyChallenge.objects.count()) == (1, 1, 1)
    Enrolment.objects.update(sent_at=Now() - timedelta(days=2))
    RememberedDevice.objects.update(expires_at=Now() - timedelta(days=2))
    PasskeyChallenge.objects.update(asked_at=Now() - timedelta(days=2))
    jobs.tidy()
    assert (Enrolment.objects.count(), RememberedDevice.objects.count(), PasskeyChallenge.objects.count()) == (0, 0, 0)


def test_the_switch_for_programs_is_in_the_trail_once(alice: Account, holder: Actor) -> None:
    for _ in range(2):
        actions.let_programs_alone(account=alice, allowed=True, actor=holder)
    assert queries.standing(alice).programs_alone
    acts = [event["act"] for event in trail.events_of(alice.chain)]
    assert acts.count("second-factor:programs:allow") == 1
    assert subjects() == [CHANGED]


def test_standing_takes_one_query(alice: Account, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        standing = queries.standing(alice)
        queries.demand(standing)
