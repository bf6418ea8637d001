"""The files of a filing, as the court's intake keeps them. Nothing else here knows of intake."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from opencmecf.court.filing.surroundings import KnownFile
from opencmecf.court.intake import actions
from opencmecf.court.intake.models import Upload
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.prepared import PreparedFor
from opencmecf.foundation.storage.arrivals import ArrivedFile


def receive(*, court: Court, arrived: ArrivedFile, actor: Actor) -> KnownFile:
    """Take a file in and have it checked. Raises `Refused` for one that cannot be checked now."""
    return _known(actions.receive_arrived(court=court, arrived=arrived, actor=actor))


def hand_over(upload_ids: Sequence[UUID], *, kept: Collection[UUID], to: str, actor: Actor) -> dict[str, str]:
    """Give the actor's own files to the holder of another label; returns by id what copies of those in `kept` are."""
    return actions.hand_over(upload_ids=upload_ids, kept=kept, to=to, actor=actor)


def files_of(upload_ids: Sequence[str], *, actor: Actor) -> list[KnownFile]:
    """Return those of the actor's own files that these ids name."""
    ids = [found for found in map(_uuid, upload_ids) if found]
    return [_known(row) for row in _own.all(actor, ids=ids)]


_own = PreparedFor(lambda actor, ids: Upload.objects.visible_to(actor).filter(pk__in=ids))


def _known(upload: Upload) -> KnownFile:
    return KnownFile(
        id=str(upload.pk),
        file_name=upload.file_name,
        pages=upload.pages,
        length=upload.length,
        may_be_filed=upload.may_be_filed,
        findings=tuple((str(one["message"]), str(one.get("remedy", ""))) for one in upload.findings),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
