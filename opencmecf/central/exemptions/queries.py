"""Reading exemptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from opencmecf.central.accounts.models import Account
from opencmecf.central.directory import queries as directory
from opencmecf.central.exemptions import rules
from opencmecf.central.exemptions.models import ExemptionGrant
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.exemption import Exemption


@dataclass(frozen=True)
class ShownGrant:
    """A grant as pages show it."""

    row: ExemptionGrant
    state: str
    courts: str  # their names, or "every court"

    @property
    def is_open(self) -> bool:
        """Whether there is something to withdraw."""
        return self.state in ("In force", "Begins later")


def today() -> date:
    """The day at the service center."""
    return clock.today(settings.SERVICE_CENTER_TIME_ZONE)


def grants_of(account: Account, actor: Actor) -> list[ShownGrant]:
    """The exemptions that `account` has or had, the latest first, as far as `actor` may see them."""
    rows = ExemptionGrant.objects.visible_to(actor).filter(account=account).order_by("-granted_at", "-pk")
    names = {court.court_id: court.name for court in directory.courts()}
    return [_as_shown(row, names, today()) for row in rows]


def grant(grant_id: int, actor: Actor) -> ExemptionGrant:
    """One grant. Raises `NotFound` when it is not there for `actor`."""
    return ExemptionGrant.objects.select_related("account").get_for(actor, pk=grant_id)


def exemptions_of(account: Account) -> list[Exemption]:
    """What courts are told: the exemptions of `account` that hold now or later."""
    rows = ExemptionGrant.objects.filter(account=account, withdrawn_at__isnull=True, last_day__gte=today())
    return [row.exemption for row in rows.order_by("pk")]


def _as_shown(row: ExemptionGrant, names: dict[str, str], day: date) -> ShownGrant:
    is_withdrawn = row.withdrawn_at is not None
    state = rules.state_in_words(row.first_day, row.last_day, is_withdrawn=is_withdrawn, today=day)
    return ShownGrant(row, state, ", ".join(names.get(one, one) for one in row.courts) or "every court")
