"""Work that follows an act: enqueued in the act's transaction, done at least once, by `cmecf worker`."""

from opencmecf.foundation.jobs.queue import enqueue, enqueue_all, enqueue_once, enqueue_outside, job, periodic

__all__ = ["enqueue", "enqueue_all", "enqueue_once", "enqueue_outside", "job", "periodic"]
