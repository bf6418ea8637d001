from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import Restrictions
from opencmecf.court.filing.models import Draft, LateForm
from opencmecf.court.filing.tests.cases import civil_case, closed_case, criminal_case
from opencmecf.court.sessions.models import CourtSession
from opencmecf.foundation.access import Restriction, Role
from opencmecf.foundation.storage import Store
from opencmecf.testing.people import Browser, House


@pytest.fixture
def case(house: House) -> Case:
    """Okafor v. Harbor Pilots."""
    return civil_case(house.flsd)


@pytest.fixture
def alice(house: House, case: Case) -> Browser:
    """Alice, signed in."""
    house.linked("alice")
    return house.signed_in("alice", house.flsd)


@pytest.fixture
def carla(house: House, case: Case) -> Browser:
    """The clerk, signed in."""
    house.linked("carla", role=Role.CLERK)
    return house.signed_in("carla", house.flsd)


def pdf(name: str = "motion.pdf") -> SimpleUploadedFile:
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(written)
    return SimpleUploadedFile(name, written.getvalue(), "application/pdf")


def begin(browser: Browser, category: str, *events: str, menu: str = "civil") -> Any:
    return browser.post(f"/{menu}/{category}", {"event": list(events)})


def step_of(page: Any) -> str:
    return str(page.request["PATH_INFO"]).rpartition("/")[2]


def send(browser: Browser, page: Any, **fields: Any) -> Any:
    """Send the form of a step; `page` is where it stands."""
    data = {"revision": page.context["draft"].revision, "button": "next", **fields}
    return browser.post(page.request["PATH_INFO"], data)


def party(case: Case, place: int) -> str:
    return f"{case.pk}:{case.parties.order_by('order')[place].pk}"


def entry(case: Case, number: str) -> str:
    return f"{case.pk}:{case.entries.get(number=number).pk}"


def test_the_menu_has_categories_by_heading_and_a_search(alice: Browser) -> None:
    page = alice.get("/civil")
    text = page.content.decode()
    assert "Motions and Related Filings" in text
    assert "Court Events" not in text
    found = alice.get("/civil?q=ext+ans").content.decode()
    assert '<a href="/civil/motions?event=motion-extension-answer">Extension of Time to File Answer</a>' in found
    assert "No civil event has the words “zzz”" in alice.get("/civil?q=zzz").content.decode()
    assert "Charging Instruments and Pleas" not in text


def test_court_staff_have_more(carla: Browser) -> None:
    assert "Minute Entries" in carla.get("/criminal").content.decode()
    assert "Order on Motion" in carla.get("/civil/orders").content.decode()


def test_the_search_of_the_menu_bar_finds_events(alice: Browser) -> None:
    text = alice.get("/search?q=deposition").content.decode()
    assert '<a href="/civil/discovery?event=notice-of-taking-deposition">' in text
    assert '<a href="/criminal/discovery?event=notice-of-taking-deposition">' in text


def test_a_motion_goes_from_the_menu_to_the_final_text(alice: Browser, case: Case) -> None:
    page = begin(alice, "motions", "motion-extension-answer", "motion-stay")
    assert step_of(page) == "case"
    page = send(alice, page, number="20-20001")
    assert step_of(page) == "questions"
    assert "Okafor v. Harbor Pilots" in page.content.decode()
    page = send(alice, page)
    assert step_of(page) == "filers"
    page = send(alice, page, filer=[party(case, 0)])
    assert step_of(page) == "documents"
    page = send(
        alice,
        page,
        main=pdf(),
        redaction="on",
        **{"file.1": pdf("exhibit.pdf"), "category.1": "Exhibit", "description.1": "A"},
    )
    assert step_of(page) == "references"
    page = send(alice, page, entry=[entry(case, "1")])
    assert step_of(page) == "details"
    page = send(alice, page, **{"motion-extension-answer.until": "3/9/2020", "motion-stay.what": "Discovery"})
    assert step_of(page) == "text"
    page = send(alice, page, prefix="Unopposed", free_text="as agreed")
    assert step_of(page) == "review"
    assert page.context["everything_missing"] == ()
    assert page.context["text"].words == (
        "Unopposed MOTION for Extension of Time to File Answer until 3/9/2020 , MOTION to Stay Discovery re [1] "
        "COMPLAINT by Robert Okafor. as agreed (Attachments: # (1) Exhibit A)(Moreno, Alice)"
    )
    assert "commit this transaction" in page.content.decode()
    assert alice.get(f"/filing/{page.context['draft'].pk}").request["PATH_INFO"].endswith("/review")


def test_an_order_rules_on_each_part_of_a_motion(carla: Browser, case: Case) -> None:
    page = begin(carla, "orders", "order-on-motion")
    page = send(carla, page, number="20-20001")
    page = send(carla, page)
    assert step_of(page) == "documents"
    page = send(carla, page, main=pdf("order.pdf"), redaction="on")
    page = send(carla, page, entry=[entry(case, "2")])
    assert step_of(page) == "details"
    assert "Motion to Strike" in page.content.decode()
    pk = case.entries.get(number="2").pk
    outcomes = {f"ruling.{pk}.0": "granted", f"ruling.{pk}.1": "denied_as_moot"}
    answers = {"order-on-motion.judge": "Judge Ruth M. Alder", "order-on-motion.signed_on": "3/9/20"}
    page = send(carla, page, **outcomes, **answers)
    assert page.context["text"].words == (
        "ORDER granting [2] Motion to Dismiss; denying as moot [2] Motion to Strike. Signed by Judge Ruth M. Alder on "
        "3/9/2020. (cr)"
    )


def test_the_judge_of_the_case_stands_there_already(carla: Browser) -> None:
    page = send(carla, begin(carla, "orders", "paperless-order"), number="20-20001")
    page = send(carla, send(carla, page), none="on")
    assert step_of(page) == "details"
    assert 'value="Judge Ruth M. Alder"' in page.content.decode()


def test_a_criminal_waiver_names_the_defendant(house: House, alice: Browser) -> None:
    wren = criminal_case(house.flsd)
    page = send(alice, begin(alice, "waivers", "waiver-of-speedy-trial", menu="criminal"), number="20-20104")
    page = send(alice, page)
    page = send(alice, page, filer=[party(wren, 0)], defendant=[party(wren, 0)])
    assert step_of(page) == "appearances"
    key = party(wren, 0).replace(":", "-")
    page = send(alice, page, **{f"appear.{key}": "on", f"notice.{key}": "on"})
    assert step_of(page) == "documents"
    words = page.context["text"].words
    assert words.startswith("WAIVER of Speedy Trial by Silas Wren as to Silas Wren (1). Attorney Alice Moreno added to")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("hello", "“hello” is no case number. Type it like 1:20-cv-20001"),
        ("20-99999", "No case 20-99999 is at this court, or none that you may see."),
        ("20-20104", "1:20-cr-20104 is a criminal case. Choose Criminal on the menu bar to file in it."),
    ],
)
def test_a_wrong_number_is_told_what_to_do(house: House, alice: Browser, typed: str, told: str) -> None:
    criminal_case(house.flsd)
    page = begin(alice, "motions", "motion-stay")
    for button in ("find", "next"):
        page = send(alice, page, number=typed, button=button)
        assert step_of(page) == "case"
        assert told in page.content.decode()
        assert f'value="{typed}"' in page.content.decode()


def test_a_sealed_case_is_as_a_case_that_is_not_there(house: House, alice: Browser, carla: Browser) -> None:
    civil_case(
        house.flsd,
        case_number="1:20-cv-20009-RMA",
        pacer_case_id="560009",
        restrictions=Restrictions(case=Restriction.SEALED),
    )
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20009")
    assert "No case 20-20009 is at this court, or none that you may see." in page.content.decode()
    page = send(carla, begin(carla, "orders", "order"), number="20-20009")
    assert "is restricted" in page.content.decode()


def test_a_sealed_case_cannot_be_ticked_by_its_id(house: House, alice: Browser) -> None:
    sealed = civil_case(
        house.flsd,
        case_number="1:20-cv-20009-RMA",
        pacer_case_id="560009",
        caption="Kanarienvogel v. Harbor",
        restrictions=Restrictions(case=Restriction.SEALED),
    )
    page = send(alice, begin(alice, "motions", "motion-stay"), case=[str(sealed.pk)])
    assert "A case that you chose is not there any more." in page.content.decode()
    assert "Kanarienvogel" not in page.content.decode()


def test_a_closed_case_is_warned_of(house: House, alice: Browser) -> None:
    closed_case(house.flsd)
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20003")
    assert step_of(page) == "questions"
    assert "was closed on 02/03/2021. You can file in it all the same." in page.content.decode()


def test_several_cases_of_one_number_are_shown(house: House, alice: Browser) -> None:
    civil_case(house.flsd, case_number="2:20-cv-20001-RMA", pacer_case_id="560002")
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20001")
    assert step_of(page) == "case"
    assert "Several cases have this number" in page.content.decode()
    assert len(page.context["found"]) == 2


def test_associated_cases_are_offered(house: House, alice: Browser) -> None:
    civil_case(house.flsd, case_number="1:19-cv-20077-RMA", pacer_case_id="560077", left=())
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20001", button="find")
    assert [case.core for case in page.context["associated"]] == ["1:19-cv-20077"]


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


def test_a_second_window_is_told_and_loses_nothing(alice: Browser, case: Case) -> None:
    page = send(alice, begin(alice, "notices", "notice-of-unavailability"), number="20-20001")
    page = send(alice, send(alice, page), filer=[party(case, 0)])
    page = send(alice, page, main=pdf(), redaction="on")
    assert step_of(page) == "text"
    send(alice, page, free_text="in the first window")
    page = send(alice, page, free_text="in the second window")
    text = page.content.decode()
    assert "changed in another window" in text
    assert "in the second window" in text
    assert Draft.objects.get().content["free_text"] == "in the first window"
    send(alice, page, free_text="in the second window")
    assert Draft.objects.get().content["free_text"] == "in the second window"


def test_a_draft_saves_itself(alice: Browser, case: Case) -> None:
    page = begin(alice, "motions", "motion-dismiss")
    path = page.request["PATH_INFO"]
    saved = alice.post(path, {"revision": 0, "autosave": "1", "button": "autosave", "case": [str(case.pk)]})
    assert saved.json() == {"revision": 1, "text": "MOTION to Dismiss by … (Moreno, Alice)"}
    again = alice.post(path, {"revision": 0, "autosave": "1", "button": "autosave"})
    assert again.status_code == 409


def test_what_is_sent_after_the_session_has_ended_is_in_the_draft(house: House, alice: Browser, case: Case) -> None:
    page = send(alice, begin(alice, "notices", "notice-of-unavailability"), number="20-20001")
    page = send(alice, send(alice, page), filer=[party(case, 0)])
    page = send(alice, page, main=pdf(), redaction="on")
    CourtSession.objects.all().delete()
    page = send(alice, page, free_text="typed after the session had ended")
    assert step_of(page) == "review"
    assert "What you had typed has been saved" in page.content.decode()
    assert Draft.objects.get().content["free_text"] == "typed after the session had ended"
    assert not LateForm.objects.exists()


def test_no_file_goes_to_the_disk_before_it_is_known_whose_draft_it_is_for(
    alice: Browser, carla: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begin(alice, "motions", "motion-dismiss").context["draft"]
    begun, begin_file = [], Store.begin

    def noted(self: Store) -> Any:
        begun.append(self)
        return begin_file(self)

    monkeypatch.setattr(Store, "begin", noted)
    page = f"/filing/{draft.pk}/documents"
    assert Client(HTTP_HOST=alice.home).post(page, {"main": pdf()}).status_code == 302
    assert carla.post(page, {"main": pdf()}).status_code == 404
    assert alice.post(f"/filing/{uuid4()}/documents", {"main": pdf()}).status_code == 404
    assert begun == []
    alice.post(page, {"main": pdf(), "revision": 0})
    assert len(begun) == 1


def test_a_late_form_goes_into_its_owners_draft_alone(house: House, alice: Browser, carla: Browser) -> None:
    page = begin(alice, "notices", "notice-of-unavailability")
    path = page.request["PATH_INFO"].replace("/case", "/text")
    stranger = house.browser(house.flsd)
    stranger.post(path, {"revision": "0", "free_text": "from a stranger"}, follow=False)
    carla.post(path, {"revision": "0", "free_text": "from the clerk"})
    alice.get(f"{path}?again")
    assert "free_text" not in Draft.objects.get().content


def test_drafts_are_listed_copied_and_discarded(alice: Browser) -> None:
    draft = send(alice, begin(alice, "motions", "motion-dismiss"), number="20-20001").context["draft"]
    page = alice.get("/filing/drafts")
    assert [(row.title, row.cases) for row in page.context["rows"]] == [("Dismiss", ("1:20-cv-20001",))]
    page = alice.post(f"/filing/{draft.pk}/duplicate", {})
    assert step_of(page) == "questions"
    assert len(alice.get("/filing/drafts").context["rows"]) == 2
    assert "It cannot be brought back." in alice.get(f"/filing/{draft.pk}/discard").content.decode()
    page = alice.post(f"/filing/{draft.pk}/discard", {})
    assert len(page.context["rows"]) == 1
    gone = alice.get(f"/filing/{draft.pk}/case")
    assert gone.status_code == 409
    assert "This draft was discarded." in gone.content.decode()


def test_a_draft_is_checked_without_submitting(alice: Browser, case: Case) -> None:
    draft = send(alice, begin(alice, "motions", "motion-compel"), number="20-20001").context["draft"]
    text = alice.get(f"/filing/{draft.pk}/check").content.decode()
    for told in ("Choose the party for whom this is filed.", "Upload the main document.", "Fill in “To compel what?”."):
        assert told in text
    assert text.count("Something is missing") == 4


def test_others_do_not_find_a_draft(alice: Browser, carla: Browser) -> None:
    draft = begin(alice, "motions", "motion-dismiss").context["draft"]
    for path in ("", "/case", "/check", "/discard", "/nonsense"):
        assert carla.get(f"/filing/{draft.pk}{path}").status_code == 404
    assert carla.post(f"/filing/{draft.pk}/duplicate", {}).status_code == 404
    assert carla.post(f"/filing/{draft.pk}/case", {"revision": "0"}).status_code == 404


def test_a_draft_of_another_version_says_so(alice: Browser) -> None:
    draft = begin(alice, "motions", "motion-dismiss").context["draft"]
    Draft.objects.filter(pk=draft.pk).update(content={"version": 9})
    page = alice.get(f"/filing/{draft.pk}/case")
    assert "was made by another version" in page.content.decode()
    assert "A draft of another version" in alice.get("/filing/drafts").content.decode()
    assert alice.get(f"/filing/{draft.pk}/discard").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"case": ["x", "9" * 30, "-1"]},
        {"filer": ["1", ":", "x:y", f"1:{'9' * 30}", "²:1"]},
        {"entry": ["1", ":", "²:²", "9" * 50]},
        {"revision": "²"},
        {"revision": "9" * 40},
        {"button": "remove.²"},
        {"motion-dismiss.x": "y", "category.1": "x" * 5_000},
    ],
)
def test_nonsense_is_answered(alice: Browser, case: Case, fields: dict[str, Any]) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss"), number="20-20001")
    draft = page.context["draft"]
    for step in ("events", "case", "questions", "filers", "appearances", "documents", "references", "text", "review"):
        revision = Draft.objects.get(pk=draft.pk).revision
        answer = alice.post(f"/filing/{draft.pk}/{step}", {"revision": revision, "button": "next", **fields})
        assert answer.status_code in (200, 409)


def test_a_category_that_is_not_there_is_not_found(alice: Browser) -> None:
    assert alice.get("/civil/nonsense").status_code == 404
    page = alice.post("/civil/motions", {})
    assert "Choose an event." in page.content.decode()
    page = alice.post("/civil/motions", {"event": ["order"]})
    assert "is not on your menu" in page.content.decode()


def test_a_nul_character_is_left_out_of_what_was_typed(alice: Browser, case: Case) -> None:
    page = begin(alice, "motions", "motion-dismiss")
    assert step_of(send(alice, page, number="1:20-cv-\x0020001")) == "questions"
