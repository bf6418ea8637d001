"""Looking up what waits for somebody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.unsent.browser import Mark
from opencmecf.foundation.unsent.models import UnsentForm
from opencmecf.foundation.unsent.rules import KEPT_FOR, Sent


def form_for(actor: Actor, form_id: UUID, *, marks: Sequence[Mark]) -> Sent:
    """The form that `actor` has sent too late from the browser of `marks`. Raises `NotFound` for every other one."""
    mark = next((one for one in marks if one.belongs_to(actor)), None)
    found = _of(actor, mark).filter(pk=form_id).first() if mark else None
    if mark is None or found is None:
        raise NotFound
    return Sent(**json.loads(secrets.unseal(found.sealed, under=mark.key)))


def forms_waiting(actor: Actor, *, marks: Sequence[Mark]) -> list[UUID]:
    """The ids of what `actor` has sent too late from this browser, at this site, the latest first."""
    mark = next((one for one in marks if one.belongs_to(actor)), None)
    return list(_of(actor, mark).order_by("-at", "-pk").values_list("pk", flat=True)) if mark else []


def _of(actor: Actor, mark: Mark) -> QuerySet[UnsentForm]:
    found = UnsentForm.objects.filter(site=actor.site, key_fingerprint=secrets.fingerprint(mark.key))
    return found.filter(at__gt=Now() - KEPT_FOR)
