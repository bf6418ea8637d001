from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from opencmecf.court.cases.models import Appearance, Case, Party
from opencmecf.court.docket.actions import Outcome, TakenOverDocket, take_over
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.sheet import Counsel, DocketSheet, Entry, Fact
from opencmecf.court.docket.sheet import Party as PlainParty
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.docket.tests.sheets import civil_sheet, entry
from opencmecf.court.docket.text import text_of
from opencmecf.court.documents.models import Document
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.invariants import problems
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))


def take(house: House, sheet: DocketSheet) -> TakenOverDocket:
    return take_over(sheet=sheet, court=house.flsd, actor=ADMIN)


def test_what_was_taken_over_comes_back_identically(house: House) -> None:
    sheet = civil_sheet()
    taken = take(house, sheet)
    assert taken.outcome is Outcome.IMPORTED
    assert sheet_of(taken.case, ADMIN) == sheet
    assert list(problems()) == []


def test_a_blank_line_above_the_caption_is_kept(house: House) -> None:
    sheet = replace(civil_sheet(), blank_above_caption=True)
    assert sheet_of(take(house, sheet).case, ADMIN) == sheet


def test_a_party_is_known_again_by_a_type_with_other_blanks(house: House) -> None:
    first, *others = civil_sheet().parties or ()
    spaced = replace(first, type=f"{first.type}    (1)")
    taken = take(house, replace(civil_sheet(), parties=(replace(first, type=f"{first.type} (1)"), *others)))
    again = take(house, replace(civil_sheet(), parties=(spaced, *others)))
    assert (again.outcome, again.case) == (Outcome.UNCHANGED, taken.case)
    assert again.case.parties.count() == 1 + len(others)


def test_the_same_sheet_again_changes_nothing(house: House) -> None:
    taken = take(house, civil_sheet())
    again = take(house, civil_sheet())
    assert (again.outcome, again.case) == (Outcome.UNCHANGED, taken.case)
    assert [event["act"] for event in events_of(taken.case.chain)] == ["docket:sheet:import"]


def test_columns_for_search_repeat_what_the_header_says(house: House) -> None:
    case = take(house, civil_sheet()).case
    assert (case.office, case.year, case.case_type, case.serial) == ("1", 2020, "cv", 20001)
    assert (case.date_filed, case.nature_of_suit) == (dt.date(2020, 1, 2), "120 Contract: Marine")
    assert (case.assigned_to, case.title) == ("Judge Ruth M. Alder", "Okafor v. Harbor Pilots, Inc. et al")
    assert Party.objects.get(search_name__startswith="harbor").date_terminated == dt.date(2020, 3, 1)
    assert Appearance.objects.get().roles == ["LEAD ATTORNEY"]
    assert case.associations.get().number_core == "1:19-cv-20077"


def test_ids_of_the_page_are_kept_and_missing_ones_are_made(house: House) -> None:
    case = take(house, civil_sheet()).case
    sequences = list(case.entries.order_by("order").values_list("de_seq_num", "has_made_seq_num"))
    assert sequences == [(10, False), (20, False), (20_000_000, True), (20_000_001, True)]
    held = EntryDocument.objects.filter(entry__order=0).order_by("attachment_number").select_related("document")
    assert [(one.attachment_number, one.description, one.is_linked) for one in held] == [
        (0, "", True),
        (1, "Exhibit A (part)", True),
        (2, "Summons", False),
    ]
    assert [one.document.document_id for one in held] == ["05101001", "05102001", "051020000000"]
    listed = EntryDocument.objects.filter(entry__order=3).order_by("attachment_number").select_related("document")
    assert [(one.document.pages, one.document.bytes) for one in listed] == [(4, 81920), (None, None)]


def test_a_docket_without_an_id_gets_one_and_is_known_again_by_its_number(house: House) -> None:
    sheet = civil_sheet(pacer_case_id="")
    taken = take(house, sheet)
    assert taken.case.pacer_case_id == "20000000"
    assert sheet_of(taken.case, ADMIN) == sheet
    assert take(house, sheet).outcome is Outcome.UNCHANGED
    assert take(house, civil_sheet(case_number="1:20-cv-20002-RMA", pacer_case_id="")).case.pacer_case_id == "20000001"


def test_a_longer_sheet_adds_its_entries_at_their_places(house: House) -> None:
    whole = civil_sheet()
    case = take(house, replace(whole, entries=whole.entries[1:3])).case
    before = dict(case.entries.values_list("de_seq_num", "pk"))
    more = replace(whole, entries=(*whole.entries, entry(4, "ORDER", day=21)))
    taken = take(house, more)
    assert (taken.outcome, taken.entries) == (Outcome.UPDATED, 3)
    assert sheet_of(case, ADMIN) == more
    assert {
        sequence: pk for sequence, pk in case.entries.values_list("de_seq_num", "pk") if sequence in before
    } == before
    assert list(problems()) == []
    assert take(house, more).outcome is Outcome.UNCHANGED


def test_a_shorter_or_reversed_sheet_adds_nothing(house: House) -> None:
    whole = civil_sheet()
    case = take(house, whole).case
    for entries in (whole.entries[2:], whole.entries[::-1], ()):
        assert take(house, replace(whole, entries=entries, parties=None)).outcome is Outcome.UNCHANGED
    assert sheet_of(case, ADMIN) == whole


def test_a_reversed_sheet_adds_new_entries_at_the_end(house: House) -> None:
    whole = civil_sheet()
    case = take(house, whole).case
    fresh = entry(4, "ORDER", day=21)
    assert take(house, replace(whole, entries=(fresh, *whole.entries[::-1]))).entries == 1
    assert sheet_of(case, ADMIN).entries == (*whole.entries, fresh)


def test_what_has_changed_on_the_page_stays_as_it_was_taken_over(house: House) -> None:
    whole = civil_sheet()
    case = take(house, whole).case
    left = (Fact(label="Assigned to", value=text_of("Judge Somebody Else")), *whole.left[1:])
    changed = replace(whole.entries[1], text=text_of("Summons reissued."))
    other = replace(whole, left=left, entries=(whole.entries[0], changed, *whole.entries[2:]))
    assert take(house, other).outcome is Outcome.UNCHANGED
    assert sheet_of(case, ADMIN) == whole


def test_new_facts_parties_counsel_and_flags_are_added(house: House) -> None:
    whole = civil_sheet()
    case = take(house, whole).case
    assert whole.parties is not None
    plaintiff, defendant, port = whole.parties
    related = replace(whole.left[1], more=(text_of("1:20-cv-20099-RMA"),))
    new_counsel = Counsel(name="Frances Irving", lines=(text_of("PRO SE"),))
    more = replace(
        whole,
        flags=("MEDREQ", "CLOSED"),
        left=(whole.left[0], related, whole.left[2]),
        right=(*whole.right, Fact(label="Date Terminated", value=text_of("02/03/2020"))),
        parties=(
            plaintiff,
            PlainParty(type="Plaintiff", name=text_of("Miriam Vane"), counsel=()),
            replace(defendant, counsel=(new_counsel,)),
            port,
        ),
    )
    assert take(house, more).outcome is Outcome.UPDATED
    assert sheet_of(case, ADMIN) == more
    case.refresh_from_db()
    assert case.date_terminated == dt.date(2020, 2, 3)
    assert case.associations.count() == 2
    assert list(problems()) == []


def test_a_number_that_stands_twice_is_two_entries(house: House) -> None:
    twin = replace(entry(2, "Summons returned."), link=None)
    sheet = civil_sheet(entries=(entry(1, "COMPLAINT"), entry(2, "Summons issued."), twin))
    case = take(house, sheet).case
    assert sheet_of(case, ADMIN) == sheet
    assert take(house, replace(sheet, flags=("A",))).entries == 0
    assert list(case.entries.order_by("order").values_list("repeat", flat=True)) == [0, 0, 1]


def test_a_document_of_two_dockets_is_one_document(house: House) -> None:
    shared = entry(1, "ORDER consolidating cases.")
    take(house, civil_sheet(entries=(shared,)))
    take(house, civil_sheet(entries=(shared,), case_number="1:20-cv-20002-RMA", pacer_case_id="560002"))
    assert Document.objects.count() == 1
    assert EntryDocument.objects.count() == 2


def test_a_printed_number_that_was_given_here_to_another_document_is_refused(house: House) -> None:
    take(house, civil_sheet())
    link = entry(1, "").link
    assert link is not None
    clash = replace(entry(1, "MOTION"), link=replace(link, document_id="051120000000"))
    with pytest.raises(Refused, match="051020000000"):
        take(house, civil_sheet(entries=(clash,), case_number="1:20-cv-20009", pacer_case_id="560009"))
    assert not Case.objects.filter(pacer_case_id="560009").exists()


def test_a_sheet_of_another_court_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="of nysd"):
        take(house, civil_sheet(court_id="nysd"))


def test_only_court_administrators_take_dockets_over(house: House) -> None:
    with pytest.raises(NotAllowed):
        take_over(sheet=civil_sheet(), court=house.flsd, actor=house.actor("charlie"))


def test_a_long_docket_is_written_and_read_in_pieces(house: House, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    entries: tuple[Entry, ...] = tuple(entry(number, f"NOTICE {number}") for number in range(1, 2501))
    sheet = civil_sheet(entries=entries)
    with django_assert_max_num_queries(61):
        case = take(house, sheet).case
    with django_assert_max_num_queries(16):
        assert sheet_of(case, ADMIN) == sheet
    assert DocketEntry.objects.count() == 2500
