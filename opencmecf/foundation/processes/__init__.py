"""The processes of the try-out, kept running together and ended together."""

from opencmecf.foundation.processes.errors import AlreadyRunning, NotReady, ProgramFailed
from opencmecf.foundation.processes.readiness import answers, wait_until
from opencmecf.foundation.processes.supervisor import Supervisor

__all__ = ["AlreadyRunning", "NotReady", "ProgramFailed", "Supervisor", "answers", "wait_until"]
