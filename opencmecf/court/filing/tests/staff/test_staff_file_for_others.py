"""Staff who file for an attorney: offered, accepted, limited, ended; both names on the record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opencmecf.court.agents.models import Agency
from opencmecf.court.cases.models import Case
from opencmecf.court.delegation import actions, queries, rules
from opencmecf.court.delegation.models import Delegation, State
from opencmecf.court.filers.models import CourtAccount, FilerKind, Person
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.content import Content
from opencmecf.court.filing.models import Draft, DraftFile
from opencmecf.court.filing.tests.cases import actor_of
from opencmecf.court.filing.tests.filings import motion
from opencmecf.court.filing.tests.staff.offers import held, offered, prepared
from opencmecf.court.intake.models import Upload
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.receipts.models import Attempt
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


def test_accepting_gives_the_person_an_account_as_filing_agent(alice: Actor, john: Actor) -> None:
    made, staff = held(alice, john)
    account = CourtAccount.objects.get(pk=staff.court_account_id or 0)
    assert (account.filer_kind, account.password, made.state) == (FilerKind.AGENT, "", State.HELD)
    assert Agency.objects.get().principal_id == alice.court_account_id
    actions.accept(delegation=made, actor=john)
    assert Agency.objects.count() == 1
    assert {one.recipient for one in Message.objects.filter(subject__contains="files for Alice")} == {
        "alice@example.com",
        "john@example.com",
    }


def test_what_staff_submits_is_the_attorneys_filing_and_names_both(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john)
    receipt = filing.submit(draft=prepared(case, alice, staff), actor=staff)
    assert receipt.facts["filer"] == "Alice Moreno"
    assert "John Attorney" in str(receipt.facts)
    assert "(Moreno, Alice)" in receipt.facts["docket_text"]
    assert "Attorney, John" not in receipt.facts["docket_text"]
    assert "John Attorney" in str(FiledNotice.objects.latest("pk").facts)
    event = next(one for one in events_of(case.chain) if "acting_for" in one["data"])
    assert (event["by"], event["data"]["acting_for_name"]) == (staff.label, "Alice Moreno")


def test_the_attorney_opens_the_notice_and_the_receipt_of_what_staff_has_filed(
    house: House, alice: Actor, john: Actor, case: Case
) -> None:
    _, staff = held(alice, john)
    key = filing.submit(draft=prepared(case, alice, staff), actor=staff).pk
    own = house.signed_in("alice", house.flsd)
    listed = own.get("/filing/drafts")
    assert f"/filing/{key}/notice" in listed.content.decode()
    assert "by John Attorney" in text_of(listed)
    assert "Filed for Alice Moreno by John Attorney" in text_of(own.get(f"/filing/{key}/notice"))
    assert own.get(f"/filing/{key}/receipt.json").json()["receipt"]["filer"] == "Alice Moreno"
    assert FiledNotice.objects.visible_to(alice).filter(receipt=key).exists()
    assert house.signed_in("john", house.flsd).get(f"/filing/{key}/notice").status_code == 200
    house.linked("charlie")
    assert house.signed_in("charlie", house.flsd).get(f"/filing/{key}/notice").status_code == 404


def test_the_attorney_opens_the_certificate_of_what_staff_has_tried(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, may_submit=False)
    with pytest.raises(filing.NotAccepted):
        filing.submit(draft=prepared(case, alice, staff), actor=staff)
    assert Attempt.objects.visible_to(alice).count() == Attempt.objects.visible_to(staff).count() == 1
    assert not Attempt.objects.visible_to(john).exists()


def test_the_header_names_both_wherever_something_is_filed_for_somebody(
    house: House, alice: Actor, john: Actor, case: Case
) -> None:
    _, staff = held(alice, john)
    draft = prepared(case, alice, staff)
    browser = house.signed_in("john", house.flsd)
    pages = ["/civil", "/civil/motions", f"/filing/{draft.pk}/check", f"/filing/{draft.pk}/discard"]
    for path in (*pages, f"/filing/{draft.pk}/case", f"/filing/{draft.pk}/review"):
        assert "John Attorney filing for Alice Moreno" in text_of(browser.get(path)), path
    assert "Entered by Moreno, Alice (by John Attorney, filing agent)" in text_of(browser.get(path))
    for path in ("/", "/filing/drafts", "/utilities/delegation"):
        assert "filing for Alice Moreno" not in text_of(browser.get(path)), path
    own = house.signed_in("alice", house.flsd)
    assert "filing for" not in text_of(own.get("/civil"))


def test_with_several_attorneys_the_chosen_one_is_in_the_header(
    house: House, alice: Actor, john: Actor, case: Case
) -> None:
    held(alice, john)
    charlie = actor_of(house.linked("charlie"))
    actions.accept(delegation=offered(charlie, john), actor=john)
    browser = house.signed_in("john", house.flsd)
    page = text_of(browser.get("/civil"))
    assert "filing for" not in page
    assert "You file for Alice Moreno, Charlie Public." in page
    page = text_of(browser.get(f"/civil/motions?acting_for={alice.court_account_id}"))
    assert "John Attorney filing for Alice Moreno" in page


def test_whoever_may_prepare_hands_over_and_the_attorney_submits(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, may_submit=False)
    draft = prepared(case, alice, staff)
    with pytest.raises(Refused, match="who submits them"):
        filing.submit(draft=draft, actor=staff)
    filing.hand_over(draft=draft, actor=staff)
    assert not Draft.objects.visible_to(staff).exists()
    assert Message.objects.latest("pk").subject == "A draft waits for you to submit it"
    receipt = filing.submit(draft=Draft.objects.get_for(alice, pk=draft.pk), actor=alice)
    assert receipt.facts["filer"] == "Alice Moreno"
    event = next(one for one in events_of(case.chain) if "prepared_by" in one["data"])
    assert event["data"]["prepared_by"].startswith("John Attorney")


def test_a_duplicate_keeps_its_files_when_the_draft_is_handed_over(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, may_submit=False)
    draft = prepared(case, alice, staff)
    copy = filing.duplicate(draft=draft, actor=staff)
    filing.hand_over(draft=draft, actor=staff)
    for one, owner in ((draft, alice), (copy, staff)):
        one.refresh_from_db()
        (paper,) = Content.from_data(one.content).papers
        file = Upload.objects.get_for(owner, pk=paper.upload)
        assert DraftFile.objects.filter(draft=one).values_list("upload_id", flat=True).get() == file.pk
    assert Upload.objects.values("sha256").distinct().count() == 1
    assert filing.submit(draft=Draft.objects.get_for(alice, pk=draft.pk), actor=alice).facts["filer"] == "Alice Moreno"
    filing.hand_over(draft=copy, actor=staff)
    assert not Upload.objects.visible_to(staff).exists()


def test_nobody_hands_over_a_filing_of_ones_own(alice: Actor, case: Case) -> None:
    content = motion(case, alice, exhibits=0)
    draft = filing.start(court=case.court, content=replace(Content(), events=content.events), actor=alice)
    with pytest.raises(Refused, match="your own filing"):
        filing.hand_over(draft=draft, actor=alice)


def test_only_the_granted_kinds_of_case_can_be_filed_in(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, menus=["criminal"])
    with pytest.raises(Refused, match="criminal events only"):
        prepared(case, alice, staff)


def test_each_court_has_its_own_kinds_of_case_to_grant(house: House, john: Actor) -> None:
    on_appeal = actor_of(house.linked("alice", house.ca11))
    assert offered(on_appeal, john, menus=["appeal"]).menus == ["appeal"]
    with pytest.raises(Refused, match="at least one kind of case"):
        offered(on_appeal, house.actor("charlie"), menus=["civil"])


@pytest.mark.parametrize("side", ["attorney", "staff"])
def test_either_side_ends_it_at_once(alice: Actor, john: Actor, case: Case, side: str) -> None:
    made, staff = held(alice, john)
    draft = prepared(case, alice, staff)
    for _ in range(2):
        actions.end(delegation=made, actor=alice if side == "attorney" else staff)
    with pytest.raises(Refused, match="do not file for Alice Moreno any more"):
        filing.submit(draft=draft, actor=staff)
    assert Message.objects.filter(subject__startswith="Filing for Alice Moreno").count() == 2
    again, _ = held(alice, john, may_submit=False)
    assert again.pk != made.pk
    assert queries.limits_of(again.principal, staff) == rules.Limits(False, ("civil", "criminal"))


def test_an_offer_is_for_the_account_and_the_name_that_were_typed(house: House, alice: Actor, john: Actor) -> None:
    made = offered(alice, john, last_name="Somebody")
    with pytest.raises(Refused, match="another name"):
        actions.accept(delegation=made, actor=john)
    with pytest.raises(NotFound):
        queries.delegation(made.pk, house.actor("charlie"))
    with pytest.raises(Refused):
        actions.accept(delegation=made, actor=house.actor("charlie"))


def test_who_cannot_take_it_up(house: House, alice: Actor, john: Actor) -> None:
    made = offered(alice, john)
    Person.objects.filter(pk=john.person_id or 0).update(is_shared=True)
    with pytest.raises(Refused, match="cannot file"):
        actions.accept(delegation=made, actor=john)
    Person.objects.filter(pk=john.person_id or 0).update(is_shared=False)
    robert = actor_of(house.linked("john"))
    with pytest.raises(Refused, match="account of your own"):
        actions.accept(delegation=made, actor=robert)


def test_offers_that_cannot_be_made(alice: Actor, john: Actor) -> None:
    with pytest.raises(Refused, match="your own account number"):
        offered(alice, john, account_number=alice.account_number)
    with pytest.raises(Refused, match="at least one kind"):
        offered(alice, john, menus=[])
    offered(alice, john)
    with pytest.raises(Refused, match="an offer to this account already"):
        offered(alice, john)
    with pytest.raises(NotAllowed):
        offered(john, alice)
    _, staff = _accepted(alice, john)
    with pytest.raises(Refused, match="You file for others"):
        offered(staff, alice)


def _accepted(alice: Actor, john: Actor) -> tuple[Delegation, Actor]:
    made = queries.given_by(alice)[0]
    actions.accept(delegation=made, actor=john)
    return made, actor_of(CourtAccount.objects.get(person__account_number=john.account_number))


def test_a_declined_offer_is_closed(alice: Actor, john: Actor) -> None:
    made = offered(alice, john)
    actions.decline(delegation=made, actor=john)
    with pytest.raises(Refused, match="not open any more"):
        actions.accept(delegation=made, actor=john)
    assert Message.objects.latest("pk").recipient == "alice@example.com"


def test_offers_do_not_flood_mailboxes(alice: Actor, john: Actor) -> None:
    for number in range(10):
        offered(alice, john, account_number=f"100000{number}")
    with pytest.raises(Refused, match="many offers"):
        offered(alice, john)


def test_the_pages_of_both_sides(house: House, alice: Actor, john: Actor) -> None:
    attorney, staff = house.signed_in("alice", house.flsd), house.signed_in("john", house.flsd)
    assert "Nobody has asked you to file" in text_of(staff.get("/utilities/delegation"))
    page = attorney.post("/utilities/delegation", {"account_number": "12", "last_name": "Attorney"})
    assert "Type the seven digits" in text_of(page)
    typed = {
        "account_number": john.account_number,
        "last_name": "Attorney",
        "email": "john@firm.example",
        "may_submit": "yes",
        "menus": ["civil"],
    }
    assert "The offer is made" in text_of(attorney.post("/utilities/delegation", typed))
    page = text_of(staff.get("/utilities/delegation"))
    assert "Prepare and submit: civil" in page
    made = Delegation.objects.get()
    page = staff.post(f"/utilities/delegation/{made.pk}/accept", {})
    assert "You file for the attorney from now on." in text_of(page)
    assert "Civil" in text_of(page)
    assert "In force" in text_of(attorney.get("/utilities/delegation"))
    assert "It is ended" in text_of(attorney.post(f"/utilities/delegation/{made.pk}/end", {}))
    assert house.signed_in("charlie", house.flsd).post(f"/utilities/delegation/{made.pk}/end", {}).status_code == 404
