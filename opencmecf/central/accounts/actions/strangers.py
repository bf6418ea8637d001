"""What anybody may ask for by a form without being signed in, and gets by mail if at all."""

from __future__ import annotations

import json

from django.db import transaction

from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.jobs import enqueue


@transaction.atomic
def note_request(*, what: str, actor: Actor, **typed: str) -> None:
    """Have the request `what` answered by a job, from what was typed.

    The page is answered by then: it takes as long for somebody who has an account as for somebody who has none. What
    was typed is sealed, since people type passwords into the wrong box.
    """
    sealed = secrets.seal(json.dumps({"typed": typed, "site": actor.site, "address": actor.address}))
    enqueue("accounts:answer-stranger", what=what, sealed=sealed)
