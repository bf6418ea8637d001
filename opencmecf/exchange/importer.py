"""Importing saved docket sheets, file by file: each is taken over whole, or refused with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError

from opencmecf.court.docket import queries
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.json_form import NotASheet
from opencmecf.court.profile.models import Court
from opencmecf.exchange import court_pages
from opencmecf.exchange.docket_json import MARKS, CaseDocument, read_case
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused

READER = "2"  # raise it when pages are read better, so that files are read again
REFUSED = "refused"
PAGES = frozenset({".html", ".htm"})
NONE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one file. `outcome` is imported, updated, unchanged or refused, with the reason."""

    name: str
    court_id: str
    outcome: str
    case_id: str = ""
    case_number: str = ""
    reason: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file was taken over."""
        return self.outcome == REFUSED

    @property
    def line(self) -> str:
        """The report as one line: court, case id, case number, outcome, reason; a blank in a number is "_"."""
        number = "_".join(self.case_number.split())
        reason = f"{self.name}: {self.reason}" if self.reason else ""
        words = [self.court_id, self.case_id or NONE, number or NONE, self.outcome, " ".join(reason.split())]
        return " ".join(word for word in words if word)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files to import: those named, and of directories the pages and our own JSON, in order of name.

    A file that is named is never passed over, whatever it is.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = (file for file in path.rglob("*") if file.is_file())
        found.extend(sorted(file for file in inside if file.suffix.lower() in PAGES or _is_ours(file)))
    return found


def holds_docket_of(path: Path, court_id: str) -> bool:
    """Return whether a file can be read as a docket of this court."""
    try:
        return _read(path.read_bytes(), court_id).sheet.court_id == court_id
    except (OSError, RecursionError, NotASheet, court_pages.Refused):
        return False


def import_file(path: Path, *, court: Court, actor: Actor) -> Report:
    """Import a file of the disk; see `import_document`."""
    try:
        document = path.read_bytes()
    except OSError as error:
        reason = f"The file cannot be read ({error.strerror or 'error'})."
        return Report(name=path.name, court_id=court.pk, outcome=REFUSED, reason=reason)
    return import_document(document, name=path.name, court=court, actor=actor)


def import_document(document: bytes, *, name: str, court: Court, actor: Actor) -> Report:
    """Import one saved page, or one case as JSON, and say what became of it. Raises `NotAllowed`.

    A file that was imported before is passed over by its hash, so that a run that was stopped can be run again.
    """
    actor.require_at(Permission.DOCKET_IMPORT, court.pk)
    fingerprint = hashlib.sha256(READER.encode() + b"\n" + document).hexdigest()
    known = queries.taken_over(court=court, fingerprint=fingerprint)
    if known is not None:
        return Report(
            name=name,
            court_id=court.pk,
            outcome="unchanged",
            case_id=known.pacer_case_id,
            case_number=known.number,
        )
    found: CaseDocument | None = None
    try:
        found = _read(document, court.pk)
        taken = take_over(
            sheet=found.sheet,
            court=court,
            actor=actor,
            fingerprint=fingerprint,
            restrictions=found.restrictions,
        )
    except (NotASheet, Refused, court_pages.Refused, DatabaseError, RecursionError) as error:
        sheet = found.sheet if found else None
        return Report(
            name=name,
            court_id=court.pk,
            outcome=REFUSED,
            case_id=sheet.pacer_case_id if sheet else "",
            case_number=sheet.case_number if sheet else "",
            reason=_reason(error),
        )
    return Report(
        name=name,
        court_id=court.pk,
        outcome=taken.outcome.value,
        case_id=taken.case.pacer_case_id,
        case_number=taken.case.number,
    )


def import_files(paths: Iterable[Path], *, court: Court, actor: Actor) -> Iterator[Report]:
    """Import files one after the other, each in a transaction of its own, and yield what became of each."""
    for path in paths:
        yield import_file(path, court=court, actor=actor)


def _read(document: bytes, court_id: str) -> CaseDocument:
    if document.lstrip()[:1] == b"{":
        return read_case(document)
    return CaseDocument(sheet=court_pages.read_docket(document, court_id))


def _reason(error: Exception) -> str:
    if isinstance(error, DatabaseError):
        return f"The docket holds something that cannot be stored ({type(error).__name__})."
    if isinstance(error, RecursionError):
        return "The page is nested too deeply."
    return str(error)


def _is_ours(file: Path) -> bool:
    """Return whether a file is a case or a docket sheet as we export it; other JSON in a directory is passed over."""
    if file.suffix.lower() != ".json":
        return False
    with file.open("rb") as opened:
        head = opened.read(60).decode("utf-8", "replace")
    return any(mark in head for mark in MARKS)
