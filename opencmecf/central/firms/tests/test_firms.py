"""A firm and its people: inviting, answering, parting, and the rule for client codes (S6)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from opencmecf.central.accounts.actions import activate_case_search
from opencmecf.central.accounts.models import Account, AccountStatus, ActivatedBy
from opencmecf.central.firms import actions, queries, rules
from opencmecf.central.firms.models import Membership, MembershipState
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.client_code import ClientCodeRule
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.invariants import problems
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House, central_actor
from opencmecf.testing.races import one_after_the_other

pytestmark = pytest.mark.django_db

RULE = ClientCodeRule(is_required=True, shape="####-##", example="4410-02")


def invite(house: House, username: str = "john", **typed: str) -> Membership:
    firm, member = house.account("firm"), house.account(username)
    told = {"account_number": member.number, "last_name": member.last_name, **typed}
    return actions.invite_member(firm=firm, actor=central_actor(firm), **told)


def join(house: House, username: str = "john") -> Membership:
    made = invite(house, username)
    actions.accept_invitation(membership=made, actor=central_actor(house.account(username)))
    made.refresh_from_db()
    return made


def set_rule(house: House, rule: ClientCodeRule = RULE) -> None:
    firm = house.account("firm")
    actions.set_client_code_rule(firm=firm, rule=rule, actor=central_actor(firm))


def mails_to(account: Account) -> list[str]:
    return list(Message.objects.filter(recipient=account.email).order_by("pk").values_list("subject", flat=True))


@pytest.fixture
def firm(house: House) -> Browser:
    return house.signed_in("firm", site=SiteKind.PACER)


@pytest.fixture
def john(house: House) -> Browser:
    return house.signed_in("john", site=SiteKind.PACER)


def test_an_invitation_is_on_the_record_of_both_sides_and_the_person_is_written_to(house: House) -> None:
    made = invite(house, remark="Litigation group")
    firm, john = house.account("firm"), house.account("john")
    assert made.state == MembershipState.INVITED
    for account in (firm, john):
        event = events_of(account.chain)[0]
        assert (event["act"], event["by"]) == ("firm:member:invite", firm.chain)
        assert event["data"]["remark"] == "Litigation group"
    assert mails_to(john) == ["Frances Irving wants to pay for your PACER account"]
    assert "Litigation group" in Message.objects.get(recipient=john.email).text
    assert queries.Payers([john.number]).at(john.number, made.invited_at) == john.number


def names_in_trail(account: Account) -> set[str]:
    return {event["data"]["member"] for event in events_of(account.chain) if "member" in event["data"]}


def test_a_firm_learns_the_full_name_when_the_person_accepts_and_not_before(house: House, firm: Browser) -> None:
    administrator, john = house.account("firm"), house.account("john")
    made = invite(house)
    assert "John" not in text_of(firm.get("/manage/firm"))
    actions.decline_invitation(membership=made, actor=central_actor(john))
    page = text_of(firm.get("/manage/firm"))
    assert "Attorney" in page
    assert "John" not in page
    assert mails_to(administrator) == ["Attorney has declined"]
    assert names_in_trail(administrator) == {"Attorney"}
    assert names_in_trail(john) == {"John Attorney"}
    join(house)
    assert "John Attorney" in text_of(firm.get("/manage/firm"))
    assert mails_to(administrator)[-1] == "John Attorney has accepted"
    assert names_in_trail(administrator) == {"Attorney", "John Attorney"}


def test_inviting_again_while_an_invitation_waits_is_no_event(house: House) -> None:
    assert invite(house) == invite(house)
    assert len(mails_to(house.account("john"))) == 1


@pytest.mark.parametrize(
    ("number", "last_name"), [("9999999", "Attorney"), ("", "Moreno"), ("firm", "Irving"), ("x", "Attorney")]
)
def test_a_wrong_number_and_a_wrong_name_are_refused_alike(house: House, number: str, last_name: str) -> None:
    real = {"": house.account("john").number, "firm": house.account("firm").number}.get(number, number)
    with pytest.raises(Refused) as refused:
        invite(house, account_number=real, last_name=last_name)
    assert refused.value.message == rules.NO_SUCH_ACCOUNT
    assert events_of(house.account("firm").chain)[0]["act"] == "firm:member:mistype"
    assert not Membership.objects.exists()


def test_the_eleventh_wrong_name_within_an_hour_is_not_even_looked_at(house: House) -> None:
    for _ in range(rules.WRONG_NAMES_PER_HOUR):
        with pytest.raises(Refused, match="There is no account"):
            invite(house, last_name="Wrong")
    with pytest.raises(Refused, match="too many wrong"):
        invite(house)


def test_the_name_is_compared_without_case_and_needless_spaces(house: House) -> None:
    assert invite(house, last_name="  aTTorney ").state == MembershipState.INVITED


def test_only_a_firm_invites(house: House) -> None:
    john, alice = house.account("john"), house.account("alice")
    with pytest.raises(NotAllowed):
        actions.invite_member(
            firm=john, account_number=alice.number, last_name=alice.last_name, actor=central_actor(john)
        )


def test_accepting_tells_both_sides_and_the_firm_pays_from_then_on(house: House) -> None:
    made = join(house)
    firm, john = house.account("firm"), house.account("john")
    assert mails_to(firm) == ["John Attorney has accepted"]
    assert mails_to(john)[-1] == "Frances Irving pays for your PACER account"
    assert made.joined_at is not None
    payers = queries.Payers([john.number])
    assert payers.at(john.number, made.joined_at) == firm.number
    assert payers.at(john.number, made.invited_at.replace(year=2020)) == john.number
    actions.accept_invitation(membership=made, actor=central_actor(john))  # twice is one event
    assert len(mails_to(firm)) == 1


def test_declining_tells_the_firm_and_changes_nothing(house: House) -> None:
    made = invite(house)
    john = central_actor(house.account("john"))
    actions.decline_invitation(membership=made, actor=john)
    assert mails_to(house.account("firm")) == ["Attorney has declined"]
    with pytest.raises(Refused, match="not open any more"):
        actions.accept_invitation(membership=made, actor=john)


def test_an_invitation_that_was_withdrawn_cannot_be_accepted(house: House) -> None:
    made = invite(house)
    actions.withdraw_invitation(membership=made, actor=central_actor(house.account("firm")))
    with pytest.raises(Refused, match="not open any more"):
        actions.accept_invitation(membership=made, actor=central_actor(house.account("john")))


def test_nobody_answers_for_the_other_side(house: House) -> None:
    made = invite(house)
    firm, john = central_actor(house.account("firm")), central_actor(house.account("john"))
    with pytest.raises(Refused, match="other side"):
        actions.accept_invitation(membership=made, actor=firm)
    with pytest.raises(NotAllowed):
        actions.withdraw_invitation(membership=made, actor=john)


def test_one_firm_at_a_time(house: House) -> None:
    join(house)
    other = house.account("leonard", account_class="firm", account_type="upgraded")
    john = house.account("john")
    second = actions.invite_member(
        firm=other, account_number=john.number, last_name=john.last_name, actor=central_actor(other)
    )
    with pytest.raises(Refused, match="Frances Irving pays for your account now"):
        actions.accept_invitation(membership=second, actor=central_actor(john))
    with pytest.raises(IntegrityError, match="one_firm_at_a_time"), transaction.atomic():
        Membership.objects.filter(pk=second.pk).update(state=MembershipState.MEMBER, joined_at="2026-01-01T00:00Z")


def test_a_firm_whose_account_was_locked_takes_nobody_in(house: House) -> None:
    invitation, john = invite(house), house.account("john")
    Account.objects.filter(pk=house.account("firm").pk).update(status=AccountStatus.DISABLED)
    with pytest.raises(Refused, match="The account of this firm is not active"):
        actions.accept_invitation(membership=invitation, actor=central_actor(john))
    actions.decline_invitation(membership=invitation, actor=central_actor(john))


@pytest.mark.django_db(transaction=True)
def test_of_two_firms_accepted_in_two_windows_the_second_one_is_refused_in_words(house: House) -> None:
    other = house.account("leonard", account_class="firm", account_type="upgraded")
    john = house.account("john")
    told = {"account_number": john.number, "last_name": john.last_name}
    first, second = invite(house), actions.invite_member(firm=other, actor=central_actor(other), **told)

    def accept(membership: Membership) -> str:
        try:
            actions.accept_invitation(membership=membership, actor=central_actor(john))
        except Refused as refused:
            return refused.message
        return "accepted"

    answers = one_after_the_other(lambda: accept(first), lambda: accept(second))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # which no test empties by itself
    assert answers == ("accepted", "Frances Irving pays for your account now, and only one firm can.")


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_while_the_rule_is_changed_is_not_held_to_it(house: House) -> None:
    membership, john = join(house), house.account("john")
    one_after_the_other(
        lambda: actions.leave_firm(membership=membership, actor=central_actor(john)), lambda: set_rule(house)
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # which no test empties by itself
    john.refresh_from_db()
    assert john.told_to_courts.get("client_code_rule", {}) == {}
    assert not list(problems())


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_while_setting_an_own_rule_is_held_to_that(house: House) -> None:
    membership, john, own = join(house), house.account("john"), ClientCodeRule(is_required=True)
    one_after_the_other(
        lambda: actions.set_billing_preferences(account=john, rule=own, actor=central_actor(john)),
        lambda: actions.leave_firm(membership=membership, actor=central_actor(john)),
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # which no test empties by itself
    assert house.account("john").client_code_rule == ClientCodeRule(is_required=True, is_own=True)
    assert not list(problems())


def test_what_a_firm_has_activated_stays_with_whoever_gives_a_card_meanwhile(house: House) -> None:
    Account.objects.filter(pk=house.account("john").pk).update(case_search=CaseSearch.PENDING_TOKEN)
    actions.approve_by_card(firm=house.account("firm"), actor=central_actor(house.account("firm")))
    membership, john = join(house), house.account("john")
    assert (john.case_search, john.activated_by) == (CaseSearch.ACTIVE, ActivatedBy.FIRM)
    for _ in range(2):
        activate_case_search(account=john, by=ActivatedBy.CARD, actor=central_actor(john))
    actions.leave_firm(membership=membership, actor=central_actor(john))
    john.refresh_from_db()
    assert (john.case_search, john.activated_by) == (CaseSearch.ACTIVE, ActivatedBy.CARD)
    assert [event["act"] for event in events_of(john.chain)].count("account:case-search:keep") == 1


@pytest.mark.parametrize("by_firm", [True, False])
def test_either_side_parts_and_the_other_is_told(house: House, by_firm: bool) -> None:
    made = join(house)
    firm, john = house.account("firm"), house.account("john")
    if by_firm:
        actions.remove_member(membership=made, remark="Left the firm", actor=central_actor(firm))
        assert mails_to(john)[-1] == "Frances Irving does not pay for your PACER account any more"
    else:
        actions.leave_firm(membership=made, actor=central_actor(john))
        assert mails_to(firm)[-1] == "John Attorney has left"
    made.refresh_from_db()
    assert made.ended_at is not None
    payers = queries.Payers([john.number])
    assert payers.at(john.number, made.ended_at) == john.number
    assert made.joined_at is not None
    assert made.joined_at == made.ended_at or payers.at(john.number, made.joined_at) == firm.number
    with pytest.raises(Refused, match="changed in the meantime"):
        actions.leave_firm(membership=made, actor=central_actor(john))
    assert join(house).state == MembershipState.MEMBER  # and comes back


def test_the_rule_of_the_firm_is_in_the_claims_of_its_people_as_long_as_they_belong_to_it(house: House) -> None:
    made = join(house)
    set_rule(house)
    john = house.account("john")
    assert john.claims()["client_code_rule"] == RULE.facts()
    join(house, "alice")
    assert house.account("alice").client_code_rule == RULE
    assert not list(problems())
    actions.leave_firm(membership=made, actor=central_actor(john))
    assert house.account("john").claims()["client_code_rule"] == {}
    assert not list(problems())
    Account.objects.filter(username="alice").update(told_to_courts={})
    assert [one for one in problems() if "another rule for client codes" in one]


def test_a_rule_whose_example_does_not_fit_is_refused(house: House) -> None:
    for rule in (ClientCodeRule(shape="####", example="44"), ClientCodeRule(shape="####")):
        with pytest.raises(Refused):
            set_rule(house, rule)


def test_the_firms_pages(house: House, firm: Browser) -> None:
    john = house.account("john")
    assert "There is no account in the list yet" in text_of(firm.get("/manage/firm"))
    wrong = firm.post("/manage/firm/add", {"account_number": "12", "last_name": "", "remark": "kept"})
    assert all(words in text_of(wrong) for words in ("seven digits", "Fill in “Last name”", "Tick the box"))
    assert b"kept" in wrong.content
    typed = {"account_number": john.number, "last_name": "Attorney", "remark": "", "acknowledged": "on"}
    unknown = firm.post("/manage/firm/add", {**typed, "last_name": "Other"})
    assert rules.NO_SUCH_ACCOUNT in text_of(unknown)
    assert "The invitation was sent" in text_of(firm.post("/manage/firm/add", typed))
    page = text_of(firm.get("/manage/firm"))
    assert f"Attorney {john.number}" in page
    assert "Waits for an answer" in page
    assert "none to remove" in text_of(firm.get("/manage/firm/remove"))
    made = Membership.objects.get()
    actions.accept_invitation(membership=made, actor=central_actor(john))
    assert "Tick the accounts" in text_of(firm.post("/manage/firm/remove", {"remark": ""}))
    bad = firm.post("/manage/firm/client-codes", {"is_required": "on", "shape": "####-##", "example": "x"})
    assert "This example does not have the form ####-##" in text_of(bad)
    done = firm.post("/manage/firm/client-codes", {"is_required": "on", "shape": "####-##", "example": "4410-02"})
    assert "The rule for client codes is in force." in text_of(done)
    assert "Your people must give a client code." in text_of(done)
    gone = text_of(firm.post("/manage/firm/remove", {"accounts": [str(made.pk)], "remark": "Moved"}))
    assert "The accounts were removed." in gone
    assert "Removed by the firm" in gone


def test_the_persons_pages(house: House, john: Browser) -> None:
    assert "No firm pays for your account" in text_of(john.get("/manage/firms"))
    made = invite(house, remark="Litigation group")
    assert "Frances Irving invites you" in text_of(john.get("/manage"))
    page = text_of(john.get("/manage/firms"))
    assert "Litigation group" in page
    assert "It sees what you view" in page
    set_rule(house)
    joined = text_of(john.post(f"/manage/firms/{made.pk}/accept", {}))
    assert "You have accepted." in joined
    assert "It requires a client code such as 4410-02" in joined
    assert "invites you" not in text_of(john.get("/manage"))
    left = text_of(john.post(f"/manage/firms/{made.pk}/leave", {}))
    assert "Your account was removed from the firm." in left
    assert "Earlier" in left
    assert "Frances Irving removed" not in left


def test_a_membership_of_others_is_not_there(house: House, john: Browser) -> None:
    made = invite(house, "alice")
    assert john.post(f"/manage/firms/{made.pk}/accept", {}).status_code == 404


def test_a_person_finds_no_firm_pages_and_a_firm_neither_searches_nor_files(house: House, john: Browser) -> None:
    assert john.get("/manage/firm").status_code == 403
    firm = house.signed_in("firm", house.flsd)
    answer = firm.get("/cgi-bin/iquery.pl")
    assert answer.status_code == 409
    assert "it neither searches nor files" in text_of(answer)


def test_the_login_page_asks_for_the_client_code_of_the_firm(house: House) -> None:
    join(house)
    set_rule(house)
    browser = house.browser(house.flsd)
    refused = browser.sign_in("john", "correct-horse-battery-staple")
    assert "A Client Code is required for PACER search. Your firm’s codes look like 4410-02." in text_of(refused)
    refused = browser.sign_in("john", "correct-horse-battery-staple", "Smith")
    assert "The client code “Smith” does not have the form that your firm asks for." in text_of(refused)
    assert "Welcome, John Attorney." in text_of(browser.sign_in("john", "correct-horse-battery-staple", "4410-02"))
    changed = browser.post("/utilities/client-code", {"client_code": "nothing"})
    assert "Your firm’s codes look like 4410-02." in text_of(changed)
    assert b'value="nothing"' in changed.content  # what was typed is kept
    assert "4410-03" in text_of(browser.post("/utilities/client-code", {"client_code": "4410-03"}))


def test_a_person_asks_for_client_codes_of_his_own_and_the_login_page_goes_by_it(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    bad = john.post("/manage/billing-preferences", {"shape": "####", "example": "x"})
    assert "This example does not have the form ####." in text_of(bad)
    typed = {"is_required": "on", "shape": "@@-##", "example": "SM-12"}
    assert "The billing preferences were changed." in text_of(john.post("/manage/billing-preferences", typed))
    assert b'value="SM-12"' in john.get("/manage/billing-preferences").content
    assert house.account("john").client_code_rule == ClientCodeRule(
        is_required=True, shape="@@-##", example="SM-12", is_own=True
    )
    court = house.browser(house.flsd)
    refused = court.sign_in("john", "correct-horse-battery-staple")
    assert "A Client Code is required for PACER search. Your codes look like SM-12." in text_of(refused)
    assert "Set PACER Billing Preferences" in text_of(refused)
    refused = court.sign_in("john", "correct-horse-battery-staple", "12")
    assert "does not have the form that you have asked for" in text_of(refused)
    assert "Welcome, John Attorney." in text_of(court.sign_in("john", "correct-horse-battery-staple", "SM-13"))
    john.post("/manage/billing-preferences", typed)
    acts = [event["act"] for event in events_of(house.account("john").chain)]
    assert acts.count("account:billing-preferences:set") == 1
    assert not list(problems())


def test_the_rule_of_a_firm_goes_before_that_of_the_person(house: House) -> None:
    john = house.account("john")
    browser = house.signed_in("john", site=SiteKind.PACER)
    own = ClientCodeRule(is_required=True, is_own=True)
    actions.set_billing_preferences(account=john, rule=ClientCodeRule(is_required=True), actor=central_actor(john))
    made = join(house)
    assert house.account("john").client_code_rule == own
    set_rule(house)
    assert house.account("john").client_code_rule == RULE
    page = browser.get("/manage/billing-preferences")
    assert "and its rule holds: its client codes look like 4410-02" in text_of(page)
    set_rule(house, ClientCodeRule())
    assert house.account("john").client_code_rule == own
    set_rule(house)
    actions.leave_firm(membership=made, actor=central_actor(john))
    assert house.account("john").client_code_rule == own
    assert not list(problems())


def test_a_firm_has_no_billing_preferences_of_its_own(house: House, firm: Browser) -> None:
    answer = firm.post("/manage/billing-preferences", {"is_required": "on"})
    assert "This account views nothing itself." in text_of(answer)
