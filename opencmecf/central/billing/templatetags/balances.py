"""What pages of other rooms say about what an account owes."""

from __future__ import annotations

from django import template

from opencmecf.central.accounts.models import Account
from opencmecf.central.billing import queries
from opencmecf.foundation.money import dollars

register = template.Library()


@register.simple_tag
def balance_due(account: Account) -> str:
    """What `account` owes now, such as $30.10; only on pages that may tell of the account."""
    return dollars(queries.balance_of(account).due_cents)
