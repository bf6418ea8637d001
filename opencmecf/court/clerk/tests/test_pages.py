"""The pages of the clerk's office, as Carla uses them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk import queries
from opencmecf.court.clerk.actions import replace_attached
from opencmecf.court.clerk.models import EntryRevision
from opencmecf.court.clerk.tests.corrections import correct
from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.queries import entry_of
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.tests.filings import draft_of, order_on, pdf, upload
from opencmecf.court.intake.tests.papers import paper
from opencmecf.court.notices.actions import address_deliveries
from opencmecf.court.notices.models import Delivery
from opencmecf.court.receipts.models import Receipt
from opencmecf.foundation import reference
from opencmecf.foundation.access import Actor
from opencmecf.testing.people import Browser, House


@pytest.fixture
def browser(house: House, carla: Actor) -> Browser:
    """Carla's."""
    assert carla
    return house.signed_in("carla", house.flsd)


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="opencmecf.config.urls_court")


def as_it_is(page: Any) -> dict[str, Any]:
    """What the browser would send back of a form that nobody has touched."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    if isinstance(values.get("date_filed"), dt.date):
        values["date_filed"] = f"{values['date_filed']:%m/%d/%Y}"
    return {name: value for name, value in values.items() if value is not None and value is not False}


def text(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_a_typing_error_is_corrected(browser: Browser, entry: DocketEntry) -> None:
    where = url("clerk-correct", entry.pk)
    typed = as_it_is(browser.get(where)) | {"words": "MOTION to Dismiss by nobody.", "reason": "Wrong party."}
    page = browser.post(where, typed)
    assert "The entry is corrected" in text(page)
    assert "MOTION to Dismiss by nobody." in text(page)
    history = text(browser.get(url("entry-history", entry.pk)))
    assert "Wrong party." in history
    by_the_courts_clock = EntryRevision.objects.get().at.astimezone(reference.court("flsd").zone)
    at = f"{by_the_courts_clock:%m/%d/%Y} {by_the_courts_clock:%I:%M %p}".replace(" 0", " ")
    assert f"{at}, Carla Reyes" in history


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(browser: Browser, entry: DocketEntry) -> None:
    where = url("clerk-correct", entry.pk)
    typed = as_it_is(browser.get(where)) | {"words": "A new text.", "refers_to": "2, 77", "reason": ""}
    page = browser.post(where, typed)
    assert "The case has no entry 77" in text(page)
    assert "Fill in “Reason”." in text(page)
    assert "A new text." in text(page)
    page = browser.post(where, typed | {"refers_to": "2", "reason": "x"})
    assert "The text does not name entry 2." in text(page)
    assert queries.last_revision(entry) == 0
    untouched = as_it_is(browser.get(where)) | {"reason": "x"}
    assert "Nothing was changed." in text(browser.post(where, untouched))


def test_the_numbers_lead_to_the_entries_that_are_meant(browser: Browser, case: Case, entry: DocketEntry) -> None:
    where = url("clerk-correct", entry.pk)
    typed = as_it_is(browser.get(where)) | {"words": "RESPONSE re 2 MOTION.", "refers_to": "2", "reason": "x"}
    browser.post(where, typed)
    entry.refresh_from_db()
    (run,) = [run for run in entry_of(entry).text if run.link]
    assert (run.text, run.link and run.link.document_id) == ("2", "05101002")
    assert browser.get(where).context["form"]["refers_to"].value() == "2"
    typed = as_it_is(browser.get(where)) | {"words": "RESPONSE re 4 MOTION.", "refers_to": "4", "reason": "x"}
    browser.post(where, typed)
    entry.refresh_from_db()
    (run,) = [run for run in entry_of(entry).text if run.link]
    assert (run.text, run.link and run.link.document_id) == ("4", "05101004")


def test_the_second_clerk_sees_both_texts(browser: Browser, entry: DocketEntry, carla: Actor) -> None:
    where = url("clerk-correct", entry.pk)
    typed = as_it_is(browser.get(where)) | {"words": "The text of the second.", "reason": "Mine."}
    correct(entry, carla, words="The text of the first.", reason="Was quicker.")
    page = browser.post(where, typed)
    assert page.status_code == 409
    for words in (
        "Somebody has corrected this entry",
        "Was quicker.",
        "The text of the first.",
        "The text of the second.",
    ):
        assert words in text(page)
    entry.refresh_from_db()
    assert entry.words == "The text of the first."
    page = browser.post(where, as_it_is(page))
    assert "The text of the second." in text(page)
    assert queries.last_revision(entry) == 2


def test_a_wrong_document_is_replaced(browser: Browser, entry: DocketEntry) -> None:
    where = url("clerk-replace", entry.pk, 0)
    typed = as_it_is(browser.get(where)) | {"reason": "The wrong file."}
    assert "Choose a PDF first." in text(browser.post(where, typed))
    page = browser.post(where, typed | {"pdf": SimpleUploadedFile("notes.txt", b"no PDF at all")})
    assert "cannot take the place" in text(page)
    assert "The wrong file." in text(page)
    former = entry.holdings.get(attachment_number=0).document
    page = browser.post(where, typed | {"pdf": SimpleUploadedFile("right.pdf", pdf(3, "right"))})
    if "press Replace again" in text(page):
        page = browser.post(where, as_it_is(page))
    assert "The document is replaced" in text(page)
    assert entry.holdings.get(attachment_number=0).document.pages == 3
    answer = browser.get(url("clerk-replaced", former.document_id))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_the_docket_sheet_and_old_addresses_lead_to_what_is_right(
    house: House, browser: Browser, case: Case, entry: DocketEntry, carla: Actor
) -> None:
    report = {"all_case_ids": case.pacer_case_id, "list_of_parties_and_counsel": "on"}
    former = entry.holdings.get(attachment_number=0).document
    assert former.document_id in text(browser.post("/cgi-bin/DktRpt.pl?1-L_1_0-1", report))
    correct(entry, carla, words="MOTION that reads well.")
    replace_attached(
        entry=entry,
        attachment_number=0,
        upload_id=upload(house.flsd, carla, "right.pdf", 3),
        seen=1,
        reason="The wrong file.",
        actor=carla,
    )
    latest = entry.holdings.get(attachment_number=0).document
    for reader in (browser, house.signed_in("alice", house.flsd), house.signed_in("charlie", house.flsd)):
        page = text(reader.post("/cgi-bin/DktRpt.pl?1-L_1_0-1", report))
        assert "MOTION that reads well." in page
        assert latest.document_id in page
        assert former.document_id not in page
        menu = text(reader.get(f"/doc1/{former.document_id}"))
        assert latest.document_id[4:] in menu


def test_remarks_on_the_right_file_are_shown_before_it_is_taken(browser: Browser, entry: DocketEntry) -> None:
    where = url("clerk-replace", entry.pk, 1)
    typed = as_it_is(browser.get(where)) | {"reason": "The wrong file."}
    page = browser.post(where, typed | {"pdf": SimpleUploadedFile("right.pdf", paper(text="SSN 123-45-6789"))})
    assert "xxxxx6789" in text(page)
    assert queries.last_revision(entry) == 0
    page = browser.post(where, as_it_is(page))
    assert "The document is replaced" in text(page)


def test_the_list_of_new_filings(browser: Browser, entry: DocketEntry) -> None:
    page = browser.get(url("clerk-filings"))
    for words in ("1 filing since", "Motion to Dismiss", "Alice Moreno", "Not looked at"):
        assert words in text(page)
    chosen = page.context["chosen"]
    page = browser.post(url("clerk-review", entry.pk), {"state": "looked_at", "list": chosen})
    assert "There is no such filing" in text(page)
    page = browser.get(url("clerk-filings") + "?state=all")
    assert "Looked at (Carla Reyes)" in text(page)
    assert "Type the date" in text(browser.get(url("clerk-filings") + "?since=yesterday"))


def test_a_question_is_asked_in_words(browser: Browser, entry: DocketEntry) -> None:
    page = browser.post(url("clerk-review", entry.pk), {"state": "question", "note": ""})
    assert "Write what the question is." in text(page)
    browser.post(url("clerk-review", entry.pk), {"state": "question", "note": "Which defendant?"})
    assert "Which defendant?" in text(browser.get(url("clerk-filings") + "?state=question"))


def test_mails_that_did_not_arrive_are_listed(browser: Browser, entry: DocketEntry) -> None:
    assert entry
    filed = Receipt.objects.get().notice
    address_deliveries(filed=filed)
    filed.deliveries.update(state=Delivery.State.BOUNCED, last_error="550 user unknown")
    page = browser.get(url("clerk-filings"))
    for words in ("alice@example.com", "Came back: 550 user unknown"):
        assert words in text(page)


def test_an_entry_is_found_by_its_numbers(browser: Browser, entry: DocketEntry) -> None:
    page = browser.get(url("clerk-find-entry") + "?case_number=20-20001&number=5")
    assert "Entry 5" in text(page)
    assert entry.words in page.context["entry"].words
    assert "Case not found." in text(browser.get(url("clerk-find-entry") + "?case_number=99-9&number=5"))
    assert "no entry with this number" in text(browser.get(url("clerk-find-entry") + "?case_number=20-20001&number=77"))


def test_motions_that_wait_with_their_age_and_judge(
    house: House, browser: Browser, case: Case, entry: DocketEntry, carla: Actor
) -> None:
    DocketEntry.objects.filter(pk=entry.pk).update(date_filed="2020-01-02")
    where = url("pending-motions")
    filing.submit(
        draft=draft_of(order_on(entry, carla, {0: ("Motion to Dismiss", Outcome.REFERRED)}), house.flsd, carla),
        actor=carla,
    )
    page = text(browser.get(where))
    for words in ("Motion to Dismiss (referred)", "01/02/2020", "Judge Ruth M. Alder", "1</strong> motion"):
        assert words in page
    rows = list(csv.reader(io.StringIO(browser.get(f"{where}?format=csv").content.decode())))
    assert rows[0] == ["Case", "Title", "Number", "Filed", "Days", "Parts", "Judge"]
    assert rows[1][0] == case.number
    assert int(rows[1][4]) > 2000
    assert "No motion waits" in text(browser.get(f"{where}?days=36500"))
    assert "No motion waits" in text(browser.get(f"{where}?case_number=20-20001&days=36500"))
    assert "Case not found." in text(browser.get(f"{where}?case_number=99-9"))
    assert "Select a valid choice" in text(browser.get(f"{where}?judge=Nobody"))
    filing.submit(
        draft=draft_of(order_on(entry, carla, {0: ("Motion to Dismiss", Outcome.DENIED)}), house.flsd, carla),
        actor=carla,
    )
    assert "No motion waits" in text(browser.get(where))


def rule_on(entry: DocketEntry, outcome: Outcome, house: House, actor: Actor) -> None:
    content = order_on(entry, actor, {0: ("Motion to Dismiss", outcome)})
    filing.submit(draft=draft_of(content, house.flsd, actor), actor=actor)


def test_the_menus_lead_there_for_those_who_may(house: House, browser: Browser, alice: Actor) -> None:
    assert alice
    utilities, reports = "/cgi-bin/DisplayMenu.pl?Utilities", "/cgi-bin/DisplayMenu.pl?Reports"
    assert "New Filings" in text(browser.get(utilities))
    assert "Pending Motions" in text(browser.get(reports))
    other = house.signed_in("alice", house.flsd)
    assert "New Filings" not in text(other.get(utilities))
    assert "Pending Motions" not in text(other.get(reports))
