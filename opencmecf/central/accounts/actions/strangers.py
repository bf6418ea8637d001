"""What anybody may ask for by a form without being signed in, and gets by mail if at all."""

from __future__ import annotations

import json

from django.db import transaction

from opencmecf.central.accounts import queries
from opencmecf.foundation import audit, secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.throttle import place_of


@transaction.atomic
def note_request(*, what: str, actor: Actor, **typed: str) -> None:
    """Have the request `what` answered by a job, from what was typed.

    The page is answered by then: it takes as long for somebody who has an account as for somebody who has none. What
    was typed is sealed, since people type passwords into the wrong box.
    """
    sealed = secrets.seal(json.dumps({"typed": typed, "site": actor.site, "address": actor.address}))
    enqueue("accounts:answer-stranger", what=what, sealed=sealed)


@transaction.atomic
def note_told_taken(*, actor: Actor) -> None:
    """Note that somebody who registers was told that a username is taken; never which, it may be a password."""
    chain = queries.TAKEN_FROM.format(place_of(actor.address))
    audit.record("accounts:username:tell-taken", chain=chain, by=actor, address=actor.address)
