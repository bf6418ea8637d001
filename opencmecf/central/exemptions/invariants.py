"""What must hold between grants and what courts are told."""

from __future__ import annotations

from collections.abc import Iterator

from opencmecf.central.accounts.models import Account
from opencmecf.central.exemptions import queries
from opencmecf.foundation.exemption import exemptions_in


def untold_exemptions() -> Iterator[str]:
    """One sentence for each account whose claims say something else than its grants; what has ended does not count."""
    day = queries.today()
    concerned = Account.objects.exclude(told_to_courts={}) | Account.objects.exclude(exemption_grants=None)
    for account in concerned.distinct().order_by("number"):
        told = {one for one in exemptions_in(account.told_to_courts.get("exemptions", [])) if one.last >= day}
        if told != set(queries.exemptions_of(account)):
            yield f"account:{account.number}: courts are told of other exemptions than it has"
