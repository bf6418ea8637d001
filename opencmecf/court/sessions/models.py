"""A person signed in at this court. Every court keeps its own sessions."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.profile.models import Court


class CourtSession(models.Model):
    """A browser's session at a court.

    `person` came through Central Sign-On, `court_account` with a court-issued login. At a CurrentGen court it may be
    both: one files with the court's login and views with the PACER account.
    """

    key_fingerprint = models.CharField(max_length=64, primary_key=True)
    court = models.ForeignKey(Court, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True)
    court_account = models.ForeignKey(CourtAccount, on_delete=models.CASCADE, null=True)
    sid = models.TextField(default="", help_text="The session at Central Sign-On that this one came from")
    id_token = models.TextField(default="", help_text="Sent back to Central Sign-On when the person logs out")
    client_code = models.CharField(max_length=32, default="")
    is_exempt = models.BooleanField(
        db_default=False, help_text="The person wants to use an exemption; off at each login"
    )
    has_second_factor = models.BooleanField(default=False, help_text="The person has one, as far as the sign-on told")
    second_factor_at = models.DateTimeField(null=True, help_text="When it was shown last, as the sign-on told")
    started_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "court_session"
        indexes = [models.Index(fields=["court", "sid"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(court_account__isnull=False),
                name="court_session_is_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"session at {self.court_id}"


class EndedSignOn(models.Model):
    """A sign-on that has ended, kept until its tokens have expired, so that a late callback opens no session."""

    court = models.ForeignKey(Court, on_delete=models.CASCADE)
    sid = models.TextField()
    ended_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "court_ended_sign_on"
        constraints = [models.UniqueConstraint(fields=["court", "sid"], name="court_ended_sign_on_once")]

    def __str__(self) -> str:
        return self.sid
