"""Work on files that nobody can trust, done where it can do no harm.

    sandbox = Sandbox("opencmecf.court.intake.checks.entry")
    with store.open(sha256) as file:
        answer = sandbox.run("check", files=[file], arguments={...}, limits=Limits())

The first `run` starts a server of this process: a fresh interpreter without our environment, thus without the
database's address and the secret key. It imports the module once and then forks for each piece of work, which takes
milliseconds. What it forks can read and write the files that were handed to it and nothing else: no path, no socket, no
program, no process of others. It ends at its limits, and whatever becomes of it, the next one begins untouched.
"""

from opencmecf.foundation.sandbox.client import Sandbox
from opencmecf.foundation.sandbox.limits import Failure, Limits, SandboxUnavailable, WorkFailed

__all__ = ["Failure", "Limits", "Sandbox", "SandboxUnavailable", "WorkFailed"]
