"""Backup codes: each works once."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import actions, queries
from opencmecf.central.second_factor.actions import WrongProof
from opencmecf.central.second_factor.models import (
    BackupCode,
)
from opencmecf.central.second_factor.tests.conftest import confirmed, subjects
from opencmecf.foundation.access import Actor
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.passwords import Argon2


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
