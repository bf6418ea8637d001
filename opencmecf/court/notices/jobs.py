"""The worker's part of notices."""

from __future__ import annotations

from opencmecf.court.notices.actions import address_deliveries, send_deliveries
from opencmecf.court.notices.models import FiledNotice
from opencmecf.foundation.jobs import job


@job("notices:deliver")
def deliver(notice_id: int) -> None:
    """Tell everybody on the service list of a notice; whoever has been told before is passed over."""
    filed = FiledNotice.objects.get(pk=notice_id)
    address_deliveries(filed=filed)
    send_deliveries(filed=filed)
