"""Taking in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from opencmecf.court.intake import rules
from opencmecf.court.intake.models import Upload, UploadPolicy, Verdict
from opencmecf.court.intake.queries import policy_of
from opencmecf.court.intake.sandbox import checks
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sandbox import Failure, SandboxUnavailable, WorkFailed
from opencmecf.foundation.storage import Stored, default_store


def receive(*, court: Court, file_name: str, chunks: Iterable[bytes], actor: Actor) -> Upload:
    """Keep a file that arrives in `chunks`, check it, and return what was made of it.

    Whatever is wrong with the file is in the upload's `findings`. Raises `Refused` for a file over the court's limit,
    of which nothing is kept, and where the check cannot run at the moment; `OSError` where the disk is full.
    """
    actor.require_at(Permission.DOCUMENT_FILE, court.pk)
    name, policy = rules.clean_name(file_name), policy_of(court)
    stored = default_store().put(_within(policy, name, chunks))
    return receive_stored(court=court, file_name=name, stored=stored, actor=actor)


def receive_stored(*, court: Court, file_name: str, stored: Stored, actor: Actor) -> Upload:
    """Check a file that the store has taken already, and return what was made of it. Raises as `receive` does."""
    actor.require_at(Permission.DOCUMENT_FILE, court.pk)
    name, policy = rules.clean_name(file_name), policy_of(court)
    if stored.length > policy.most_bytes:
        raise rules.too_large(policy, name)
    verdict, pages, findings = _looked_at(stored, name, policy)
    return _record(court=court, name=name, stored=stored, pages=pages, verdict=verdict, findings=findings, actor=actor)


@transaction.atomic
def _record(*, court: Court, name: str, stored: Stored, actor: Actor, **made: Any) -> Upload:
    upload = Upload.objects.create(
        court=court, owner=actor.label, file_name=name, sha256=stored.sha256, length=stored.length, **made
    )
    audit.record(
        "filing:upload:receive",
        chain=f"upload:{court.pk}:{upload.pk}",
        by=actor,
        sha256=stored.sha256,
        length=stored.length,
        verdict=upload.verdict,
        codes=[one["code"] for one in upload.findings],
    )
    return upload


def _looked_at(stored: Stored, name: str, policy: UploadPolicy) -> tuple[Verdict, int | None, list[dict[str, Any]]]:
    """Return verdict, pages and findings. A check that breaks or overruns is a verdict as well."""
    try:
        with default_store().open(stored.sha256) as file:
            seen = checks.run("look", files=[file], arguments={"most_pages": policy.most_pages})
    except WorkFailed as failed:
        code = "bomb" if failed.failure is Failure.MEMORY else "too-complex"
        return Verdict.REFUSED, None, [rules.finding(code, file_name=name, policy=policy)]
    except SandboxUnavailable as unavailable:
        raise Refused(f"{name} could not be checked just now.", "Wait a minute and upload it again.") from unavailable
    verdict, findings = rules.judge(seen["facts"], file_name=name, policy=policy)
    return verdict, seen["pages"], findings


def _within(policy: UploadPolicy, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass chunks on, and stop with a refusal at the first byte over the court's limit."""
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > policy.most_bytes:
            raise rules.too_large(policy, name)
        yield chunk
