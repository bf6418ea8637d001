"""A word that stands only in restricted material reaches nobody who may not see it, by whatever query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case, Party
from opencmecf.court.cases.queries import associated_cases, case_by_id, cases_by_number, find_case
from opencmecf.court.docket import queries
from opencmecf.court.docket.actions import Restrictions, hide_text, restrict_entry, take_over
from opencmecf.court.docket.json_form import to_json
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.sheet import Attachment, Block, Fact
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.docket.tests.sheets import (
    CASE_ID,
    adversary_sheet,
    appellate_sheet,
    bankruptcy_sheet,
    civil_sheet,
    entry,
    listing_entry,
)
from opencmecf.court.docket.text import Run, Text, text_of
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.queries import split_id
from opencmecf.foundation.access import Actor, GuardedQuerySet, Restriction, Role, anonymous, system
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.foundation.errors import NotAllowed, NotFound
from opencmecf.testing.people import House

CANARY = "kanarienvogel"
OTHER = "zeisig"  # in the description of an attachment
ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
CLERK = Actor(label="clerk", site="flsd", roles=frozenset({Role.CLERK}))
JUDGE = Actor(label="judge", site="flsd", roles=frozenset({Role.JUDGE}))
COURT_ADMIN = Actor(label="admin", site="flsd", roles=frozenset({Role.COURT_ADMIN}))
OUTSIDERS = (
    anonymous("flsd"),
    Actor(label="public", site="flsd", roles=frozenset({Role.PACER_USER})),
    Actor(label="filer", site="flsd", roles=frozenset({Role.FILER})),
    Actor(label="clerk of another court", site="ca11", roles=frozenset({Role.CLERK})),
    Actor(label="judge of another court", site="ca11", roles=frozenset({Role.JUDGE, Role.COURT_ADMIN})),
)


@pytest.fixture
def case(house: House) -> Case:
    """A docket with the canary in the text of entry 2, and another bird in an attachment of entry 3."""
    whole = civil_sheet()
    attachments = (*whole.entries[3].attachments, Attachment(number=2, description=OTHER, document_id="05109999"))
    entries = (
        listing_entry(),
        entry(2, f"SEALED MOTION {CANARY}", day=3),
        replace(whole.entries[3], attachments=attachments),
    )
    return take_over(sheet=replace(whole, entries=entries), court=house.flsd, actor=ADMIN).case


def document(actor: Actor, document_id: str) -> Document:
    """The document with this classic id, as `actor` finds it."""
    prefix, number = split_id(document_id)
    return Document.objects.get_for(actor, court_id="flsd", prefix=prefix, number=number)


def everything(case: Case, actor: Actor) -> str:
    """All that `actor` can find of a case, as one text."""
    found = [to_json(sheet_of(case, actor))]
    for stored in DocketEntry.objects.visible_to(actor).filter(case=case):
        found += [f"{one.document.document_id} {one.description}" for one in queries.documents_of(stored, actor)]
    found += [row.words for row in DocketEntry.objects.with_text_visible_to(actor)]
    found += [row.document_id for row in Document.objects.visible_to(actor)]
    return "\n".join(found)


def test_a_sealed_case_is_not_there(case: Case, house: House) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="order of the court", actor=CLERK)
    for actor in (*OUTSIDERS, COURT_ADMIN):
        for ask in (
            lambda who: sheet_of(case, who),
            lambda who: case_by_id(court_id="flsd", case_id=CASE_ID, actor=who),
            lambda who: find_case(court_id="flsd", wanted="1:20-cv-20001", actor=who),
            lambda who: document(who, "05111002"),
        ):
            _is_not_there(ask, actor)
        assert cases_by_number(court_id="flsd", number="1:20-cv-20001", actor=actor) == []
        assert list(queries.stored_entries(case, actor)) == []
        assert not Party.objects.visible_to(actor).exists()
        assert not Case.objects.visible_to(actor).exists()
    assert CANARY in everything(case, JUDGE)


def test_every_guarded_table_is_empty_for_outsiders_when_the_case_is_sealed(case: Case) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=CLERK)
    guarded = [model for model in apps.get_models() if isinstance(model._default_manager.all(), GuardedQuerySet)]
    rooms = {"cases", "docket", "documents"}
    mine = [model for model in guarded if model._meta.app_label in rooms]
    assert len(mine) == 13
    for model in mine:
        for actor in OUTSIDERS:
            assert not model._default_manager.all().visible_to(actor).exists(), (model, actor.label)  # type: ignore[attr-defined]


def test_every_table_of_the_rooms_is_guarded_or_holds_nothing_of_a_case() -> None:
    open_tables: set[type[models.Model]] = {
        model
        for model in apps.get_models()
        if model._meta.app_label in {"cases", "docket", "documents"}
        and not isinstance(model._default_manager.all(), GuardedQuerySet)
    }
    assert {model.__name__ for model in open_tables} == {"OpenDelivery", "RunningNumber", "TakenOver"}


def test_a_sealed_entry_is_not_there_nor_are_links_to_its_document(case: Case) -> None:
    sealed = case.entries.get(number="2")
    in_text = Run("2", (), sheet_of(case, ADMIN).entries[1].link)
    referring = replace(entry(4, "", day=25), text=(Run("RESPONSE re "), in_text))
    sheet = sheet_of(case, ADMIN)
    take_over(sheet=replace(sheet, entries=(*sheet.entries, referring)), court=case.court, actor=ADMIN)
    restrict_entry(entry=sealed, restriction=Restriction.SEALED, reason="", actor=CLERK)
    for actor in (*OUTSIDERS, COURT_ADMIN):
        told = everything(case, actor)
        assert CANARY not in told
        assert "05101002" not in told
        assert "RESPONSE re" in told
        _is_not_there(lambda who: document(who, "05101002"), actor)
    assert CANARY in everything(case, CLERK)


def test_hidden_text_is_not_there_and_the_entry_is(case: Case) -> None:
    hide_text(entry=case.entries.get(number="2"), restriction=Restriction.COURT, reason="", actor=CLERK)
    hide_text(entry=case.entries.get(number="3"), restriction=Restriction.COURT, reason="", actor=CLERK)
    for actor in OUTSIDERS:
        told = everything(case, actor)
        assert CANARY not in told
        assert OTHER not in told
        assert [one.number for one in sheet_of(case, actor).entries] == ["1", "2", "3"]
    assert CANARY in everything(case, COURT_ADMIN)


def test_a_restricted_document_is_not_there(case: Case) -> None:
    held = EntryDocument.objects.get(description=OTHER)
    restrict_document(document=held.document, restriction=Restriction.COURT, reason="", actor=CLERK)
    main = Document.objects.get(number=1002)
    restrict_document(document=main, restriction=Restriction.COURT, reason="", actor=CLERK)
    for actor in OUTSIDERS:
        told = everything(case, actor)
        assert "05109999" not in told
        assert "05101002" not in told
        assert sheet_of(case, actor).entries[1].link is None
        _is_not_there(lambda who: document(who, "05119999"), actor)
    assert "05109999" in everything(case, COURT_ADMIN)


def test_the_number_of_a_sealed_case_is_not_in_the_header_of_another(case: Case, house: House) -> None:
    related = Fact(
        label="Related Case", value=text_of("1:20-cv-20001-RMA"), more=(text_of("1:19-cv-20077"),), listed=True
    )
    other = civil_sheet(left=(related,), case_number="1:20-cv-20050", pacer_case_id="560050", entries=())
    second = take_over(sheet=other, court=house.flsd, actor=ADMIN).case
    restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=CLERK)
    for actor in OUTSIDERS:
        (fact,) = sheet_of(second, actor).left
        assert (fact.value, fact.more) == (text_of("1:19-cv-20077"), ())
    assert sheet_of(second, JUDGE) == other


def test_a_sealed_appeal_is_in_no_table_of_cases_of_another(house: House) -> None:
    def rows(*cells: tuple[str, ...]) -> tuple[tuple[Text, ...], ...]:
        return tuple(tuple(text_of(cell) for cell in row) for row in cells)

    sealed = take_over(sheet=appellate_sheet(), court=house.ca11, actor=replace(ADMIN, site="ca11")).case
    tables = (
        Block(
            name="Prior Cases",
            rows=rows(("Prior Cases:",), ("19-10007 Date Filed: 01/02/2019",), (f"20-10001 {CANARY}",)),
        ),
        Block(
            name="Assoc Cases",
            rows=rows(("Current Cases:",), ("", "Lead", "Member"), ("Related",), ("", "20-10002", "20-10001", CANARY)),
        ),
    )
    sheet = appellate_sheet(case_number="20-10002", pacer_case_id="77002", blocks=tables, entries=())
    second = take_over(sheet=sheet, court=house.ca11, actor=replace(ADMIN, site="ca11")).case
    assert [(one.relation, one.number_core) for one in second.associations.order_by("order")] == [
        ("Prior Case", "19-10007"),
        ("Prior Case", "20-10001"),
        ("Related", "20-10001"),
    ]
    judge = replace(JUDGE, site="ca11")
    assert {one.case for one in associated_cases(second, judge)} == {None, sealed}
    restrict_case(case=sealed, restriction=Restriction.SEALED, reason="", actor=replace(CLERK, site="ca11"))
    for actor in (anonymous("ca11"), replace(OUTSIDERS[1], site="ca11"), JUDGE):
        told = to_json(sheet_of(second, actor))
        assert CANARY not in told
        assert "20-10001" not in told
        assert "19-10007" in told
        assert [one.number for one in associated_cases(second, actor)] == ["19-10007"]
    assert sheet_of(second, judge) == sheet


def test_a_sealed_bankruptcy_takes_its_title_and_chapter_with_it(house: House) -> None:
    lead = take_over(sheet=bankruptcy_sheet(), court=house.flsb, actor=replace(ADMIN, site="flsb")).case
    facts = (
        Fact(label="Lead BK Case", value=text_of("20-10017"), mark="i"),
        Fact(label="Lead BK Title", value=text_of(CANARY), mark="i"),
        Fact(label="Lead BK Chapter", value=text_of("11"), mark="i"),
    )
    sheet = replace(adversary_sheet(), left=facts[:1], right=facts[1:])
    proceeding = take_over(sheet=sheet, court=house.flsb, actor=replace(ADMIN, site="flsb")).case
    restrict_case(case=lead, restriction=Restriction.SEALED, reason="", actor=replace(CLERK, site="flsb"))
    for actor in (anonymous("flsb"), replace(OUTSIDERS[1], site="flsb")):
        assert (sheet_of(proceeding, actor).left, sheet_of(proceeding, actor).right) == ((), ())
        assert queries.header_facts(proceeding, actor) == ()
    assert sheet_of(proceeding, replace(JUDGE, site="flsb")).right == facts[1:]


def proceeding_of(house: House, *, title: str = CANARY) -> Case:
    """An adversary proceeding without caption and debtor, which has title and chapter of its lead case."""
    right = tuple(
        Fact(label=label, value=text_of(said), mark="i")
        for label, said in (("Lead BK Title", title), ("Lead BK Chapter", "11"))
    )
    sheet = replace(adversary_sheet(), right=right, parties=())
    return take_over(sheet=sheet, court=house.flsb, actor=replace(ADMIN, site="flsb")).case


def columns_of(case: Case) -> tuple[str, str]:
    return Case.objects.values_list("title", "chapter").get(pk=case.pk)


@pytest.mark.parametrize("first", ["lead", "proceeding"])
def test_title_and_chapter_of_a_sealed_lead_case_are_in_no_column(house: House, first: str) -> None:
    at_flsb = replace(ADMIN, site="flsb")
    sealed = Restrictions(case=Restriction.SEALED)
    if first == "lead":
        lead = take_over(sheet=bankruptcy_sheet(), court=house.flsb, actor=at_flsb, restrictions=sealed).case
        proceeding = proceeding_of(house)
    else:
        proceeding = proceeding_of(house)
        assert columns_of(proceeding) == (CANARY, "11")
        lead = take_over(sheet=bankruptcy_sheet(), court=house.flsb, actor=at_flsb, restrictions=sealed).case
    assert columns_of(proceeding) == ("", "")
    more = replace(adversary_sheet(), parties=(), flags=("JOINT",))
    assert take_over(sheet=more, court=house.flsb, actor=at_flsb).outcome == "updated"
    assert columns_of(proceeding) == ("", "")
    clerk = replace(CLERK, site="flsb")
    restrict_case(case=lead, restriction=Restriction.PUBLIC, reason="", actor=clerk)
    assert columns_of(proceeding) == (CANARY, "11")
    restrict_case(case=lead, restriction=Restriction.COURT, reason="", actor=clerk)
    assert columns_of(proceeding) == ("", "")


def test_a_proceeding_keeps_a_title_of_its_own(house: House) -> None:
    lead = take_over(sheet=bankruptcy_sheet(), court=house.flsb, actor=replace(ADMIN, site="flsb")).case
    proceeding = proceeding_of(house)
    Case.objects.filter(pk=proceeding.pk).update(title="Reach v. Towing", caption="Reach v. Towing")
    restrict_case(case=lead, restriction=Restriction.SEALED, reason="", actor=replace(CLERK, site="flsb"))
    assert columns_of(proceeding) == ("Reach v. Towing", "")


def test_a_case_can_arrive_sealed(house: House) -> None:
    sheet = civil_sheet(caption=CANARY)
    closed = Restrictions(case=Restriction.SEALED)
    taken = take_over(sheet=sheet, court=house.flsd, actor=ADMIN, restrictions=closed)
    assert not Case.objects.visible_to(OUTSIDERS[0]).exists()
    assert CANARY not in "".join(AuditEvent.objects.filter(chain=taken.case.chain).values_list("body", flat=True))


def test_only_clerks_and_judges_restrict(case: Case) -> None:
    with pytest.raises(NotAllowed):
        restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=COURT_ADMIN)
    stranger = Actor(label="clerk of another court", site="ca11", roles=frozenset({Role.CLERK}))
    with pytest.raises(NotAllowed):
        restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=stranger)


def _is_not_there(ask: Callable[[Actor], object], actor: Actor) -> None:
    with pytest.raises(NotFound):
        ask(actor)
