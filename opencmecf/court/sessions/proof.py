"""Asking for the second factor anew inside a page, where only the record at hand tells whether it is needed."""

from __future__ import annotations

from django.http import HttpRequest

from opencmecf.court.sessions import rules
from opencmecf.court.sessions.middleware import in_a_browser_only, session_of
from opencmecf.foundation import clock
from opencmecf.foundation.access import actor_of
from opencmecf.foundation.errors import ProofRequired


def require_for_sealed(request: HttpRequest) -> None:
    """Raise unless the person behind `request` may be shown something sealed now, which he or she may see.

    Raises `ProofRequired` when a second factor was last shown too long ago; the middleware sends the browser to show
    it, and back to the page. Raises `Refused` for a program's token, which may stand for a password alone.
    """
    session = session_of(request)
    if session is None:
        if actor_of(request).by_program:
            raise in_a_browser_only()
        return
    if rules.must_show_again(
        has_second_factor=session.has_second_factor,
        shown_at=session.second_factor_at,
        now=clock.now(),
        within=rules.SEALED_FRESH_FOR,
    ):
        raise ProofRequired
