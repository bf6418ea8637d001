"""Which passwords people may choose, under each rule."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError

from opencmecf.foundation.password_rules import block_list, is_in_file, validators_of

ALICE: Any = SimpleNamespace(first_name="Alice", last_name="Moreno", username="amoreno", email="alice@firm.example")


def problems(password: str, rule: str, settings: Any) -> str:
    settings.PASSWORD_RULE = rule
    try:
        validate_password(password, ALICE, get_password_validators(validators_of(rule)))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("four words that fit", ""),
        ("ünïcode wörds are fine", ""),
        ("fourteen chars", "at least 15"),
        ("x" * 129, "at most 128"),
        ("southerndistrictofflorida", "too common"),
        ("Southern District of Florida 2026!", "too common"),
        ("1234567890password", ""),
    ],
)
def test_nists_rule(password: str, told: str, settings: Any) -> None:
    found = problems(password, "nist", settings)
    assert told in found if told else not found


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("Harbor-lights-of-june", ""),
        ("Harbor-lights!", ""),
        ("Harbor-light!", "at least 14"),
        ("Harbor-lights-" + "x" * 32, "at most 45"),
        ("harbor-lights-of-june", "capital letter"),
        ("HARBOR-LIGHTS-OF-JUNE", "small letter"),
        ("Harbor lights of June", "special character"),
        ("Harbor-moreno-lights", "part of your name"),
        ("Harbor-amoreno-lights", "part of your name"),
        ("Harbor-firm-lights-of", "part of your name"),
    ],
)
def test_pacers_rule_of_2025(password: str, told: str, settings: Any) -> None:
    found = problems(password, "pacer-2025", settings)
    assert told in found if told else not found


def test_an_unknown_rule_stops_the_start() -> None:
    with pytest.raises(ValueError, match="nist, pacer-2025"):
        validators_of("none")


def test_the_block_list_is_as_long_as_it_says() -> None:
    assert len(block_list()) >= 20_000
    assert {"password", "flsd", "southerndistrictofflorida"} <= block_list()


@pytest.mark.parametrize("ends_with_newline", [True, False])
def test_a_file_of_hashes_is_searched_where_it_lies(tmp_path: Path, *, ends_with_newline: bool) -> None:
    known = [f"password number {number}" for number in range(500)]
    lines = sorted(hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest().upper() + ":7" for one in known)
    file = tmp_path / "hashes.txt"
    file.write_text("\n".join(lines) + ("\n" if ends_with_newline else ""))
    assert all(is_in_file(one, str(file)) for one in known)
    assert not is_in_file("another password", str(file))
    assert not is_in_file(known[0], "")
