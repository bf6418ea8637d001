"""The keys with which a court signs."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from joserfc.jwk import OKPKey

from opencmecf.court.profile.models import Court
from opencmecf.court.receipts import signing
from opencmecf.court.receipts.models import CourtKey
from opencmecf.foundation import audit, secrets
from opencmecf.foundation.access import Actor, system
from opencmecf.foundation.database.prepared import Prepared

_unsealed: dict[str, OKPKey] = {}


_current = Prepared(lambda court: CourtKey.objects.filter(court=court, retired_at__isnull=True))


def current_key(court: Court) -> tuple[CourtKey, OKPKey]:
    """Return the key that signs for the court now; the first one is made when it is first asked for."""
    row = _current.first(court=court.pk) or _first_key(court)
    return row, private_key(row)


@transaction.atomic
def _first_key(court: Court) -> CourtKey:
    Court.objects.select_for_update().get(pk=court.pk)  # two first filings at once make one key
    return _current.first(court=court.pk) or rotate_key(court=court, actor=system("receipts", court.pk))


@transaction.atomic
def rotate_key(*, court: Court, actor: Actor) -> CourtKey:
    """Make a new key and sign with it from now on. Old ones stay published: old receipts are verified with them."""
    CourtKey.objects.filter(court=court, retired_at__isnull=True).update(retired_at=Now())
    key = signing.new_key()
    sealed = secrets.seal(json.dumps(key.as_dict(private=True)))
    row = CourtKey.objects.create(
        kid=key.thumbprint(), court=court, public=key.as_dict(private=False), sealed_private=sealed
    )
    audit.record("receipts:key:rotate", chain=court.chain, by=actor, key=row.kid)
    return row


def private_key(row: CourtKey) -> OKPKey:
    """Return a key that can sign; it is unsealed once for the process."""
    if row.kid not in _unsealed:
        _unsealed[row.kid] = OKPKey.import_key(json.loads(secrets.unseal(row.sealed_private)))
    return _unsealed[row.kid]


def published_keys(court_id: str) -> list[dict[str, Any]]:
    """Return every key with which the court has ever signed, the newest first, as JSON Web Keys with their dates."""
    rows = CourtKey.objects.filter(court_id=court_id).order_by("-since", "kid")
    return [
        {**row.public, "kid": row.kid, "alg": signing.ALGORITHM, "use": "sig", "since": row.since.isoformat()}
        for row in rows
    ]
