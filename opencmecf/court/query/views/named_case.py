"""The case that a request names, by its id or by a number that somebody typed."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.http import HttpRequest

from opencmecf.court.cases.models import Case
from opencmecf.court.cases.queries import case_by_id
from opencmecf.court.cases.typed_number import cases_typed
from opencmecf.court.docket import queries
from opencmecf.court.docket.models import Docket
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Actor, actor_of
from opencmecf.foundation.errors import NotFound

NOT_FOUND = "Case not found."
_CASE_ID = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f-]{0,35}")
_NONCE = re.compile(r"\w+-L_\w+-0-(?P<case>.+)")


def case_of_id(request: HttpRequest, case_id: str) -> Case | None:
    """Return the case with an id that the person may see, or None."""
    if not _CASE_ID.fullmatch(case_id):
        return None
    actor: Actor = actor_of(request)
    try:
        return case_by_id(court_id=court_of(request).court_id, case_id=case_id, actor=actor)
    except NotFound:
        return None


def docket_of_id(request: HttpRequest, case_id: str) -> Docket | None:
    """Return the docket of a case with an id that the person may see, or None."""
    if not _CASE_ID.fullmatch(case_id):
        return None
    return queries.docket_of_id(court_id=court_of(request).court_id, case_id=case_id, actor=actor_of(request))


def cases_of_number(request: HttpRequest, typed: str) -> list[Case]:
    """Return the cases that a typed number may mean; only the one where it is the number in full."""
    found = cases_typed(court_id=court_of(request).court_id, text=typed, actor=actor_of(request))
    exact = [case for case in found if case.number == typed.strip()]
    return exact or found


def case_of_query_string(request: HttpRequest) -> Case | None:
    """Return the case that the query string names, or None: "560001", or at the end of a token "1-L_1_0-0-560001"."""
    query = unquote(request.META["QUERY_STRING"]).partition("&")[0]
    token = _NONCE.fullmatch(query)
    return case_of_id(request, token["case"] if token else query.removeprefix("caseid="))


def token_of(case: Case) -> str:
    """Return the token that names a case in the address of a form."""
    return f"1-L_1_0-0-{case.pacer_case_id}"
