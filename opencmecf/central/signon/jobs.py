"""What the worker does for Central Sign-On."""

from __future__ import annotations

from opencmecf.central.accounts.models import Account
from opencmecf.central.signon import actions
from opencmecf.central.signon.models import SiteSession
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import job, periodic
from opencmecf.foundation.relying_party import internal_http


@job("signon:tell-site")
def tell_site(site_session_id: int) -> None:
    """Tell one site that a session has ended; tried again until the site takes note."""
    rows = SiteSession.objects.select_related("session__account", "client")
    actions.tell_site(rows.get(pk=site_session_id), http=internal_http())


@job("signon:end-sessions")
def end_sessions(account_number: str, keep: str = "") -> None:
    """End the sessions of an account after its password has changed, but for the one in which it was changed."""
    account = Account.objects.get(number=account_number)
    actions.end_all_sessions(account=account, by=system("accounts", "pacer"), reason="password changed", keep=keep)


@periodic("signon:tidy", cron="11 3 * * *")
def tidy() -> None:
    """Every night: forget codes and tokens that expired long ago. Sessions and attempts stay: they are the log."""
    actions.forget_expired()
