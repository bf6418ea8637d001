"""What must hold of every notice (`cmecf check`)."""

from __future__ import annotations

from collections.abc import Iterator

from opencmecf.court.notices import json_form
from opencmecf.court.notices.models import FiledNotice, ServiceList

_BATCH = 500


def broken_notices() -> Iterator[str]:
    """Yield one sentence for each service list that is not as it was kept, and each notice that has other ones."""
    kept = set()
    for one in ServiceList.objects.order_by("hash").iterator(chunk_size=_BATCH):
        kept.add(one.hash)
        if json_form.list_hash(one.people) != one.hash:
            yield f"The service list {one.hash} is not as it was kept."
    for filed in FiledNotice.objects.order_by("pk").iterator(chunk_size=_BATCH):
        if not kept.issuperset(filed.lists):
            yield f"{filed.court_id}: a service list of notice {filed.pk} is missing."
        elif len(filed.lists) != len(filed.facts["cases"]):
            yield f"{filed.court_id}: notice {filed.pk} has not one service list for each case."
        elif json_form.service_list_hash(filed.facts, filed.lists) != filed.service_list_hash:
            yield f"{filed.court_id}: the service lists of notice {filed.pk} are other ones."
