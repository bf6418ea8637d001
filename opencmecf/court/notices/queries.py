"""Reading notices and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Min

from opencmecf.court.notices.models import Delivery, FiledNotice, NoticeAddress
from opencmecf.foundation import clock, reference
from opencmecf.foundation.access import Actor


def notice(*, pk: int, actor: Actor) -> FiledNotice:
    """Return a notice that `actor` may look at. Raises `NotFound`."""
    return FiledNotice.objects.get_for(actor, pk=pk)


def deliveries_of(filed: FiledNotice) -> Sequence[Delivery]:
    """Return the mails of a notice, by address. Whoever may see the notice may see them."""
    return list(filed.deliveries.order_by("address"))


def own_addresses(actor: Actor) -> Sequence[NoticeAddress]:
    """Return the e-mail settings of the filer who asks, in the order in which they were added."""
    return list(NoticeAddress.objects.visible_to(actor).filter(account=actor.court_account_id).order_by("pk"))


def courts_with_summaries_due() -> list[str]:
    """Return the courts where notices of an earlier day, by the court's own calendar, wait for a summary report."""
    oldest = (
        Delivery.objects.filter(state=Delivery.State.SUMMARY)
        .order_by()
        .values_list("notice__court_id")
        .annotate(first=Min("made_at"))
    )
    now = clock.now()
    zones = ((court_id, first, reference.court(court_id).zone) for court_id, first in oldest)
    return [court for court, first, zone in zones if first.astimezone(zone).date() < now.astimezone(zone).date()]
