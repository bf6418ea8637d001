"""Filing at bankruptcy courts and courts of appeals: the same steps, in the words and on the docket sheet of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.cases.models import Party as PartyRow
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.court.docket.tests.sheets import adversary_sheet, appellate_sheet, bankruptcy_sheet
from opencmecf.court.docket.text import text_of
from opencmecf.court.filing import actions
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.tests.wizard.browsing import begin, entry, party, pdf, send, step_of
from opencmecf.court.notices.actions import address_deliveries
from opencmecf.court.notices.mail import compose
from opencmecf.court.notices.queries import frozen
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.models import Court
from opencmecf.court.receipts.models import Receipt
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.errors import NotAllowed
from opencmecf.invariants import problems
from opencmecf.testing.people import COURT_PASSWORD, SYSTEM, Browser, House


def taken(sheet: DocketSheet, court: Court) -> Case:
    """A case that was taken over."""
    admin = system("tests", court.pk, frozenset({Role.COURT_ADMIN, Role.CLERK}))
    return take_over(sheet=sheet, court=court, actor=admin).case


@pytest.fixture
def petition(house: House) -> Case:
    """In re Coral Reach Towing."""
    return taken(bankruptcy_sheet(), house.flsb)


@pytest.fixture
def proceeding(house: House) -> Case:
    """Coral Reach Towing v. Harbor Pilots, an adversary proceeding."""
    return taken(adversary_sheet(), house.flsb)


@pytest.fixture
def appeal(house: House) -> Case:
    """Okafor v. Harbor Pilots, on appeal."""
    sheet = appellate_sheet()
    named = replace(sheet.entries[1], text=text_of("MOTION to expedite appeal filed by Robert Okafor."), number="2")
    return taken(replace(sheet, entries=(sheet.entries[0], named)), house.ca11)


def by_court_login(house: House, username: str, role: Role = Role.FILER) -> Browser:
    """Somebody who has signed in with the login that the bankruptcy court has issued."""
    house.court_account(username, house.flsb, role=role)
    browser = house.browser(house.flsb)
    browser.post("/cgi-bin/login.pl", {"login": f"cm-{username}", "key": COURT_PASSWORD})
    return browser


@pytest.fixture
def alice(house: House) -> Browser:
    """Alice with her court's login at flsb."""
    return by_court_login(house, "alice")


@pytest.fixture
def alice_on_appeal(house: House, appeal: Case) -> Browser:
    """Alice, linked at the court of appeals."""
    account = house.linked("alice", house.ca11)
    Appearance.objects.filter(party__case=appeal).update(court_account=account)
    return house.signed_in("alice", house.ca11)


def submitted(browser: Browser, page: Any) -> Receipt:
    """The receipt of a draft that stands on its last page."""
    draft = page.context["draft"]
    browser.post(f"/filing/{draft.pk}/submit", {"revision": draft.revision})
    return Receipt.objects.get(key=draft.pk)


@pytest.mark.parametrize("typed", ["20-10017", "1:20-bk-10017", "20-10017-CLC", "2010017"])
def test_a_bankruptcy_case_is_found_by_every_form_of_its_number(alice: Browser, petition: Case, typed: str) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss-case", menu="bankruptcy"), number=typed)
    assert (step_of(page), list(page.context["draft"].content["cases"])) == ("questions", [petition.pk])


@pytest.mark.parametrize("typed", ["20-01003", "1:20-ap-01003", "20-01003-CLC"])
def test_an_adversary_proceeding_is_told_from_a_bankruptcy_case(
    alice: Browser, petition: Case, proceeding: Case, typed: str
) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss-case", menu="bankruptcy"), number=typed)
    told = "20-01003 is an adversary proceeding. Choose Adversary on the menu bar to file in it."
    assert told in page.content.decode()
    assert 'name="case"' not in page.content.decode()  # nobody ticks a case that cannot be filed in here
    page = send(alice, begin(alice, "adversary-pleadings", "answer", menu="adversary"), number=typed)
    assert step_of(page) == "questions"


def test_a_motion_in_a_bankruptcy_case(alice: Browser, petition: Case) -> None:
    page = begin(alice, "motions", "motion-sell-free-and-clear", menu="bankruptcy")
    assert "24-12345, 1:24-bk-12345, 24-12345-ABC" in page.content.decode()
    page = send(alice, page, number="20-10017")
    assert "Chapter 11" in page.content.decode()
    page = send(alice, page)
    assert page.context["title"] == "Select the party"
    assert "Creditor Committee" in page.content.decode()
    page = send(alice, page, filer=[party(petition, 0)])
    assert "Fed. R. Bankr. P. 9037" in page.content.decode()
    exhibits = {"file.1": pdf("a.pdf"), "category.1": "Exhibit", "file.2": pdf("b.pdf"), "category.2": "Proposed Order"}
    page = send(alice, page, main=pdf(), redaction="on", **exhibits)
    page = send(alice, page, entry=[entry(petition, "3")])
    page = send(alice, page, **{"motion-sell-free-and-clear.property": "the tug Marigold"})
    page = send(alice, page)
    receipt = submitted(alice, page)
    filed = petition.entries.get(number="4")
    assert filed.words == (
        "Motion to Sell the tug Marigold Free and Clear of Liens under 11 U.S.C. 363(f) Filed by Debtor Coral Reach "
        "Towing, LLC. (Re: 3 Chapter 11 Plan of Reorganization) (Attachments: # 1 Exhibit # 2 Proposed Order)"
        "(Moreno, Alice)"
    )
    assert "goDLS('/doc1/050" in filed.row_html
    notice = frozen(receipt.notice)
    mail = compose(notice, as_html=True)
    assert mail.subject == (
        "Ch-11 20-10017-CLC Motion to Sell Property Free and Clear of Liens Coral Reach Towing, LLC"
    )
    assert "The following transaction was received from Moreno, Alice entered on" in mail.body
    assert "bkecfStamp" in mail.body
    assert list(problems()) == []


def test_an_order_sustains_an_objection_to_a_claim(house: House, alice: Browser, petition: Case) -> None:
    page = send(alice, begin(alice, "claims", "objection-to-claim", menu="bankruptcy"), number="20-10017")
    page = send(alice, send(alice, page), filer=[party(petition, 0)])
    page = send(alice, send(alice, page, main=pdf(), redaction="on"), none="on")
    page = send(alice, page, **{"objection-to-claim.claim_number": "4-1", "objection-to-claim.creditor": "Tide Bank"})
    submitted(alice, send(alice, page))
    carla = by_court_login(house, "carla", Role.CLERK)
    page = send(carla, begin(carla, "orders", "order-on-objection", menu="bankruptcy"), number="20-10017")
    page = send(carla, send(carla, page), main=pdf("order.pdf"), redaction="on")
    page = send(carla, page, entry=[entry(petition, "4")])
    objection = petition.entries.get(number="4").pk
    page = send(carla, page, **{f"ruling.{objection}.0": "sustained"})
    page = send(carla, page)
    assert page.context["text"].words == "Order sustaining [4] Objection to Claim. (Reyes, Carla)"


def test_a_motion_in_an_appeal(alice_on_appeal: Browser, appeal: Case) -> None:
    alice = alice_on_appeal
    page = begin(alice, "motions", "motion-extension-brief", "motion-excess-words", menu="filing")
    assert "For example 24-10001" in page.content.decode()
    page = send(alice, page, number="20-10001")
    page = send(alice, page, **{"motion-extension-brief.which": "appellant"})
    assert page.context["title"] == "Select the party filer"
    assert "Appellant - Cross-Appellee" in page.content.decode()
    new = {"new_name": "Port of Miami", "new_type": "Amicus Curiae", "button": "add"}
    page = send(alice, page, filer=[party(appeal, 0)], **new)
    page = send(alice, page, filer=[party(appeal, 0), f"{appeal.pk}:n1"])
    assert step_of(page) == "appearances"
    assert "Pro hac vice" not in page.content.decode()
    key = f"{appeal.pk}-n1"
    page = send(alice, page, **{f"appear.{key}": "on", f"lead.{key}": "on", f"notice.{key}": "on"})
    assert "Fed. R. App. P. 25(a)(5)" in page.content.decode()
    page = send(alice, page, main=pdf(), redaction="on", **{"file.1": pdf("brief.pdf"), "category.1": "Proposed Brief"})
    page = send(alice, page, none="on")
    page = send(alice, page)
    receipt = submitted(alice, send(alice, page, prefix="UNOPPOSED"))
    filed = appeal.entries.get(number="3")
    assert filed.words == (
        "UNOPPOSED MOTION for extension of time to file appellant's brief , MOTION for leave to file a brief in excess "
        "of the word limit filed by Appellant ROBERT OKAFOR, Amicus Curiae Port of Miami. Attorney Alice Moreno added "
        "to party Port of Miami. [20-10001] (ECF: Alice Moreno)"
    )
    main = EntryDocument.objects.get(entry=filed, attachment_number=0).document
    assert f'<a href="/docs1/{main.document_id}"' in filed.row_html
    added = PartyRow.objects.get(case=appeal, name="Port of Miami")
    assert added.type_form == "below"
    assert Appearance.objects.get(party=added).roles == ["[COR LD NTC Retained]"]
    mail = compose(frozen(receipt.notice), as_html=True).for_recipient(255)
    assert "Notice of Docket Activity" in mail
    assert "Document Number" not in mail
    assert "?uid=ff" in mail
    assert list(problems()) == []


def test_a_free_look_of_a_court_of_appeals_has_a_number_in_hexadecimal_digits(
    alice_on_appeal: Browser, appeal: Case, house: House
) -> None:
    alice = alice_on_appeal
    page = send(alice, begin(alice, "letters", "status-report", menu="filing"), number="20-10001")
    page = send(alice, send(alice, page), filer=[party(appeal, 0)])
    page = send(alice, send(alice, page, main=pdf(), redaction="on"), none="on")
    receipt = submitted(alice, send(alice, page))
    document = frozen(receipt.notice).cases[0].document_id
    address_deliveries(filed=receipt.notice)
    number = receipt.notice.deliveries.get().free_look_number
    looked = house.browser(house.ca11).get(f"/docs1/{document}?uid={number:x}")
    assert "free" in looked.content.decode().lower()
    assert "PACER LOGIN" not in looked.content.decode()


def test_a_docket_without_numbers_stays_without(house: House) -> None:
    sheet = appellate_sheet()
    bare = tuple(replace(one, number=None) for one in sheet.entries)
    appeal = taken(replace(sheet, entries=bare), house.ca11)
    house.linked("alice", house.ca11)
    alice = house.signed_in("alice", house.ca11)
    page = send(alice, begin(alice, "responses", "response-to-order", menu="filing"), number="20-10001")
    page = send(alice, send(alice, page), filer=[party(appeal, 0)])
    page = send(alice, page, main=pdf(), redaction="on")
    assert "This case has no entry that the event may refer to." in page.content.decode()
    page = send(alice, begin(alice, "letters", "letter-28j", menu="filing"), number="20-10001")
    page = send(alice, send(alice, page), filer=[party(appeal, 0)])
    page = send(alice, send(alice, page, main=pdf(), redaction="on"), none="on")
    submitted(alice, send(alice, page))
    filed = appeal.entries.order_by("order").last()
    assert filed is not None
    assert filed.number is None
    assert 'aria-label="Open Document"' in filed.row_html
    assert list(problems()) == []


def test_before_the_move_only_the_court_login_files(house: House, alice: Browser, petition: Case) -> None:
    page = send(alice, begin(alice, "motions", "motion-dismiss-case", menu="bankruptcy"), number="20-10017")
    assert step_of(page) == "questions"
    viewer = house.signed_in("alice", house.flsb)
    for path in ("/bankruptcy", "/bankruptcy/motions", f"/filing/{page.context['draft'].pk}/case"):
        assert "You are not logged in for filing." in viewer.get(path).content.decode()
    begun = begin(viewer, "motions", "motion-dismiss-case", menu="bankruptcy")
    assert "You are not logged in for filing." in begun.content.decode()
    assert Draft.objects.count() == 1


def test_after_the_move_nobody_files_before_linking(house: House, alice: Browser, petition: Case) -> None:
    page = send(alice, begin(alice, "plans", "plan-chapter-11", menu="bankruptcy"), number="20-10017")
    page = send(alice, send(alice, page), filer=[party(petition, 0)])
    page = send(alice, send(alice, page, main=pdf(), redaction="on"), none="on")
    page = send(alice, page)
    assert (step_of(page), page.context["everything_missing"]) == ("review", ())
    draft = page.context["draft"]
    profile.go_live(court=house.flsb, actor=SYSTEM)
    answer = alice.post(f"/filing/{draft.pk}/submit", {"revision": draft.revision})  # the page was open meanwhile
    assert "PACER LOGIN" in answer.content.decode()
    unlinked = house.signed_in("alice", house.flsb)
    for path in ("/bankruptcy", "/bankruptcy/motions", f"/filing/{draft.pk}/review", f"/filing/{draft.pk}/submit"):
        assert "You cannot file in this court yet." in unlinked.get(path).content.decode(), path
    with pytest.raises(NotAllowed):
        actions.submit(draft=draft, actor=house.actor("alice", house.flsb))
    assert petition.entries.count() == 3


def test_a_linked_account_files_after_the_move(house: House, petition: Case) -> None:
    profile.go_live(court=house.flsb, actor=SYSTEM)
    account = house.linked("alice", house.flsb)
    alice = house.signed_in("alice", house.flsb)
    page = send(alice, begin(alice, "plans", "plan-chapter-11", menu="bankruptcy"), number="20-10017")
    page = send(alice, send(alice, page), filer=[party(petition, 0)])
    page = send(alice, send(alice, page, main=pdf(), redaction="on"), none="on")
    submitted(alice, send(alice, page))
    assert petition.entries.get(number="4").words.startswith("Chapter 11 Plan of Reorganization Filed by Debtor")
    assert Draft.objects.get().owner == account.chain


def test_entries_of_a_bankruptcy_docket_are_known_by_their_words(alice: Browser, petition: Case) -> None:
    page = send(alice, begin(alice, "responses", "objection-confirmation", menu="bankruptcy"), number="20-10017")
    page = send(alice, send(alice, page), filer=[party(petition, 0)])
    page = send(alice, page, main=pdf(), redaction="on")
    (_, offered) = page.context["by_case"][0]
    assert [one.number for one in offered] == ["3"]
    page = send(alice, begin(alice, "responses", "objection", menu="bankruptcy"), number="20-10017")
    page = send(alice, send(alice, page), filer=[party(petition, 0)])
    page = send(alice, page, main=pdf(), redaction="on")
    (_, offered) = page.context["by_case"][0]
    assert [(one.number, one.reliefs) for one in offered if one.reliefs] == [
        ("2", ("Motion for Order Approving Insurance",))
    ]
