"""Reading people and their court accounts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from opencmecf.court.filers import rules
from opencmecf.court.filers.models import CourtAccount, CredentialAttempt, LinkRequest, Person
from opencmecf.foundation.access import Actor
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.database.prepared import Prepared
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.throttle import name_fingerprint

# The person, provided that the court knows all of it as the claims tell it: a part of the statement of every sign-on.
PERSON_AS_CLAIMED = """
SELECT id FROM court_person WHERE court_id = %(court)s::text AND account_number = %(account_number)s
    AND name = %(name)s AND first_name = %(first_name)s AND middle_name = %(middle_name)s
    AND last_name = %(last_name)s AND generation = %(generation)s AND email = %(email)s
    AND account_class = %(account_class)s AND account_type = %(account_type)s AND is_shared = %(is_shared)s
    AND exemptions = %(exemptions)s::jsonb AND client_code_rule = %(client_code_rule)s::jsonb
    AND case_search = %(case_search)s
"""


def person_of(actor: Actor) -> Person:
    """The PACER user behind `actor`. Raises `NotFound` for somebody signed in with a court-issued login alone."""
    if actor.person_id is None:
        raise NotFound
    return Person.objects.select_related("court").get(pk=actor.person_id)


def facts_in(claims: Mapping[str, Any]) -> dict[str, Any]:
    """What the claims of a sign-on tell of a person, by column."""
    return {
        "name": claims["name"],
        "first_name": claims.get("given_name", ""),
        "middle_name": claims.get("middle_name", ""),
        "last_name": claims.get("family_name", ""),
        "generation": claims.get("generation", ""),
        "email": claims.get("email", ""),
        "account_class": claims.get("account_class", ""),
        "account_type": claims.get("account_type", ""),
        "is_shared": bool(claims.get("shared")),
        "exemptions": claims.get("exemptions", []),
        "client_code_rule": claims.get("client_code_rule", {}),
        "case_search": claims.get("case_search", CaseSearch.ACTIVE.value),
    }


def person_as_claimed(court_id: str, claims: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `PERSON_AS_CLAIMED`."""
    facts = facts_in(claims)
    in_json = {name: json.dumps(value) for name, value in facts.items() if isinstance(value, (list, dict))}
    return {**facts, **in_json, "court": court_id, "account_number": claims["sub"]}


def person_of_account(court_id: str, account_number: str) -> Person | None:
    """The court's row for a PACER account, or None when it has not been here yet."""
    return _person.first(court_id=court_id, account_number=account_number)


_person = Prepared(
    lambda court_id, account_number: Person.objects.filter(court_id=court_id, account_number=account_number)
)


def linked_account(person: Person) -> CourtAccount | None:
    """The court account that `person` is linked to, or None."""
    return CourtAccount.objects.filter(person=person).first()


def account_linked_to(court_id: str, account_number: str) -> CourtAccount | None:
    """The court account that a PACER account is linked to at a court, or None."""
    return CourtAccount.objects.filter(court_id=court_id, person__account_number=account_number).first()


def link_request(request_id: uuid.UUID, *, actor: Actor) -> LinkRequest:
    """A link request of this very person, used or not. Raises `NotFound` for any other."""
    requests = LinkRequest.objects.select_related("person__court", "court_account")
    return requests.get_for(actor, pk=request_id)


def attempts_at(account: CourtAccount) -> QuerySet[CredentialAttempt]:
    """Every attempt to prove a court account by its login and password, newest first: at sign-in and when linking."""
    tried = CredentialAttempt.objects.filter(
        court_id=account.court_id, login_fingerprint=name_fingerprint(account.login)
    )
    return tried.select_related("person").order_by("-at", "-pk")


def is_still_open(request: LinkRequest) -> bool:
    """Whether the request can still be submitted: unused, and not older than a quarter of an hour."""
    fresh = LinkRequest.objects.filter(pk=request.pk, created_at__gt=Now() - rules.LINK_TAKES_AT_MOST)
    return fresh.filter(used_at__isnull=True).exists()
