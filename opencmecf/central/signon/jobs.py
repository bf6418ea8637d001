"""What the worker does for Central Sign-On."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor.actions import forget_devices
from opencmecf.central.signon import actions, contact_changes, fee_payments, new_places, notice_addresses, second_step
from opencmecf.central.signon.models import SiteSession
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import IN_TURN, job, periodic
from opencmecf.foundation.outside import tell_outside
from opencmecf.foundation.relying_party import internal_http


@job("signon:tell-site")
def tell_site(site_session_id: int) -> None:
    """Tell one of our own sites that a session has ended; tried again until the site takes note."""
    actions.tell_site(_reached(site_session_id), post=_tell_inside)


@job("signon:tell-program")
def tell_program(site_session_id: int) -> None:
    """Tell one program of somebody else that a session has ended; tried again until its server takes note."""
    actions.tell_site(_reached(site_session_id), post=tell_outside)


@job("signon:end-sessions")
def end_sessions(account_number: str, until: str, reason: str = "password changed", but: str = "") -> None:
    """End the sessions of an account, after its password has changed, `but` the one in which it was changed.

    What began after `until`, the moment of the change, goes on: the job may be late, or come a second time.
    """
    account, moment = Account.objects.get(number=account_number), datetime.fromisoformat(until)
    by = system("accounts", "pacer")
    actions.end_all_sessions(account=account, by=by, reason=reason, but=but, begun_until=moment)
    forget_devices(account=account, remembered_until=moment, actor=by)


@job("contact-changes:tell-court")
def tell_court(change_pk: int) -> None:
    """Tell one court what somebody has changed in Manage My Account; tried again until the court takes note."""
    contact_changes.send(change_pk=change_pk, http=internal_http())


@job("accounts:write-at-court", attempts=IN_TURN)
def write_at_court(account_number: str, court_id: str, sealed: str) -> None:
    """Write a notice to the addresses of an account that a court alone knows; tried again until the court answers."""
    notice_addresses.write_at_court(
        account_number=account_number, court_id=court_id, sealed=sealed, http=internal_http()
    )


@job("payments:tell-court")
def tell_court_of_payment(payment_id: int) -> None:
    """Tell a court that its fee was paid by card; tried again until the court takes note."""
    fee_payments.send(payment_id=payment_id, http=internal_http())


@periodic("signon:tell-new-places", cron="*/5 * * * *")
def tell_of_new_places() -> None:
    """Every five minutes: write to holders whose account was logged in to from a new device or place."""
    new_places.tell_of_new_places(actor=system("signon", "login"))


@periodic("signon:tidy", cron="11 3 * * *")
def tidy() -> None:
    """Every night: forget codes and tokens that expired long ago. Sessions and attempts stay: they are the log."""
    actions.forget_expired()


@periodic("signon:forget-pending", cron="37 * * * *")
def forget_pending() -> None:
    """Every hour: forget the sign-ins whose second factor never came."""
    second_step.forget_old_pending()


def _reached(site_session_id: int) -> SiteSession:
    return SiteSession.objects.select_related("session__account", "client").get(pk=site_session_id)


def _tell_inside(url: str, form: Mapping[str, str]) -> None:
    internal_http().post(url, data=dict(form)).raise_for_status()
