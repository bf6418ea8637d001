"""Submitting a filing, against its object on disk and the bare SQL of the same rows.

In the path: the bytes of the main document into the store, and `submit` for a draft of a motion with one attachment in
a case of 200 entries: everything of the architecture's one transaction. In the floor: the same bytes into the same
store, and the statements that the same rows need at the least, written by hand, in one transaction on the disk: the
locks on draft, case and uploads, the end of the case's chain of receipts, and every row that has to be there after the
commit, with one job for each document and one for the notice. Not in the path: the check of the PDF, which was done
when it was uploaded, and HTTP.

A second comparison is the same filing with 500 recipients on its service list instead of 5. A third one is eight who
file in the same case at once, each in a process of its own, and the floor likewise.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import town
from measure import compare

ROUNDS = 35  # all drafts are made beforehand, and nobody may have more than 200
ENTRIES = 200
AT_ONCE, EACH, RUSHES = 8, 5, 9  # eight who file five times each, nine times over


def main() -> int:
    """Measure; returns the exit status."""
    house = town.open_town()
    from opencmecf.court.filing import actions
    from opencmecf.court.filing.models import Draft
    from opencmecf.court.filing.tests.filings import draft_of, motion
    from opencmecf.court.receipts.stamping import Signer
    from opencmecf.foundation.storage import default_store

    alice = _alice(house)
    small, large = _case(house, alice, "560001", 5), _case(house, alice, "560002", 500)
    contents = {case: motion(case, alice) for case in (small, large)}
    uploads, kid = [paper.upload for paper in contents[small].papers], Signer.of(house.flsd).row.kid
    store = default_store()

    def drafts(case: Any, count: int) -> list[Any]:
        return [draft_of(contents[case], house.flsd, alice) for _ in range(count)]

    def submit(draft: Any) -> None:
        store.put([os.urandom(20_000)])
        actions.submit(draft=draft, actor=alice)

    def bare(draft: Any) -> None:
        store.put([os.urandom(20_000)])
        _bare_filing(small.pk, draft.pk, uploads, kid)

    waiting = drafts(small, 2 * ROUNDS + 20)
    slow = compare(
        "filing submit",
        floor=lambda: bare(waiting.pop()),
        path=lambda: submit(waiting.pop()),
        must=4.0,
        stretch=1 / 0.45,
        rounds=ROUNDS,
    )
    few_told, many_told = drafts(small, ROUNDS + 10), drafts(large, ROUNDS + 10)
    many = compare(
        "500 recipients instead of 5",
        floor=lambda: submit(few_told.pop()),
        path=lambda: submit(many_told.pop()),
        must=1.3,
        stretch=1.05,
        rounds=ROUNDS,
    )
    team = Team({"bare": bare, "submit": submit})
    rush = compare(
        f"{AT_ONCE} who file in one case at once",
        floor=lambda: team.work("bare"),
        path=lambda: team.work("submit"),
        must=1 / 0.3,
        stretch=1 / 0.45,
        rounds=RUSHES,
        between=lambda: team.hand_out(drafts(small, 2 * AT_ONCE * EACH)),
    )
    assert Draft.objects.filter(state="submitted").count() > 2 * ROUNDS + RUSHES * AT_ONCE * EACH
    return max(slow, many, rush)


class Team:
    """Eight processes with connections of their own, which begin at the same time and are done when the last one is."""

    def __init__(self, tasks: dict[str, Callable[[Any], None]]) -> None:
        from django.db import connection

        connection.close()  # it must not be shared
        fork = multiprocessing.get_context("fork")
        self._pipes = []
        for _ in range(AT_ONCE):
            ours, theirs = fork.Pipe()
            fork.Process(target=_member, args=(theirs, tasks), daemon=True).start()
            self._pipes.append(ours)

    def hand_out(self, drafts: list[Any]) -> None:
        """Give everybody what they are to file."""
        share = len(drafts) // AT_ONCE
        for place, pipe in enumerate(self._pipes):
            pipe.send(drafts[place * share : (place + 1) * share])
            pipe.recv()

    def work(self, task: str) -> None:
        """Have everybody file, and wait for the last one."""
        for pipe in self._pipes:
            pipe.send(task)
        for pipe in self._pipes:
            pipe.recv()


def _member(pipe: Any, tasks: dict[str, Callable[[Any], None]]) -> None:
    held: list[Any] = []
    while True:
        told = pipe.recv()
        if isinstance(told, list):
            held.extend(told)
        else:
            for _ in range(EACH):
                tasks[told](held.pop())
        pipe.send("done")


def _alice(house: Any) -> Any:
    from opencmecf.court.filing.tests.cases import actor_of

    return actor_of(house.flsd.courtaccount_set.get(login="cm-alice"))


def _case(house: Any, alice: Any, case_id: str, recipients: int) -> Any:
    """A case with counsel of record who are told by e-mail, `recipients` of them."""
    from opencmecf.court.cases.models import Appearance, Case
    from opencmecf.court.docket.tests.sheets import entry
    from opencmecf.court.filers.models import CourtAccount
    from opencmecf.court.filing.tests.cases import civil_case

    entries = tuple(entry(number, f"NOTICE number {number} by Robert Okafor.") for number in range(1, ENTRIES + 1))
    case: Case = civil_case(house.flsd, pacer_case_id=case_id, entries=entries)
    own = Appearance.objects.filter(party__case=case, name="Alice Moreno").first()
    assert own is not None
    Appearance.objects.filter(pk=own.pk).update(court_account=alice.court_account_id)
    accounts = CourtAccount.objects.bulk_create(
        CourtAccount(
            court=house.flsd,
            login=f"{case_id}-{number}",
            first_name="Counsel",
            last_name=f"Number{number}",
            email=f"counsel{number}@{case_id}.example",
        )
        for number in range(recipients - 1)
    )
    Appearance.objects.bulk_create(
        Appearance(party=own.party, order=10 + place, name=account.name, court_account=account)
        for place, account in enumerate(accounts)
    )
    return case


def _bare_filing(case: int, draft: uuid.UUID, uploads: Sequence[str], kid: str) -> None:
    """The rows of one filing with two documents and five recipients, by hand."""
    from django.db import connection, transaction

    facts, signature = json.dumps({"x": "y" * 3000}), "s" * 150
    with transaction.atomic(), connection.cursor() as cursor:
        run = cursor.execute
        run("SELECT * FROM filing_draft WHERE id = %s FOR UPDATE", [draft])
        run("SELECT * FROM court_case WHERE id = %s FOR UPDATE", [case])
        run("SELECT * FROM case_appearance a JOIN case_party p ON p.id = a.party_id WHERE p.case_id = %s", [case])
        run("SELECT * FROM upload WHERE id = ANY(%s::uuid[]) ORDER BY id FOR UPDATE", [list(uploads)])
        run("SELECT place, hash FROM filing_receipt_entry WHERE case_id = %s ORDER BY place DESC LIMIT 1", [case])
        place, previous = cursor.fetchone() or (0, "0" * 64)
        run('SELECT max("order"), max(number_value) FROM docket_entry WHERE case_id = %s', [case])
        order, number = cursor.fetchone()
        run(
            "INSERT INTO running_number (court_id, series, next) VALUES ('flsd', 'bench', 3)"
            " ON CONFLICT ON CONSTRAINT running_number_series_once DO UPDATE SET next = running_number.next + 3"
            " RETURNING next"
        )
        sequence = cursor.fetchone()[0]
        run(
            "INSERT INTO document (court_id, prefix, number, has_made_number, dm_id, pages, bytes, restriction, sha256,"
            " media_type, file_name, stored_at, stored_by) SELECT 'flsd', '051', 900000000 + %s + n, true, '', 1, 1,"
            " 'public', repeat('a', 64), 'application/pdf', 'a.pdf', now(), 'x' FROM generate_series(0, 1) n"
            " RETURNING id",
            [sequence],
        )
        documents = [row[0] for row in cursor.fetchall()]
        run(
            'INSERT INTO docket_entry (case_id, "order", de_seq_num, has_made_seq_num, number, number_value, repeat,'
            " date_filed, date_entered, time_entered, words, restriction, text_restriction, row_html)"
            " VALUES (%s, %s, %s, true, %s, %s, 0, current_date, current_date, '', 'MOTION', 'public', 'public',"
            " repeat('r', 400))"
            " RETURNING id",
            [case, order + 1, 900000000 + sequence, str(number + 1), number + 1],
        )
        entry = cursor.fetchone()[0]
        run(
            "INSERT INTO docket_entry_document (entry_id, document_id, attachment_number, description, is_linked)"
            " VALUES (%s, %s, 0, '', true), (%s, %s, 1, '', true)",
            [entry, documents[0], entry, documents[1]],
        )
        run(
            "INSERT INTO motion_part (entry_id, part, relief, outcome, is_pending)"
            " VALUES (%s, 0, 'Motion to Dismiss', '', true)",
            [entry],
        )
        run(
            "INSERT INTO notice (court_id, entered_by, facts, lists, service_list_hash, is_sent)"
            " VALUES ('flsd', 'x', %s, '{}', repeat('a', 64), true) RETURNING id",
            [facts],
        )
        notice, receipt = cursor.fetchone()[0], uuid.uuid4()
        run(
            "INSERT INTO filing_receipt (key, court_id, filed_by, accepted_at, facts, signature, notice_id,"
            " dictionary_version) VALUES (%s, 'flsd', 'x', now(), %s, %s, %s, '1')",
            [receipt, facts, signature, notice],
        )
        run(
            "INSERT INTO filing_receipt_entry (receipt_id, case_id, entry_id, place, previous, hash)"
            " VALUES (%s, %s, %s, %s, %s, repeat('b', 64))",
            [receipt, case, entry, place + 1, previous],
        )
        run(
            "INSERT INTO document_stamp (document_id, receipt_id, key_id, text)"
            " SELECT id, %s, %s, repeat('s', 230) FROM unnest(%s::bigint[]) id",
            [receipt, kid, documents],
        )
        run(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " SELECT 'default', 'x', '{}' FROM generate_series(1, 3)"
        )
        run("UPDATE filing_draft SET state = 'submitted' WHERE id = %s", [draft])
        run("SELECT audit_append(%s, %s)", [f"draft:{draft}", facts])
        run("SELECT audit_append(%s, %s)", [f"bench:{case}", facts])


if __name__ == "__main__":
    sys.exit(main())
