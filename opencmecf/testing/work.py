"""The worker's part of what a page has begun, done at once by a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.accounts import jobs as accounts
from opencmecf.court.filers import jobs as filers

ANSWERS: dict[str, Callable[..., Any]] = {
    "accounts:answer-stranger": accounts.answer_stranger,
    "filer:answer-stranger": filers.answer_stranger,
}


def answer_strangers() -> None:
    """Do what strangers have asked for and what waits for the worker."""
    for one in ProcrastinateJob.objects.filter(task_name__in=ANSWERS, status="todo").order_by("id"):
        ANSWERS[one.task_name](**one.args)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [one.pk])
