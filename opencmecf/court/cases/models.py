"""Cases and everything about them that is no docket entry.

One set of tables serves every kind of court: what search needs has a column of its own, everything else is kept as
facts and blocks in the order of the docket sheet. Columns ending in `_runs` hold text with marks and links as the
docket's JSON form writes it, and are null where the words alone say everything.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Now

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Restriction
from opencmecf.foundation.access.restriction import seen_by

Row = TypeVar("Row", bound=models.Model)

FIRST_RUNNING_NUMBER = 20_000_000  # wire contract 0, rule 8


class RunningNumber(models.Model):
    """The next number that a court gives out in one series: cases, entries, documents."""

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    series = models.TextField()
    next = models.BigIntegerField(default=FIRST_RUNNING_NUMBER)

    class Meta:
        db_table = "running_number"
        constraints = [models.UniqueConstraint(fields=["court", "series"], name="running_number_series_once")]

    def __str__(self) -> str:
        return f"{self.court_id} {self.series} {self.next}"


class Cases(GuardedQuerySet["Case"]):
    """A sealed case is not there for whoever may not see it."""

    def visible_to(self, actor: Actor) -> Cases:
        """The cases that `actor` may see."""
        return self.filter(seen_by(actor, court="court_id", restrictions=("restriction",)))


class Case(models.Model):
    """One case of one court.

    `number` is as printed, with judges' initials and defendant; `number_core` is the number without them. Dates, judges
    and codes repeat what the header facts say, for searching; the facts are what is printed.
    """

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    pacer_case_id = models.TextField(help_text="The court's own id of the case; ACMS has GUIDs")
    has_made_id = models.BooleanField(default=False, help_text="The id was made here: the docket showed none")
    number = models.TextField()
    number_core = models.TextField()
    office = models.TextField(default="", blank=True)
    year = models.SmallIntegerField(null=True, help_text="Four digits")
    case_type = models.TextField(default="", blank=True)
    serial = models.BigIntegerField(null=True)
    defendant = models.TextField(default="", blank=True)
    title = models.TextField(default="", blank=True, help_text="The caption, or the debtors where there is none")
    date_filed = models.DateField(null=True)
    date_terminated = models.DateField(null=True)
    last_entry_on = models.DateField(
        null=True, help_text="The latest date among the entries that everybody may see, for searching"
    )
    nature_of_suit = models.TextField(default="", blank=True)
    cause = models.TextField(default="", blank=True)
    chapter = models.TextField(default="", blank=True)
    assigned_to = models.TextField(default="", blank=True)
    referred_to = models.TextField(default="", blank=True)
    flags = ArrayField(models.TextField(), default=list, blank=True)
    restriction = models.TextField(choices=Restriction, default=Restriction.PUBLIC)
    caption = models.TextField(default="", blank=True, help_text="As printed")
    caption_label = models.TextField(default="", blank=True)
    heading = ArrayField(models.TextField(), default=list, blank=True, help_text="The lines above the number")
    number_label = models.TextField(default="", blank=True)
    shows_parties = models.BooleanField(default=True)
    after_parties = models.JSONField(default=list, blank=True)
    added_at = models.DateTimeField(db_default=Now())

    objects = Cases.as_manager()

    class Meta:
        db_table = "court_case"
        constraints = [
            models.UniqueConstraint(fields=["court", "pacer_case_id"], name="case_id_unique_at_court"),
            models.CheckConstraint(condition=~models.Q(pacer_case_id=""), name="case_has_id"),
            models.CheckConstraint(
                condition=models.Q(restriction__in=Restriction.values), name="case_restriction_known"
            ),
        ]
        indexes = [
            models.Index(fields=["court", "number_core"], name="case_by_number"),
            models.Index(fields=["court", "year", "serial"], name="case_by_serial"),
            models.Index(fields=["court", "date_filed", "id"], name="case_by_date_filed"),
            models.Index(fields=["court", "date_terminated", "id"], name="case_by_date_terminated"),
            models.Index(fields=["court", "last_entry_on", "id"], name="case_by_last_entry"),
            models.Index(
                fields=["nature_of_suit", "court", "id"],
                name="case_by_nature_of_suit",
                opclasses=["text_pattern_ops", "text_ops", "int8_ops"],
            ),
            models.Index(
                fields=["cause", "court", "id"],
                name="case_by_cause",
                opclasses=["text_pattern_ops", "text_ops", "int8_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court_id} {self.number}"

    @property
    def chain(self) -> str:
        """The audit chain of the case."""
        return f"case:{self.court_id}:{self.pacer_case_id}"


class CaseParts(GuardedQuerySet[Row]):
    """Whatever belongs to a case is there for those for whom the case is."""

    path = "case"

    def visible_to(self, actor: Actor) -> Self:
        """The rows of cases that `actor` may see."""
        return self.filter(seen_by(actor, court=f"{self.path}__court_id", restrictions=(f"{self.path}__restriction",)))


class HeaderFacts(CaseParts["HeaderFact"]):
    """The lines of headers."""


class HeaderBlocks(CaseParts["HeaderBlock"]):
    """The tables of headers."""


class Associations(CaseParts["Association"]):
    """Associations, for those who may see the case that has them."""


class Parties(CaseParts["Party"]):
    """Parties."""


class Appearances(CaseParts["Appearance"]):
    """Attorneys below parties."""

    path = "party__case"


class DeclinedAppearances(CaseParts["DeclinedAppearance"]):
    """What clerks have said of attorneys on dockets."""

    path = "appearance__party__case"


class CountSections(CaseParts["CountSection"]):
    """Headings above counts."""

    path = "party__case"


class Counts(CaseParts["Count"]):
    """Counts."""

    path = "section__party__case"


class HeaderFact(models.Model):
    """One line of the header: "Nature of Suit: 110 Insurance", in the left or right column."""

    class Column(models.TextChoices):
        """Where the fact stands."""

        LEFT = "left"
        RIGHT = "right"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    column = models.TextField(choices=Column)
    order = models.PositiveIntegerField()
    label = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True)
    words_runs = models.JSONField(null=True)
    more = models.JSONField(default=list, help_text="Further values below the first")
    mark = models.TextField(default="", blank=True)
    is_listed = models.BooleanField(default=False)

    objects = HeaderFacts.as_manager()

    class Meta:
        db_table = "case_header_fact"
        constraints = [models.UniqueConstraint(fields=["case", "column", "order"], name="header_fact_order")]

    def __str__(self) -> str:
        return f"{self.label}: {self.words}"


class HeaderBlock(models.Model):
    """A table of the header that some kinds of court have: natures of suit, originating court, panel."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blocks")
    order = models.PositiveIntegerField()
    name = models.TextField(default="", blank=True)
    rows = models.JSONField(default=list)

    objects = HeaderBlocks.as_manager()

    class Meta:
        db_table = "case_header_block"
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="header_block_order")]

    def __str__(self) -> str:
        return self.name


class Association(models.Model):
    """That a case belongs to another one: lead, member, related, in another court."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="associations")
    order = models.PositiveIntegerField()
    relation = models.TextField(help_text="As the header calls it: Lead case")
    number_core = models.TextField(default="", blank=True)
    other_case_id = models.TextField(default="", blank=True, help_text="The other case's id, where the header links it")
    words = models.TextField(help_text="The value of the fact that says so")

    objects = Associations.as_manager()

    class Meta:
        db_table = "case_association"
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="association_order")]
        indexes = [
            models.Index(fields=["number_core"], name="association_by_number"),
            models.Index(fields=["other_case_id"], name="association_by_case_id"),
        ]

    def __str__(self) -> str:
        return f"{self.relation}: {self.number_core or self.other_case_id}"


class Party(models.Model):
    """One party in one role."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    order = models.PositiveIntegerField()
    type = models.TextField(default="", blank=True, help_text="As printed: Defendant (1)")
    type_form = models.TextField()
    name = models.TextField(default="", blank=True)
    name_runs = models.JSONField(null=True)
    search_name = models.TextField(default="", blank=True, help_text="The name in small letters, to know it again")
    index_name = models.TextField(
        default="", blank=True, db_collation="C", help_text="As an index lists it: okafor, robert. See index_names.py"
    )
    date_terminated = models.DateField(null=True)
    before = models.JSONField(default=list)
    beside = models.JSONField(default=list)
    details = models.JSONField(default=list)
    shows_counsel = models.BooleanField(default=False)

    objects = Parties.as_manager()

    class Meta:
        db_table = "case_party"
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="party_order", deferrable=models.Deferrable.DEFERRED)
        ]
        indexes = [
            models.Index(fields=["index_name", "id"], name="party_by_name"),
            GinIndex(SearchVector("index_name", config="simple"), name="party_by_words"),
        ]

    def __str__(self) -> str:
        return self.name


class Appearance(models.Model):
    """One attorney for one party, as printed there: the same attorney may have another address below another party.

    `court_account` is the attorney's filing account at the court, where that is known: it may file for the party, and
    notices go to its e-mail addresses.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="appearances")
    order = models.PositiveIntegerField()
    name = models.TextField(default="", blank=True)
    search_name = models.TextField(default="", blank=True)
    index_name = models.TextField(
        default="", blank=True, db_collation="C", help_text="As an index lists it: okafor, robert. See index_names.py"
    )
    roles = ArrayField(models.TextField(), default=list, blank=True, help_text="LEAD ATTORNEY and so on, in order")
    beside = models.JSONField(default=list)
    lines = models.JSONField(default=list, help_text="Address, telephone and roles in their order")
    is_bare = models.BooleanField(default=False)
    email = models.TextField(default="", blank=True, help_text="As printed, in small letters, to know somebody again")
    bar_number = models.TextField(default="", blank=True, help_text="As printed, see `comparable_bar_number`")
    court_account = models.ForeignKey(CourtAccount, on_delete=models.PROTECT, null=True, related_name="appearances")

    objects = Appearances.as_manager()

    class Meta:
        db_table = "case_appearance"
        constraints = [models.UniqueConstraint(fields=["party", "order"], name="appearance_order")]
        indexes = [
            models.Index(fields=["index_name", "id"], name="appearance_by_name"),
            GinIndex(SearchVector("index_name", config="simple"), name="appearance_by_words"),
            models.Index(fields=["email"], name="appearance_by_email", condition=~models.Q(email="")),
            models.Index(fields=["bar_number"], name="appearance_by_bar_number", condition=~models.Q(bar_number="")),
        ]

    def __str__(self) -> str:
        return self.name


class DeclinedAppearance(models.Model):
    """That a clerk has said of an attorney on a docket: this is not the holder of that account."""

    appearance = models.ForeignKey(Appearance, on_delete=models.CASCADE, related_name="declined")
    court_account = models.ForeignKey(CourtAccount, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = DeclinedAppearances.as_manager()

    class Meta:
        db_table = "case_appearance_declined"
        constraints = [models.UniqueConstraint(fields=["court_account", "appearance"], name="appearance_declined_once")]

    def __str__(self) -> str:
        return f"{self.appearance_id} is not {self.court_account_id}"


class CountSection(models.Model):
    """A heading above counts: Pending Counts, Terminated Counts, Complaints, Highest Offense Level."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="count_sections")
    order = models.PositiveIntegerField()
    heading = models.TextField()
    has_disposition = models.BooleanField(default=False)

    objects = CountSections.as_manager()

    class Meta:
        db_table = "case_count_section"
        constraints = [models.UniqueConstraint(fields=["party", "order"], name="count_section_order")]

    def __str__(self) -> str:
        return self.heading


class Count(models.Model):
    """One count, complaint or offense level of a defendant."""

    section = models.ForeignKey(CountSection, on_delete=models.PROTECT, related_name="counts")
    order = models.PositiveIntegerField()
    words = models.TextField(default="", blank=True)
    words_runs = models.JSONField(null=True)
    disposition = models.TextField(null=True, help_text="Null where the row has no cell for one")  # noqa: DJ001
    disposition_runs = models.JSONField(null=True)

    objects = Counts.as_manager()

    class Meta:
        db_table = "case_count"
        constraints = [models.UniqueConstraint(fields=["section", "order"], name="count_order")]

    def __str__(self) -> str:
        return self.words
