"""The sites that rely on Central Sign-On: which there are, and how one is added."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import transaction

from opencmecf.central.signon.models import Client
from opencmecf.foundation import audit, secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.sites import SiteKind

# The central sites with sessions of their own, and where somebody who signs in there by hand arrives.
CENTRAL_SITES = {SiteKind.PACER: "/manage", SiteKind.PCL: "/"}


@transaction.atomic
def add_court(*, court_id: str, secret: str, by: Actor) -> Client:
    """Let a court rely on Central Sign-On. Adding it again gives it the new secret."""
    made, _ = Client.objects.update_or_create(
        client_id=f"court-{court_id}",
        defaults={
            "secret_fingerprint": secrets.fingerprint(secret),
            "name": f"CM/ECF {court_id}",
            "court_id": court_id,
            "id_token_signed_response_alg": "ES256",
            **_court_addresses(court_id),
        },
    )
    audit.record("signon:client:add", chain=f"client:{made.client_id}", by=by)
    return made


@transaction.atomic
def take_over_site_names(*, by: Actor) -> None:
    """Bring the addresses of all our own sites in line with `SITE_NAMES`; part of `cmecf migrate`."""
    for client in Client.objects.exclude(court_id=""):
        _update(client.client_id, _court_addresses(client.court_id), by)
    for kind in CENTRAL_SITES:
        facts: dict[str, Any] = {"name": kind.value, "id_token_signed_response_alg": "ES256"}
        Client.objects.get_or_create(client_id=kind.value, defaults=facts)
        # The secret follows SECRET_KEY, so that it is brought in line as well. A central site looks up who somebody is.
        secret = secrets.fingerprint(secret_of_central_site(kind.value))
        facts = {"secret_fingerprint": secret, "allowed_scope": "openid", **_central_addresses(kind)}
        _update(kind.value, facts, by)


def secret_of_central_site(client_id: str) -> str:
    """The client secret of a central site; derived, since it never leaves this deployment."""
    return hmac.new(settings.SECRET_KEY.encode(), f"client {client_id}".encode(), hashlib.sha256).hexdigest()


def _court_addresses(court_id: str) -> dict[str, Any]:
    told_at = settings.SITE_NAMES[0].url(SiteKind.COURT, "/signon/backchannel-logout", court=court_id)
    return {
        "redirect_uris": _at_every_name(SiteKind.COURT, "/signon/callback", court_id),
        "post_logout_redirect_uris": _at_every_name(SiteKind.COURT, "/logged-out", court_id),
        "backchannel_logout_uri": told_at,
    }


def _central_addresses(kind: SiteKind) -> dict[str, Any]:
    return {
        "redirect_uris": _at_every_name(kind, "/signon/callback"),
        "post_logout_redirect_uris": _at_every_name(kind, "/"),
    }


def _update(client_id: str, addresses: dict[str, Any], by: Actor) -> None:
    """Write `addresses` where they differ; a start that changes nothing leaves no trace."""
    if Client.objects.filter(client_id=client_id, **addresses).exists():
        return
    Client.objects.filter(client_id=client_id).update(**addresses)
    audit.record("signon:client:move", chain=f"client:{client_id}", by=by, **addresses)


def _at_every_name(kind: SiteKind, path: str, court_id: str = "") -> list[str]:
    return [names.url(kind, path, court=court_id) for names in settings.SITE_NAMES if names.has(kind)]
