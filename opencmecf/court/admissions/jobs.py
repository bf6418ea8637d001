"""What the worker does for applications."""

from __future__ import annotations

from opencmecf.court.admissions import actions, queries
from opencmecf.court.admissions.models import Application, State
from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation.jobs import job


@job("admissions:tell-centre")
def tell_centre(application_id: str) -> None:
    """Tell the national layer how an application stands now, whatever it was enqueued for.

    Telling twice changes nothing; of two that come in the wrong order the later state stays, by `changes`.
    """
    found = Application.objects.select_related("person").get(pk=application_id)
    court = hosted_court(found.court_id)
    if court is None or found.submitted_at is None:
        return
    facts = {
        "account_number": found.person.account_number,
        "what": found.choice_name,
        "state": found.state,
        "changes": found.changes,
        "submitted_at": found.submitted_at.isoformat(),
        "changed_at": found.changed_at.isoformat(),
    }
    court.relying_party().tell(f"/internal/courts/{found.court_id}/requests/{found.pk}", facts)


@job("admissions:tell-fee")
def tell_fee(application_id: str) -> None:
    """Tell the national layer of a fee that is due, so that it can be paid by card; tried again while it is away.

    Telling twice changes nothing. It answers whether it takes cards, and how the fee stands there.
    """
    found = Application.objects.select_related("person").get(pk=application_id)
    court = hosted_court(found.court_id)
    if court is None or found.state != State.FEE_DUE or found.fee_key is None:
        return
    path = f"/internal/courts/{found.court_id}/fees/{found.fee_key}"
    told = court.relying_party().tell(path, queries.fee_as_told(found))
    actions.note_told(application=found, fee_key=found.fee_key, by_card=bool(told.get("takes_cards")))
    if told.get("state") == "paid":
        actions.take_over_payment(application=found, told=told)
