"""People with a story, for tests: made when first asked for, always the same.

alice   counsel of record, linked at flsd          carla   clerk at flsd
john    attorney whose court account is not linked  dora    clerk at ca11, a stranger at flsd
charlie the public                                  jones   judge at flsd
leonard Legacy account                              adele   court administrator at flsd
office  shared account                              sasha   service center
firm    Frances, who manages a firm's account
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.test import Client

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.details import Person as Details
from opencmecf.central.accounts.models import Account, AccountClass, AccountType
from opencmecf.central.signon import clients, keys
from opencmecf.central.signon.models import SigningKey
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount, LinkRequest
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.sites import SiteKind

PASSWORD = "correct-horse-battery-staple"
COURT_PASSWORD = "issued-by-the-court-itself"
NAMES = {
    "alice": ("Alice", "Moreno"),
    "john": ("John", "Attorney"),
    "charlie": ("Charlie", "Public"),
    "leonard": ("Leonard", "Gracy"),
    "office": ("Harbor", "Office"),
    "firm": ("Frances", "Irving"),
    "carla": ("Carla", "Reyes"),
    "dora": ("Dora", "Lindqvist"),
    "jones": ("Ruth", "Jones"),
    "adele": ("Adele", "Novak"),
    "sasha": ("Sasha", "Petrov"),
}
SYSTEM = system("tests", "tests", frozenset({Role.COURT_ADMIN, Role.OPERATOR, Role.PACER_USER}))


class House:
    """The courts flsd (NextGen), flsb (CurrentGen) and ca11 (NextGen), and their people."""

    def __init__(self) -> None:
        if not SigningKey.objects.exists():
            keys.rotate(by=SYSTEM)
        clients.take_over_site_names(by=SYSTEM)

    @cached_property
    def flsd(self) -> Court:
        """District, NextGen."""
        return self._court("flsd", nextgen=True)

    @cached_property
    def flsb(self) -> Court:
        """Bankruptcy, CurrentGen, go-live announced."""
        court = self._court("flsb", nextgen=False)
        profile.schedule_go_live(court=court, on=date(2099, 1, 27), actor=SYSTEM)
        court.refresh_from_db()
        return court

    @cached_property
    def ca11(self) -> Court:
        """Appellate, NextGen."""
        return self._court("ca11", nextgen=True)

    def account(self, username: str, **traits: Any) -> Account:
        """The PACER account of one of the people above."""
        found = Account.objects.by_username(username)
        if found:
            return found
        first, last = NAMES[username]
        traits = {**_traits(username), **traits}
        return accounts.create_account(
            account_class=traits.pop("account_class", AccountClass.ATTORNEY_FILER),
            person=Details(first_name=first, last_name=last, date_of_birth=date(1980, 1, 2)),
            email=f"{username}@example.com",
            username=username,
            password=PASSWORD,
            actor=SYSTEM,
            **traits,
        )

    def court_account(
        self, username: str, court: Court | None = None, *, role: Role = Role.FILER, **names: str
    ) -> CourtAccount:
        """The account that a court has issued to one of the people above, not linked; its login is `cm-<username>`."""
        first, last = NAMES[username]
        names = {"first_name": first, "last_name": last, **names}
        court = court or self.flsd
        return filers.issue_account(
            court=court,
            login=f"cm-{username}",
            password=COURT_PASSWORD,
            role=role.value,
            email=f"{username}@example.com",
            actor=replace(SYSTEM, site=court.pk),
            **names,
        )

    def linked(self, username: str, court: Court | None = None, *, role: Role = Role.FILER) -> CourtAccount:
        """A court account of one of the people above, linked to the PACER account."""
        issued = self.court_account(username, court, role=role)
        person = filers.remember_person(court=issued.court, claims=self.account(username).claims())
        return filers.link_account(
            request=LinkRequest.objects.create(person=person, court_account=issued), actor=SYSTEM
        )

    def actor(self, username: str, court: Court | None = None) -> Actor:
        """A PACER user as an actor at a court, without a session."""
        place = court or self.flsd
        person = filers.remember_person(court=place, claims=self.account(username).claims())
        return Actor(
            label=f"account:{person.account_number}",
            site=place.pk,
            name=person.name,
            roles=frozenset({Role.PACER_USER}),
            account_number=person.account_number,
            person_id=person.pk,
        )

    def browser(self, court: Court | None = None, *, site: SiteKind = SiteKind.COURT) -> Browser:
        """A browser of nobody in particular, at a court or at a central site."""
        return Browser(court.pk if court else "", site)

    def signed_in(
        self,
        username: str,
        court: Court | None = None,
        *,
        site: SiteKind = SiteKind.COURT,
    ) -> Browser:
        """A browser in which `username` has signed in, at a court or at a central site."""
        self.account(username)
        found = self.browser(court, site=site)
        found.sign_in(username, PASSWORD)
        return found

    def _court(self, court_id: str, *, nextgen: bool) -> Court:
        secret = f"secret of {court_id}"
        court = profile.add_court(
            court_id=court_id,
            client_secret=secret,
            actor=SYSTEM,
            help_desk_telephone="1-888-555-0106",
            help_desk_hours="weekdays",
            login_hint="Initials and bar number.",
        )
        clients.add_court(court_id=court_id, secret=secret, by=SYSTEM)
        if nextgen:
            profile.go_live(court=court, actor=SYSTEM)
            court.refresh_from_db()
        return court


def central_actor(account: Account) -> Actor:
    """The holder of an account as an actor at a central site, without a session."""
    roles = {Role.ACCOUNT_HOLDER}
    roles |= {Role.SERVICE_CENTER} if account.is_service_center else set()
    roles |= {Role.FIRM_ADMINISTRATOR} if account.account_class == AccountClass.FIRM else set()
    return Actor(
        label=account.chain,
        site="pacer",
        name=account.name,
        roles=frozenset(roles),
        account_number=account.number,
        account_id=account.pk,
    )


class Browser:
    """Several sites in one browser: a test client per host, redirects followed from host to host."""

    def __init__(self, court_id: str, site: SiteKind) -> None:
        self.names = settings.SITE_NAMES[0]
        self.home = self.names.host(site, court=court_id)
        self.clients: dict[str, Client] = {}

    def get(self, path: str, *, host: str = "", **headers: str) -> Any:
        """The answer to a GET at this browser's home site, or at `host`; redirects are followed."""
        return self._follow(host or self.home, self._client(host or self.home).get(path, headers=headers))

    def post(self, path: str, data: dict[str, Any], *, host: str = "", follow: bool = True, **headers: str) -> Any:
        """The answer to a POST."""
        answer = self._client(host or self.home).post(path, data, headers=headers)
        return self._follow(host or self.home, answer) if follow else answer

    def at(self, court: Court) -> Browser:
        """The same browser, at home at another court."""
        other = Browser(court.pk, SiteKind.COURT)
        other.clients = self.clients
        return other

    def sign_in(self, username: str, password: str, code: str = "") -> Any:
        """Go through the login page, beginning at the home site; returns where one arrives."""
        start = "/cgi-bin/login.pl?pacer" if self.home.startswith("ecf.") else "/login"
        page = self.get(start)
        form = {"loginForm:loginName": username, "loginForm:password": password, "loginForm:clientCode": code}
        form["next"] = page.context["next"]
        return self.post("/csologin/login.jsf", form, host=self.names.host(SiteKind.LOGIN))

    def _client(self, host: str) -> Client:
        return self.clients.setdefault(host, Client(HTTP_HOST=host))

    def _follow(self, host: str, answer: Any) -> Any:
        for _ in range(8):
            if answer.status_code not in (301, 302, 303):
                answer.host = host
                return answer
            target = answer["Location"]
            if "://" in target:
                host, _, path = target.split("://", 1)[1].partition("/")
                target = f"/{path}"
            answer = self._client(host).get(target)
        raise AssertionError("too many redirects")


def _traits(username: str) -> dict[str, Any]:
    traits: dict[str, dict[str, Any]] = {
        "leonard": {"account_type": AccountType.LEGACY},
        "office": {"is_shared": True, "account_class": AccountClass.CASE_SEARCH},
        "firm": {"account_class": AccountClass.FIRM},
        "sasha": {"is_service_center": True},
    }
    return traits.get(username, {})
