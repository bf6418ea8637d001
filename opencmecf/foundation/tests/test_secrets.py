from __future__ import annotations

import pytest
from cryptography.fernet import InvalidToken
from pytest_django import Settings

from opencmecf.foundation import secrets


@pytest.mark.parametrize("characters", [22, 43, 128])
def test_a_token_has_the_length_asked_for_and_is_new_each_time(characters: int) -> None:
    tokens = {secrets.new_token(characters) for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {characters}


def test_a_fingerprint_names_one_token_and_does_not_hold_it() -> None:
    token = secrets.new_token()
    assert secrets.fingerprint(token) == secrets.fingerprint(token)
    assert secrets.fingerprint(token) != secrets.fingerprint(token + "x")
    assert len(secrets.fingerprint(token)) == 64
    assert token not in secrets.fingerprint(token)


def test_a_sealed_secret_comes_back_whole_and_reads_as_nothing() -> None:
    sealed = secrets.seal("the court's own wörd")
    assert "court" not in sealed
    assert secrets.unseal(sealed) == "the court's own wörd"


def test_sealing_twice_does_not_show_that_two_secrets_are_the_same() -> None:
    assert secrets.seal("same") != secrets.seal("same")


def test_another_deployment_cannot_open_a_sealed_secret(settings: Settings) -> None:
    sealed = secrets.seal("ours")
    settings.SECRET_KEY = "another deployment"
    with pytest.raises(InvalidToken):
        secrets.unseal(sealed)
