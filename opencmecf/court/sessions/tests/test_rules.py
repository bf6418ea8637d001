"""Who somebody is at a court; without a database."""

from __future__ import annotations

import pytest

from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.sessions import rules
from opencmecf.foundation.access import Permission, Role
from opencmecf.foundation.errors import NotAllowed, Refused

NEXTGEN, CURRENTGEN = True, False
LINK_LABEL = "Link my filer account to my PACER account"


def account(role: Role = Role.FILER, *, is_active: bool = True) -> CourtAccount:
    return CourtAccount(role=role.value, is_active=is_active, first_name="John", last_name="Attorney")


@pytest.mark.parametrize(
    ("is_nextgen", "person", "held", "roles"),
    [
        pytest.param(NEXTGEN, None, None, set(), id="nobody"),
        pytest.param(NEXTGEN, Person(), None, {Role.PACER_USER}, id="viewer"),
        pytest.param(NEXTGEN, Person(), account(), {Role.PACER_USER, Role.FILER}, id="linked filer"),
        pytest.param(NEXTGEN, Person(), account(is_active=False), {Role.PACER_USER}, id="closed account"),
        pytest.param(NEXTGEN, Person(), account(Role.JUDGE), {Role.PACER_USER, Role.JUDGE}, id="judge"),
        pytest.param(CURRENTGEN, None, account(), {Role.COURT_LOGIN}, id="court login"),
        pytest.param(CURRENTGEN, Person(), account(), {Role.PACER_USER, Role.COURT_LOGIN}, id="both"),
        pytest.param(CURRENTGEN, None, account(Role.CLERK), {Role.CLERK}, id="clerk with the court's own login"),
        pytest.param(CURRENTGEN, None, account(is_active=False), set(), id="closed court login"),
    ],
)
def test_roles_follow_from_the_person_the_account_and_the_court(
    is_nextgen: bool, person: Person | None, held: CourtAccount | None, roles: set[Role]
) -> None:
    assert rules.roles_of(is_nextgen, person=person, account=held) == roles


def explained(
    error: NotAllowed,
    *roles: Role,
    is_nextgen: bool = NEXTGEN,
    held: CourtAccount | None = None,
    unfit: Refused | None = None,
) -> Refused:
    return rules.explain(
        error, roles=frozenset(roles), is_nextgen=is_nextgen, link_label=LINK_LABEL, account=held, unfit=unfit
    )


def test_whoever_cannot_file_is_shown_how_to_link_as_the_court_calls_it() -> None:
    told = explained(NotAllowed(Permission.DOCUMENT_FILE), Role.PACER_USER)
    assert told.message == "You cannot file in this court yet."
    assert told.links[0] == (LINK_LABEL, "/utilities/link-account")
    assert [url for _, url in told.links] == ["/utilities/link-account", "/admissions"]


def test_whose_pacer_account_cannot_be_linked_is_not_told_to_link() -> None:
    unfit = Refused("Shared.", "Register.", links=(("Register", "/register"),))
    told = explained(NotAllowed(Permission.DOCUMENT_FILE), Role.PACER_USER, unfit=unfit)
    assert (told.message, told.remedy, told.links) == ("Shared.", "Register.", (("Register", "/register"),))


def test_whose_linked_account_is_disabled_is_not_told_to_link() -> None:
    told = explained(NotAllowed(Permission.DOCUMENT_FILE), Role.PACER_USER, held=account(is_active=False))
    assert told.message.startswith("The court has disabled the CM/ECF account for John Attorney")
    assert [url for _, url in told.links] == ["/utilities/pacer-account"]


def test_at_a_currentgen_court_the_way_to_file_is_the_courts_own_login() -> None:
    told = explained(NotAllowed(Permission.DOCUMENT_FILE), Role.PACER_USER, is_nextgen=CURRENTGEN)
    assert told.links == (("Log in to file", "/cgi-bin/login.pl"),)


def test_a_court_login_is_shown_how_to_view() -> None:
    told = explained(NotAllowed(Permission.CASE_QUERY), Role.COURT_LOGIN, is_nextgen=CURRENTGEN)
    assert told.message == "Viewing in this court needs a PACER account."
    assert [url for _, url in told.links] == ["/cgi-bin/login.pl?pacer"]


@pytest.mark.parametrize("roles", [{Role.PACER_USER}, {Role.PACER_USER, Role.COURT_LOGIN}])
def test_other_refusals_stay_as_they_are(roles: set[Role]) -> None:
    error = NotAllowed(Permission.COURT_GO_LIVE)
    assert explained(error, *roles) is error
