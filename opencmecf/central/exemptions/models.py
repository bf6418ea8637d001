"""Exemptions from PACER fees, as the service center grants them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission
from opencmecf.foundation.exemption import Exemption

LONGEST_REASON = 300


class ExemptionKind(models.TextChoices):
    """What the exemption is for; charges and pages name it by its label."""

    CJA = "cja", "CJA panel attorney"
    APPOINTED = "appointed", "Court-appointed counsel"
    PRO_BONO = "pro_bono", "Pro bono attorney or ADR neutral"
    TRUSTEE = "trustee", "Case trustee"
    RESEARCH = "research", "Research at an educational institution"
    NONPROFIT = "nonprofit", "Section 501(c)(3) organization"
    AGENCY = "agency", "Agency on judicial business"
    INDIGENT = "indigent", "Person without means"
    COURT_ORDER = "court_order", "Order of a court"


class Grants(GuardedQuerySet["ExemptionGrant"]):
    """Grants are there for the holder of the account and for whoever may make them."""

    def visible_to(self, actor: Actor) -> Grants:
        """Every grant for the service center, the actor's own for anybody else."""
        if actor.may(Permission.EXEMPTION_GRANT):
            return self.all()
        return self.filter(account=actor.account_id) if actor.account_id else self.none()


class ExemptionGrant(models.Model):
    """One exemption. It is never changed: it is withdrawn, and another one is made."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="exemption_grants")
    kind = models.TextField(choices=ExemptionKind)
    courts = ArrayField(models.CharField(max_length=10), default=list, help_text="Ids of courts; empty for every court")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=LONGEST_REASON, help_text="Such as the order or the panel list it rests on")
    granted_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=LONGEST_REASON, default="", blank=True)
    came_from = models.CharField(
        max_length=7, default="", blank=True, help_text="The account that was merged into this"
    )

    objects = Grants.as_manager()

    class Meta:
        db_table = "exemption_grant"
        indexes = [models.Index(fields=["account", "-granted_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="exemption_grant_period_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_grant_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.account_id}"

    @property
    def exemption(self) -> Exemption:
        """The grant as courts go by it."""
        return Exemption(
            kind=self.get_kind_display(), courts=tuple(self.courts), first=self.first_day, last=self.last_day
        )
