"""What the worker does for cards and payments."""

from __future__ import annotations

from opencmecf.central.payments import actions, processor
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import job, periodic


@job("payments:forget-card")
def forget_card(reference: str) -> None:
    """Have the processor forget a card that was removed; tried again while it is away."""
    if processor.is_set_up():
        processor.forget_card(reference)


@periodic("payments:look-up", cron="*/5 * * * *")
def look_up() -> None:
    """Every five minutes: ask the processor about the payments whose answer has not come."""
    actions.look_up_open(actor=system("card-processor", "pacer"))
