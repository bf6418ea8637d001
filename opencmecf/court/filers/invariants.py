"""What must hold between court accounts, PACER users and the audit trail."""

from __future__ import annotations

import json
from collections.abc import Iterator

from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.audit.models import AuditEvent

LINKED, UNLINKED = "filer:account:link", "filer:account:unlink"


def broken_links() -> Iterator[str]:
    """One sentence for each link without its audit row, and each audit row without its link."""
    trail = _links_by_trail()
    for account in CourtAccount.objects.select_related("person").order_by("pk").iterator():
        told = trail.pop(account.chain, "")
        number = account.person.account_number if account.person else ""
        if told != number:
            yield f"{account.chain}: the record says linked to {number or 'nobody'}, the trail {told or 'nobody'}"
        if number and account.password:
            yield f"{account.chain}: it is linked and still has a password"
        if account.person and account.person.court_id != account.court_id:
            yield f"{account.chain}: it is linked to a PACER user of another court"
    for chain, number in trail.items():
        if number:
            yield f"{chain}: the trail says linked to {number}, and there is no such account"


def _links_by_trail() -> dict[str, str]:
    """The account number that each filer's chain says it is linked to, empty where it was unlinked."""
    state: dict[str, str] = {}
    events = AuditEvent.objects.filter(chain__startswith="filer:").order_by("chain", "position")
    for chain, body in events.values_list("chain", "body").iterator():
        event = json.loads(body)
        if event["act"] in (LINKED, UNLINKED):
            state[chain] = event["data"]["account_number"] if event["act"] == LINKED else ""
    return state
