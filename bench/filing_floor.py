"""What `bench_filing` compares with: the rows of one filing with two documents and five recipients, by hand."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

FACTS, SIGNATURE = json.dumps({"x": "y" * 3000}), "s" * 150


def bare_filing(*, case: int, draft: uuid.UUID, uploads: Sequence[str], kid: str) -> None:
    """Write the rows in one transaction; `kid` names the court's signing key."""
    with transaction.atomic(), connection.cursor() as cursor:
        _lock(cursor, case, draft, uploads)
        order, number = _end_of_docket(cursor, case)
        sequence = _sequence(cursor)
        documents = _insert_documents(cursor, sequence)
        last = {"order": order + 1, "number": number + 1, "sequence": sequence}
        entry = _insert_entry(cursor, case, **last, documents=documents)
        _insert_receipt(cursor, case, entry=entry, notice=_insert_notice(cursor), documents=documents, kid=kid)
        _finish(cursor, case, draft)


def _lock(cursor: Any, case: int, draft: uuid.UUID, uploads: Sequence[str]) -> None:
    """Lock draft, case and uploads, and read who appears in the case."""
    run = cursor.execute
    run("SELECT * FROM filing_draft WHERE id = %s FOR UPDATE", [draft])
    run("SELECT * FROM court_case WHERE id = %s FOR UPDATE", [case])
    run("SELECT * FROM case_appearance a JOIN case_party p ON p.id = a.party_id WHERE p.case_id = %s", [case])
    run("SELECT * FROM upload WHERE id = ANY(%s::uuid[]) ORDER BY id FOR UPDATE", [list(uploads)])


def _end_of_docket(cursor: Any, case: int) -> tuple[int, int]:
    """The place and the number of the last entry."""
    cursor.execute('SELECT max("order"), max(number_value) FROM docket_entry WHERE case_id = %s', [case])
    order, number = cursor.fetchone()
    return order, number


def _sequence(cursor: Any) -> int:
    """The number behind three that nobody else gets."""
    cursor.execute(
        "INSERT INTO running_number (court_id, series, next) VALUES ('flsd', 'bench', 3)"
        " ON CONFLICT ON CONSTRAINT running_number_series_once DO UPDATE SET next = running_number.next + 3"
        " RETURNING next"
    )
    return int(cursor.fetchone()[0])


def _insert_documents(cursor: Any, sequence: int) -> list[int]:
    cursor.execute(
        "INSERT INTO document (court_id, prefix, number, has_made_number, dm_id, pages, bytes, restriction, sha256,"
        " media_type, file_name, stored_at, stored_by) SELECT 'flsd', '051', 900000000 + %s + n, true, '', 1, 1,"
        " 'public', repeat('a', 64), 'application/pdf', 'a.pdf', now(), 'x' FROM generate_series(0, 1) n"
        " RETURNING id",
        [sequence],
    )
    return [row[0] for row in cursor.fetchall()]


def _insert_entry(cursor: Any, case: int, *, order: int, number: int, sequence: int, documents: Sequence[int]) -> int:
    """The entry of a motion, with its two documents and the part that waits for a ruling."""
    cursor.execute(
        'INSERT INTO docket_entry (case_id, "order", de_seq_num, has_made_seq_num, number, number_value, repeat,'
        " date_filed, date_entered, time_entered, words, restriction, text_restriction, row_html)"
        " VALUES (%s, %s, %s, true, %s, %s, 0, current_date, current_date, '', 'MOTION', 'public', 'public',"
        " repeat('r', 400))"
        " RETURNING id",
        [case, order, 900000000 + sequence, str(number), number],
    )
    entry = int(cursor.fetchone()[0])
    cursor.execute(
        "INSERT INTO docket_entry_document (entry_id, document_id, attachment_number, description, is_linked)"
        " VALUES (%s, %s, 0, '', true), (%s, %s, 1, '', true)",
        [entry, documents[0], entry, documents[1]],
    )
    cursor.execute(
        "INSERT INTO motion_part (entry_id, part, relief, outcome, is_pending)"
        " VALUES (%s, 0, 'Motion to Dismiss', '', true)",
        [entry],
    )
    return entry


def _insert_notice(cursor: Any) -> int:
    cursor.execute(
        "INSERT INTO notice (court_id, entered_by, facts, lists, service_list_hash, is_sent)"
        " VALUES ('flsd', 'x', %s, '{}', repeat('a', 64), true) RETURNING id",
        [FACTS],
    )
    return int(cursor.fetchone()[0])


def _insert_receipt(cursor: Any, case: int, *, entry: int, notice: int, documents: Sequence[int], kid: str) -> None:
    """The receipt at the end of the case's chain, and a stamp for each document."""
    cursor.execute(
        "SELECT place, hash FROM filing_receipt_entry WHERE case_id = %s ORDER BY place DESC LIMIT 1", [case]
    )
    place, previous = cursor.fetchone() or (0, "0" * 64)
    receipt = uuid.uuid4()
    cursor.execute(
        "INSERT INTO filing_receipt (key, court_id, filed_by, accepted_at, facts, signature, notice_id,"
        " dictionary_version) VALUES (%s, 'flsd', 'x', now(), %s, %s, %s, '1')",
        [receipt, FACTS, SIGNATURE, notice],
    )
    cursor.execute(
        "INSERT INTO filing_receipt_entry (receipt_id, case_id, entry_id, place, previous, hash)"
        " VALUES (%s, %s, %s, %s, %s, repeat('b', 64))",
        [receipt, case, entry, place + 1, previous],
    )
    cursor.execute(
        "INSERT INTO document_stamp (document_id, receipt_id, key_id, text)"
        " SELECT id, %s, %s, repeat('s', 230) FROM unnest(%s::bigint[]) id",
        [receipt, kid, list(documents)],
    )


def _finish(cursor: Any, case: int, draft: uuid.UUID) -> None:
    """Leave the jobs, close the draft, and put both on the trail."""
    run = cursor.execute
    run(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        " SELECT 'default', 'x', '{}' FROM generate_series(1, 3)"
    )
    run("UPDATE filing_draft SET state = 'submitted' WHERE id = %s", [draft])
    run("SELECT audit_append(%s, %s)", [f"draft:{draft}", FACTS])
    run("SELECT audit_append(%s, %s)", [f"bench:{case}", FACTS])
