"""What an attorney lets a member of the firm's staff do at a court."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.court.agents.models import Agency
from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class State(models.TextChoices):
    """How a delegation stands; the labels are those of the list."""

    OFFERED = "offered", "Waits for an answer"
    HELD = "held", "In force"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"


OPEN = (State.OFFERED, State.HELD)


class Delegations(GuardedQuerySet["Delegation"]):
    """A delegation is there for both sides, and for the court's clerks."""

    def visible_to(self, actor: Actor) -> Delegations:
        """What `actor` has granted or been granted; all of the court for those who look after accounts."""
        here = self.filter(principal__court_id=actor.site)
        if actor.may(Permission.FILER_MANAGE):
            return here
        given = Q(principal=actor.court_account_id) if actor.court_account_id else Q(pk__in=())
        return here.filter(given | held_or_offered(actor))

    def open(self) -> Delegations:
        """Offers that can be accepted, and grants that somebody can file by; see `is_open`."""
        return self.filter(is_open())

    def with_standing(self) -> Delegations:
        """Each with `stands`: whether it is open now."""
        return self.annotate(stands=models.ExpressionWrapper(is_open(), output_field=models.BooleanField()))


def is_open() -> Q:
    """That an offer can be accepted, or that somebody can file by a grant.

    An offer ends when the court unlinks the attorney's account. A grant counts while an agency between the two is in
    force: ended under Filing agents, or by an unlinking, it is over before anybody has marked it so.
    """
    carried = Agency.objects.in_force().filter(
        principal=models.OuterRef("principal"), agent=models.OuterRef("agency__agent")
    )
    offered = Q(state=State.OFFERED, principal_unlinkings=models.F("principal__unlinkings"))
    return offered | (Q(state=State.HELD) & Q(models.Exists(carried)))


def held_or_offered(actor: Actor) -> Q:
    """What concerns `actor` as member of staff: offers to the PACER account, and what the court account has accepted.

    An accepted delegation is the court account's, as the agency is, so that it outlives the PACER account behind it.
    """
    offered = Q(account_number=actor.account_number, agency=None) if actor.account_number else Q(pk__in=())
    return offered | Q(agency__agent=actor.court_account_id) if actor.court_account_id else offered


class Delegation(models.Model):
    """That the holder of a PACER account prepares or submits filings of a filer of this court, within limits.

    Once it is accepted, the agency of `court/agents` carries it: what is filed is the attorney's filing, and names
    whoever has filed it. A row is never deleted.
    """

    principal = models.ForeignKey(CourtAccount, on_delete=models.PROTECT, related_name="delegations_given")
    account_number = models.CharField(max_length=7, help_text="Of the PACER account that is to file")
    last_name = models.TextField(help_text="As the attorney has typed it; compared when it is accepted")
    email = models.EmailField(help_text="Where the offer was sent")
    may_submit = models.BooleanField(default=False, help_text="False: prepares drafts and hands them over")
    menus = ArrayField(models.TextField(), help_text="Kinds of case, such as civil and criminal")
    state = models.TextField(choices=State, default=State.OFFERED)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="delegations")
    offered_at = models.DateTimeField(db_default=Now())
    principal_unlinkings = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How often the principal's account had been unlinked when it was offered"
    )
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Delegations.as_manager()

    class Meta:
        db_table = "delegation"
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "account_number"],
                condition=Q(state__in=["offered", "held"]),
                name="delegation_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(agency__isnull=False), name="delegation_held_by_agency"
            ),
            models.CheckConstraint(condition=Q(menus__len__gt=0), name="delegation_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.account_number} for {self.principal_id}"

    @property
    def standing(self) -> str:
        """How it stands, in words; of a row that `with_standing` has read."""
        is_over = self.state in OPEN and not self.stands  # type: ignore[attr-defined] # the column beside it
        return str(State.ENDED.label if is_over else self.get_state_display())

    @property
    def acts(self) -> str:
        """What it allows, in words."""
        what = "Prepare and submit" if self.may_submit else "Prepare drafts"
        return f"{what}: {' and '.join(sorted(self.menus))}"
