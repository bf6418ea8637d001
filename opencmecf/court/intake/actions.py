"""Taking in a file, mending it, and letting go of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import ProtectedError

from opencmecf.court.intake import rules
from opencmecf.court.intake.inspection import Inspection, inspect, mended
from opencmecf.court.intake.models import Upload, UploadPolicy
from opencmecf.court.intake.queries import deserted_uploads, named_among, policy_of, upload_of
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.rules import check_files
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.prepared import PreparedFor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.storage import Store, Stored, default_store
from opencmecf.foundation.storage.arrivals import ArrivedFile

GRACE = timedelta(hours=48)  # for a file that nothing came to need
SWEPT_AT_ONCE = 1000
NOTES = {
    "flatten": "The fields of the form were made part of the pages.",
    "repair": "The file was written anew, because the original was damaged.",
}


def receive(*, court: Court, file_name: str, chunks: Iterable[bytes], actor: Actor) -> Upload:
    """Keep a file that arrives in `chunks`, check it, and return what was made of it.

    Whatever is wrong with the file is in the upload's `findings`. Raises `Refused` for a file over the court's limit,
    of which nothing is kept, and where the check cannot run at the moment; `OSError` where the disk is full.
    """
    actor.require_at(Permission.DOCUMENT_FILE, court.pk)
    check_files(court)
    name, policy = rules.clean_name(file_name), policy_of(court)
    stored = default_store().put(_within(policy, name, chunks))
    return _inspected(court=court, name=name, stored=stored, actor=actor)


def receive_arrived(
    *, court: Court, arrived: ArrivedFile, actor: Actor, permission: Permission = Permission.DOCUMENT_FILE
) -> Upload:
    """Keep and check a file that a form has sent, and return what was made of it. Raises as `receive` does.

    `permission` is what the form asks for where it is no filing.
    """
    actor.require_at(permission, court.pk)
    check_files(court)
    name, policy = rules.clean_name(arrived.name or ""), policy_of(court)
    if (arrived.size or 0) > policy.most_bytes:
        raise rules.too_large(policy, name)
    return _inspected(court=court, name=name, stored=arrived.keep(), actor=actor)


def mend(*, upload_id: UUID | str, how: str, actor: Actor) -> Upload:
    """Return a new upload: the file flattened (`flatten`) or written anew (`repair`), and checked like any other.

    The original stays. Twice gives the same file. Raises `NotFound`, and `Refused` where the file cannot be mended so.
    """
    actor.require(Permission.DOCUMENT_FILE)
    upload = upload_of(upload_id=upload_id, actor=actor)
    if how not in {one["offer"] for one in upload.findings} - {""}:
        raise Refused(f"{upload.file_name} cannot be mended in this way.", rules.PRINT)
    found = Upload.objects.filter(made_from=upload, note=NOTES[how]).first()
    if found:
        return found
    stored = mended(Stored(upload.sha256, upload.length), how, file_name=upload.file_name)
    if stored is None:
        raise Refused(f"{upload.file_name} cannot be mended without the risk of losing something.", rules.PRINT)
    return _inspected(
        court=upload.court, name=upload.file_name, stored=stored, actor=actor, made_from=upload, note=NOTES[how]
    )


_locked = PreparedFor(
    lambda actor, ids: Upload.objects.select_for_update().visible_to(actor).filter(pk__in=ids).order_by("pk")
)


@part_of_an_act
def take_for_filing(*, court: Court, upload_ids: Sequence[UUID | str], actor: Actor) -> list[Upload]:
    """Return the uploads in the order asked for, locked until the filing's transaction ends; call it inside that.

    Raises `NotFound`, and `Refused` where one may not be filed or all together are too large.
    """
    actor.require_at(Permission.DOCUMENT_FILE, court.pk)
    found = {str(upload.pk): upload for upload in _locked.all(actor, ids=[UUID(str(one)) for one in upload_ids])}
    uploads = [found.get(str(one)) or upload_of(upload_id=one, actor=actor) for one in upload_ids]
    rules.check_filing(uploads, policy=policy_of(court))
    return uploads


@transaction.atomic
def hand_over(*, upload_ids: Sequence[UUID], kept: Collection[UUID], to: str, actor: Actor) -> dict[str, str]:
    """Give the actor's own uploads to the holder of another label; returns what copies stand for, as texts.

    Those in `kept` stay the actor's, and the other one gets a copy: a row of its own for the same bytes.
    """
    actor.require(Permission.DOCUMENT_FILE)
    copies = {}
    for upload in Upload.objects.select_for_update().visible_to(actor).filter(pk__in=upload_ids).order_by("pk"):
        former, upload.owner = upload.pk, to
        if former in kept:
            upload.pk, upload._state.adding = uuid4(), True
            copies[str(former)] = str(upload.pk)
        upload.save()
    return copies


@transaction.atomic
def cancel(*, upload_id: UUID | str, actor: Actor) -> None:
    """Forget one of the actor's own uploads. Its bytes go with the next sweep.

    Raises `NotFound`, and `Refused` for one that the court holds already, such as a document of a request.
    """
    actor.require(Permission.DOCUMENT_FILE)
    upload = Upload.objects.select_for_update().get_for(actor, pk=upload_id)
    audit.record("filing:upload:cancel", chain=upload.chain, by=actor, sha256=upload.sha256)
    try:
        upload.delete()
    except ProtectedError as held:
        raise Refused(f"{upload.file_name} is part of a request to the court, and stays with it.") from held


def sweep(*, grace: timedelta = GRACE) -> int:
    """Forget uploads that nothing came to need, and files that no row names; return how many uploads."""
    before = clock.now() - grace
    forgotten = 0
    while swept := _forget_some(before=before):
        forgotten += swept
    _forget_files(default_store(), written_before=before.timestamp())
    return forgotten


@transaction.atomic
def set_policy(*, court: Court, actor: Actor, **policy: Any) -> UploadPolicy:
    """Say what the court takes: `most_bytes`, `most_bytes_of_a_filing`, `most_pages`, `severities`.

    Raises `Refused` for a severity that no court may change.
    """
    actor.require_at(Permission.UPLOAD_POLICY_CHANGE, court.pk)
    rules.check_severities(policy.get("severities", {}))
    former = policy_of(court)
    changed = UploadPolicy.objects.update_or_create(court=court, defaults=policy)[0]
    audit.record(
        "court:upload-policy:change", chain=court.chain, by=actor, former=former.as_json(), to=changed.as_json()
    )
    return changed


def _forget_some(*, before: Any) -> int:
    with transaction.atomic():
        rows = list(deserted_uploads(before=before).select_for_update(skip_locked=True, of=("self",))[:SWEPT_AT_ONCE])
        Upload.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _forget_files(store: Store, *, written_before: float) -> None:
    """Remove the files that no row names. One that is written again meanwhile stays; see `Store.forget`."""
    store.forget_broken_off(written_before=written_before)
    old = store.names(written_before=written_before)
    while some := list(islice(old, SWEPT_AT_ONCE)):
        for sha256 in set(some) - named_among(some):
            store.forget(sha256, written_before=written_before)


def _inspected(*, court: Court, name: str, stored: Stored, actor: Actor, **origin: Any) -> Upload:
    inspection = inspect(stored, file_name=name, policy=policy_of(court))
    return _record(court=court, name=name, stored=stored, inspection=inspection, actor=actor, **origin)


@transaction.atomic
def _record(*, court: Court, name: str, stored: Stored, inspection: Inspection, actor: Actor, **origin: Any) -> Upload:
    upload = Upload.objects.create(
        court=court,
        owner=actor.owner,
        file_name=name,
        sha256=stored.sha256,
        length=stored.length,
        pages=inspection.pages,
        verdict=inspection.verdict,
        findings=inspection.findings,
        **origin,
    )
    audit.record(
        "filing:upload:receive",
        chain=upload.chain,
        by=actor,
        sha256=stored.sha256,
        length=stored.length,
        verdict=upload.verdict,
        codes=[one["code"] for one in upload.findings],
        made_from=upload.made_from_id,
    )
    return upload


def _within(policy: UploadPolicy, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass chunks on, and stop with a refusal at the first byte over the court's limit."""
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > policy.most_bytes:
            raise rules.too_large(policy, name)
        yield chunk
