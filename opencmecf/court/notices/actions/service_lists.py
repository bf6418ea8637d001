"""Keeping service lists.

A list is kept once, under its hash, however many filings are served on it. What a case was served on last is kept with
a hash of everything that it was made of, which the database computes without sending a row: the list of a case with
hundreds of attorneys is made again when one of them has changed, and not with each filing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opencmecf.court.cases.models import Case
from opencmecf.court.notices import json_form
from opencmecf.court.notices.service_list import service_list
from opencmecf.court.notices.values import Addressee
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.prepared import execute, first_line

# Everything that `service_list` reads; the printed lines of an attorney only where it may come to look at them.
_MADE_OF = """
SELECT coalesce(encode(sha256(convert_to(string_agg(ROW (
    one.name, one.roles, account.id, account.is_active, account.email, account.first_name, account.middle_name,
    account.last_name, account.generation, address.address, address.receives, address.confirmed_at IS NULL,
    CASE WHEN one.has_namesake OR account.is_active IS NOT TRUE OR account.email = '' OR address.id IS NOT NULL
    THEN one.lines END
)::text, '' ORDER BY one.party_order, one.party_id, one."order", one.id, address.id), 'UTF8')), 'hex'), '') AS hash
FROM (
    SELECT appearance.*, party."order" AS party_order, count(*) OVER (PARTITION BY appearance.name) > 1 AS has_namesake
    FROM case_party party JOIN case_appearance appearance ON appearance.party_id = party.id
    WHERE party.case_id = %(case)s
) one
LEFT JOIN court_account account ON account.id = one.court_account_id
LEFT JOIN notice_address address ON address.account_id = account.id
"""
_KEPT = f"""
SELECT made_of.hash, list.hash, list.is_mailed
FROM ({_MADE_OF}) AS made_of
LEFT JOIN notice_case_service_list kept ON kept.case_id = %(case)s AND kept.made_of = made_of.hash
LEFT JOIN notice_service_list list ON list.hash = kept.list_id
"""  # noqa: S608 - put together from the constant above
_KEEP = """
INSERT INTO notice_service_list (hash, people, is_mailed)
SELECT * FROM unnest(%s::text[], %s::jsonb[], %s::boolean[]) AS given (hash, people, is_mailed) ORDER BY hash
ON CONFLICT (hash) DO NOTHING
"""
_KEEP_FOR_CASE = """
INSERT INTO notice_case_service_list (case_id, made_of, list_id) VALUES (%s, %s, %s)
ON CONFLICT (case_id) DO UPDATE SET made_of = excluded.made_of, list_id = excluded.list_id
"""


@dataclass(frozen=True, slots=True)
class KeptList:
    """A service list that is kept. `is_mailed`: whether anybody on it is told by e-mail."""

    hash: str
    is_mailed: bool


@part_of_an_act
def keep_lists(*, lists: Iterable[Sequence[Addressee]]) -> list[KeptList]:
    """Keep service lists, each once, and return them as they are kept, in their order."""
    written = [json_form.people_to_json(people) for people in lists]
    if not written:
        return []
    kept = [KeptList(json_form.list_hash(people), any(one["addresses"] for one in people)) for people in written]
    execute(_KEEP, [[one.hash for one in kept], [json.dumps(one) for one in written], [one.is_mailed for one in kept]])
    return kept


@part_of_an_act
def keep_lists_of_cases(*, cases: Sequence[Case]) -> list[KeptList]:
    """Keep who is served in each of these cases now, and return the lists in their order.

    Whoever calls has the cases locked, in an order that is the same for everybody.
    """
    known = {case.pk: first_line(_KEPT, {"case": case.pk}) or ("", None, None) for case in cases}
    stale = [case for case in cases if known[case.pk][1] is None]
    made = dict(zip([case.pk for case in stale], keep_lists(lists=[service_list(case) for case in stale]), strict=True))
    for case in stale:
        made_of = known[case.pk][0]
        if first_line(_MADE_OF, {"case": case.pk}) == (made_of,):  # nobody changed anything meanwhile
            execute(_KEEP_FOR_CASE, [case.pk, made_of, made[case.pk].hash])
    return [made.get(case.pk) or KeptList(*known[case.pk][1:]) for case in cases]
