"""Appearances on dockets become those of an account: shown to the clerk, tied, loosed, declined."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from opencmecf.court.appearances import actions, queries
from opencmecf.court.appearances.tests.dockets import ADMIN, HARBOR, docket
from opencmecf.court.cases.actions import connect_counsel, restrict_case
from opencmecf.court.cases.models import Appearance
from opencmecf.court.filers.models import CourtAccount, FilerKind
from opencmecf.court.notices.service_list import service_list
from opencmecf.foundation.access import Actor, Restriction, Role, system
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.invariants import problems
from opencmecf.testing.people import Browser, House


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE = tmp_path / "store"


@pytest.fixture
def carla(house: House) -> Browser:
    house.linked("carla", role=Role.CLERK)
    return house.signed_in("carla", house.flsd)


def clerk(house: House) -> Actor:
    return system("carla", house.flsd.pk, frozenset({Role.CLERK}))


def account_of_john(house: House, **facts: str) -> CourtAccount:
    account = house.linked("john")
    CourtAccount.objects.filter(pk=account.pk).update(**facts)
    account.refresh_from_db()
    return account


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text))


def names(found: list[queries.Candidate]) -> list[tuple[str, int]]:
    return [(one.printed.name, len(one.appearances)) for one in found]


def test_an_attorney_is_known_again_in_every_case_and_by_each_hint(house: House) -> None:
    docket(house, 30001, ("John Attorney", HARBOR), ("John Attorney", ("(See above for address)",)))
    docket(house, 30002, ("John Attorney", HARBOR), ("Jane Attorney", HARBOR[:3]))
    docket(house, 30003, ("J. Attorney", ("Elsewhere",)), ("John Smith", ("Bar Number: 77012",)))
    docket(house, 30004, ("Bo Lund", ("Bar Number: 77012",)), ("John Reyes", ("john@harbor.example",)))
    account = account_of_john(house, bar_number="FL-77012".removeprefix("FL-"), email="john@harbor.example")
    found = queries.candidates(account, clerk(house))
    assert names(found) == [("John Attorney", 3), ("John Smith", 1), ("John Reyes", 1), ("J. Attorney", 1)]
    assert found[0].comparison.in_words == ("name", "bar number", "e-mail address")
    assert [case.number_core for case in found[0].shown_cases] == ["1:20-cv-30001", "1:20-cv-30002"]


def test_once_tied_the_filer_is_served_has_the_case_and_is_told(house: House) -> None:
    case = docket(house, 30001, ("John Attorney", HARBOR), ("John Attorney", ("(See above for address)",)))
    account = account_of_john(house)
    assert not [one for one in service_list(case) if one.addresses]
    john = house.signed_in("john", house.flsd)
    assert "No case of this court names you" in text(john.get("/utilities/cases"))
    (candidate,) = queries.candidates(account, clerk(house))
    for _ in range(2):
        actions.tie_appearances(account=account, keys={candidate.key}, actor=clerk(house))
    (served,) = service_list(case)
    assert (served.account, list(served.addresses)) == (account.pk, ["john@example.com"])
    assert "1:20-cv-30001" in text(john.get("/utilities/cases"))
    assert queries.candidates(account, clerk(house)) == []
    event = events_of(account.chain)[0]
    assert (event["act"], event["data"]) == ("filer:appearances:tie", {"count": 2, "names": ["John Attorney"]})
    assert [one["act"] for one in events_of(case.chain)][:2] == ["case:appearance:connect"] * 2
    message = Message.objects.get(subject__startswith="Cases at")
    assert (message.recipient, "1:20-cv-30001-RMA" in message.text) == ("john@example.com", True)
    assert not list(problems())


def test_tying_can_be_undone(house: House) -> None:
    case = docket(house, 30001, ("John Attorney", HARBOR))
    account = account_of_john(house)
    (candidate,) = queries.candidates(account, clerk(house))
    actions.tie_appearances(account=account, keys={candidate.key}, actor=clerk(house))
    (row,) = queries.tied(account, clerk(house))
    for _ in range(2):
        actions.untie_appearance(account=account, appearance_id=row.pk, actor=clerk(house))
    assert names(queries.candidates(account, clerk(house))) == [("John Attorney", 1)]
    assert [one["act"] for one in events_of(case.chain)][:1] == ["case:appearance:disconnect"]
    assert not [one for one in service_list(case) if one.addresses]


def test_whoever_is_somebody_else_is_not_asked_about_again_and_not_tied_by_name(house: House) -> None:
    docket(house, 30001, ("John Attorney", HARBOR))
    account = account_of_john(house)
    (candidate,) = queries.candidates(account, clerk(house))
    actions.decline_appearances(account=account, keys={candidate.key}, actor=clerk(house))
    assert queries.candidates(account, clerk(house)) == []
    assert names(queries.declined(account, clerk(house))) == [("John Attorney", 1)]
    assert connect_counsel(court=house.flsd, actor=ADMIN) == 0
    actions.look_again(account=account, actor=clerk(house))
    assert names(queries.candidates(account, clerk(house))) == [("John Attorney", 1)]
    assert connect_counsel(court=house.flsd, actor=ADMIN) == 1


def test_a_sealed_case_is_shown_tied_and_named_to_whoever_may_see_it_alone(house: House) -> None:
    case = docket(house, 30001, ("John Attorney", HARBOR))
    restrict_case(case=case, restriction=Restriction.SEALED, reason="Ordered.", actor=ADMIN)
    account = account_of_john(house)
    administrator = system("adele", "flsd", frozenset({Role.COURT_ADMIN}))
    (candidate,) = queries.candidates(account, clerk(house))
    assert queries.candidates(account, administrator) == []
    assert actions.tie_appearances(account=account, keys={candidate.key}, actor=administrator) == 0
    assert actions.tie_appearances(account=account, keys={candidate.key}, actor=clerk(house)) == 1
    assert not queries.tied(account, administrator)
    with pytest.raises(NotFound):
        appearance = Appearance.objects.get(court_account=account)
        actions.untie_appearance(account=account, appearance_id=appearance.pk, actor=administrator)
    assert "30001" not in Message.objects.get(subject__startswith="Cases at").text
    assert "30001" not in str(events_of(account.chain))


def test_who_ties_what(house: House) -> None:
    docket(house, 30001, ("John Attorney", HARBOR))
    account = account_of_john(house)
    (candidate,) = queries.candidates(account, clerk(house))
    with pytest.raises(NotAllowed):
        actions.tie_appearances(account=account, keys={candidate.key}, actor=house.actor("john"))
    with pytest.raises(NotAllowed):
        elsewhere = system("dora", "ca11", frozenset({Role.CLERK}))
        actions.tie_appearances(account=account, keys={candidate.key}, actor=elsewhere)
    with pytest.raises(Refused, match="No attorney is ticked"):
        actions.tie_appearances(account=account, keys=(), actor=clerk(house))
    CourtAccount.objects.filter(pk=account.pk).update(filer_kind=FilerKind.AGENT)
    with pytest.raises(NotFound):
        actions.tie_appearances(account=account, keys={candidate.key}, actor=clerk(house))


def test_an_attorney_of_another_account_is_no_candidate(house: House) -> None:
    case = docket(house, 30001, ("John Attorney", HARBOR))
    other = house.linked("alice")
    Appearance.objects.filter(party__case=case).update(court_account=other)
    assert queries.candidates(account_of_john(house), clerk(house)) == []


def test_the_clerk_is_led_there_when_an_account_is_issued(house: House, carla: Browser) -> None:
    docket(house, 30001, ("John Attorney", HARBOR))
    typed = {"role": "filer", "login": "ja77012", "filer_kind": "attorney", "email": "john@harbor.example"}
    page = carla.post("/court/accounts/issue", {**typed, "first_name": "John", "last_name": "Attorney"})
    assert "Dockets of this court print attorneys who may be its holder" in text(page)
    assert "Agrees: name, e-mail address" in text(page)
    account = CourtAccount.objects.get(login="ja77012")
    path = f"/court/accounts/{account.pk}/appearances"
    assert "No attorney is ticked." in text(carla.post(path, {"button": "tie"}))
    (candidate,) = page.context["candidates"]
    page = carla.post(path, {"button": "tie", "who": candidate.key})
    assert "Tied. From now on these are cases of the account" in text(page)
    assert "1:20-cv-30001-RMA" in text(page)
    row = page.context["tied"].shown[0]
    assert "is not the account’s any more" in text(carla.post(f"{path}/{row.pk}/untie", {}))
    assert "Nobody will be asked again" in text(carla.post(path, {"button": "decline", "who": candidate.key}))
    assert "is listed again" in text(carla.post(f"{path}/look-again", {}))
    assert "Appearances" in text(carla.get(f"/court/accounts/{account.pk}"))
    page = carla.post("/court/accounts/issue", {**typed, "login": "other", "first_name": "Ann", "last_name": "Nobody"})
    assert page.request["PATH_INFO"].startswith("/court/accounts/")
    assert "appearances" not in page.request["PATH_INFO"]


def test_the_accounts_whose_holders_dockets_print_are_listed(house: House, carla: Browser) -> None:
    account = account_of_john(house, bar_number="FL-077012", email="j@elsewhere.example")
    CourtAccount.objects.filter(pk=house.linked("alice").pk).update(last_name="O’Brien-Lee")
    page = "/court/appearances"
    assert "No docket that you may see" in text(carla.get(page))
    docket(house, 30001, ("John Attorney", ("Elsewhere",)), ("Alice OBrienLee", ("Reef Street",)), ("Bo Lund", ()))
    docket(house, 30002, ("Johann Attorney", ("Bar Number: FL77012",)))
    sealed = docket(house, 30003, ("Alice OBrienLee", ("Wharf Street",)))
    restrict_case(case=sealed, restriction=Restriction.SEALED, reason="", actor=clerk(house))
    said = text(carla.get(page))
    for words in ("John Attorney cm-john John Attorney name 1", "Alice O’Brien-Lee cm-alice Alice OBrienLee name 1"):
        assert words in said
    assert "Lund" not in said
    assert "Attorneys on Dockets" in text(carla.get("/cgi-bin/DisplayMenu.pl?Utilities"))
    adele = system("adele", house.flsd.pk, frozenset({Role.COURT_ADMIN}))
    assert {one.login for one in queries.accounts_to_look_at(adele)} == {"cm-john", "cm-alice"}
    keys = {one.key for one in queries.candidates(account, clerk(house))}
    actions.decline_appearances(account=account, keys=keys, actor=clerk(house))
    assert "cm-john" not in text(carla.get(page))


def test_accounts_are_found_by_address_and_number_as_well(house: House) -> None:
    account_of_john(house, last_name="Nowak", email="John@harbor.example", bar_number="")
    docket(house, 30001, ("John Attorney", HARBOR))
    assert [one.login for one in queries.accounts_to_look_at(clerk(house))] == ["cm-john"]
    CourtAccount.objects.update(email="j@elsewhere.example")
    assert not queries.accounts_to_look_at(clerk(house)).exists()
    CourtAccount.objects.update(bar_number="77-012")
    assert [one.login for one in queries.accounts_to_look_at(clerk(house))] == ["cm-john"]
    CourtAccount.objects.update(is_active=False)
    assert not queries.accounts_to_look_at(clerk(house)).exists()
