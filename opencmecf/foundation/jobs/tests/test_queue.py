"""Jobs: born with the act, done at least once, taken up again when a worker dies."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from time import sleep

import pytest
from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from opencmecf.foundation.jobs import enqueue, enqueue_outside, queries, queue, worker
from opencmecf.foundation.processes import wait_until


@pytest.fixture(autouse=True)
def queue_of_its_own(db: None) -> Iterator[None]:
    """The queue is empty before and after; its tables are not Django's, so that nobody else empties them."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def names() -> list[str]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True))


def pause_after(attempts: int) -> int | None:
    """The seconds until the next try of a job that has been tried `attempts` times before this one."""
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="mail:send", attempts=attempts)
    decision = queue.PERSISTENT.get_retry_decision(exception=OSError(), job=job)
    if decision is None or decision.retry_at is None:
        return None
    return round((decision.retry_at - datetime.now(UTC)).total_seconds())


def taken_by_a_worker(*, heartbeat_seconds_ago: int) -> int:
    """A job that a worker has begun and whose heart last beat so long ago; returns the job's id."""
    enqueue("mail:send", message_id=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id",
            [heartbeat_seconds_ago],
        )
        (worker_id,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s RETURNING id", [worker_id])
        (job_id,) = cursor.fetchone()
    return int(job_id)


@pytest.mark.django_db(transaction=True)
def test_a_job_is_there_once_its_act_has_committed() -> None:
    with transaction.atomic():
        enqueue("mail:send", message_id=7)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args, job.status) == ("mail:send", {"message_id": 7}, "todo")


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_takes_its_job_with_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue("mail:send", message_id=7)
        _ = 1 / 0
    assert names() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_without_an_act_is_a_fault() -> None:
    with pytest.raises(RuntimeError, match="mail:send is enqueued outside"):
        enqueue("mail:send", message_id=7)
    assert names() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_that_waits_does_not_keep_another_from_being_done() -> None:
    each_waits_for_the_other = threading.Barrier(2, timeout=10)

    @queue.job("test:meet")
    def meet() -> None:
        each_waits_for_the_other.wait()

    try:
        with transaction.atomic():
            enqueue("test:meet")
            enqueue("test:meet")
        worker.run(until_empty=True)
        meetings = ProcrastinateJob.objects.filter(task_name="test:meet")
        assert list(meetings.values_list("status", flat=True)) == ["succeeded", "succeeded"]
    finally:
        del app.tasks["test:meet"]


@pytest.mark.django_db(transaction=True)
def test_jobs_of_one_turn_are_done_one_after_the_other() -> None:
    at_work, done = [], []

    @queue.job("test:tell")
    def tell(number: int) -> None:
        at_work.append(number)
        sleep(0.05)
        done.append((number, list(at_work)))
        at_work.remove(number)

    try:
        with transaction.atomic():
            for number in range(4):
                queue.enqueue_in_turn("test:tell", turn="account", number=number)
        for _ in range(4):
            worker.run(until_empty=True)  # which ends where a job waits for its turn
        assert done == [(number, [number]) for number in range(4)]
    finally:
        del app.tasks["test:tell"]


@pytest.mark.django_db(transaction=True)
def test_servers_of_others_keep_no_other_job_waiting() -> None:
    done = threading.Event()

    @queue.job("test:call", attempts=RetryStrategy(max_attempts=1))
    def call() -> None:
        assert done.wait(30)

    @queue.job("test:work")
    def work() -> None:
        done.set()

    jobs = ProcrastinateJob.objects.filter(task_name__in=["test:call", "test:work"])

    def stop_once_all_is_done() -> None:
        try:
            wait_until(lambda: not jobs.exclude(status="succeeded").exists(), 25)
        finally:
            connection.close()
            os.kill(os.getpid(), signal.SIGTERM)

    stopping = threading.Thread(target=stop_once_all_is_done)
    try:
        with transaction.atomic():
            for _ in range(worker.AT_ONCE + worker.OUTSIDE_AT_ONCE):
                enqueue_outside("test:call")
            enqueue("test:work")
        stopping.start()
        worker.run()
        stopping.join()
        assert set(jobs.values_list("task_name", "status", "queue_name")) == {
            ("test:call", "succeeded", "outside"),
            ("test:work", "succeeded", "default"),
        }
    finally:
        del app.tasks["test:call"], app.tasks["test:work"]


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_is_taken_up_again() -> None:
    job_id = taken_by_a_worker(heartbeat_seconds_ago=60)
    assert worker.rescue_stalled_jobs() == 1
    assert ProcrastinateJob.objects.get(pk=job_id).status == "todo"
    assert worker.rescue_stalled_jobs() == 0


@pytest.mark.django_db
def test_the_job_of_a_living_worker_is_left_alone() -> None:
    job_id = taken_by_a_worker(heartbeat_seconds_ago=worker.HEARTBEAT_SECONDS)
    assert worker.rescue_stalled_jobs() == 0
    assert ProcrastinateJob.objects.get(pk=job_id).status == "doing"


def test_a_failing_job_is_tried_for_hours_with_growing_pauses() -> None:
    waits = [pause_after(attempts) for attempts in range(7)]
    assert waits == [5, 25, 125, 625, 3125, 15625, 78125]
    assert pause_after(7) is None


@pytest.mark.parametrize(
    "name",
    [
        "court:tell-directory",
        "filer:tell-register",
        "jobs:rescue",
        "jobs:tidy",
        "mail:send",
        "signon:end-sessions",
        "signon:tell-program",
        "signon:tell-site",
    ],
)
def test_the_worker_knows_every_job_that_the_house_enqueues(name: str) -> None:
    app.perform_import_paths()
    assert name in app.tasks


@pytest.mark.django_db
def test_done_jobs_are_forgotten_after_some_days_and_failed_ones_are_not() -> None:
    for status, days in (("succeeded", 4), ("failed", 4), ("succeeded", 1)):
        enqueue("mail:send", message_id=days)
        job_id = ProcrastinateJob.objects.latest("id").pk
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job_id])
            cursor.execute(
                "UPDATE procrastinate_events SET at = now() - %s * interval '1 day' WHERE job_id = %s", [days, job_id]
            )
    worker.tidy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, args->>'message_id' FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("failed", "4"), ("succeeded", "1")]


@pytest.mark.django_db
def test_failed_jobs_come_first_however_many_wait() -> None:
    for number in range(3):
        enqueue("mail:send", message_id=number)
    failed = ProcrastinateJob.objects.latest("id").pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [failed])
    assert [row.status for row in queries.unfinished()] == ["failed", "todo", "todo"]
    assert [row.id for row in queries.unfinished(limit=1)] == [failed]


@pytest.mark.django_db
def test_states_without_a_job_are_counted_as_none() -> None:
    enqueue("mail:send", message_id=1)
    assert queries.counts() == {"todo": 1, "doing": 0, "failed": 0, "succeeded": 0}
