"""Setting up, using and deleting methods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.central.second_factor import actions, jobs, queries
from opencmecf.central.second_factor.models import (
    AuthenticatorApp,
    Enrolment,
    PasskeyChallenge,
    RememberedDevice,
)
from opencmecf.central.second_factor.tests.conftest import confirmed, subjects
from opencmecf.central.second_factor.tests.enrolling import CHANGED
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import Site
from opencmecf.foundation.visitor import Visitor
from opencmecf.testing.authenticators import App, SecurityKey


@pytest.fixture
def required(settings: Any, alice: Account) -> None:
    """alice files, and who files must have a second factor."""
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2020, 1, 1)
    court = CourtListing.objects.create(court_id="flsd", name="Florida Southern", kind="district")
    RegisteredFiler.objects.create(
        court=court, account_number=alice.number, filer_name="Alice", role="attorney", linked_at=Now()
    )


def new_passkey(account: Account, actor: Actor, site: Site, **traits: Any) -> SecurityKey:
    key = SecurityKey(site.url(""), **traits)
    options, challenge = actions.ask_to_make_passkey(account=account, site=site, actor=actor)
    actions.add_passkey(account=account, site=site, name="", answer=key.make(options), key=challenge, actor=actor)
    return key


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
