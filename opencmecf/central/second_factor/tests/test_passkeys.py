"""Passkeys: made, used, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import actions
from opencmecf.central.second_factor.actions import WrongProof
from opencmecf.central.second_factor.models import (
    Passkey,
    PasskeyChallenge,
)
from opencmecf.central.second_factor.tests.conftest import confirmed
from opencmecf.central.second_factor.tests.test_methods import new_passkey
from opencmecf.foundation.access import Actor
from opencmecf.foundation.sites import Site
from opencmecf.testing.authenticators import SecurityKey


def _use(key: SecurityKey, site: Site, account: Account | None = None) -> Passkey:
    options, challenge = actions.ask_passkey(site=site)
    return actions.prove_by_passkey(site=site, answer=key.use(options), key=challenge, account=account)


@pytest.mark.parametrize(("synced", "amr"), [(False, "hwk"), (True, "swk")])
def test_a_passkey_is_made_and_used(alice: Account, holder: Actor, login_site: Site, synced: bool, amr: str) -> None:
    confirmed(alice, holder)
    key = new_passkey(alice, holder, login_site, synced=synced)
    used = _use(key, login_site)
    assert (used.account, used.name, actions.amr_of(used)) == (alice, "Passkey", amr)
    assert Passkey.objects.get().sign_count == 1


def test_a_challenge_is_good_once(alice: Account, holder: Actor, login_site: Site) -> None:
    confirmed(alice, holder)
    key = new_passkey(alice, holder, login_site)
    options, challenge = actions.ask_passkey(site=login_site)
    answer = key.use(options)
    actions.prove_by_passkey(site=login_site, answer=answer, key=challenge)
    with pytest.raises(WrongProof, match="could not be used"):  # not for its counter's sake
        actions.prove_by_passkey(site=login_site, answer=answer, key=challenge)


def test_an_old_challenge_is_refused_and_forgotten(alice: Account, holder: Actor, login_site: Site) -> None:
    confirmed(alice, holder)
    key = new_passkey(alice, holder, login_site)
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
    key = new_passkey(alice, holder, login_site)
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
    key = new_passkey(alice, holder, login_site)
    _use(key, login_site)
    key.count = 0
    with pytest.raises(WrongProof, match="copied"):
        _use(key, login_site)


def test_a_passkey_belongs_to_one_account_and_one_host(alice: Account, holder: Actor, login_site: Site) -> None:
    confirmed(alice, holder)
    key = new_passkey(alice, holder, login_site)
    stranger = Account(pk=alice.pk + 1)
    with pytest.raises(WrongProof):
        _use(key, login_site, stranger)
    Passkey.objects.update(host="login.elsewhere.example")
    with pytest.raises(WrongProof):
        _use(key, login_site)
