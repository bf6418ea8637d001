"""Keeping what was sent to a step after the session had ended."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.filing import queries
from opencmecf.court.filing.content import Step
from opencmecf.court.filing.models import Draft, LateForm, State
from opencmecf.foundation import audit, secrets
from opencmecf.foundation.access import Actor, Permission

LONGEST_LATE_FORM = 200_000  # characters
KEPT_FOR = timedelta(days=2)


@transaction.atomic
def keep_late_form(*, draft_id: UUID, step: Step, fields: dict[str, list[str]], actor: Actor) -> str | None:
    """Keep what somebody without a session has sent to a step; returns the key that their browser comes back with.

    None when there is no such draft, or when it is too much to keep. Only the latest of a step is kept. It changes no
    draft: that takes the draft's owner, signed in, in the same browser.
    """
    length = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    draft = Draft.objects.filter(pk=draft_id, court_id=actor.site, state=State.OPEN).first()
    if draft is None or length > LONGEST_LATE_FORM:
        return None
    key = secrets.new_token()
    LateForm.objects.update_or_create(
        draft=draft,
        step=step.value,
        defaults={"key_fingerprint": secrets.fingerprint(key), "fields": fields, "at": Now()},
    )
    audit.record("filing:late-form:keep", chain=draft.chain, by=actor, step=step.value)
    return key


@transaction.atomic
def take_late_form(*, draft: Draft, step: Step, key: str, actor: Actor) -> dict[str, list[str]] | None:
    """Return what this browser sent to a step of the actor's draft before signing in again, once; else None."""
    actor.require_at(Permission.DOCUMENT_FILE, draft.court_id)
    draft = Draft.objects.get_for(actor, pk=draft.pk)
    late = queries.late_form(key, draft=draft, step=step.value)
    if late is None:
        return None
    fields: dict[str, list[str]] = late.fields
    late.delete()
    audit.record("filing:late-form:take", chain=draft.chain, by=actor, step=step.value)
    return fields


@transaction.atomic
def forget_late_forms() -> None:
    """Remove what nobody has come back for."""
    LateForm.objects.filter(at__lt=Now() - KEPT_FOR).delete()
