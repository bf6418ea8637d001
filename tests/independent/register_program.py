"""Registers a program in the name of Alice and approves it; run beside a demonstration, it writes id and secret."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from opencmecf.central.accounts.models import Account  # noqa: E402 - Django first
from opencmecf.central.programs import actions  # noqa: E402
from opencmecf.central.second_factor.models import AuthenticatorApp  # noqa: E402
from opencmecf.foundation import secrets  # noqa: E402
from opencmecf.testing.people import central_actor  # noqa: E402

asked = json.loads(sys.argv[1])
alice, staff = Account.objects.get(username="alice"), Account.objects.get(is_service_center=True)
app = {"name": "Telephone", "sealed_secret": secrets.seal("JBSWY3DPEHPK3PXP"), "last_step": 0}
AuthenticatorApp.objects.get_or_create(account=alice, slot=1, defaults=app)
details = actions.Details(
    name="Docket Calendar",
    publisher="Gulf Software LLC",
    web_site="https://www.gulf.example/calendar",
    purpose="Puts the deadlines of your cases into your calendar.",
    contact="makers@gulf.example",
    redirect_uris=[asked["redirect"]],
    post_logout_redirect_uris=[asked["after_logout"]],
    backchannel_logout_uri="",
    scope=asked["scope"],
)
actor = central_actor(alice)
program = actions.register_program(account=alice, details=details, is_public=asked["is_public"], actor=actor)
secret = "" if asked["is_public"] else actions.make_secret(program=program, actor=actor)
actions.approve_program(program=program, seen=program.asked_for, actor=central_actor(staff))
sys.stdout.write(json.dumps([program.pk, secret]))
