"""Browsers that need not show a second factor for thirty days."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import rules
from opencmecf.central.second_factor.models import RememberedDevice
from opencmecf.foundation import audit, secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.visitor import Visitor


@transaction.atomic
def remember_device(*, account: Account, visitor: Visitor, actor: Actor) -> str:
    """The token for the cookie of a browser that has just shown a second factor."""
    token = secrets.new_token()
    RememberedDevice.objects.create(
        account=account,
        token_fingerprint=secrets.fingerprint(token),
        device=visitor.device,
        address=visitor.address,
        expires_at=Now() + rules.REMEMBERED_FOR,
    )
    audit.record("second-factor:device:remember", chain=account.chain, by=actor, address=visitor.address)
    return token


def is_remembered(*, account: Account, token: str) -> bool:
    """Whether `token` is of a browser that `account` has had remembered; notes that it was used."""
    if not token:
        return False
    rows = RememberedDevice.objects.filter(account=account, token_fingerprint=secrets.fingerprint(token))
    return bool(rows.filter(expires_at__gt=Now()).update(last_used_at=Now()))


@transaction.atomic
def forget_device(*, account: Account, device_id: int, actor: Actor) -> None:
    """Have one browser asked for a second factor again."""
    deleted, _ = RememberedDevice.objects.filter(account=account, pk=device_id).delete()
    if not deleted:
        raise NotFound
    audit.record("second-factor:device:forget", chain=account.chain, by=actor)


def forget_expired_devices() -> int:
    """Delete the rows of browsers whose thirty days are over; returns how many."""
    return RememberedDevice.objects.filter(expires_at__lt=Now()).delete()[0]


@transaction.atomic
def forget_devices(*, account: Account, remembered_until: datetime, actor: Actor) -> int:
    """Have browsers that were remembered until then asked for a second factor again; returns how many there were."""
    deleted, _ = RememberedDevice.objects.filter(account=account, remembered_at__lte=remembered_until).delete()
    if deleted:
        audit.record("second-factor:device:forget", chain=account.chain, by=actor, count=deleted)
    return deleted
