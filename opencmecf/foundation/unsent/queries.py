"""Looking up what waits for somebody."""

from __future__ import annotations

import json
from uuid import UUID

from django.db.models.functions import Now

from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.unsent.browser import Mark
from opencmecf.foundation.unsent.models import UnsentForm
from opencmecf.foundation.unsent.rules import KEPT_FOR, Sent


def form_for(actor: Actor, form_id: UUID, *, mark: Mark | None) -> Sent:
    """The form that `actor` has sent too late from the browser of `mark`. Raises `NotFound` for every other one."""
    if mark is None or not mark.belongs_to(actor):
        raise NotFound
    rows = UnsentForm.objects.filter(pk=form_id, site=actor.site, key_fingerprint=secrets.fingerprint(mark.key))
    found = rows.filter(at__gt=Now() - KEPT_FOR).first()
    if found is None:
        raise NotFound
    return Sent(**json.loads(secrets.unseal(found.sealed, under=mark.key)))
