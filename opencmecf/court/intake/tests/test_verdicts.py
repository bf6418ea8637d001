"""Every kind of PDF gets its verdict, in words that say what to do."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, String

from opencmecf.court.intake import actions
from opencmecf.court.intake.models import Upload, Verdict
from opencmecf.court.intake.tests import papers
from opencmecf.court.intake.tests.papers import CATALOG, PAGE, PAGES, annotated, form, opens_with, paper, raw_pdf
from opencmecf.foundation.access import Actor
from opencmecf.testing.people import House

Receive = Callable[[bytes], Upload]
WEB_LINK = annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://www.example.com/")))
SCRIPT_LINK = annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))
FILE_LINK = annotated(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String("other.pdf")))
SENDS = opens_with(Dictionary(S=Name.SubmitForm, F=String("https://www.example.com/")))
TWENTY = paper(pages=20)
DEEP = b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 100_000 + b"]" * 100_000 + b" >>"
CROWD = [b"<< /A [ 1 2 3 ] /B << /C (x) >> >>"] * 100_000
SAME_PAGE = b"<< /Type /Pages /Kids [" + b"3 0 R " * 200_000 + b"] /Count 200000 >>"
HUGE_PICTURE = b"<< /Subtype /Image /Width 99999 /Height 99999 /Length 0 >>\nstream\n\nendstream"

TAKEN = {
    "plain": paper(),
    "twenty pages": TWENTY,
    "web link": paper(WEB_LINK),
    "opens at a page": paper(papers.opens_at_a_page),
    "opens at a place": paper(opens_with(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])))),
    "white on black": paper(papers.drawn(b"0 g 70 400 220 30 re f 1 g BT /F1 12 Tf 80 410 Td (Heading) Tj ET")),
    "case numbers and telephones": paper(text="No. 1:20-cv-20001-ABC, call 305-555-0100, 28 U.S.C. 1331, 123-45-678"),
    "masked numbers": paper(text="SSN xxx-xx-6789, account ending in 1234, born in 1980"),
}
WARNED = {
    "scan": ("no-text", paper(papers.scanned)),
    "signature": ("signature", paper(papers.signed)),
    "odd size": ("odd-size", raw_pdf([CATALOG, PAGES, PAGE.replace(b"612 792", b"2000 3000")])),
    "social security number": ("ssn", paper(text="The claimant's number is 123-45-6789.")),
    "taxpayer number": ("ssn", paper(text="Employer identification no. 12-3456789")),
    "date of birth": ("birth-date", paper(text="Date of birth: January 2, 1980")),
    "account number": ("account-number", paper(text="Account No. 1234567890")),
    "card number": ("account-number", paper(text="paid with 4111 1111 1111 1111")),
    "black box over words": ("covered-text", paper(papers.drawn(b"0 g 70 715 100 16 re f"), text="A secret name")),
    "redaction not applied": ("covered-text", paper(annotated(Subtype=Name.Redact))),
}
REFUSED = {
    "empty": ("empty", b""),
    "word document": ("not-a-pdf", b"PK\x03\x04" + b"x" * 100),
    "picture": ("not-a-pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 100),
    "text": ("not-a-pdf", b"Dear judge,"),
    "picture and PDF": ("two-kinds", b"GIF89a" + b" " * 100 + paper()),
    "PDF and ZIP": ("two-kinds", paper() + b"PK\x05\x06" + bytes(18)),
    "junk first": ("damaged", b"x" * 500 + paper()),
    "truncated": ("damaged", TWENTY[:-700]),
    "half": ("damaged", TWENTY[:2500]),
    "header alone": ("unreadable", b"%PDF-1.7\n"),
    "password": ("password", papers.encrypted("secret")),
    "owner's password": ("encrypted", papers.encrypted("")),
    "script on opening": ("javascript", paper(opens_with(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))))),
    "script by name": ("javascript", paper(papers.script_by_name)),
    "script of a page": ("javascript", paper(papers.script_of_a_page, pages=3)),
    "script that hides": ("javascript", paper(papers.script_nobody_refers_to)),
    "script in a link": ("external-action", paper(SCRIPT_LINK)),
    "launches": ("external-action", paper(opens_with(Dictionary(S=Name.Launch, F=String("calc.exe"))))),
    "sends itself": ("external-action", paper(SENDS)),
    "attachment": ("attachment", paper(papers.attachment)),
    "attachment on a page": ("attachment", paper(annotated(Subtype=Name.FileAttachment))),
    "sound": ("media", paper(annotated(Subtype=Name.Sound))),
    "film": ("media", paper(annotated(Subtype=Name.Movie))),
    "screen": ("media", paper(annotated(Subtype=Name.Screen))),
    "rich media": ("media", paper(annotated(Subtype=Name.RichMedia))),
    "3D": ("media", paper(annotated(Subtype=Name("/3D")))),
    "form": ("form", paper(form())),
    "link to another file": ("other-file-link", paper(FILE_LINK)),
    "no pages": ("no-pages", raw_pdf([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"])),
    "too many pages": ("too-many-pages", raw_pdf([CATALOG, SAME_PAGE, PAGE])),
    "bomb": ("bomb", papers.bomb()),
    "bomb in a bomb": ("bomb", papers.bomb(times=2)),
    "huge picture": ("bomb", raw_pdf([CATALOG, PAGES, PAGE, HUGE_PICTURE])),
    "nested without end": ("unreadable", raw_pdf([DEEP, PAGES, PAGE])),
}


@pytest.fixture
def receive(house: House, alice: Actor) -> Receive:
    """A function that takes in `exhibit-a.pdf` with these bytes."""

    def take_in(content: bytes) -> Upload:
        began = time.monotonic()
        upload = actions.receive(court=house.flsd, file_name="exhibit-a.pdf", chunks=[content], actor=alice)
        assert time.monotonic() - began < 10
        return upload

    return take_in


@pytest.mark.parametrize("name", TAKEN)
def test_harmless_files_are_accepted(name: str, receive: Receive) -> None:
    upload = receive(TAKEN[name])
    assert (upload.verdict, upload.findings) == (Verdict.ACCEPTED, [])


@pytest.mark.parametrize("name", WARNED)
def test_remarks_refuse_nothing(name: str, receive: Receive) -> None:
    code, content = WARNED[name]
    upload = receive(content)
    assert (upload.verdict, [one["code"] for one in upload.findings]) == (Verdict.WARNED, [code])


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_filed_is_refused(name: str, receive: Receive) -> None:
    code, content = REFUSED[name]
    upload = receive(content)
    assert upload.verdict == Verdict.REFUSED
    assert code in [one["code"] for one in upload.findings if one["severity"] == "refuse"]
    for finding in upload.findings:
        assert finding["message"].startswith("exhibit-a.pdf ")
        assert finding["message"].endswith(".")
        assert finding["remedy"].endswith(".")


def test_a_hundred_thousand_objects_get_a_verdict_in_time(receive: Receive) -> None:
    upload = receive(raw_pdf([CATALOG, PAGES, PAGE, *CROWD]))
    assert upload.may_be_filed or [one["code"] for one in upload.findings] == ["too-complex"]


def test_the_page_is_told_where_it_is_known(receive: Receive) -> None:
    (finding,) = receive(paper(papers.script_of_a_page, pages=3)).findings
    assert finding["page"] == 3


def test_a_number_is_never_kept_in_full(receive: Receive) -> None:
    upload = receive(paper(text="SSN 123-45-6789 and 987-65-4321, born 01/02/1980, account 5555666677778888"))
    assert "6789" in str(upload.findings)
    for secret in ("123-45", "12345", "01/02", "55556666", "5555 6666"):
        assert secret not in str(upload.findings)
