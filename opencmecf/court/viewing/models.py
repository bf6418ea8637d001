"""Who has retrieved which documents: paid once, and shown again for a while."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from opencmecf.court.metering.models import Charge
from opencmecf.court.notices.models import FreeLook
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet


class Retrievals(GuardedQuerySet["Retrieval"]):
    """A retrieval is its maker's own. One of a free look is whoever's who holds its id: nobody has signed in for it."""

    def visible_to(self, actor: Actor) -> Retrievals:
        """What `actor` has retrieved at this court, and what free looks have."""
        here = self.filter(court_id=actor.site)
        if actor.is_anonymous:
            return here.filter(free_look__isnull=False)
        return here.filter(models.Q(retrieved_by=actor.label) | models.Q(free_look__isnull=False))


class Retrieval(models.Model):
    """Documents that somebody asked for at once. Its id is the token of the receipt page, and cannot be guessed."""

    class Form(models.TextChoices):
        """As what the documents are given out."""

        SINGLE = "single", "One document"
        COMBINED = "combined", "Several as one PDF"
        NUMBERED = "numbered", "Several as one PDF with page numbers"
        ZIP = "zip", "Several in a ZIP file"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    retrieved_by = models.TextField(help_text="The label of the actor")
    holdings = ArrayField(models.BigIntegerField(), help_text="The documents of entries, in their order")
    form = models.TextField(choices=Form)
    has_header = models.BooleanField()
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, help_text="Null for what costs nothing")
    free_look = models.OneToOneField(
        FreeLook, on_delete=models.PROTECT, null=True, help_text="What paid for it, if any"
    )
    at = models.DateTimeField(db_default=Now())

    objects = Retrievals.as_manager()

    class Meta:
        db_table = "document_retrieval"
        indexes = [models.Index(fields=["at"], name="document_retrieval_by_time")]
        constraints = [
            models.CheckConstraint(condition=models.Q(holdings__len__gt=0), name="document_retrieval_of_something"),
            models.CheckConstraint(
                condition=models.Q(form__in=["single", "combined", "numbered", "zip"]),
                name="document_retrieval_form_known",
            ),
            models.CheckConstraint(
                condition=models.Q(charge__isnull=True) | models.Q(free_look__isnull=True),
                name="document_retrieval_paid_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
