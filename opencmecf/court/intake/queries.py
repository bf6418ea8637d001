"""Reading uploads, and what a court takes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from opencmecf.court.intake.models import Upload, UploadPolicy, Uploads
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.prepared import Prepared


def upload_of(*, upload_id: UUID | str, actor: Actor) -> Upload:
    """Return one of the actor's own uploads. Raises `NotFound`, also for somebody else's."""
    return Upload.objects.get_for(actor, pk=upload_id)


def policy_of(court: Court) -> UploadPolicy:
    """Return what the court takes; the strict defaults where it has not decided."""
    return _policy.first(court=court.pk) or UploadPolicy(court=court)


_policy = Prepared(lambda court: UploadPolicy.objects.filter(pk=court))


def most_bytes_for(request: HttpRequest) -> int:
    """Return the longest file that the court of this request takes."""
    return policy_of(court_of(request).settings).most_bytes


def deserted_uploads(*, before: datetime) -> Uploads:
    """Return the uploads of before that no row of another kind refers to, such as a draft of a filing."""
    found = Upload.objects.filter(at__lt=before)
    for relation in Upload._meta.related_objects:
        referring: type[models.Model] = relation.field.model
        if referring is not Upload:
            referred = referring._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.exclude(Exists(referred))
    return found


def named_among(names: Collection[str]) -> set[str]:
    """Return those of `names` that a row of any table names as its file in the store."""
    found: set[str] = set()
    for model, field in _naming_columns():
        rows = model._default_manager.filter(**{f"{field}__in": names})
        found.update(rows.values_list(field, flat=True))
    return found


@cache
def _naming_columns() -> tuple[tuple[type[models.Model], str], ...]:
    """Return every column that names files of the store: those called `sha256`, or something before it."""
    return tuple(
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and field.name.endswith("sha256")
    )
