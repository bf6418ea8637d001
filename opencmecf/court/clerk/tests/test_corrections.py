"""An entry is corrected, and what it said is kept: nothing that was filed is lost or comes into doubt."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk import queries, rules
from opencmecf.court.clerk.actions import replace_attached, review_filing
from opencmecf.court.clerk.models import EntryRevision, FilingReview
from opencmecf.court.clerk.tests.corrections import correct
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.queries import replaced_document
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.tests.cases import closed_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion, plaintiff_of, upload
from opencmecf.court.notices.queries import frozen
from opencmecf.court.receipts.models import Receipt, Stamp
from opencmecf.court.viewing.queries import holding_of
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.storage import default_store
from opencmecf.invariants import problems
from opencmecf.testing.people import House

RIGHT = "MOTION to Dismiss, corrected, by Robert Okafor."


def test_the_sheet_says_what_is_right_and_the_history_what_was_wrong(
    case: Case, entry: DocketEntry, carla: Actor
) -> None:
    wrong = entry.words
    made = correct(entry, carla, words=RIGHT, date_filed=dt.date(2020, 2, 3))
    shown = sheet_of(case, carla).entries[-1]
    assert ("".join(run.text for run in shown.text), shown.date_filed, shown.number) == (
        RIGHT,
        dt.date(2020, 2, 3),
        "5",
    )
    (told,) = queries.history(entry, carla)
    assert (made.number, made.author_name, made.reason) == (1, carla.name, "A typing error.")
    assert [(line.label, line.after) for line in told.lines] == [
        ("Docket text", RIGHT),
        ("Date filed", "02/03/2020"),
    ]
    assert told.lines[0].before == wrong
    assert list(problems()) == []


def test_the_receipt_still_proves_what_was_filed(entry: DocketEntry, carla: Actor) -> None:
    before = Receipt.objects.get().facts
    correct(entry, carla, words=RIGHT)
    assert Receipt.objects.get().facts == before
    assert list(problems()) == []


def test_a_text_that_was_changed_past_a_revision_is_noticed(entry: DocketEntry, carla: Actor) -> None:
    DocketEntry.objects.filter(pk=entry.pk).update(words="Something else.")
    assert any("no revision tells why" in problem for problem in problems())
    correct(entry, carla, words=RIGHT)
    DocketEntry.objects.filter(pk=entry.pk).update(words="Something else again.")
    assert any("does not say what its revision 1 says" in problem for problem in problems())


def test_the_trail_tells_that_it_happened_and_holds_no_word_of_it(entry: DocketEntry, carla: Actor) -> None:
    correct(entry, carla, words=f"{RIGHT} kanarienvogel")
    last = events_of(entry.case.chain)[0]
    assert (last["act"], last["by"], last["data"]["revision"]) == ("docket:entry:correct", carla.label, 1)
    assert not any("kanarienvogel" in str(event) for event in events_of(entry.case.chain))


def test_the_second_of_two_clerks_is_told_and_nothing_is_overwritten(entry: DocketEntry, carla: Actor) -> None:
    correct(entry, carla, words=RIGHT, seen=0)
    with pytest.raises(rules.ChangedMeanwhile) as told:
        correct(entry, carla, words="Another text.", seen=0)
    assert told.value.number == 1
    entry.refresh_from_db()
    assert entry.words == RIGHT
    assert correct(entry, carla, words="Another text.", seen=1).number == 2


def test_what_changes_nothing_is_no_correction(entry: DocketEntry, carla: Actor) -> None:
    with pytest.raises(rules.NothingChanged):
        correct(entry, carla, tell=True)
    assert not EntryRevision.objects.exists()


def test_only_the_clerk_of_this_court_corrects(
    entry: DocketEntry, alice: Actor, jones: Actor, adele: Actor, carla: Actor
) -> None:
    for actor in (alice, jones, adele, replace(carla, site="ca11")):
        with pytest.raises(NotAllowed):
            correct(entry, actor, words=RIGHT)
        with pytest.raises(NotAllowed):
            review_filing(entry=entry, state=FilingReview.State.LOOKED_AT, actor=actor)


@pytest.mark.parametrize("statement", ["UPDATE entry_revision SET reason = 'other'", "DELETE FROM entry_revision"])
def test_the_database_changes_no_revision(entry: DocketEntry, carla: Actor, statement: str) -> None:
    correct(entry, carla, words=RIGHT)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_closing_a_text_or_a_document_is_a_revision_too(entry: DocketEntry, carla: Actor, alice: Actor) -> None:
    made = correct(entry, carla, text_restriction=Restriction.COURT, documents={1: Restriction.SEALED})
    assert made.restriction == Restriction.SEALED
    assert [line.label for line in queries.history(entry, carla)[0].lines] == [
        "Who may read its text",
        "Who may see attachment 1",
    ]
    assert not DocketEntry.objects.with_text_visible_to(alice).filter(pk=entry.pk).exists()
    assert entry.holdings.get(attachment_number=1).document.restriction == Restriction.SEALED


def test_the_parties_are_told_what_is_right(entry: DocketEntry, carla: Actor) -> None:
    wrong = entry.words
    made = correct(entry, carla, words=RIGHT, reason="kanarienvogel", tell=True)
    assert made.notice is not None
    assert made.notice.is_sent
    notice = frozen(made.notice)
    assert (notice.event, notice.cases[0].document_number) == ("Notice of Correction", "5")
    assert notice.docket_text.endswith(RIGHT)
    assert wrong not in str(made.notice.facts)
    assert "kanarienvogel" not in str(made.notice.facts)
    assert [one.name for one in notice.cases[0].mailed_to] == ["Alice Moreno"]


def test_nobody_is_told_of_what_is_closed(entry: DocketEntry, carla: Actor) -> None:
    made = correct(entry, carla, words=RIGHT, restriction=Restriction.SEALED, tell=True)
    assert made.notice is not None
    assert not made.notice.is_sent


def test_a_wrong_document_is_replaced_and_kept(
    house: House, case: Case, entry: DocketEntry, carla: Actor, alice: Actor
) -> None:
    former = entry.holdings.get(attachment_number=0).document
    made = _replace(entry, 0, house, carla)
    holding = entry.holdings.get(attachment_number=0)
    assert holding.document_id != former.pk
    assert sheet_of(case, alice).entries[-1].link.document_id == holding.document.document_id  # type: ignore[union-attr]
    assert holding_of(court_id="flsd", document_id=former.document_id, case_id="", actor=alice) == holding
    kept = replaced_document(court_id="flsd", document_id=former.document_id, actor=carla)
    assert (kept.sha256, kept.restriction) == (former.sha256, Restriction.COURT)
    assert default_store().is_whole(kept.sha256)
    assert Stamp.objects.filter(document=kept).exists()
    assert made.before["document 0"] == former.document_id
    with pytest.raises(NotFound):
        replaced_document(court_id="flsd", document_id=former.document_id, actor=alice)
    assert list(problems(read_every_file=True)) == []


@pytest.mark.parametrize("again", [False, True])
def test_a_sealed_document_that_is_replaced_stays_sealed(
    house: House, entry: DocketEntry, carla: Actor, adele: Actor, again: bool
) -> None:
    if again:
        _replace(entry, 0, house, carla)
    former = entry.holdings.get(attachment_number=0).document
    correct(entry, carla, documents={0: Restriction.SEALED})
    made = _replace(entry, 0, house, carla, "right2.pdf")
    former.refresh_from_db()
    assert (former.restriction, made.restriction) == (Restriction.SEALED, Restriction.SEALED)
    assert entry.holdings.get(attachment_number=0).document.restriction == Restriction.SEALED
    with pytest.raises(NotFound):
        replaced_document(court_id="flsd", document_id=former.document_id, actor=adele)
    assert made not in [one.row for one in queries.history(entry, adele)]


def test_the_text_leads_to_the_attachment_that_took_the_place(
    house: House, case: Case, entry: DocketEntry, carla: Actor
) -> None:
    _replace(entry, 2, house, carla)
    document = entry.holdings.get(attachment_number=2).document
    links = [run.link.document_id for run in sheet_of(case, carla).entries[-1].text if run.link]
    assert links[1] == document.document_id
    assert entry.holdings.get(attachment_number=2).description.startswith("Exhibit")


def test_a_document_is_replaced_again_and_the_oldest_link_leads_to_the_latest(
    house: House, entry: DocketEntry, carla: Actor, alice: Actor
) -> None:
    first = entry.holdings.get(attachment_number=0).document
    _replace(entry, 0, house, carla)
    _replace(entry, 0, house, carla, "third.pdf")
    latest = entry.holdings.get(attachment_number=0)
    assert holding_of(court_id="flsd", document_id=first.document_id, case_id="", actor=alice) == latest
    assert [one.row.number for one in queries.history(entry, carla)] == [2, 1]
    assert list(problems()) == []


def test_a_document_of_two_cases_is_replaced_in_both(house: House, case: Case, carla: Actor, alice: Actor) -> None:
    other = represented(closed_case(house.flsd), by=alice)
    content = motion(case, alice)
    both = replace(content, cases=(case.pk, other.pk), filers=(plaintiff_of(case), plaintiff_of(other)))
    filing.submit(draft=draft_of(both, house.flsd, alice), actor=alice)
    entries = [one.entries.select_related("case").get(number="5") for one in (case, other)]
    _replace(entries[1], 0, house, carla)
    assert len({one.holdings.get(attachment_number=0).document_id for one in entries}) == 1
    assert [queries.last_revision(one) for one in entries] == [1, 1]
    assert Document.objects.filter(replaced_by__isnull=False).count() == 1
    assert list(problems()) == []


def test_the_second_clerk_replaces_nothing(house: House, entry: DocketEntry, carla: Actor) -> None:
    _replace(entry, 0, house, carla)
    now = entry.holdings.get(attachment_number=0).document_id
    with pytest.raises(rules.ChangedMeanwhile):
        _replace(entry, 0, house, carla, seen=0)
    assert entry.holdings.get(attachment_number=0).document_id == now


def test_a_look_at_a_filing_is_noted(entry: DocketEntry, carla: Actor, case: Case) -> None:
    with pytest.raises(Refused):
        review_filing(entry=entry, state=FilingReview.State.QUESTION, actor=carla)
    with pytest.raises(Refused):
        review_filing(entry=case.entries.get(number="1"), state=FilingReview.State.LOOKED_AT, actor=carla)
    made = review_filing(entry=entry, state=FilingReview.State.QUESTION, note="Which defendant?", actor=carla)
    again = review_filing(entry=entry, state=FilingReview.State.QUESTION, note="Which defendant?", actor=carla)
    assert made == again
    assert [event["act"] for event in events_of(case.chain)].count("docket:entry:review") == 1
    correct(entry, carla, words=RIGHT)
    assert FilingReview.objects.get(entry=entry).state == FilingReview.State.CORRECTED


def _replace(
    entry: DocketEntry, number: int, house: House, actor: Actor, name: str = "right.pdf", seen: int | None = None
) -> EntryRevision:
    return replace_attached(
        entry=entry,
        attachment_number=number,
        upload_id=upload(house.flsd, actor, name, 3),
        seen=queries.last_revision(entry) if seen is None else seen,
        reason="The wrong file.",
        actor=actor,
    )
