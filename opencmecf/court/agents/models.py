"""Who files for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class Agencies(GuardedQuerySet["Agency"]):
    """An agency is there for both sides, and for the court's clerks."""

    def visible_to(self, actor: Actor) -> Agencies:
        """The agencies that `actor` has given or been given; all of the court for those who look after accounts."""
        here = self.filter(principal__court_id=actor.site)
        if actor.may(Permission.FILER_MANAGE):
            return here
        own = actor.court_account_id or 0
        return here.filter(Q(principal=own) | Q(agent=own))

    def in_force(self) -> Agencies:
        """Those that count: not ended, and begun since the court has unlinked either account for the last time."""
        return self.filter(
            ended_at=None,
            principal_unlinkings=models.F("principal__unlinkings"),
            agent_unlinkings=models.F("agent__unlinkings"),
        )


class Agency(models.Model):
    """That one filer of a court, the agent, files on behalf of another one, the principal, until it is ended.

    What the agent files is the principal's filing, and names the agent beside. A row is never deleted: an agency that
    begins anew is a new row. `principal_unlinkings` and `agent_unlinkings` are how often the accounts had been unlinked
    when it began: once the court unlinks one of them, it counts no more, whether it is marked as ended yet or not.
    """

    principal = models.ForeignKey(CourtAccount, on_delete=models.PROTECT, related_name="agencies_given")
    agent = models.ForeignKey(CourtAccount, on_delete=models.PROTECT, related_name="agencies_held")
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    principal_unlinkings = models.PositiveIntegerField(default=0, db_default=0)
    agent_unlinkings = models.PositiveIntegerField(default=0, db_default=0)

    objects = Agencies.as_manager()

    class Meta:
        db_table = "agency"
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "agent"], condition=Q(ended_at__isnull=True), name="agency_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(principal=models.F("agent")), name="agency_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.principal_id}"
