"""The token of a receipt page: whoever presses the button twice, or sends the page again, pays once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core import signing

from opencmecf.court.viewing import rules
from opencmecf.foundation.access import Actor

_SALT = "court.viewing.receipt"


def new_token(*, holdings: Sequence[int], actor: Actor) -> str:
    """Return a token for retrieving these documents of entries once."""
    return signing.dumps([str(uuid.uuid4()), list(holdings), actor.label], salt=_SALT)


def read_token(token: str, *, holdings: Sequence[int], actor: Actor) -> uuid.UUID | None:
    """Return the id that a token stands for; None when it is none, old, somebody else's, or for other documents."""
    try:
        named, of, label = signing.loads(token, salt=_SALT, max_age=rules.SHOWN_AGAIN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return uuid.UUID(named) if list(holdings) == of and label == actor.label else None
