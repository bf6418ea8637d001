"""Setting up a method in a test."""

from __future__ import annotations

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import actions, queries
from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor
from opencmecf.testing.authenticators import App

CHANGED = "The login methods of your PACER account were changed"


def new_app(account: Account, actor: Actor, name: str = "My phone") -> App:
    enrolment = queries.enrolment_of(account, actor.session_id)
    assert enrolment is not None
    app = App(secrets.unseal(enrolment.sealed_secret))
    actions.add_app(account=account, name=name, code=app.code(-1), actor=actor)
    return app
