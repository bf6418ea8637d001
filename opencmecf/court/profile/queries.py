"""Reading what a court is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from opencmecf.court.profile.kinds import KINDS, KindProfile
from opencmecf.court.profile.models import Court
from opencmecf.foundation import reference, secrets
from opencmecf.foundation.database.prepared import Prepared
from opencmecf.foundation.relying_party import RelyingParty, internal_http
from opencmecf.foundation.sites import SiteKind


@dataclass(frozen=True)
class HostedCourt:
    """A court of this deployment: its own settings, and what the reference data says of it."""

    settings: Court
    reference: reference.Court

    @property
    def court_id(self) -> str:
        """Its id, such as `flsd`."""
        return self.settings.court_id

    @property
    def short_name(self) -> str:
        """Such as `Southern District of Florida`."""
        return self.reference.short_name

    @property
    def kind(self) -> KindProfile:
        """What its kind of court brings."""
        return KINDS[self.reference.kind]

    def relying_party(self) -> RelyingParty:
        """This court as Central Sign-On knows it."""
        return RelyingParty(
            client_id=f"court-{self.court_id}",
            client_secret=_unsealed(self.settings.sealed_client_secret),
            issuer=settings.SITE_NAMES[0].url(SiteKind.LOGIN, ""),
            http=internal_http(),
        )


@lru_cache
def _unsealed(sealed_client_secret: str) -> str:
    return secrets.unseal(sealed_client_secret)


def hosted_court(court_id: str) -> HostedCourt | None:
    """The court if this deployment hosts it, else None."""
    row = _court.first(court_id=court_id)
    return hosted(row) if row else None


def hosted(row: Court) -> HostedCourt:
    """The court that `row` is about."""
    return HostedCourt(row, reference.court(row.pk))


_court = Prepared(lambda court_id: Court.objects.filter(pk=court_id))


def hosted_courts() -> list[HostedCourt]:
    """Every court of this deployment, by id."""
    return [hosted(row) for row in Court.objects.order_by("pk")]


def court_of(request: HttpRequest) -> HostedCourt:
    """The court that `request` was addressed to, as the court's middleware has found it."""
    court: HostedCourt = request.court  # type: ignore[attr-defined]
    return court
