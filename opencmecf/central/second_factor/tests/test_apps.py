"""Setting up, using and deleting authenticator apps; the code by e-mail that comes before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import actions, queries
from opencmecf.central.second_factor.actions import WrongProof
from opencmecf.central.second_factor.models import (
    AuthenticatorApp,
    Enrolment,
)
from opencmecf.central.second_factor.tests.conftest import confirmed, mailed_code, subjects
from opencmecf.central.second_factor.tests.enrolling import CHANGED, new_app
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import Site
from opencmecf.testing.authenticators import App


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


def test_an_app_is_added_with_its_code_and_the_holder_is_told(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    app = new_app(alice, holder)
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
    apps = [new_app(alice, holder, f"App {number}") for number in range(5)]
    assert len({app.secret for app in apps}) == 5
    with pytest.raises(Refused, match="5 apps"):
        new_app(alice, holder, "Sixth")
    with pytest.raises(IntegrityError), transaction.atomic():
        App.of(alice, slot=6)
    actions.prove_by_code(account=alice, code=apps[4].code(), actor=holder)
    actions.delete_app(account=alice, app_id=queries.apps_of(alice)[1].pk, actor=holder)
    new_app(alice, holder, "In its place")
    assert queries.apps_of(alice).count() == 5


def test_two_apps_have_two_names(alice: Account, holder: Actor) -> None:
    confirmed(alice, holder)
    new_app(alice, holder, "My phone")
    with pytest.raises(Refused, match="already"):
        new_app(alice, holder, "my  PHONE")


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
    app = new_app(alice, holder)
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
