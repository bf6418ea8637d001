"""Authenticator apps and passkeys: adding and deleting."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

from django.db import transaction

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import codes, passkeys, queries, rules
from opencmecf.central.second_factor.actions import saving
from opencmecf.central.second_factor.actions.proof import keep_challenge, take_challenge
from opencmecf.central.second_factor.models import MOST_APPS, AuthenticatorApp, Passkey
from opencmecf.foundation import clock, secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.sites import Site


@transaction.atomic
def add_app(*, account: Account, name: str, code: str, actor: Actor) -> AuthenticatorApp:
    """Add the app that has learned the secret of this session's enrolment and now shows `code`.

    Raises `Refused` for a wrong code, a name that another app has, and a sixth app.
    """
    saving.locked_state(account)
    enrolment = saving.confirmed_enrolment(account, actor)  # read once nobody else uses its secret up
    apps = list(queries.apps_of(account))
    slot = free_slot([app.slot for app in apps])
    name = saving.unused_name(name, [app.name for app in apps], "Authenticator app")
    secret = secrets.unseal(enrolment.sealed_secret)
    step = matching_step(secret, code, last_step=0)
    if step is None:
        raise Refused(
            "This is not the code that the app shows now.",
            "Type the six digits again. If it happens twice, set the clock of the device to automatic.",
        )
    enrolment.sealed_secret = secrets.seal(codes.new_secret())
    enrolment.save(update_fields=["sealed_secret"])
    app = AuthenticatorApp.objects.create(
        account=account, slot=slot, name=name, sealed_secret=secrets.seal(secret), last_step=step
    )
    saving.tell("second-factor:app:add", account, actor, f"The authenticator app “{name}” was added.", name=name)
    return app


@transaction.atomic
def delete_app(*, account: Account, app_id: int, actor: Actor) -> None:
    """Delete an app. Raises `Refused` when it is the last method of an account that must have one."""
    saving.locked_state(account)
    app = AuthenticatorApp.objects.filter(account=account, pk=app_id).first()
    if app is None:
        raise NotFound
    others = queries.apps_of(account).exclude(pk=app_id).exists()
    saving.require_another(replace(queries.standing(account), has_app=others))
    app.delete()
    what = f"The authenticator app “{app.name}” was deleted."
    saving.tell("second-factor:app:delete", account, actor, what, name=app.name)


def add_passkey(*, account: Account, site: Site, name: str, answer: str, key: str, actor: Actor) -> Passkey:
    """Add the passkey that a browser has made; `key` is that of the challenge. Raises `Refused`."""
    challenge = take_challenge(key=key)
    with transaction.atomic():
        saving.confirmed_enrolment(account, actor)
        saving.locked_state(account)
        taken = [one.name for one in queries.passkeys_of(account)]
        name = saving.unused_name(name, taken, _next_name(len(taken)))
        made = passkeys.check_made(site, answer, challenge) if challenge else None
        if made is None:
            raise Refused("The browser did not make a passkey that can be used here.", "Try again.")
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise Refused("This passkey is known already.", "Use another device or security key.")
        passkey = Passkey.objects.create(
            account=account, host=passkeys.host_of(site), name=name, **dataclasses.asdict(made)
        )
        saving.tell("second-factor:passkey:add", account, actor, f"The passkey “{name}” was added.", name=name)
    return passkey


@transaction.atomic
def ask_to_make_passkey(*, account: Account, site: Site, actor: Actor) -> tuple[dict[str, Any], str]:
    """The options for a browser that is to make a passkey, and the challenge's key. Raises `Refused`."""
    saving.confirmed_enrolment(account, actor)
    known = queries.passkeys_of(account).values_list("credential_id", flat=True)
    options = passkeys.options_to_make(
        site, account_number=account.number, username=account.username, name=account.name, known=list(known)
    )
    return options, keep_challenge(passkeys.challenge_in(options))


@transaction.atomic
def delete_passkey(*, account: Account, passkey_id: int, actor: Actor) -> None:
    """Delete a passkey. Raises `Refused` when it is the last method of an account that must have one."""
    saving.locked_state(account)
    passkey = Passkey.objects.filter(account=account, pk=passkey_id).first()
    if passkey is None:
        raise NotFound
    others = queries.passkeys_of(account).exclude(pk=passkey_id).exists()
    saving.require_another(replace(queries.standing(account), has_passkey=others))
    passkey.delete()
    what = f"The passkey “{passkey.name}” was deleted."
    saving.tell("second-factor:passkey:delete", account, actor, what, name=passkey.name)


def free_slot(taken: list[int]) -> int:
    """The first slot that no app of the account has. Raises `Refused` when there are five apps."""
    for slot in range(1, MOST_APPS + 1):
        if slot not in taken:
            return slot
    raise Refused(f"There are {MOST_APPS} apps already, the most that an account can have.", "Delete one first.")


def matching_step(secret: str, code: str, *, last_step: int) -> int | None:
    """The time step about now, after `last_step`, in which an app with `secret` shows `code`; None when none does."""
    typed = rules.tidy(code)
    if not rules.is_passcode(typed):
        return None
    steps = rules.acceptable_steps(clock.now(), last_step)
    return next((step for step in steps if codes.is_same(codes.passcode(secret, step), typed)), None)


def _next_name(count: int) -> str:
    return "Passkey" if count == 0 else f"Passkey {count + 1}"
