"""What must hold between dockets, documents and the audit trail."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

_CHECKS = (
    (
        "case {0} at {1}: entry number {2} stands more than once, and not as a repetition of an old docket",
        """
        SELECT c.pacer_case_id, c.court_id, e.number FROM docket_entry e JOIN court_case c ON c.id = e.case_id
        WHERE e.number IS NOT NULL GROUP BY c.id, e.number
        HAVING count(*) <> max(e.repeat) + 1 OR count(DISTINCT e.repeat) <> count(*)
        """,
    ),
    (
        "case {0} at {1}: {2} entries are not in order from 0 without gaps",
        """
        SELECT c.pacer_case_id, c.court_id, count(*) FROM docket_entry e JOIN court_case c ON c.id = e.case_id
        GROUP BY c.id HAVING min(e."order") <> 0 OR max(e."order") <> count(*) - 1
        """,
    ),
    (
        "case {0} at {1}: {2} parties are not in order from 0 without gaps",
        """
        SELECT c.pacer_case_id, c.court_id, count(*) FROM case_party p JOIN court_case c ON c.id = p.case_id
        GROUP BY c.id HAVING min(p."order") <> 0 OR max(p."order") <> count(*) - 1
        """,
    ),
    (
        "document {0} at {1}: the number belongs to {2} documents",
        """
        SELECT prefix || '0' || number, court_id, count(*) FROM document
        GROUP BY court_id, prefix, number HAVING count(*) > 1
        """,
    ),
    (
        "document {0} at {1}: entry {2} of another court holds it",
        """
        SELECT d.prefix || '0' || d.number, d.court_id, e.de_seq_num FROM docket_entry_document h
        JOIN document d ON d.id = h.document_id JOIN docket_entry e ON e.id = h.entry_id
        JOIN court_case c ON c.id = e.case_id WHERE c.court_id <> d.court_id
        """,
    ),
    (
        "case {0} at {1}: there is no row on its docket, so that no page shows it{2}",
        """
        SELECT c.pacer_case_id, c.court_id, '' FROM court_case c
        WHERE NOT EXISTS (SELECT 1 FROM docket d WHERE d.case_id = c.id)
        """,
    ),
    (
        "case {0} at {1}: the trail does not say how it came here{2}",
        """
        SELECT c.pacer_case_id, c.court_id, '' FROM court_case c WHERE NOT EXISTS (
            SELECT 1 FROM audit_event a WHERE a.chain = 'case:' || c.court_id || ':' || c.pacer_case_id)
        """,
    ),
    (
        "case {0} at {1}: the trail says {2}, and the case does not",
        """
        SELECT c.pacer_case_id, c.court_id, said.level FROM court_case c JOIN LATERAL (
            SELECT a.body::jsonb -> 'data' ->> 'to' AS level FROM audit_event a
            WHERE a.chain = 'case:' || c.court_id || ':' || c.pacer_case_id
            AND a.body::jsonb ->> 'act' = 'case:record:restrict' ORDER BY a.position DESC LIMIT 1
        ) said ON true WHERE said.level <> c.restriction
        """,
    ),
    (
        "case {0} at {1}: its last entry that everybody may see is of another day than {2}",
        """
        SELECT c.pacer_case_id, c.court_id, c.last_entry_on FROM court_case c WHERE c.last_entry_on IS DISTINCT FROM (
            SELECT max(e.date_filed) FROM docket_entry e WHERE e.case_id = c.id AND e.restriction = 'public')
        """,
    ),
    (
        "number {0} at {1} was made, and the running numbers of series {2} have not come that far",
        """
        SELECT made.top, made.court_id, made.series FROM (
            SELECT court_id, 'case' AS series, max(pacer_case_id::bigint) AS top
            FROM court_case WHERE has_made_id GROUP BY court_id
            UNION ALL
            SELECT court_id, 'document', max(number) FROM document WHERE has_made_number GROUP BY court_id
        ) made LEFT JOIN running_number r ON r.court_id = made.court_id AND r.series = made.series
        WHERE r.next IS NULL OR r.next <= made.top
        """,
    ),
)


def broken_dockets() -> Iterator[str]:
    """Yield one sentence for each docket, document or case that is not as it must be."""
    for sentence, query in _CHECKS:
        with connection.cursor() as cursor:
            cursor.execute(query)
            for found in cursor:
                yield sentence.format(*found)
