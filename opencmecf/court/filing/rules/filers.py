"""Who files: whose menus a person has, and for whom an attorney appears."""

from __future__ import annotations

from collections.abc import Iterable

from opencmecf.court.docket.events.event import Filer
from opencmecf.court.filers.models import FilerKind
from opencmecf.court.filing.content import ChosenParty, Content
from opencmecf.court.filing.surroundings import KnownCase, KnownParty, Surroundings
from opencmecf.foundation.access import Role

FILERS_OF_STAFF = {
    Role.CLERK: {Filer.STAFF},
    Role.COURT_ADMIN: {Filer.STAFF},
    Role.JUDGE: {Filer.STAFF, Filer.CHAMBERS},
}
FILERS_OF_KINDS: dict[str, set[Filer]] = {  # whose menu each kind of filer has; which events are on it, they say
    FilerKind.ATTORNEY: {Filer.ATTORNEY},
    FilerKind.AGENT: set(),  # has the menus of those for whom it files
    FilerKind.COURT_REPORTER: {Filer.REPORTER},
    FilerKind.CREDITOR: {Filer.CREDITOR},
    FilerKind.INTERESTED_PARTY: {Filer.PARTY},
    FilerKind.PARTY: {Filer.PARTY},
    FilerKind.PRO_SE: {Filer.PARTY},
    FilerKind.TRUSTEE: {Filer.TRUSTEE},
    FilerKind.US_TRUSTEE: {Filer.TRUSTEE},
}
FILING_ROLES = frozenset({Role.FILER, Role.COURT_LOGIN})


def filers_of(roles: Iterable[Role], kinds: Iterable[str] = (FilerKind.ATTORNEY,)) -> frozenset[Filer]:
    """Return whose menus somebody with these roles has; `kinds` are those of the filer's account.

    A filing agent has the kinds of all for whom it files.
    """
    held = set(roles)
    found = {filer for role in held for filer in FILERS_OF_STAFF.get(role, ())}
    if held & FILING_ROLES:
        found |= {filer for kind in kinds for filer in FILERS_OF_KINDS.get(kind, ())}
    return frozenset(found)


def others_spoken_for(content: Content, around: Surroundings) -> tuple[ChosenParty, ...]:
    """Return the chosen filers that somebody who files alone may not file for; of a trustee those that are none."""
    if not around.files_alone:
        return ()
    own = {one.key for one in content.new_parties if _is_own(one.name, one.type, around)}
    known = {chosen: around.party(chosen) for chosen in content.filers}
    return tuple(
        chosen
        for chosen, party in known.items()
        if not (chosen.new in own or (party and (party.is_mine or _is_own(party.name, party.type, around))))
    )


def _is_own(name: str, role: str, around: Surroundings) -> bool:
    """Whether a party of this name and role is who files: by name, or as the trustee, who may be an office."""
    if around.is_trustee and "trustee" in role.casefold():
        return True
    return any(_same_name(name, own) for own in (around.name, around.firm) if own)


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


def _same_name(name: str, other: str) -> bool:
    return " ".join(name.split()).casefold() == " ".join(other.split()).casefold()
