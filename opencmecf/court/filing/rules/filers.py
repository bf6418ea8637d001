"""Who files: whose menus a person has, and for whom an attorney appears."""

from __future__ import annotations

from collections.abc import Iterable

from opencmecf.court.docket.events.event import (
    Filer,
)
from opencmecf.court.filing.content import ChosenParty, Content
from opencmecf.court.filing.surroundings import KnownCase, KnownParty, Surroundings
from opencmecf.foundation.access import Role

FILERS_OF_ROLES = {
    Role.FILER: {Filer.ATTORNEY},
    Role.COURT_LOGIN: {Filer.ATTORNEY},
    Role.CLERK: {Filer.STAFF},
    Role.COURT_ADMIN: {Filer.STAFF},
    Role.JUDGE: {Filer.STAFF, Filer.CHAMBERS},
}


def filers_of(roles: Iterable[Role]) -> frozenset[Filer]:
    """Return whose menus somebody with these roles has."""
    return frozenset(filer for role in roles for filer in FILERS_OF_ROLES.get(role, ()))


def unrepresented(content: Content, around: Surroundings) -> tuple[ChosenParty, ...]:
    """Return the chosen filers for whom an attorney does not appear yet; none for court staff."""
    if not around.is_attorney:
        return ()
    known = {chosen: around.party(chosen) for chosen in content.filers}
    return tuple(chosen for chosen, party in known.items() if party is None or not party.is_mine)


def warnings_of(case: KnownCase) -> tuple[str, ...]:
    """Return what somebody who files in this case should know before they go on."""
    told = []
    if case.closed_on:
        told.append(f"Case {case.core} was closed on {case.closed_on:%m/%d/%Y}. You can file in it all the same.")
    if case.is_restricted:
        told.append(f"Case {case.core} is restricted. Only those who may see it will see what you file.")
    return tuple(told)


def party_name(chosen: ChosenParty, content: Content, around: Surroundings) -> str:
    """Return the name of a chosen party, known or new; empty for one that is not there."""
    known: KnownParty | None = around.party(chosen)
    if known is not None:
        return known.name
    return next((party.name for party in content.new_parties if party.key == chosen.new), "")


def party_role(chosen: ChosenParty, content: Content, around: Surroundings) -> str:
    """Return what a chosen party is: "Debtor"; of "Plaintiff - Appellant" the last, of "Defendant (1)" no number."""
    known = around.party(chosen)
    role = known.type if known else next((one.type for one in content.new_parties if one.key == chosen.new), "")
    return role.partition("(")[0].rpartition(" - ")[2].strip()
