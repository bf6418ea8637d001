"""The parts of motions. A motion is pending while one of its parts is."""

from __future__ import annotations

from django.db import models

from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.docket.models import DocketEntry
from opencmecf.foundation.access import Actor, GuardedQuerySet
from opencmecf.foundation.access.restriction import seen_by

OUTCOMES = [(outcome.value, outcome.value.replace("_", " ")) for outcome in Outcome]


class MotionParts(GuardedQuerySet["MotionPart"]):
    """A part is there for whoever may read the text of its entry."""

    def visible_to(self, actor: Actor) -> MotionParts:
        """The parts of entries that `actor` may read."""
        restrictions = ("entry__restriction", "entry__text_restriction", "entry__case__restriction")
        return self.filter(seen_by(actor, court="entry__case__court_id", restrictions=restrictions))


class MotionPart(models.Model):
    """One relief that a motion asks for. `part` counts from 0 in the order of the motion's text.

    `outcome` is empty until a ruling. A part that a ruling has deferred or referred is still pending.
    """

    entry = models.ForeignKey(DocketEntry, on_delete=models.PROTECT, related_name="motion_parts")
    part = models.PositiveSmallIntegerField()
    relief = models.TextField(help_text="As an order names it: Motion to Dismiss")
    outcome = models.TextField(choices=OUTCOMES, default="", blank=True)
    ruling = models.ForeignKey(DocketEntry, on_delete=models.PROTECT, null=True, related_name="rulings")
    is_pending = models.BooleanField(default=True)

    objects = MotionParts.as_manager()

    class Meta:
        db_table = "motion_part"
        constraints = [
            models.UniqueConstraint(fields=["entry", "part"], name="motion_part_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="", ruling__isnull=True, is_pending=True)
                | models.Q(outcome__gt="", ruling__isnull=False),
                name="motion_part_ruled_by_an_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["entry"], name="motion_part_pending", condition=models.Q(is_pending=True)),
        ]

    def __str__(self) -> str:
        return f"{self.relief} of entry {self.entry_id}"
