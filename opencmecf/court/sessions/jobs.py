"""What the worker does for sessions at courts."""

from __future__ import annotations

from datetime import datetime

from opencmecf.court.sessions import actions
from opencmecf.foundation.jobs import job, periodic


@job("court:end-login-sessions")
def end_login_sessions(court_account_id: int, until: str) -> None:
    """End the sessions that began with a court-issued login until its password was changed or its account closed."""
    actions.end_login_sessions(court_account_id=court_account_id, begun_until=datetime.fromisoformat(until))


@periodic("court:tidy-sessions", cron="29 3 * * *")
def tidy() -> None:
    """Every night: forget what ended long ago."""
    actions.forget_old()
