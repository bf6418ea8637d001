"""Making the courts and people of the demonstration, and telling what is there."""

from __future__ import annotations

import json
import secrets
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.details import Address, Person
from opencmecf.central.accounts.models import Account, AccountClass, AccountType
from opencmecf.central.billing.quarters import Quarter
from opencmecf.central.exemptions import actions as exemptions
from opencmecf.central.exemptions import queries as grants
from opencmecf.central.exemptions.models import ExemptionKind
from opencmecf.central.firms import actions as firms
from opencmecf.central.signon import clients
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount, FilerKind, LinkRequest
from opencmecf.court.metering import actions as metering
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.queries import hosted_courts
from opencmecf.demo.dockets import make_dockets
from opencmecf.demo.papers import make_documents
from opencmecf.demo.requests import make_agency, make_request
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.client_code import ClientCodeRule
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.exemption import exemptions_in
from opencmecf.foundation.secrets import new_token
from opencmecf.foundation.sites import SiteKind

WORDS = "amber anchor basil birch cedar cliff clover coral delta ember fern flint harbor hazel juniper lagoon linden"
WORDS += " maple meadow olive onyx orchid pebble pine quartz river saffron sequoia spruce summit thicket willow"
SITE_TITLES = {
    "demo": "Front door",
    "pacer": "PACER accounts",
    "login": "Central Sign-On",
    "pcl": "Case Locator",
    "mail": "Mailbox",
    "cards": "Card processor",
}
NAME_PARTS = ("first_name", "middle_name", "last_name", "generation")
DEMO_ADDRESS = Address(address="200 Harbor Street", city="Miami", state="FL", county="Miami-Dade", zip_code="33131")


@dataclass(frozen=True)
class Secrets:
    """The passwords that the demonstration has made, in a file that only its owner can read."""

    path: Path

    def read(self) -> dict[str, str]:
        """Passwords by `username` and `court/login`; empty before the first start."""
        return dict(json.loads(self.path.read_text())) if self.path.exists() else {}

    def write(self, passwords: dict[str, str]) -> None:
        """Keep `passwords`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps(passwords, indent=1))


@cache
def plan() -> dict[str, list[dict[str, Any]]]:
    """What `people.toml` says."""
    with (Path(__file__).parent / "people.toml").open("rb") as file:
        return tomllib.load(file)


def secrets_file() -> Secrets:
    """Where this demonstration keeps its passwords."""
    return Secrets(settings.VAR / "demo" / "passwords.json")


@transaction.atomic
def make_all() -> None:
    """Make every court and person of the plan; does nothing when they are there."""
    if Court.objects.exists():
        _check_same_demonstration()
        return
    passwords = {key: new_password() for key in _password_keys()}
    actor = system("demo", "demo", frozenset({Role.COURT_ADMIN, Role.OPERATOR, Role.PACER_USER}))
    for court in plan()["court"]:
        _make_court(court, actor)
    for person in plan()["person"]:
        _make_person(person, passwords, actor)
    for firm in plan()["firm"]:
        _make_firm(firm)
    for exemption in plan()["exemption"]:
        _grant_exemption(exemption)
    for agency in plan()["agency"]:
        make_agency(agency)
    for request in plan()["request"]:
        make_request(request)
    make_dockets()
    make_documents()
    _make_charges()
    _make_debt()
    secrets_file().write(passwords)


def _check_same_demonstration() -> None:
    """Raise `Refused` when the database is that of another demonstration, whose passwords and keys are not here."""
    try:
        secrets_are_ours = all(court.relying_party() for court in hosted_courts())
    except InvalidToken:
        secrets_are_ours = False
    if not secrets_are_ours or not secrets_file().read():
        raise Refused(
            "The database holds a demonstration whose passwords and keys are not in this folder.",
            "Use the folder that it was made with (CMECF_VAR), or begin anew with RESET=1.",
        )


def new_password() -> str:
    """Four words and a number: long enough for the rule, and easy to type."""
    words = WORDS.split()
    return "-".join(secrets.choice(words) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"


def describe() -> dict[str, Any]:
    """Sites and people as `cmecf demo --describe` prints them."""
    names = settings.SITE_NAMES[0]
    passwords = secrets_file().read()
    linked = set(CourtAccount.objects.filter(person__isnull=False).values_list("court_id", "login"))
    return {
        "base_url": f"{names.scheme}://{settings.DOMAIN}",
        "sites": [*_central_sites(), *_court_sites()],
        "people": [_describe_person(person, passwords, linked) for person in plan()["person"]],
    }


def _make_court(facts: dict[str, Any], actor: Actor) -> None:
    secret = new_token()
    court = profile.add_court(
        court_id=facts["id"],
        client_secret=secret,
        actor=actor,
        help_desk_telephone=facts["help_desk_telephone"],
        help_desk_hours=facts["help_desk_hours"],
        login_hint=facts["login_hint"],
        header_tells_entry=facts.get("header_tells_entry", False),
    )
    clients.add_court(court_id=facts["id"], secret=secret, by=actor)
    if facts["generation"] == "nextgen":
        profile.go_live(court=court, actor=actor)
        return
    profile.schedule_go_live(court=court, on=_today() + timedelta(days=facts["go_live_in_days"]), actor=actor)


def _make_person(facts: dict[str, Any], passwords: dict[str, str], actor: Actor) -> None:
    account = accounts.create_account(
        account_class=AccountClass(facts["account_class"]),
        account_type=AccountType(facts.get("account_type", "upgraded")),
        person=Person(
            first_name=facts["first_name"],
            middle_name=facts.get("middle_name", ""),
            last_name=facts["last_name"],
            generation=facts.get("generation", ""),
            date_of_birth=date(1975, 3, 14),
        ),
        address=replace(DEMO_ADDRESS, firm_name=facts.get("firm_name", "")),
        email=_email(facts),
        username=facts["username"],
        password=passwords[facts["username"]],
        is_shared=facts.get("shared", False),
        is_service_center=facts.get("service_center", False),
        actor=actor,
    )
    for login in facts.get("court_logins", ()):
        _make_court_login(facts, login, account, passwords, actor)


def _make_court_login(
    person: dict[str, Any], login: dict[str, Any], account: Account, passwords: dict[str, str], actor: Actor
) -> None:
    issued = filers.issue_account(
        court=Court.objects.get(pk=login["court"]),
        login=login["login"],
        password=passwords[f"{login['court']}/{login['login']}"],
        role=login.get("role", Role.FILER.value),
        first_name=person["first_name"],
        middle_name=person.get("middle_name", ""),
        last_name=login.get("last_name", person["last_name"]),
        generation=person.get("generation", ""),
        bar_number=login.get("bar_number", ""),
        filer_kind=login.get("filer_kind", FilerKind.ATTORNEY.value),
        email=_email(person),
        actor=replace(actor, site=login["court"]),
    )
    if login.get("linked"):
        known = filers.remember_person(court=issued.court, claims=account.claims())
        request = LinkRequest.objects.create(person=known, court_account=issued)
        filers.link_account(request=request, actor=actor)


def _make_firm(facts: dict[str, Any]) -> None:
    firm = Account.objects.get(username=facts["administrator"])
    administrator = _holder(firm, Role.FIRM_ADMINISTRATOR)
    firms.set_client_code_rule(firm=firm, rule=ClientCodeRule(**facts["client_codes"]), actor=administrator)
    for username in facts["members"]:
        member = Account.objects.get(username=username)
        invitation = firms.invite_member(
            firm=firm, account_number=member.number, last_name=member.last_name, actor=administrator
        )
        firms.accept_invitation(membership=invitation, actor=_holder(member))


def _grant_exemption(facts: dict[str, Any]) -> None:
    exemptions.grant_exemption(
        account=Account.objects.get(username=facts["account"]),
        kind=ExemptionKind(facts["kind"]),
        courts=facts["courts"],
        first=grants.today(),
        last=grants.today() + timedelta(days=facts["days"]),
        reason=facts["reason"],
        actor=_holder(Account.objects.get(is_service_center=True), Role.SERVICE_CENTER),
    )


def _holder(account: Account, role: Role = Role.ACCOUNT_HOLDER) -> Actor:
    """The holder of an account as somebody who acts at the accounts site."""
    return Actor(
        label=account.chain,
        site="pacer",
        roles=frozenset({Role.ACCOUNT_HOLDER, role}),
        account_number=account.number,
        account_id=account.pk,
    )


VIEWS = (  # who, at which court, under which client code, what, how many pages, and whether as exempt
    ("charlie", "flsd", "4410-02", "Search", "LName: harbor", 1, False),
    ("charlie", "flsd", "4410-02", "Docket Report", "1:20-cv-20001-RMA", 7, False),
    ("charlie", "flsd", "4410-02", "Image4-0", "1:20-cv-20001-RMA", 31, False),
    ("charlie", "flsd", "", "Docket Report", "1:20-cr-20104-BLM-1", 2, False),
    ("priya", "flsd", "4410-02", "Docket Report", "1:20-cv-20001-RMA", 12, False),
    ("priya", "flsd", "5127-01", "Image4-0", "1:20-cv-20001-RMA", 28, False),
    ("priya", "ca11", "4410-02", "Search", "LName: harbor", 2, False),
    ("omar", "flsd", "", "Docket Report", "1:20-cr-20104-BLM-1", 9, True),
    ("omar", "flsd", "", "Search", "LName: harbor", 1, False),
)


LONG_REPORT = ("tess", "flsd", "Docket Activity Report", "Filed: last quarter", 341)  # pages, without a cap: $34.10


def _make_debt() -> None:
    """Viewing of the last quarter that came to more than is waived, so that there is an invoice to be paid."""
    username, court_id, description, criteria, pages = LONG_REPORT
    court, viewer = Court.objects.get(pk=court_id), Account.objects.get(username=username)
    actor = Actor(label=viewer.chain, site=court_id, account_number=viewer.number)
    made = metering.charge(
        court=court, description=description, criteria=criteria, pages=pages, capped=False, actor=actor
    )
    Charge.objects.filter(pk=made.pk).update(at=Quarter.of(clock.now().date()).before.begins_at + timedelta(days=40))


def _make_charges() -> None:
    """Some viewing, so that billing histories and statements have something to show."""
    for username, court_id, code, description, criteria, pages, as_exempt in VIEWS:
        court, viewer = Court.objects.get(pk=court_id), Account.objects.get(username=username)
        granted = exemptions_in(viewer.claims()["exemptions"])
        actor = Actor(
            label=viewer.chain,
            site=court_id,
            account_number=viewer.number,
            client_code=code,
            exemption=granted[0] if as_exempt else None,
        )
        metering.charge(court=court, description=description, criteria=criteria, pages=pages, actor=actor)


def _password_keys() -> list[str]:
    people = plan()["person"]
    logins = [f"{login['court']}/{login['login']}" for person in people for login in person.get("court_logins", ())]
    return [person["username"] for person in people] + logins


def _central_sites() -> list[dict[str, Any]]:
    hosts = [(kind.value, host) for kind, host in settings.SITE_NAMES[0].hosts if "{court}" not in host]
    return [
        {"id": kind, "kind": kind, "name": SITE_TITLES[kind], "host": host, "generation": None} for kind, host in hosts
    ]


def _court_sites() -> list[dict[str, Any]]:
    return [
        {
            "id": court.court_id,
            "kind": court.reference.kind.value,
            "name": court.reference.name,
            "host": settings.SITE_NAMES[0].host(SiteKind.COURT, court=court.court_id),
            "generation": court.settings.generation,
        }
        for court in hosted_courts()
    ]


def _describe_person(person: dict[str, Any], passwords: dict[str, str], linked: set[tuple[str, str]]) -> dict[str, Any]:
    logins = person.get("court_logins", [])
    return {
        "name": " ".join(person[part] for part in NAME_PARTS if person.get(part)),
        "username": person["username"],
        "password": passwords.get(person["username"], ""),
        "role": person["role"],
        "courts": [login["court"] for login in logins],
        "court_logins": [
            {
                "court": login["court"],
                "login": login["login"],
                "password": passwords.get(f"{login['court']}/{login['login']}", ""),
                "linked": (login["court"], login["login"]) in linked,
            }
            for login in logins
        ],
        "notes": person["notes"],
    }


def _email(person: dict[str, Any]) -> str:
    return f"{person['username']}@example.com"


def _today() -> date:
    return clock.now().date()
