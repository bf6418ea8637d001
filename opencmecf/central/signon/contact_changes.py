"""Pushing a change of somebody's name or address to a court."""

from __future__ import annotations

from opencmecf.central.contact_changes import actions, queries
from opencmecf.central.contact_changes.models import ContactChange
from opencmecf.central.signon import event_tokens
from opencmecf.foundation.access import Actor
from opencmecf.foundation.relying_party.client import CONTACT_CHANGE_EVENT
from opencmecf.foundation.relying_party.transport import Http

PATH = "/internal/contact-changes"


def send(*, change_pk: int, http: Http) -> None:
    """Tell the court of a change and note its answer; a court that has taken note is not told again.

    Raises `httpx.HTTPError` when the court does not take note, so that the job tries again.
    """
    change = queries.to_send(change_pk)
    if change is None:
        return
    answer = event_tokens.deliver(court_id=change.court_id, path=PATH, token=token_of(change), http=http)
    by = Actor(label=f"court:{change.court_id}", site=change.court_id)
    actions.note_answer(change=change, state=answer.json()["state"], actor=by)


def token_of(change: ContactChange) -> str:
    """The token that tells a court of `change`."""
    return event_tokens.token_for(
        court_id=change.court_id,
        event=CONTACT_CHANGE_EVENT,
        account_number=change.account_number,
        event_id=str(change.change_id),
        told={"sequence": change.pk, "facts": change.facts},
    )
