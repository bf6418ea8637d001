"""Everybody who comes to a door: one browser per role and kind of site."""

from __future__ import annotations

import copy
import mailbox
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.tokens import default_token_generator
from django.db import connection, transaction
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from door_table import ROLES

from opencmecf.central.accounts.models import Account, AccountClass, RegistrationReview, ReviewReason
from opencmecf.central.activation.models import Letter, LetterBatch
from opencmecf.central.payments.models import CourtFee, FeeKind, Payment, StoredCard
from opencmecf.central.programs.models import Program
from opencmecf.central.signon.models import Client as SignOnClient
from opencmecf.central.signon.models import Consent
from opencmecf.court.admissions.models import Application, ApplicationPaper, CaseAdmission
from opencmecf.court.agents.models import Agency
from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.delegation.models import Delegation
from opencmecf.court.desk.models import ContactChange
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount, FilerKind, LinkRequest, Person
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.content import ChosenEvent, Content
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.tests.cases import actor_of, civil_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.court.intake.models import Upload, Verdict
from opencmecf.court.notices.actions import freeze_notice
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.notices.tests.notices import NOTICE
from opencmecf.court.receipts.actions import certify_attempt
from opencmecf.demo.cards import payments as card_payments
from opencmecf.demo.cards import sessions as card_sessions
from opencmecf.foundation import clock
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.secrets import seal
from opencmecf.foundation.sites import SiteKind
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import House

PERSON = {
    "viewer": "charlie",
    "unlinked_attorney": "john",
    "linked_attorney": "alice",
    "clerk": "carla",
    "clerk_of_another_court": "dora",
    "judge": "jones",
    "court_administrator": "adele",
    "service_center": "sasha",
}
OPEN_SITES = (SiteKind.PCL, SiteKind.MAIL, SiteKind.CARDS, SiteKind.DEMO)  # nobody signs in there


@pytest.fixture
def town(house: House) -> House:
    """The house with everybody in place: who is linked where, and as what."""
    house.account("charlie", account_class=AccountClass.CASE_SEARCH)
    house.account("sasha", account_class=AccountClass.CASE_SEARCH)
    house.court_account("john")
    house.linked("alice")
    house.linked("carla", role=Role.CLERK)
    house.linked("dora", house.ca11, role=Role.CLERK)
    house.linked("jones", role=Role.JUDGE)
    house.linked("adele", role=Role.COURT_ADMIN)
    return house


@pytest.fixture
def clients_at(town: House) -> Callable[[SiteKind], dict[str, Client]]:
    """A function that gives, for a kind of site, each role's client, signed in there and addressed to its host."""

    def at(kind: SiteKind) -> dict[str, Client]:
        return {role: _client(town, role, kind) for role in ROLES}

    return at


@pytest.fixture
def things(town: House, settings: Any, tmp_path: Path) -> dict[str, str]:
    """What the sample paths of the table speak of."""
    charlie = town.account("charlie")
    program = _program_of_alice(town)
    return {
        "link_request": str(_link_request_of_john(town)),
        "job": str(_failed_job()),
        "mail": _mail_in_the_box(settings, tmp_path),
        "upload": _upload_of_alice(town, settings, tmp_path),
        "reset": f"{urlsafe_base64_encode(force_bytes(charlie.pk))}/{default_token_generator.make_token(charlie)}",
        "account": charlie.number,
        "review": str(
            RegistrationReview.objects.create(account=town.account("john"), reason=ReviewReason.DUPLICATE).pk
        ),
        "letters": str(_letters_to_charlie(charlie)),
        "delegation": str(_delegation_of_alice(town)),
        "card": str(_card_of_charlie(charlie)),
        "visit": _visit_to_the_card_processor(settings, tmp_path),
        "fee": str(_fee_of_charlie(charlie).pk),
        "payment": _payment_of_charlie(charlie),
        "draft": str(_draft_of_alice(town)),
        "filing": str(_filing_of_alice(town)),
        "attempt": str(_attempt_of_alice(town)),
        "court_account": str(town.flsd.courtaccount_set.get(login="cm-john").pk),
        "linked_account": str(town.flsd.courtaccount_set.get(login="cm-alice").pk),
        "contact_change": str(_contact_change_of_alice(town)),
        "application": str(_application_of_john(town).pk),
        "paper": str(_paper_of(_application_of_john(town))),
        "agent": str(_agent(town).pk),
        "agency": str(_agency_of_alice(town)),
        "limited_account": str(_limited_account(town).pk),
        "case_admission": str(_case_admission(town)),
        "notice_address": str(_notice_address_of_alice(town)),
        "entry": str(_entry_of_a_case(town)),
        "appearance": str(Appearance.objects.earliest("pk").pk),
        "program": program.pk,
        "consent": str(Consent.objects.create(account=charlie, client=program.client, scope="openid").pk),
        "notice": str(freeze_notice(notice=NOTICE, actor=system("tests", "flsd")).pk),
    }


@contextmanager
def forgotten(client: Client) -> Iterator[None]:
    """What is done inside leaves no trace: neither in the database nor in the client's cookies."""
    cookies = copy.deepcopy(client.cookies)
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies


@pytest.fixture
def knock() -> Callable[..., Any]:
    """A function that sends one request of which nothing is left afterwards."""

    def send(client: Client, method: str, path: str, data: dict[str, str] | None = None, **headers: str) -> Any:
        client.raise_request_exception = False
        with forgotten(client):
            if data is not None:
                return client.post(path, data, headers=headers)
            answer = client.generic(method, path, headers=headers)
            for close in answer._resource_closers:  # the file alone: the answer's own close ends the connection too
                close()
            return answer

    return send


def _client(town: House, role: str, kind: SiteKind) -> Client:
    names = django_settings.SITE_NAMES[0]
    host = names.host(kind, court="flsd")
    if role == "anonymous" or kind in OPEN_SITES:
        return Client(HTTP_HOST=host)
    if kind is SiteKind.COURT:
        browser = town.signed_in(PERSON[role], town.flsd)
    else:
        browser = town.signed_in(PERSON[role], site=SiteKind.PACER if kind is SiteKind.LOGIN else kind)
    return browser.clients[host]


def _link_request_of_john(town: House) -> Any:
    person = filers.remember_person(court=town.flsd, claims=town.account("john").claims())
    account = town.flsd.courtaccount_set.get(login="cm-john")
    return LinkRequest.objects.create(person=person, court_account=account).pk


def _application_of_john(town: House) -> Application:
    person = filers.remember_person(court=town.flsd, claims=town.account("john").claims())
    known = Application.objects.filter(person=person).first()
    return known or Application.objects.create(
        court=town.flsd,
        person=person,
        choice="admission",
        choice_name="Attorney Admissions and E-File",
        form_version="1",
        state="waiting",
        submitted_at=clock.now(),
    )


def _paper_of(application: Application) -> Any:
    upload = Upload.objects.filter(verdict=Verdict.ACCEPTED).earliest("at")
    upload.pk, upload.owner = uuid4(), f"account:{application.person.account_number}"
    upload.save(force_insert=True)
    return ApplicationPaper.objects.create(application=application, code="good_standing", upload=upload).pk


def _agent(town: House) -> CourtAccount:
    return _issued(town, "agent", FilerKind.AGENT)


def _agency_of_alice(town: House) -> Any:
    alice = town.flsd.courtaccount_set.get(login="cm-alice")
    return Agency.objects.create(principal=alice, agent=_issued(town, "other-agent", FilerKind.AGENT)).pk


def _limited_account(town: House) -> CourtAccount:
    return _issued(town, "limited", FilerKind.ATTORNEY, is_limited_to_cases=True)


def _case_admission(town: House) -> Any:
    account, case = town.flsd.courtaccount_set.get(login="limited"), Case.objects.earliest("pk")
    return CaseAdmission.objects.create(account=account, case=case).pk


def _issued(town: House, login: str, kind: FilerKind, **more: Any) -> CourtAccount:
    """An account of a filer of its own, linked to a PACER account that nobody in the table uses."""
    number = f"99{CourtAccount.objects.count():05}"
    person = Person.objects.create(court=town.flsd, account_number=number, name=login)
    return CourtAccount.objects.create(
        court=town.flsd,
        login=login,
        first_name=login,
        last_name="Filer",
        email=f"{login}@example.com",
        filer_kind=kind,
        person=person,
        linked_at=clock.now(),
        **more,
    )


def _draft_of_alice(town: House) -> Any:
    account = town.flsd.courtaccount_set.get(login="cm-alice")
    assert account.person is not None
    draft = Draft(court=town.flsd, owner=account.chain, for_attorney=account)
    draft.content = Content(category="motions", events=(ChosenEvent(code="motion-dismiss"),)).to_data()
    draft.save()
    return draft.pk


def _filing_of_alice(town: House) -> Any:
    alice = actor_of(town.flsd.courtaccount_set.get(login="cm-alice"))
    case = represented(civil_case(town.flsd), by=alice)
    return filing.submit(draft=draft_of(motion(case, alice, exhibits=0), town.flsd, alice), actor=alice).pk


def _attempt_of_alice(town: House) -> Any:
    alice = actor_of(town.flsd.courtaccount_set.get(login="cm-alice"))
    attempt = certify_attempt(
        court=town.flsd,
        draft_key=uuid4(),
        filer="Alice Moreno",
        reason="This cannot be filed yet.",
        remedy="Upload the main document.",
        is_technical=False,
        actor=alice,
    )
    return attempt.pk


def _contact_change_of_alice(town: House) -> int:
    account = town.flsd.courtaccount_set.get(login="cm-alice")
    change = ContactChange.objects.create(
        change_id=uuid4(),
        court=town.flsd,
        court_account=account,
        account_number=town.account("alice").number,
        sequence=1,
        before={"city": ""},
        after={"city": "Key West"},
    )
    return int(change.pk)


def _notice_address_of_alice(town: House) -> int:
    account = town.flsd.courtaccount_set.get(login="cm-alice")
    return int(NoticeAddress.objects.create(account=account, address="staff@moreno.example").pk)


def _letters_to_charlie(charlie: Account) -> int:
    batch = LetterBatch.objects.create(made_by="system:tests")
    Letter.objects.create(account=charlie, token_fingerprint="x", sealed_token=seal("ACEF3479WXYT"), batch=batch)
    return int(batch.pk)


def _delegation_of_alice(town: House) -> int:
    alice = town.flsd.courtaccount_set.get(login="cm-alice")
    number, email = town.account("john").number, "john@example.com"
    made = Delegation.objects.create(
        principal=alice, account_number=number, last_name="Attorney", email=email, menus=["civil"]
    )
    return int(made.pk)


def _card_of_charlie(charlie: Account) -> int:
    facts = {"brand": "Visa", "last_four": "4242", "expires_year": 2090, "expires_month": 4}
    return int(StoredCard.objects.create(account=charlie, slot=1, sealed_token=seal("x"), **facts).pk)


def _visit_to_the_card_processor(settings: Any, folder: Path) -> str:
    settings.VAR = folder
    center = "http://pacer.localhost:8000/"
    return card_sessions.begin(reference=str(uuid4()), name="Charlie", return_url=center, callback_url=center).key


def _fee_of_charlie(charlie: Account) -> CourtFee:
    facts = {"court_id": "flsd", "what": "E-File Registration", "amount_cents": 100, "path": "/admissions"}
    return CourtFee.objects.create(id=uuid4(), account=charlie, **facts)


def _payment_of_charlie(charlie: Account) -> str:
    """A payment of charlie's that is under way, here and at the processor."""
    fee = _fee_of_charlie(charlie)
    key = str(Payment.objects.create(account=charlie, kind=FeeKind.ADMISSION, fee=fee, amount_cents=100).key)
    center = "http://pacer.localhost:8000/"
    with card_payments.locked(key, card_payments.ToyPayment(key, 100, return_url=center, callback_url=center)):
        return key


def _entry_of_a_case(town: House) -> int:
    return int(DocketEntry.objects.get(case__court=town.flsd, number="2").pk)


def _program_of_alice(town: House) -> Program:
    alice = town.account("alice")
    client = SignOnClient.objects.create(client_id="program-of-alice", name="Calendar", is_ours=False)
    known = {"name": "Calendar", "publisher": "Gulf", "web_site": "https://gulf.example/", "purpose": "Deadlines."}
    return Program.objects.create(
        client=client,
        owner=alice,
        contact="makers@gulf.example",
        redirect_uris=["https://gulf.example/back"],
        scope="openid",
        in_force=known,
        **known,
    )


def _failed_job() -> int:
    with connection.cursor() as cursor:
        enqueue("signon:tell-site", site_session_id=0)
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed' WHERE id = (SELECT max(id) FROM procrastinate_jobs)"
        )
        cursor.execute("SELECT max(id) FROM procrastinate_jobs")
        (number,) = cursor.fetchone()
    return int(number)


def _upload_of_alice(town: House, settings: Any, folder: Path) -> str:
    settings.STORE = folder / "store"
    stored = default_store().put([b"%PDF-"])
    upload = Upload.objects.create(
        court=town.flsd,
        owner=town.flsd.courtaccount_set.get(login="cm-alice").chain,
        file_name="motion.pdf",
        sha256=stored.sha256,
        length=stored.length,
        pages=1,
        verdict=Verdict.ACCEPTED,
    )
    return str(upload.pk)


def _mail_in_the_box(settings: Any, folder: Path) -> str:
    settings.MAILBOX = folder / "mail"
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = "charlie@example.com", "noreply@example.com", "Hello"
    message.set_content("Hello.")
    return mailbox.Maildir(settings.MAILBOX).add(message)
