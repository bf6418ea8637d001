"""The rows of a docket's head, all in the query that finds the docket: seven tables would be as many questions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from opencmecf.court.cases.models import (
    Appearance,
    Count,
    CountSection,
    HeaderBlock,
    HeaderFact,
    Party,
)

Row = TypeVar("Row", bound=Model)

# A JSON array of six: what a query of `docket` shows as one more column.
HEAD_COLUMN = """
json_build_array(
    (SELECT json_agg(f ORDER BY f."order") FROM case_header_fact f WHERE f.case_id = docket.case_id),
    (SELECT json_agg(b ORDER BY b."order") FROM case_header_block b WHERE b.case_id = docket.case_id),
    (SELECT json_agg(p ORDER BY p."order") FROM case_party p WHERE p.case_id = docket.case_id),
    (SELECT json_agg(a ORDER BY a.party_id, a."order")
     FROM case_appearance a JOIN case_party p ON p.id = a.party_id WHERE p.case_id = docket.case_id),
    (SELECT json_agg(s ORDER BY s.party_id, s."order")
     FROM case_count_section s JOIN case_party p ON p.id = s.party_id WHERE p.case_id = docket.case_id),
    (SELECT json_agg(c ORDER BY c.section_id, c."order")
     FROM case_count c JOIN case_count_section s ON s.id = c.section_id JOIN case_party p ON p.id = s.party_id
     WHERE p.case_id = docket.case_id)
)::text
"""


@dataclass(frozen=True, slots=True)
class HeadRows:
    """The rows, in their order. Dates among them are texts: what is printed does not come from them."""

    facts: list[HeaderFact]
    blocks: list[HeaderBlock]
    parties: list[Party]
    appearances: list[Appearance]
    sections: list[CountSection]
    counts: list[Count]


def head_rows(column: str) -> HeadRows:
    """Return the rows that `HEAD_COLUMN` holds, whoever may see them."""
    facts, blocks, parties, appearances, sections, counts = json.loads(column)
    return HeadRows(
        facts=_made(HeaderFact, facts),
        blocks=_made(HeaderBlock, blocks),
        parties=_made(Party, parties),
        appearances=_made(Appearance, appearances),
        sections=_made(CountSection, sections),
        counts=_made(Count, counts),
    )


def _made(model: type[Row], values: Iterable[dict[str, Any]] | None) -> list[Row]:
    return [model(**columns) for columns in values or ()]
