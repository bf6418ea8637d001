"""The header of pages on which somebody files for another one: it names both, as the record will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.names import acting_for
from opencmecf.foundation.access import actor_of
from opencmecf.foundation.ui.frame import frame_of


def show_principal(request: HttpRequest, principal: CourtAccount | None) -> None:
    """Say in the header in whose name this page files; nothing for a filing of one's own."""
    if principal is not None and principal.pk != actor_of(request).court_account_id:
        frame = replace(frame_of(request), acting_for=principal.name)
        request.frame = lambda: frame  # type: ignore[attr-defined]


def show_principal_of(request: HttpRequest, draft: Draft) -> None:
    """Say in the header in whose name a draft is filed; nothing for a filing of one's own."""
    if acting_for(draft, actor_of(request)).get("acting_for_name"):
        show_principal(request, draft.for_attorney)


def show_only_principal(request: HttpRequest, principals: Sequence[CourtAccount]) -> None:
    """Say in the header in whose name whatever is begun here is filed, where there is one filer alone."""
    if len(principals) == 1:
        show_principal(request, principals[0])
