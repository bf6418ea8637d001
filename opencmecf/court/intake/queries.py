"""Reading uploads, and what a court takes."""

from __future__ import annotations

from uuid import UUID

from opencmecf.court.intake.models import Upload, UploadPolicy
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor


def upload_of(*, upload_id: UUID | str, actor: Actor) -> Upload:
    """Return one of the actor's own uploads. Raises `NotFound`, also for somebody else's."""
    return Upload.objects.get_for(actor, pk=upload_id)


def policy_of(court: Court) -> UploadPolicy:
    """Return what the court takes; the strict defaults where it has not decided."""
    return UploadPolicy.objects.filter(pk=court.pk).first() or UploadPolicy(court=court)
