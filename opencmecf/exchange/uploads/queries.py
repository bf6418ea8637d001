"""Reading uploads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from opencmecf.court.cases.models import Case
from opencmecf.exchange.importer import REFUSED
from opencmecf.exchange.uploads.models import DocketUpload, DocketUploadFile
from opencmecf.foundation.access import Actor

SHOWN = 20


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file; `case_id` only for a case that the reader may see."""

    name: str
    outcome: str
    case_id: str
    case_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of an upload so far."""

    upload: DocketUpload
    files: list[FileReport]
    sums: list[tuple[str, int]]
    waiting: int
    refused: int

    @property
    def done(self) -> int:
        """How many files are taken over or refused."""
        return len(self.files) - self.waiting


def uploads_of(actor: Actor) -> list[tuple[DocketUpload, int]]:
    """Return the latest uploads at the actor's court, each with the number of its files."""
    found = list(DocketUpload.objects.visible_to(actor).order_by("-pk")[:SHOWN])
    files = DocketUploadFile.objects.visible_to(actor).filter(upload__in=found).values_list("upload_id", flat=True)
    counts = Counter(files)
    return [(upload, counts[upload.pk]) for upload in found]


def report_of(upload_id: int, actor: Actor) -> UploadReport:
    """Return what became of an upload. Raises `NotFound`. A case that `actor` may not see is not named."""
    upload = DocketUpload.objects.get_for(actor, pk=upload_id)
    columns = ("name", "outcome", "case_id_printed", "case_number", "reason")
    rows = list(
        DocketUploadFile.objects.visible_to(actor).filter(upload=upload).order_by("order").values_list(*columns)
    )
    cases = Case.objects.visible_to(actor).filter(court_id=upload.court_id, pacer_case_id__in={row[2] for row in rows})
    seen = set(cases.values_list("pacer_case_id", flat=True))
    files = [FileReport(*row) if row[2] in seen else FileReport(row[0], row[1], "", "", row[4]) for row in rows]
    sums = Counter(one.outcome for one in files if one.outcome)
    return UploadReport(
        upload=upload,
        files=files,
        sums=sorted(sums.items()),
        waiting=len(files) - sums.total(),
        refused=sums[REFUSED],
    )
