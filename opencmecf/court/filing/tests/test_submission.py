"""Filing: one transaction, one receipt, however often it is submitted; or nothing, and a certificate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.cases.models import FIRST_RUNNING_NUMBER, Case
from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.documents.models import Document
from opencmecf.court.filing import actions
from opencmecf.court.filing.content import ChosenParty, Content, NewAppearance, NewParty, Step
from opencmecf.court.filing.models import Draft, State
from opencmecf.court.filing.tests.cases import actor_of, civil_case, closed_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion, order_on, plaintiff_of
from opencmecf.court.motions.models import MotionPart
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.notices.queries import frozen
from opencmecf.court.receipts.models import Attempt, CourtKey, Receipt
from opencmecf.court.receipts.verifying import verify
from opencmecf.foundation import reference
from opencmecf.foundation.access import Actor, Restriction, Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.storage import default_store
from opencmecf.invariants import problems
from opencmecf.testing.people import House

ZONE = reference.court("flsd").zone


@pytest.fixture
def alice(house: House) -> Actor:
    """Counsel for the plaintiff."""
    return actor_of(house.linked("alice"))


@pytest.fixture
def carla(house: House) -> Actor:
    """The clerk."""
    return actor_of(house.linked("carla", role=Role.CLERK))


@pytest.fixture
def case(house: House, alice: Actor) -> Case:
    return represented(civil_case(house.flsd), by=alice)


def file(content: Any, house: House, actor: Actor) -> Receipt:
    return actions.submit(draft=draft_of(content, house.flsd, actor), actor=actor)


def test_a_motion_is_entered_with_everything_that_belongs_to_it(house: House, case: Case, alice: Actor) -> None:
    receipt = file(motion(case, alice, "motion-dismiss", "motion-compel-arbitration", exhibits=2), house, alice)
    entry = case.entries.get(number="5")
    assert entry.words.startswith("MOTION to Dismiss , MOTION to Compel Arbitration by Robert Okafor")
    assert entry.words.endswith("(Moreno, Alice)")
    held = entry.holdings.order_by("attachment_number").select_related("document")
    assert [(one.attachment_number, one.document.pages) for one in held] == [(0, 2), (1, 1), (2, 1)]
    assert all(default_store().is_whole(one.document.sha256) for one in held)
    assert entry.date_filed == entry.date_entered == receipt.accepted_at.astimezone(ZONE).date()
    assert list(entry.motion_parts.values_list("relief", "is_pending")) == [
        ("Motion to Dismiss", True),
        ("Motion to Compel Arbitration", True),
    ]
    assert events_of(case.chain)[0]["act"] == "docket:entry:file"
    assert list(problems()) == []


def test_the_docket_sheet_shows_it_with_its_links(house: House, case: Case, alice: Actor) -> None:
    file(motion(case, alice), house, alice)
    shown = sheet_of(case, alice).entries[-1]
    main, exhibit = Document.objects.exclude(sha256="").order_by("number")
    assert shown.number == "5"
    assert shown.link is not None
    assert shown.link.document_id == main.document_id
    assert [run.link.document_id for run in shown.text if run.link] == [exhibit.document_id]


def test_submitting_again_returns_the_first_receipt(house: House, case: Case, alice: Actor) -> None:
    draft = draft_of(motion(case, alice), house.flsd, alice)
    first = actions.submit(draft=draft, actor=alice)
    again = actions.submit(draft=Draft.objects.get(pk=draft.pk), actor=alice)
    assert again == first
    assert case.entries.count() == 5
    assert Draft.objects.get(pk=draft.pk).state == State.SUBMITTED


def test_the_way_back_from_a_notice_leads_to_the_notice(house: House, case: Case, alice: Actor) -> None:
    receipt = file(motion(case, alice), house, alice)
    browser = house.signed_in("alice", house.flsd)
    for step in ("review", "text", "case"):
        assert browser._client(browser.home).get(f"/filing/{receipt.key}/{step}")["Location"].endswith("/notice")
    assert "See the notice of the filing" in browser.post(f"/filing/{receipt.key}/text", {}).content.decode()


def test_what_was_changed_in_another_window_is_not_filed_unread(house: House, case: Case, alice: Actor) -> None:
    draft = draft_of(motion(case, alice), house.flsd, alice)
    browser = house.signed_in("alice", house.flsd)
    read = {"revision": draft.revision}
    changed = replace(Content.from_data(draft.content), free_text="as agreed")
    actions.save_step(draft=draft, step=Step.TEXT, content=changed, revision=draft.revision, actor=alice)
    answer = browser.post(f"/filing/{draft.pk}/submit", read)
    assert answer.status_code == 409
    assert "This draft was changed in another window" in answer.content.decode()
    assert not Receipt.objects.exists()
    notice = browser.post(f"/filing/{draft.pk}/submit", {"revision": draft.revision + 1})
    assert notice.request["PATH_INFO"] == f"/filing/{draft.pk}/notice"
    assert "by Robert Okafor. as agreed (" in case.entries.get(number="5").words


def test_whoever_had_to_sign_in_anew_reads_the_final_text_again(house: House, case: Case, alice: Actor) -> None:
    draft = draft_of(motion(case, alice), house.flsd, alice)
    browser = house.signed_in("alice", house.flsd)
    address = f"/filing/{draft.pk}/submit?again"
    assert browser.get(address).request["PATH_INFO"] == f"/filing/{draft.pk}/review"
    actions.submit(draft=draft, actor=alice)
    assert browser.get(address).request["PATH_INFO"] == f"/filing/{draft.pk}/notice"


def test_nobody_submits_the_draft_of_another(house: House, case: Case, alice: Actor, carla: Actor) -> None:
    draft = draft_of(motion(case, alice), house.flsd, alice)
    with pytest.raises(NotFound):
        actions.submit(draft=draft, actor=carla)
    assert not Receipt.objects.exists()
    assert not Attempt.objects.exists()


def test_everybody_on_the_service_list_is_told(house: House, case: Case, alice: Actor) -> None:
    before = ProcrastinateJob.objects.filter(task_name="notices:deliver").count()
    notice = frozen(file(motion(case, alice), house, alice).notice)
    (noticed,) = notice.cases
    assert (noticed.number, noticed.document_number, noticed.filers) == (case.number, "5", ("Robert Okafor",))
    assert [one.name for one in noticed.mailed_to] == ["Alice Moreno"]
    assert notice.event == "Motion to Dismiss"
    assert notice.entered_by == "Moreno, Alice"
    assert notice.documents[0].description == "Main Document"
    assert ProcrastinateJob.objects.filter(task_name="notices:deliver").count() == before + 1


def test_the_receipt_is_proof_without_us(house: House, case: Case, alice: Actor, tmp_path: Path) -> None:
    receipt = file(motion(case, alice), house, alice)
    document = receipt.facts["documents"][0]
    filed = default_store().path(document["sha256"])
    key = CourtKey.objects.get().public
    whole = {"receipt": receipt.facts, "signature": receipt.signature, "key": key}
    assert all(finding.is_right for finding in verify(whole, [filed], [key]))
    forged = {**whole, "receipt": {**receipt.facts, "filed_on": "2020-01-01"}}
    assert not verify(forged, [], [key])[0].is_right
    other = tmp_path / "other.pdf"
    other.write_bytes(filed.read_bytes() + b" ")
    assert not verify(whole, [other], [key])[-1].is_right


def test_filings_of_a_case_are_chained(house: House, case: Case, alice: Actor) -> None:
    first, second = (file(motion(case, alice), house, alice) for _ in range(2))
    (one,), (two,) = first.facts["entries"], second.facts["entries"]
    assert (one["place"], one["previous"]) == (1, "0" * 64)
    assert (two["place"], two["previous"]) == (2, one["hash"])
    assert second.accepted_at >= first.accepted_at


def test_one_filing_is_entered_in_every_case_that_it_names(house: House, case: Case, alice: Actor) -> None:
    other = represented(closed_case(house.flsd), by=alice)
    content = motion(case, alice)
    both = replace(content, cases=(case.pk, other.pk), filers=(plaintiff_of(case), plaintiff_of(other)))
    receipt = file(both, house, alice)
    assert [one["case_number"] for one in receipt.facts["entries"]] == [case.number, other.number]
    held = [entry.holdings.get(attachment_number=0).document_id for entry in DocketEntry.objects.filter(number="5")]
    assert len(held) == 2
    assert len(set(held)) == 1
    assert frozen(receipt.notice).cases[1].closed_on == other.date_terminated


def test_a_new_party_and_an_appearance_are_made_with_the_filing(house: House, case: Case, alice: Actor) -> None:
    new = NewParty(key="n1", case=case.pk, type="Intervenor Plaintiff", name="Reef Watch, Inc.")
    party = ChosenParty(case=case.pk, new="n1")
    content = replace(
        motion(case, alice),
        filers=(party,),
        new_parties=(new,),
        appearances=(NewAppearance(party=party, is_lead=True),),
    )
    file(content, house, alice)
    made = case.parties.get(name="Reef Watch, Inc.")
    appearance = made.appearances.get()
    assert appearance.court_account_id == alice.court_account_id
    assert appearance.roles == ["LEAD ATTORNEY", "ATTORNEY TO BE NOTICED"]
    assert "Attorney Alice Moreno added to party Reef Watch, Inc." in case.entries.get(number="5").words


def test_an_order_ends_the_parts_that_it_rules_on(house: House, case: Case, alice: Actor, carla: Actor) -> None:
    file(motion(case, alice, "motion-dismiss", "motion-compel-arbitration"), house, alice)
    entry = case.entries.get(number="5")
    file(
        order_on(
            entry,
            carla,
            {0: ("Motion to Dismiss", Outcome.GRANTED_IN_PART), 1: ("Motion to Compel Arbitration", Outcome.DEFERRED)},
        ),
        house,
        carla,
    )
    order = case.entries.get(number="6")
    assert list(entry.motion_parts.order_by("part").values_list("outcome", "is_pending", "ruling")) == [
        ("granted_in_part", False, order.pk),
        ("deferred", True, order.pk),
    ]


def test_a_ruling_on_a_motion_that_was_taken_over_makes_its_parts(house: House, case: Case, carla: Actor) -> None:
    taken_over = case.entries.get(number="2")
    file(
        order_on(
            taken_over, carla, {1: ("Motion to Strike", Outcome.DENIED), 0: ("Motion to Dismiss", Outcome.DENIED)}
        ),
        house,
        carla,
    )
    assert list(MotionPart.objects.filter(entry=taken_over).order_by("part").values_list("relief", "outcome")) == [
        ("Motion to Dismiss", "denied"),
        ("Motion to Strike", "denied"),
    ]


@pytest.mark.parametrize("what", ["restriction", "text_restriction"])
def test_a_public_order_on_a_sealed_motion_says_nothing_of_it(
    house: House, case: Case, alice: Actor, carla: Actor, what: str
) -> None:
    file(motion(case, alice, "motion-compel-arbitration"), house, alice)
    DocketEntry.objects.filter(case=case, number="5").update(**{what: Restriction.SEALED})
    content = order_on(case.entries.get(number="5"), carla, {0: ("Motion to Compel Arbitration", Outcome.GRANTED)})
    draft = draft_of(content, house.flsd, carla)
    for step in ("text", "review"):
        page = house.signed_in("carla", house.flsd).get(f"/filing/{draft.pk}/{step}").content.decode()
        assert "Not everybody who will read this docket text may read entry 5" in page
    actions.submit(draft=draft, actor=carla)
    order = case.entries.get(number="6")
    assert "granting 5" in order.words.replace("[", "").replace("]", "")
    assert "Arbitration" not in order.words
    assert "Arbitration" not in str(FiledNotice.objects.latest("pk").facts)
    assert case.entries.get(number="5").motion_parts.get().outcome == "granted"


def test_what_is_missing_is_refused_with_a_certificate(house: House, case: Case, alice: Actor) -> None:
    draft = draft_of(replace(motion(case, alice), main=None), house.flsd, alice)
    with pytest.raises(actions.NotAccepted, match="cannot be filed yet") as refused:
        actions.submit(draft=draft, actor=alice)
    attempt = refused.value.attempt
    assert attempt is not None
    assert "Upload the main document." in attempt.facts["remedy"]
    assert not attempt.is_technical
    assert Draft.objects.get(pk=draft.pk).state == State.OPEN
    assert case.entries.count() == 4


def test_a_file_that_was_lost_from_the_store_is_not_filed(house: House, case: Case, alice: Actor) -> None:
    content = motion(case, alice)
    for path in default_store().folder.rglob("objects/*/*"):
        path.unlink()
    with pytest.raises(actions.NotAccepted, match="is not here any more"):
        file(content, house, alice)
    assert not Document.objects.exclude(sha256="").exists()


def test_nobody_is_told_of_a_sealed_filing(house: House, case: Case, alice: Actor) -> None:
    receipt = file(motion(case, alice, "sealed-motion"), house, alice)
    entry = case.entries.get(number="5")
    assert entry.restriction != Restriction.PUBLIC
    assert {one.document.restriction for one in entry.holdings.all()} == {entry.restriction}
    assert not receipt.notice.is_sent
    assert not ProcrastinateJob.objects.filter(task_name="notices:deliver").exists()
    stranger = house.actor("charlie")
    assert not DocketEntry.objects.visible_to(stranger).filter(pk=entry.pk).exists()


def test_a_failure_of_the_system_is_certified_and_its_words_stay_out_of_the_log(
    house: House, case: Case, alice: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    content = replace(motion(case, alice, "sealed-motion"), free_text="about the canary witness")
    draft = draft_of(content, house.flsd, alice)
    Document.objects.create(court=house.flsd, prefix="051", number=FIRST_RUNNING_NUMBER)  # the number it would take
    with pytest.raises(actions.NotAccepted, match="A failure of the system") as failed:
        actions.submit(draft=draft, actor=alice)
    assert failed.value.attempt is not None
    assert failed.value.attempt.is_technical
    (line,) = (record for record in caplog.records if "filing_failed" in record.getMessage())
    assert line.exc_info is None
    assert "exc_info" not in line.getMessage()
    assert "canary" not in caplog.text
    assert Draft.objects.get(pk=draft.pk).state == State.OPEN
    assert case.entries.count() == 4
