"""The acting person: built once per request, handed to every query and every action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest

from opencmecf.foundation.access.permissions import Permission, Role, permissions_of
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.client_code import NO_RULE, ClientCodeRule
from opencmecf.foundation.errors import NotAllowed
from opencmecf.foundation.exemption import Exemption


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, where, and as what.

    `label` is what the audit trail records: `account:1234567`, `filer:flsd:12`, `system:demo` or `anonymous`.
    The ids below it are those of the layer that built the actor; a layer never reads the other one's.
    """

    label: str
    site: str
    name: str = ""
    roles: frozenset[Role] = frozenset()
    address: str = ""  # network address, for the security log
    account_number: str = ""  # of the PACER account, where the person signed in with one
    account_id: int | None = None  # central layer: the account's row
    person_id: int | None = None  # court layer: the court's row for the PACER user
    court_account_id: int | None = None  # court layer: the court-issued account that may file here
    session_id: str = ""
    client_code: str = ""
    client_code_rule: ClientCodeRule = NO_RULE  # of the firm that pays
    case_search: str = CaseSearch.ACTIVE.value  # of the account: whether what is charged for may be viewed
    exemptions: tuple[Exemption, ...] = ()  # that the person may switch to
    exemption: Exemption | None = None  # that is in use now; a charge looks whether it still covers court and day
    by_program: bool = False  # authorised by a token of cso-auth, not by a browser session
    asked_at: datetime | None = None  # by the database's clock, where it was read together with the session

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """Everything that this actor may do at this site."""
        return permissions_of(self.roles)

    @property
    def owner(self) -> str:
        """Whose it is what this person makes here: the account's that the court has issued, else the person's own.

        The court account stays the same through a go-live, linking and unlinking; the login behind it does not.
        """
        return f"filer:{self.site}:{self.court_account_id}" if self.court_account_id else self.label

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody has signed in."""
        return not self.roles

    def may(self, permission: Permission) -> bool:
        """Whether this actor holds `permission`."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowed` unless this actor holds `permission`."""
        if not self.may(permission):
            raise NotAllowed(permission)

    def require_at(self, permission: Permission, site: str) -> None:
        """Raise `NotAllowed` unless this actor holds `permission` and acts at `site`, whose record is to be changed."""
        self.require(permission)
        if self.site != site:
            raise NotAllowed(permission)


def anonymous(site: str, address: str = "") -> Actor:
    """Somebody who has not signed in."""
    return Actor(label="anonymous", site=site, address=address)


def system(name: str, site: str = "", roles: frozenset[Role] = frozenset()) -> Actor:
    """The software itself, for acts that no person asked for: the demo, the command line, a job."""
    return Actor(label=f"system:{name}", site=site, name=name, roles=roles)


def actor_of(request: HttpRequest) -> Actor:
    """The actor of `request`, as the site's middleware has found it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
