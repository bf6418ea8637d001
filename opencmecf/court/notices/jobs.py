"""The worker's part of notices."""

from __future__ import annotations

from opencmecf.court.notices.actions import address_deliveries, send_deliveries, send_summaries
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.notices.queries import courts_with_summaries_due
from opencmecf.foundation.jobs import job, periodic


@job("notices:deliver")
def deliver(notice_id: int) -> None:
    """Tell everybody on the service list of a notice; whoever has been told before is passed over."""
    filed = FiledNotice.objects.get(pk=notice_id)
    address_deliveries(filed=filed)
    send_deliveries(filed=filed)


@periodic("notices:summaries", cron="*/15 * * * *")
def summaries() -> None:
    """Send the summary reports of the courts at which a new day has begun."""
    for court_id in courts_with_summaries_due():
        send_summaries(court_id=court_id)
