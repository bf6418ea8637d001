"""The dictionary of each court of this deployment."""

from __future__ import annotations

from django.conf import settings

from opencmecf.court.docket.events.event import Dictionary
from opencmecf.court.docket.events.reading import read_dictionary
from opencmecf.court.profile.kinds import KINDS
from opencmecf.foundation import reference


def dictionary_of(court_id: str) -> Dictionary:
    """Return the events of a court: those of its kind, with what `EVENTS_FOLDER/<court id>/*.toml` changes.

    Raises `BadDictionary`; `cmecf court events` tells it first.
    """
    kind = KINDS[reference.court(court_id).kind]
    return read_dictionary(kind.event_dictionary, settings.EVENTS_FOLDER / court_id)
