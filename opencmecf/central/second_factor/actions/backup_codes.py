"""One-time backup codes."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.hashers import make_password
from django.db import transaction

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import codes, queries, rules
from opencmecf.central.second_factor.actions import saving
from opencmecf.central.second_factor.models import BackupCode
from opencmecf.foundation.access import Actor


def make_backup_codes(*, account: Account, actor: Actor) -> list[str]:
    """Ten new codes, in the place of those before; nobody can be shown them again. Raises `Refused`."""
    saving.confirmed_enrolment(account, actor)
    made = codes.new_backup_codes(rules.BACKUP_CODES)
    rows = [
        BackupCode(account=account, letter=letter, secret_hash=make_password(secret))
        for letter, secret in map(codes.parts_of, made)
    ]
    with transaction.atomic():
        saving.confirmed_enrolment(account, actor)
        saving.locked_state(account)
        BackupCode.objects.filter(account=account).delete()
        BackupCode.objects.bulk_create(rows)
        words = "New backup codes were made; older ones are void."
        saving.tell("second-factor:backup-codes:make", account, actor, words)
    return made


@transaction.atomic
def delete_backup_codes(*, account: Account, actor: Actor) -> None:
    """Make every backup code void. Raises `Refused` when they are the last method of an account that must have one."""
    saving.locked_state(account)
    saving.require_another(replace(queries.standing(account), has_backup_codes=False))
    if BackupCode.objects.filter(account=account).delete()[0]:
        saving.tell("second-factor:backup-codes:delete", account, actor, "The backup codes were deleted.")
