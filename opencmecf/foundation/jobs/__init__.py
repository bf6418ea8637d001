"""Work that follows an act: enqueued in the act's transaction, done at least once, by `cmecf worker`."""

from opencmecf.foundation.jobs.queue import (
    IN_TURN,
    enqueue,
    enqueue_all,
    enqueue_in_turn,
    enqueue_once,
    enqueue_outside,
    job,
    periodic,
)

__all__ = [
    "IN_TURN",
    "enqueue",
    "enqueue_all",
    "enqueue_in_turn",
    "enqueue_once",
    "enqueue_outside",
    "job",
    "periodic",
]
