"""Who somebody is at a court; without a database."""

from __future__ import annotations

import pytest

from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.sessions import rules
from opencmecf.foundation.access import Permission, Role
from opencmecf.foundation.errors import NotAllowed

NEXTGEN, CURRENTGEN = True, False


def account(role: Role = Role.FILER, *, is_active: bool = True) -> CourtAccount:
    return CourtAccount(role=role.value, is_active=is_active)


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


def test_whoever_cannot_file_is_shown_how_to_link() -> None:
    told = rules.explain(NotAllowed(Permission.DOCUMENT_FILE), roles=frozenset({Role.PACER_USER}), is_nextgen=True)
    assert told.message == "You cannot file in this court yet."
    assert [url for _, url in told.links] == ["/utilities/link-account", "/admissions"]


def test_at_a_currentgen_court_the_way_to_file_is_the_courts_own_login() -> None:
    told = rules.explain(NotAllowed(Permission.DOCUMENT_FILE), roles=frozenset({Role.PACER_USER}), is_nextgen=False)
    assert told.links == (("Log in to file", "/cgi-bin/login.pl"),)


def test_a_court_login_is_shown_how_to_view() -> None:
    told = rules.explain(NotAllowed(Permission.CASE_QUERY), roles=frozenset({Role.COURT_LOGIN}), is_nextgen=False)
    assert told.message == "Viewing in this court needs a PACER account."
    assert [url for _, url in told.links] == ["/cgi-bin/login.pl?pacer"]


@pytest.mark.parametrize("roles", [{Role.PACER_USER}, {Role.PACER_USER, Role.COURT_LOGIN}])
def test_other_refusals_stay_as_they_are(roles: set[Role]) -> None:
    error = NotAllowed(Permission.COURT_GO_LIVE)
    assert rules.explain(error, roles=frozenset(roles), is_nextgen=True) is error
