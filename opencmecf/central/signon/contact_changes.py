"""Pushing a change to a court: a security event token (RFC 8417), delivered by HTTP (RFC 8935).

A court knows our keys already, so no secret of the court is needed here; the token names the court, lives for two
minutes, and carries the change's own id, so that it can arrive twice.
"""

from __future__ import annotations

import time

from django.conf import settings

from opencmecf.central.contact_changes import actions, queries
from opencmecf.central.contact_changes.models import ContactChange
from opencmecf.central.signon import keys
from opencmecf.central.signon.queries import client as client_of
from opencmecf.foundation.access import Actor
from opencmecf.foundation.relying_party.client import CONTACT_CHANGE_EVENT
from opencmecf.foundation.relying_party.transport import Http
from opencmecf.foundation.sites import SiteKind

TOKEN_SECONDS = 120
PATH = "/internal/contact-changes"


def send(*, change_pk: int, http: Http) -> None:
    """Tell the court of a change and note its answer; a court that has taken note is not told again.

    Raises `httpx.HTTPError` when the court does not take note, so that the job tries again.
    """
    change = queries.to_send(change_pk)
    if change is None:
        return
    url = settings.SITE_NAMES[0].url(SiteKind.COURT, PATH, court=change.court_id)
    headers = {"Content-Type": "application/secevent+jwt"}
    answer = http.post(url, content=token_of(change), headers=headers).raise_for_status()
    by = Actor(label=f"court:{change.court_id}", site=change.court_id)
    actions.note_answer(change=change, state=answer.json()["state"], actor=by)


def token_of(change: ContactChange) -> str:
    """The token that tells a court of `change`."""
    client = client_of(f"court-{change.court_id}")
    if client is None:
        raise RuntimeError(f"Central Sign-On does not know the court {change.court_id}")
    now = int(time.time())
    claims = {
        "iss": keys.issuer(),
        "aud": client.client_id,
        "sub": change.account_number,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "jti": str(change.change_id),
        "events": {CONTACT_CHANGE_EVENT: {"sequence": change.pk, "facts": change.facts}},
    }
    return keys.signed(claims, algorithm=client.id_token_signed_response_alg, kind="secevent+jwt")
