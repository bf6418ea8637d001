"""What each step asks, keeps and tells."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from opencmecf.court.cases.models import Case
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.tests.cases import closed_case
from opencmecf.court.filing.tests.wizard.browsing import begin, party, pdf, send, step_of
from opencmecf.testing.people import Browser, House


def test_what_was_typed_wrong_is_kept_and_told(carla: Browser) -> None:
    page = send(carla, begin(carla, "orders", "paperless-order"), number="20-20001")
    page = send(carla, send(carla, page), none="on")
    page = send(carla, page, **{"paperless-order.order_text": "So ordered.", "paperless-order.signed_on": "soon"})
    text = page.content.decode()
    assert step_of(page) == "details"
    assert "Type “Signed on” as month, day and year" in text
    assert 'value="soon"' in text
    assert "So ordered." in text
    assert "<title>Error: Details" in text


def test_a_step_without_its_choice_is_not_passed(alice: Browser) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss"), number="20-20001")
    page = send(alice, send(alice, page))
    assert step_of(page) == "filers"
    assert "Choose the party for whom this is filed." in page.content.decode()


def test_going_back_keeps_what_was_typed(alice: Browser, case: Case) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss"), number="20-20001")
    page = send(alice, send(alice, page), filer=[party(case, 0)], button="back")
    assert step_of(page) == "questions"
    page = send(alice, page)
    assert f'value="{party(case, 0)}" id="filer-{party(case, 0)}" checked' in page.content.decode()


def test_another_case_clears_what_depends_on_it(house: House, alice: Browser, case: Case) -> None:
    other = closed_case(house.flsd)
    page = send(alice, begin(alice, "motions", "motion-dismiss"), number="20-20001")
    page = send(alice, send(alice, page), filer=[party(case, 0)])
    page = send(alice, page, main=pdf(), redaction="on", button="back")
    path = page.request["PATH_INFO"].replace("/filers", "/case")
    page = send(alice, alice.get(path), case=[str(other.pk)])
    draft = Draft.objects.get()
    assert "filers" not in draft.content
    assert draft.content["main"]


def test_a_new_party_is_added(alice: Browser, case: Case) -> None:
    page = send(alice, begin(alice, "motions", "motion-intervene"), number="20-20001")
    page = send(alice, page)
    page = send(alice, page, new_name="Port of Miami\x00 Authority", new_type="Intervenor Plaintiff", button="add")
    assert step_of(page) == "filers"
    assert "Port of Miami Authority" in page.content.decode()
    page = send(alice, page, filer=[f"{case.pk}:n1"])
    assert step_of(page) == "appearances"
    page = send(alice, page)
    assert "You do not appear for Port of Miami Authority yet." in page.content.decode()
    page = send(alice, page, **{f"appear.{case.pk}-n1": "on", f"lead.{case.pk}-n1": "on"})
    assert step_of(page) == "documents"
    assert page.context["text"].words == (
        "MOTION to Intervene by Port of Miami Authority. Attorney Alice Moreno added to party Port of Miami Authority. "
        "(Moreno, Alice)"
    )


def test_a_file_that_cannot_be_filed_is_told_and_removed(alice: Browser, case: Case) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss"), number="20-20001")
    page = send(alice, send(alice, page), filer=[party(case, 0)])
    page = send(alice, page, main=SimpleUploadedFile("memo.pdf", b"hello"), redaction="on")
    assert step_of(page) == "documents"
    assert "memo.pdf is" in page.content.decode()
    page = send(alice, page, redaction="on", button="remove.main")
    assert "memo.pdf" not in page.content.decode()
    page = send(alice, page)
    told = page.content.decode()
    assert "Upload the main document." in told
    page = send(alice, page, main=pdf(), button="upload")
    assert step_of(page) == "documents"
    page = send(alice, page)
    assert "Confirm that you have redacted what the privacy rules tell you to redact." in page.content.decode()


def test_attachments_are_described_and_removed(alice: Browser, case: Case) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss"), number="20-20001")
    page = send(alice, send(alice, page), filer=[party(case, 0)])
    files = {"file.1": pdf("a.pdf"), "file.2": pdf("b.pdf"), "category.1": "Exhibit", "description.2": "<b>B</b>"}
    page = send(alice, page, main=pdf(), button="upload", **files)
    assert [row.file.file_name for row in page.context["rows"]] == ["a.pdf", "b.pdf"]
    described = {"category.1": "Affidavit", "description.2": "<b>B</b>"}
    page = send(alice, page, button="remove.1", **described)
    assert [row.file.file_name for row in page.context["rows"]] == ["b.pdf"]
    assert "&lt;b&gt;B&lt;/b&gt;" in page.content.decode()


def test_entries_are_found_by_number_and_date(alice: Browser, case: Case) -> None:
    page = send(alice, begin(alice, "responses", "reply-to-response"), number="20-20001")
    page = send(alice, send(alice, page), filer=[party(case, 0)])
    page = send(alice, page, main=pdf(), redaction="on")
    assert [entry.number for _, entries in page.context["by_case"] for entry in entries] == ["2"]
    page = send(alice, page, since="1/5/2020", button="find")
    assert "No entry of this case fits." in page.content.decode()
    page = send(alice, page)
    assert "Choose the docket entry that this refers to." in page.content.decode()
