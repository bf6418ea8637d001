"""Registering programs, deciding about them, letting them in and shutting them out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account
from opencmecf.central.programs import queries, rules
from opencmecf.central.programs.models import SHOWN_TO_PEOPLE, Program, ProgramState
from opencmecf.central.signon import consents, refresh, scopes
from opencmecf.central.signon.models import Client, Consent
from opencmecf.foundation import audit, secrets
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.mail import actions as mail

CLIENT_ID_CHARACTERS = 16
OPENED_TO_ALL = "openid"


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a program's maker says of it."""

    name: str
    publisher: str
    web_site: str
    purpose: str
    contact: str
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    backchannel_logout_uri: str
    scope: str


@transaction.atomic
def register_program(*, account: Account, details: Details, is_public: bool, actor: Actor) -> Program:
    """A program that waits for the service center. Nobody can sign in to it yet. Raises `Refused`."""
    actor.require(Permission.PROGRAM_REGISTER)
    Account.objects.select_for_update().get(pk=account.pk)
    queries.check_may_register(account)
    client = Client.objects.create(
        client_id=f"program-{secrets.new_token(CLIENT_ID_CHARACTERS).replace('_', 'x').replace('-', 'x').lower()}",
        name=details.name,
        allowed_scope=OPENED_TO_ALL,
        id_token_signed_response_alg="ES256",
        is_ours=False,
        is_public=is_public,
        stopped_at=Now(),
    )
    made = Program.objects.create(client=client, owner=account, **asdict(details))
    _record("program:own:register", made, actor, **_asked(details))
    return made


@transaction.atomic
def change_program(*, program: Program, details: Details, actor: Actor) -> None:
    """Ask for a change. A program that was approved goes on as it was until the service center has agreed."""
    actor.require(Permission.PROGRAM_REGISTER)
    _check_own(program, actor)
    Program.objects.filter(pk=program.pk).update(
        **asdict(details), state=ProgramState.REQUESTED, asked_at=Now(), decision=""
    )
    _record("program:own:change", program, actor, **_asked(details))


@transaction.atomic
def make_secret(*, program: Program, actor: Actor) -> str:
    """A new secret of the program, which nobody can read again; the one before is void. Raises `Refused`."""
    actor.require(Permission.PROGRAM_REGISTER)
    _check_own(program, actor)
    if program.client.is_public:
        raise Refused("A public program has no secret.", "It proves by PKCE that it is the one that began.")
    secret = secrets.new_token()
    Client.objects.filter(pk=program.pk).update(secret_fingerprint=secrets.fingerprint(secret))
    Program.objects.filter(pk=program.pk).update(secret_made_at=Now())
    _record("program:secret:make", program, actor)
    return secret


@transaction.atomic
def approve_program(*, program: Program, seen: str, actor: Actor) -> None:
    """Put into force what the maker asks for; people can sign in to it from now on. The contact is written to.

    `seen` is the `Program.asked_for` of the page that was looked at. Approving twice is one event. Raises `Refused` for
    a program of the actor's own, and for one that was changed after it had been looked at.
    """
    actor.require(Permission.PROGRAM_DECIDE)
    rules.check_may_approve(is_own=program.is_of(actor.account_id))
    program = _locked(program)
    rules.check_is_what_was_seen(is_same=program.asked_for == seen, page=f"/desk/programs/{program.pk}")
    if program.state == ProgramState.APPROVED:
        return
    Client.objects.filter(pk=program.pk).update(
        name=program.name,
        redirect_uris=program.redirect_uris,
        post_logout_redirect_uris=program.post_logout_redirect_uris,
        backchannel_logout_uri=program.backchannel_logout_uri,
        allowed_scope=program.scope,
        stopped_at=None,
    )
    in_force = {name: getattr(program, name) for name in SHOWN_TO_PEOPLE}
    _decide(program, ProgramState.APPROVED, "", in_force=in_force)
    _record("program:any:approve", program, actor, redirect_uris=program.redirect_uris, scope=program.scope)
    _write_to_maker(program, "programs/mail/approved.txt")


@transaction.atomic
def stop_program(*, program: Program, reason: str, actor: Actor) -> None:
    """Answer the program no more; its tokens open nothing now. Its maker may do so, and the service center."""
    if not actor.may(Permission.PROGRAM_DECIDE):
        actor.require(Permission.PROGRAM_REGISTER)
        _check_own(program, actor)
    program = _locked(program)
    if program.state == ProgramState.STOPPED:
        return
    Client.objects.filter(pk=program.pk, stopped_at__isnull=True).update(stopped_at=Now())
    refresh.end_of_client(program.client)
    _decide(program, ProgramState.STOPPED, reason)
    _record("program:any:stop", program, actor, reason=reason)
    _write_to_maker(program, "programs/mail/stopped.txt", reason=reason)


@transaction.atomic
def let_in(*, account: Account, client: Client, scope: str, actor: Actor) -> Consent:
    """Let a program know `scope` about the holder of `account`, who is written to when that is something new."""
    actor.require(Permission.ACCOUNT_MANAGE)
    _check_self(account, actor)
    program = queries.of_client(client)
    consent, is_new = consents.give(account=account, client=client, scope=scope)
    opened = [one.title for one in scopes.described(consent.scope)]
    name = program.in_force["name"]
    audit.record(
        "program:access:allow", chain=account.chain, by=actor, program=name, client=client.pk, opened="; ".join(opened)
    )
    if is_new:
        mail.write(
            to=account.email,
            template="programs/mail/let_in.txt",
            account=account,
            program=program,
            opened=opened,
            link=links.to("/manage/program-access"),
        )
    return consent


@transaction.atomic
def shut_out(*, consent: Consent, actor: Actor) -> None:
    """Take back what a program may know; its tokens open nothing from now on. Doing it twice is one event."""
    actor.require(Permission.ACCOUNT_MANAGE)
    _check_self(consent.account, actor)
    if consents.end(consent=consent):
        audit.record(
            "program:access:end",
            chain=consent.account.chain,
            by=actor,
            program=consent.client.name,
            client=consent.client_id,
        )


def _check_own(program: Program, actor: Actor) -> None:
    if not program.is_of(actor.account_id):
        raise NotFound


def _check_self(account: Account, actor: Actor) -> None:
    if account.pk != actor.account_id:
        raise NotFound


def _decide(program: Program, state: ProgramState, reason: str, **more: Any) -> None:
    Program.objects.filter(pk=program.pk).update(state=state, decision=reason, decided_at=Now(), **more)


def _locked(program: Program) -> Program:
    return Program.objects.select_for_update(of=("self",)).select_related("client", "owner").get(pk=program.pk)


def _record(act: str, program: Program, actor: Actor, **facts: Any) -> None:
    audit.record(act, chain=f"client:{program.pk}", by=actor, name=program.name, **facts)


def _asked(details: Details) -> dict[str, Any]:
    facts = asdict(details)
    return {name: facts[name] for name in ("publisher", "web_site", "redirect_uris", "scope", "backchannel_logout_uri")}


def _write_to_maker(program: Program, template: str, **context: Any) -> None:
    link = links.to(f"/developer/programs/{program.pk}")
    mail.write(to=program.contact, template=template, program=program, link=link, **context)
