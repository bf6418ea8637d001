"""Whether an account may search cases: the centre settles it, a court goes by it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import TextChoices

from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind

ACTIVATE_PATH = "/manage/activate"  # at the accounts site


class CaseSearch(TextChoices):
    """The "Case search status" of Manage My Account (feature map 1.1)."""

    PENDING_TOKEN = "pending_token", "Pending token"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"


class CaseSearchNotActive(Refused):
    """What was asked for is charged for, and the account's case search is not active."""

    def __init__(self, status: str) -> None:
        where = settings.SITE_NAMES[0].url(SiteKind.PACER, ACTIVATE_PATH)
        if status == CaseSearch.PENDING_TOKEN:
            super().__init__(
                "Your case search is not active yet, so that nothing can be viewed for a charge. Nothing was charged.",
                "Activate it with a card at once, or with the token of the letter that we send you. Filing does not "
                "wait for it.",
                links=(("Activate my case search", where),),
            )
        else:
            super().__init__(
                "The case search of your account is inactive. Nothing was charged.",
                "If you have another PACER account, use that one. Otherwise call the PACER Service Center.",
                links=(("Manage My Account", where),),
            )


def require(status: str) -> None:
    """Raise `CaseSearchNotActive` unless an account of that case search status may view for a charge."""
    if status != CaseSearch.ACTIVE:
        raise CaseSearchNotActive(status)
