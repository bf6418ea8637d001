"""Public test PDFs get the verdict of their class, directly and over HTTP, and none ends the checker.

They stand outside the repository: `COURT_PDFS`, by default `../shared/data/pdfs`. The class is the beginning of the
file's name.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencmecf.court.intake import actions
from opencmecf.court.intake.models import Upload
from opencmecf.court.intake.sandbox import checks
from opencmecf.foundation.access import Actor, Role
from opencmecf.testing.people import House

ROOT = Path(__file__).resolve().parents[2]
PDFS = Path(os.environ.get("COURT_PDFS", ROOT.parent / "shared/data/pdfs"))
FILES = sorted(PDFS.glob("*.pdf"))
if not FILES:
    print(f"\n*** NO PDFS at {PDFS}: THE TESTS OF THE INTAKE OVER PUBLIC FILES ARE SKIPPED ***", file=sys.__stderr__)
pytestmark = pytest.mark.skipif(not FILES, reason=f"NO PDFS at {PDFS}")

TAKEN, REFUSED = {"accepted", "warned"}, {"refused"}
# What the files of a class must come to, and one of the findings that must say so. An outline of a form that has no
# field, and a table of contents that leaves itself out, are told and refuse nothing.
CLASSES: dict[str, tuple[set[str], set[str]]] = {
    "plain": (TAKEN, set()),
    "open_action": (TAKEN, set()),
    "attachment": (REFUSED, {"attachment"}),
    "damaged": (REFUSED | {"warned"}, {"damaged", "slightly-damaged"}),
    "encrypted": (REFUSED, {"encrypted", "password", "not-a-pdf"}),
    "form": (REFUSED | {"warned"}, {"form", "empty-form"}),
    "javascript": (REFUSED, {"javascript"}),
    "launch": (REFUSED, {"external-action"}),
    "media": (REFUSED, {"media"}),
    "unreadable": (REFUSED, {"unreadable", "not-a-pdf"}),
}


def class_of(file: Path) -> str:
    return file.stem.rpartition("_")[0]


def check(file: Path, verdict: str, findings: list[dict[str, Any]]) -> None:
    verdicts, codes = CLASSES[class_of(file)]
    found = {one["code"] for one in findings}
    assert verdict in verdicts, f"{file.name}: {verdict}, {found}"
    assert not codes or codes & found, f"{file.name}: {found}"
    if "form" in found or "damaged" in found:
        assert verdict == "refused", file.name


@pytest.fixture
def filer(house: House) -> Actor:
    """Somebody who may file at flsd."""
    return Actor(label="filer:alice", site=house.flsd.pk, roles=frozenset({Role.FILER}))


def test_each_gets_the_verdict_of_its_class_in_time(house: House, filer: Actor) -> None:
    checks.start()
    server = checks.pid
    for file in FILES:
        began = time.monotonic()
        upload = actions.receive(court=house.flsd, file_name=file.name, chunks=[file.read_bytes()], actor=filer)
        assert time.monotonic() - began < 10, file.name
        check(file, upload.verdict, upload.findings)
    assert checks.pid == server, "the checker has outlived them all"


def test_the_same_over_http(house: House) -> None:
    house.linked("alice")
    browser = house.signed_in("alice", house.flsd)
    client: Client = browser.clients[browser.home]
    for file in FILES:
        sent = {"pdf": SimpleUploadedFile(file.name, file.read_bytes(), "application/pdf")}
        answer = client.post("/filing/uploads", sent, headers={"Accept": "application/json"})
        assert answer.status_code == 201, file.name
        check(file, answer.json()["verdict"], answer.json()["findings"])
    assert Upload.objects.count() == len(FILES)


def test_what_is_mended_is_never_worse(house: House, filer: Actor) -> None:
    mended = 0
    for file in FILES:
        upload = actions.receive(court=house.flsd, file_name=file.name, chunks=[file.read_bytes()], actor=filer)
        for how, _ in upload.offers:
            try:
                result = actions.mend(upload_id=upload.pk, how=how, actor=filer)
            except actions.Refused:
                continue
            mended += result.may_be_filed
            assert result.may_be_filed or result.findings, file.name
    assert mended
