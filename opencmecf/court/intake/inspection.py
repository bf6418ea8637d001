"""What is made of a stored file: its facts from the sandbox, judged by the court's policy."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

from opencmecf.court.intake import rules
from opencmecf.court.intake.models import UploadPolicy, Verdict
from opencmecf.court.intake.sandbox import checks
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sandbox import Failure, Limits, SandboxUnavailable, WorkFailed
from opencmecf.foundation.storage import Stored, default_store

LOOKING = Limits(processor_seconds=6, seconds=6.5)
BOTH_SECONDS = 9.0  # looking and reading, together; below the ten seconds that a filer is made to wait
LAST_SECONDS = 0.7  # of reading, in which a page that was begun may come to its end
MENDING = Limits(processor_seconds=10, seconds=15.0)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The verdict over a file, its pages where they could be counted, and its findings."""

    verdict: Verdict
    pages: int | None
    findings: list[dict[str, Any]]


def inspect(stored: Stored, *, file_name: str, policy: UploadPolicy) -> Inspection:
    """Look at a file. A look that breaks or overruns is a verdict as well.

    The words on the pages are read only where the file may be filed; what goes wrong there refuses nothing. Raises
    `Refused` where nothing can be looked at just now.
    """
    began = time.monotonic()
    try:
        seen = _in_sandbox("look", stored, {"most_pages": policy.most_pages}, LOOKING, file_name)
    except WorkFailed as failed:
        code = "bomb" if failed.failure is Failure.MEMORY else "too-complex"
        return Inspection(Verdict.REFUSED, None, [rules.finding(code, file_name=file_name, policy=policy)])
    facts, pages = seen["facts"], seen["pages"]
    verdict, findings = rules.judge(facts, file_name=file_name, policy=policy)
    if verdict is not Verdict.REFUSED:
        seconds = BOTH_SECONDS - (time.monotonic() - began)
        facts = facts + _words(stored, file_name, seconds)
        verdict, findings = rules.judge(facts, file_name=file_name, policy=policy)
    return Inspection(verdict, pages, findings)


def mended(stored: Stored, how: str, *, file_name: str) -> Stored | None:
    """Return the file as `how` (flatten or repair) has written it anew, in the store; None where it cannot be done."""
    store = default_store()
    arriving = store.begin()
    try:
        with store.open(stored.sha256) as file:
            answer = checks.run(how, files=[file, arriving.file], limits=MENDING)
        return arriving.keep_as_written() if answer["done"] else None
    except WorkFailed:
        return None
    except SandboxUnavailable as unavailable:
        raise _busy(file_name) from unavailable
    finally:
        arriving.drop()


def _words(stored: Stored, file_name: str, seconds: float) -> list[dict[str, Any]]:
    within = Limits(processor_seconds=math.ceil(seconds), seconds=seconds)
    arguments = {"seconds": seconds - LAST_SECONDS}
    try:
        facts: list[dict[str, Any]] = _in_sandbox("read", stored, arguments, within, file_name)["facts"]
    except WorkFailed:
        return [{"code": "unread", "page": None}]
    return facts


def _in_sandbox(work: str, stored: Stored, arguments: dict[str, Any], limits: Limits, file_name: str) -> Any:
    try:
        with default_store().open(stored.sha256) as file:
            return checks.run(work, files=[file], arguments=arguments, limits=limits)
    except SandboxUnavailable as unavailable:
        raise _busy(file_name) from unavailable


def _busy(file_name: str) -> Refused:
    return Refused(f"{file_name} could not be checked just now.", "Wait a minute and upload it again.")
