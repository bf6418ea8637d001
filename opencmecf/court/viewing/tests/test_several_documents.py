"""`show_multidocs.pl`: View All, Download All and a selection, with one receipt."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pypdfium2
import pytest

from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.metering.models import Charge
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.tests.pages import LOGGED_IN, pdf_of, token_of, words
from opencmecf.court.viewing.tests.shelf import ADMIN, CASE_ID, EXHIBIT, LONG, MOTION, NAMED, holding, put_file
from opencmecf.foundation.access import Restriction
from opencmecf.foundation.storage import default_store
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser

pytestmark = pytest.mark.django_db

SEVERAL = "/cgi-bin/show_multidocs.pl"
ALL = f"{SEVERAL}?caseid={CASE_ID}&arr_de_seq_nums=10"
NUMBER = {name: int(name[4:]) for name in (MOTION, EXHIBIT, LONG)}


def chosen(page: Any) -> list[str]:
    return re.findall(r'name="chosen" value="(\d+)"', page.content.decode())


def accept(browser: Browser, page: Any) -> Any:
    """What pressing the page's button leads to."""
    content = page.content.decode()
    (action,) = re.findall(r'action="(/cgi-bin/show_multidocs[^"]+)"', content)
    form = {"got_receipt": "1", "receipt": token_of(page), "chosen": chosen(page)}
    return browser.clients[browser.home].post(action.replace("&amp;", "&"), form)


def archive(browser: Browser, answer: Any) -> zipfile.ZipFile:
    assert answer.status_code == 302
    file = browser.get(answer["Location"])
    assert file["Content-Type"] == "application/zip"
    assert file["Content-Disposition"].startswith("attachment")
    found = b"".join(file.streaming_content)
    assert file["Content-Length"] == str(len(found))
    return zipfile.ZipFile(io.BytesIO(found))


def test_view_all_shows_one_receipt_for_each_document_capped_by_itself(charlie: Browser) -> None:
    page = charlie.get(ALL)
    assert LOGGED_IN in page.content
    assert "69 pages" in text_of(page)
    assert "Billable Pages: 36 Cost: 3.60" in text_of(page)
    assert 'value="View Document"' in re.findall(r"<input[^>]*>", page.content.decode())[-1]
    assert not Charge.objects.exists()


def test_view_all_gives_one_pdf_out_in_which_each_page_says_where_it_is_from(charlie: Browser) -> None:
    page = accept(charlie, charlie.get(ALL))
    pdf = pdf_of(charlie, page)
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 69
    document.close()
    assert "Document 1 Filed 01/02/20 Page 1 of 2" in words(pdf, 0)
    assert "Document 1-2 Filed 01/02/20 Page 63 of 63" in words(pdf, 67)
    charge = Charge.objects.get()
    assert (charge.description, charge.pages, charge.cost_cents) == ("4 documents", 36, 360)
    assert Retrieval.objects.get().form == Retrieval.Form.COMBINED


def test_download_all_gives_a_zip_out_with_one_file_for_each(charlie: Browser) -> None:
    page = charlie.get(f"{ALL}&zipit=1")
    assert 'value="Download Documents"' in re.findall(r"<input[^>]*>", page.content.decode())[-1]
    found = archive(charlie, accept(charlie, page))
    assert found.namelist() == [f"flsd-1-20-cv-20001-RMA-{number}.pdf" for number in ("1", "1-1", "1-2", "1-3")]
    assert "Document 1-1" in words(found.read(found.namelist()[1]))
    assert Charge.objects.get().cost_cents == 360


def test_the_same_receipt_is_charged_once(charlie: Browser) -> None:
    page = charlie.get(ALL)
    for _ in range(2):
        accept(charlie, page)
    assert Charge.objects.count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {
            "document_1_0": f"{NUMBER[MOTION]}-100-2",
            "document_1_1": f"{NUMBER[EXHIBIT]}-1-3",
            "selected": "View Selected",
        },
        {f"document_{CASE_ID}_10_0": f"{NUMBER[MOTION]}-1-2", f"document_{CASE_ID}_10_1": f"{NUMBER[EXHIBIT]}-1-3"},
    ],
    ids=["menu", "docket sheet"],
)
def test_ticked_boxes_choose(charlie: Browser, form: dict[str, str]) -> None:
    page = charlie.post(ALL, form)
    assert chosen(page) == [str(NUMBER[MOTION]), str(NUMBER[EXHIBIT])]
    assert "Billable Pages: 5 Cost: 0.50" in text_of(page)


def test_boxes_of_the_docket_sheet_name_their_entries(charlie: Browser) -> None:
    form = {f"document_{CASE_ID}_10_1": f"{NUMBER[EXHIBIT]}-1-3", "zipit": "Download Selected"}
    page = charlie.post(f"{SEVERAL}?caseid={CASE_ID}", form)
    assert chosen(page) == [str(NUMBER[EXHIBIT])]
    assert "Download Documents" in page.content.decode()


def test_programs_leave_attachments_out_by_their_numbers(charlie: Browser) -> None:
    page = charlie.get(f"{ALL}&exclude_attachments={NUMBER[LONG]},{NUMBER[EXHIBIT]}&zipit=0")
    assert "Billable Pages: 3 Cost: 0.30" in text_of(page)


def test_entries_may_be_several_and_what_is_not_kept_is_left_out(charlie: Browser) -> None:
    page = charlie.get(f"{SEVERAL}?caseid={CASE_ID}&arr_de_seq_nums=20,30")
    assert "1 more is not available here and left out." in text_of(page)
    assert "Billable Pages: 4 Cost: 0.40" in text_of(page)
    assert pdf_of(charlie, accept(charlie, page))
    assert Charge.objects.get().description == "Image2-0"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("", {}),
        (f"?caseid={CASE_ID}", {}),
        (f"?caseid={CASE_ID}&arr_de_seq_nums=99", {}),
        ("?caseid=999&arr_de_seq_nums=10", {}),
        (f"?caseid={CASE_ID}&arr_de_seq_nums=10", {"selected": "View Selected"}),
        (f"?caseid={CASE_ID}&arr_de_seq_nums=x'", {}),
    ],
)
def test_nothing_chosen_costs_nothing(charlie: Browser, query: str, form: dict[str, str]) -> None:
    page = charlie.post(SEVERAL + query, {**form, "got_receipt": "1"})
    assert page.status_code == 200
    assert "No document is chosen" in text_of(page)
    assert not Charge.objects.exists()


def test_nothing_kept_says_so(charlie: Browser) -> None:
    assert "not kept here" in text_of(charlie.get(f"{SEVERAL}?caseid={CASE_ID}&arr_de_seq_nums=30"))


def test_too_much_for_one_pdf_is_told_and_goes_into_a_zip(charlie: Browser, settings: Any) -> None:
    settings.COMBINED_PDF_LIMIT = 1000
    page = charlie.get(ALL)
    assert "You must view each document individually" in text_of(page)
    assert 'id="file_too_big"' in page.content.decode()
    assert archive(charlie, accept(charlie, charlie.get(f"{ALL}&zipit=1")))


def test_too_much_for_a_zip_is_told_and_not_charged(charlie: Browser, settings: Any) -> None:
    settings.ZIP_LIMIT = 1000
    for page in (charlie.get(f"{ALL}&zipit=1"), charlie.post(f"{ALL}&zipit=1", {"got_receipt": "1"})):
        assert "too large for one ZIP file" in text_of(page)
    assert not Charge.objects.exists()


def test_a_zip_is_made_while_it_is_sent(charlie: Browser) -> None:
    found = archive(charlie, accept(charlie, charlie.get(f"{ALL}&zipit=1")))
    assert found.testzip() is None
    assert len(found.namelist()) == 4
    assert list(default_store().folder.rglob("*.zip")) == []


def test_a_file_that_cannot_be_combined_is_told(charlie: Browser) -> None:
    put_file(holding(NAMED), 1, b"%PDF-1.7 and nothing more")
    page = charlie.get(f"{SEVERAL}?caseid={CASE_ID}&arr_de_seq_nums=20,30")
    assert archive(charlie, accept(charlie, charlie.get(f"{SEVERAL}?caseid={CASE_ID}&arr_de_seq_nums=20,30&zipit=1")))
    assert Charge.objects.count() == 1  # of the archive
    assert "cannot be put into one PDF" in text_of(accept(charlie, page))
    assert Charge.objects.count() == 1


def test_what_is_lost_is_not_charged(charlie: Browser) -> None:
    page, several = charlie.get(ALL), charlie.get(f"{ALL}&zipit=1")
    default_store().path(holding(EXHIBIT).document.sha256).unlink()
    for asked in (page, several):
        assert "The file cannot be found" in text_of(accept(charlie, asked))
    assert not Charge.objects.exists()


def test_what_somebody_may_not_see_is_not_counted_not_named_and_not_given_out(charlie: Browser) -> None:
    restrict_document(document=holding(LONG).document, restriction=Restriction.SEALED, reason="by order", actor=ADMIN)
    page = charlie.get(f"{ALL}&zipit=1")
    assert "Billable Pages: 6 Cost: 0.60" in text_of(page)
    assert "Exhibit B" not in text_of(page)
    assert str(NUMBER[LONG]) not in page.content.decode()
    found = archive(charlie, accept(charlie, page))
    assert len(found.namelist()) == 3


def test_court_staff_pay_nothing(clerk: Browser) -> None:
    page = clerk.get(ALL)
    assert "Transaction Receipt" not in text_of(page)
    assert pdf_of(clerk, accept(clerk, page))
    assert not Charge.objects.exists()
