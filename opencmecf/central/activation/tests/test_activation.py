"""Letters with tokens: written, printed, sent, typed; what waits until then."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db.models.functions import Now
from pypdfium2 import PdfDocument

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.models import Account, ActivatedBy
from opencmecf.central.activation import actions, jobs, queries, rules
from opencmecf.central.activation.models import Letter, LetterBatch
from opencmecf.central.firms import actions as firms
from opencmecf.foundation import secrets
from opencmecf.foundation.access import Permission
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import SYSTEM, Browser, House, central_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(house: House) -> Account:
    account = house.account("alice")
    Account.objects.filter(pk=account.pk).update(
        case_search=CaseSearch.PENDING_TOKEN, address="1 Quay", city="Miami", state="FL", zip_code="33131"
    )
    account.refresh_from_db()
    return account


@pytest.fixture
def sasha(house: House) -> Browser:
    return house.signed_in("sasha", site=SiteKind.PACER)


def written(account: Account) -> tuple[Letter, str]:
    """A letter to the account, and its token."""
    letter = actions.write_letter(account=account, actor=SYSTEM)
    assert letter is not None
    return letter, secrets.unseal(letter.sealed_token)


def sent(account: Account, house: House) -> tuple[Letter, str]:
    letter, token = written(account)
    desk = central_actor(house.account("sasha"))
    actions.mark_sent(batch=actions.make_batch(actor=desk), actor=desk)
    letter.refresh_from_db()
    return letter, token


def test_tokens_have_no_signs_that_look_alike() -> None:
    assert not set(rules.ALPHABET) & set("0OQD1ILJ2Z5S6G8BUV")
    tokens = {rules.new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 12 and set(token) <= set(rules.ALPHABET) for token in tokens)


@pytest.mark.parametrize("typed", ["ACEF-3479-WXYT", "acef 3479 wxyt", "acef3479wxyt", " ACEF–3479–WXYT "])
def test_a_token_is_known_however_it_is_typed(typed: str) -> None:
    assert rules.token_problem(typed) == ""
    assert rules.as_typed(typed) == "ACEF3479WXYT"


@pytest.mark.parametrize(("typed", "told"), [("ACEF", "this has 4"), ("ACEF-3479-WXY0", "the sign 0")])
def test_a_token_that_cannot_be_one_is_told(typed: str, told: str) -> None:
    assert told in rules.token_problem(typed)


def test_the_token_of_the_letter_activates_once(house: House, alice: Account) -> None:
    _, token = sent(alice, house)
    actor = central_actor(alice)
    actions.activate_with_token(account=alice, token=rules.grouped(token).lower(), actor=actor)
    alice.refresh_from_db()
    assert (alice.case_search, alice.activated_by) == (CaseSearch.ACTIVE, ActivatedBy.TOKEN)
    actions.activate_with_token(account=alice, token=token, actor=actor)  # a double click
    acts = [event["act"] for event in events_of(alice.chain)]
    assert (acts.count("account:case-search:activate"), acts.count(actions.MISTYPE)) == (1, 0)
    Account.objects.filter(pk=alice.pk).update(case_search=CaseSearch.PENDING_TOKEN)
    with pytest.raises(Refused, match="not the token"):
        actions.activate_with_token(account=alice, token=token, actor=actor)


def test_the_token_is_nowhere_once_the_letter_is_sent(house: House, alice: Account) -> None:
    letter, token = sent(alice, house)
    assert letter.sealed_token == ""
    assert token not in letter.token_fingerprint
    assert token not in str(events_of(alice.chain))


def test_the_token_of_somebody_else_is_none(house: House, alice: Account) -> None:
    john = house.account("john")
    Account.objects.filter(pk=john.pk).update(case_search=CaseSearch.PENDING_TOKEN)
    john.refresh_from_db()
    written(john)
    _, token = written(alice)
    with pytest.raises(Refused, match="not the token"):
        actions.activate_with_token(account=john, token=token, actor=central_actor(john))


def test_five_wrong_tokens_an_hour_are_heard_and_recorded(alice: Account) -> None:
    _, token = written(alice)
    actor = central_actor(alice)
    for _ in range(5):
        with pytest.raises(Refused, match="not the token"):
            actions.activate_with_token(account=alice, token="ACEF3479WXYT", actor=actor)
    with pytest.raises(Refused, match="too many wrong tokens"):
        actions.activate_with_token(account=alice, token=token, actor=actor)
    assert [event["act"] for event in events_of(alice.chain)].count(actions.MISTYPE) == 5


def test_a_token_is_good_for_sixty_days_from_sending(house: House, alice: Account) -> None:
    _, token = sent(alice, house)
    Letter.objects.update(sent_at=Now() - timedelta(days=61))
    with pytest.raises(Refused, match="older than sixty days"):
        actions.activate_with_token(account=alice, token=token, actor=central_actor(alice))


def test_another_letter_makes_the_former_void_but_not_while_it_travels(house: House, alice: Account) -> None:
    actor = central_actor(alice)
    _, token = sent(alice, house)
    with pytest.raises(Refused, match="on its way"):
        actions.ask_for_letter(account=alice, actor=actor)
    Letter.objects.update(sent_at=Now() - timedelta(days=15))
    actions.ask_for_letter(account=alice, actor=actor)
    with pytest.raises(Refused, match="not the token"):
        actions.activate_with_token(account=alice, token=token, actor=actor)


def test_the_job_may_run_twice_and_writes_to_nobody_who_need_not_wait(house: House, alice: Account) -> None:
    for _ in range(2):
        jobs.write_letter(alice.number)
    jobs.write_letter(house.account("john").number)
    jobs.write_letter("0000000")
    assert Letter.objects.count() == 1


def test_a_card_makes_the_letter_unnecessary(house: House, alice: Account) -> None:
    written(alice)
    accounts.activate_case_search(account=alice, by=ActivatedBy.CARD, actor=SYSTEM)
    assert not queries.waiting_letters(central_actor(house.account("sasha"))).exists()


def test_the_desk_prints_and_sends(house: House, alice: Account, sasha: Browser) -> None:
    _, token = written(alice)
    assert "1 letter, the oldest first" in sasha.get("/desk/letters").content.decode()
    sasha.post("/desk/letters/make", {})
    batch = LetterBatch.objects.get()
    pdf = sasha.get(f"/desk/letters/{batch.pk}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    page = PdfDocument(pdf.content)[0].get_textpage().get_text_range()
    for told in ("Alice Moreno", "1 Quay", "Miami, FL 33131", alice.number, rules.grouped(token), "/manage/activate"):
        assert told in page
    with pikepdf.open(io.BytesIO(pdf.content)) as opened:
        assert opened.Root.MarkInfo.Marked
    assert events_of("service-center")[0]["act"] == "service-center:letters:print"
    assert "marked as sent" in sasha.post(f"/desk/letters/{batch.pk}/sent", {}).content.decode()
    assert "nothing left to print" in sasha.get(f"/desk/letters/{batch.pk}.pdf").content.decode()
    sasha.post(f"/desk/letters/{batch.pk}/sent", {})
    assert "No letter waits to be printed." in sasha.post("/desk/letters/make", {}).content.decode()


def test_letters_are_for_the_service_center_alone(house: House, alice: Account) -> None:
    written(alice)
    john = central_actor(house.account("john"))
    assert not john.may(Permission.LETTER_SEND)
    with pytest.raises(NotAllowed):
        actions.make_batch(actor=john)
    assert not queries.waiting_letters(john).exists()


def test_the_page_takes_the_token(house: House, alice: Account) -> None:
    _, token = sent(alice, house)
    browser = house.signed_in("alice", site=SiteKind.PACER)
    assert "Your case search is not active yet" in browser.get("/manage").content.decode()
    page = browser.post("/manage/activate", {"token": "ACEF-3479"}).content.decode()
    assert "this has 8" in page
    assert "ACEF-3479" in page
    page = browser.post("/manage/activate", {"token": token}).content.decode()
    assert "Case search was activated (The token of a letter)." in page
    assert "Your case search is not active yet" not in page


def test_a_firm_that_nobody_knows_to_pay_activates_nothing_until_it_has_shown_that(
    house: House, alice: Account
) -> None:
    firm = house.account("firm")
    invitation = firms.invite_member(
        firm=firm, account_number=alice.number, last_name="Moreno", actor=central_actor(firm)
    )
    firms.accept_invitation(membership=invitation, actor=central_actor(alice))
    alice.refresh_from_db()
    assert alice.case_search == CaseSearch.PENDING_TOKEN
    told = house.signed_in("alice", site=SiteKind.PACER).get("/manage/firms").content.decode()
    assert "Your case search is not active yet" in told
    told = house.signed_in("firm", site=SiteKind.PACER).get("/manage/firm").content.decode()
    assert "the firm has not shown that it can pay" in told
    sasha = house.signed_in("sasha", site=SiteKind.PACER)
    assert "not shown yet" in sasha.get(f"/desk/people/{firm.number}").content.decode()
    for _ in range(2):
        sasha.post(f"/desk/people/{firm.number}/approve-firm", {"reason": "Pays by invoice"})
    alice.refresh_from_db()
    assert (alice.case_search, alice.activated_by) == (CaseSearch.ACTIVE, ActivatedBy.FIRM)
    acts = [event["act"] for event in events_of(firm.chain)]
    assert acts.count("firm:payment:approve") == 1
    assert "The PACER Service Center" in sasha.get(f"/desk/people/{firm.number}").content.decode()
    assert (
        "not shown that it can pay"
        not in house.signed_in("firm", site=SiteKind.PACER).get("/manage/firm").content.decode()
    )


def test_only_firms_are_approved(house: House, alice: Account) -> None:
    with pytest.raises(Refused, match="not a PACER Administrative Account"):
        firms.approve_firm(firm=alice, reason="x", actor=central_actor(house.account("sasha")))
    with pytest.raises(NotAllowed):
        firms.approve_firm(firm=house.account("firm"), reason="x", actor=central_actor(house.account("firm")))


def test_a_firm_that_pays_activates_and_its_leaving_ends_that(house: House, alice: Account) -> None:
    firm = central_actor(house.account("firm"))
    firms.approve_by_card(firm=house.account("firm"), actor=firm)
    actor = central_actor(alice)
    invitation = firms.invite_member(
        firm=house.account("firm"), account_number=alice.number, last_name="Moreno", actor=firm
    )
    firms.accept_invitation(membership=invitation, actor=actor)
    alice.refresh_from_db()
    assert (alice.case_search, alice.activated_by) == (CaseSearch.ACTIVE, ActivatedBy.FIRM)
    firms.leave_firm(membership=invitation, actor=actor)
    alice.refresh_from_db()
    assert alice.case_search == CaseSearch.PENDING_TOKEN


def test_leaving_a_firm_leaves_a_card_in_force(house: House) -> None:
    john = house.account("john")
    invitation = firms.invite_member(
        firm=house.account("firm"),
        account_number=john.number,
        last_name="Attorney",
        actor=central_actor(house.account("firm")),
    )
    firms.accept_invitation(membership=invitation, actor=central_actor(john))
    firms.leave_firm(membership=invitation, actor=central_actor(john))
    john.refresh_from_db()
    assert john.case_search == CaseSearch.ACTIVE
