"""Nothing that was typed is lost, and nobody else finds it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from opencmecf.court.cases.models import Case
from opencmecf.court.filing.models import Draft, LateForm
from opencmecf.court.filing.tests.wizard.browsing import begin, party, pdf, send, step_of
from opencmecf.court.sessions.models import CourtSession
from opencmecf.foundation.storage import Store
from opencmecf.testing.people import Browser, House


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
