"""Keeping what was sent after the session had ended."""

from __future__ import annotations

import json
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.foundation import secrets
from opencmecf.foundation.unsent.browser import Mark
from opencmecf.foundation.unsent.models import UnsentForm
from opencmecf.foundation.unsent.rules import KEPT_FOR, MOST_AT_ONCE, Sent


@transaction.atomic
def keep_form(*, sent: Sent, mark: Mark, site: str) -> UUID:
    """Keep a form for the person of `mark`, encrypted; returns its id. Of one browser only the latest ten are kept."""
    browser = secrets.fingerprint(mark.key)
    sealed = secrets.seal(json.dumps(asdict(sent)), under=mark.key)
    kept = UnsentForm.objects.create(key_fingerprint=browser, site=site, sealed=sealed)
    latest = UnsentForm.objects.filter(key_fingerprint=browser).order_by("-at", "-pk").values_list("pk", flat=True)
    UnsentForm.objects.filter(pk__in=list(latest[MOST_AT_ONCE:])).delete()
    return kept.pk


@transaction.atomic
def forget_old() -> None:
    """Remove what nobody has come back for."""
    UnsentForm.objects.filter(at__lt=Now() - KEPT_FOR).delete()
