"""Pushing a change to a court: a security event token (RFC 8417), delivered by HTTP (RFC 8935).

The token carries the change's own id, so that it can arrive twice.
"""

from __future__ import annotations

from django.conf import settings

from opencmecf.central.contact_changes import actions, queries
from opencmecf.central.contact_changes.models import ContactChange
from opencmecf.central.signon.event_tokens import CONTENT_TYPE, event_token
from opencmecf.foundation.access import Actor
from opencmecf.foundation.relying_party.client import CONTACT_CHANGE_EVENT
from opencmecf.foundation.relying_party.transport import Http
from opencmecf.foundation.sites import SiteKind

PATH = "/internal/contact-changes"


def send(*, change_pk: int, http: Http) -> None:
    """Tell the court of a change and note its answer; a court that has taken note is not told again.

    Raises `httpx.HTTPError` when the court does not take note, so that the job tries again.
    """
    change = queries.to_send(change_pk)
    if change is None:
        return
    url = settings.SITE_NAMES[0].url(SiteKind.COURT, PATH, court=change.court_id)
    answer = http.post(url, content=token_of(change), headers={"Content-Type": CONTENT_TYPE}).raise_for_status()
    by = Actor(label=f"court:{change.court_id}", site=change.court_id)
    actions.note_answer(change=change, state=answer.json()["state"], actor=by)


def token_of(change: ContactChange) -> str:
    """The token that tells a court of `change`."""
    return event_token(
        court_id=change.court_id,
        account_number=change.account_number,
        event=CONTACT_CHANGE_EVENT,
        facts={"sequence": change.pk, "facts": change.facts},
        key=str(change.change_id),
    )
