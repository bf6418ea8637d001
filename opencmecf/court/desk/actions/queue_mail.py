"""Writing to clerks about what waits for them: each morning, and at once where the court wants that."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.desk import queries, rules
from opencmecf.court.desk.models import ClerkMail, ClerkPreference, QueueMail
from opencmecf.court.filers import links
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor, Permission, Role, system
from opencmecf.foundation.mail import actions as mail

KEPT_FOR = timedelta(days=90)
PREFERENCES = "/utilities/queue-mail"


@transaction.atomic
def choose_clerk_mail(*, mail: ClerkMail, actor: Actor) -> None:
    """Note what the acting clerk wants to be written about. The same again is no event."""
    actor.require(Permission.ADMISSION_DECIDE)
    account = CourtAccount.objects.select_for_update().get_for(actor, pk=actor.court_account_id or 0)
    former = queries.clerk_mail(actor)
    if former == mail:
        return
    ClerkPreference.objects.update_or_create(account=account, defaults={"mail": mail})
    audit.record("court:queue-mail:choose", chain=account.chain, by=actor, former=former, now=mail.value)


@transaction.atomic
def tell_clerks(*, court: HostedCourt, kind: str, key: str) -> int:
    """Write to the clerks about one request that has come in; returns how many. Told or decided before is no event."""
    if not court.settings.tells_clerks_at_once:
        return 0
    news = queries.news(kind, key, _reader(court))
    if news is None or not _is_first(court, news.what):
        return 0
    clerks = queries.clerks_to_tell(court, but=(ClerkMail.SUMMARY, ClerkMail.NONE))
    for clerk in clerks:
        _write(court, clerk, "desk/mail/queue_new.txt", news=news, link=links.to(court.court_id, news.path))
    return len(clerks)


@transaction.atomic
def send_summary(*, court: HostedCourt) -> int:
    """Write to the clerks what waits, once a day from the morning on; returns how many. Nothing waits: nobody is."""
    now = clock.now().astimezone(court.reference.zone)
    if not rules.is_time_for_summary(now) or not _is_first(court, f"summary {now:%Y-%m-%d}"):
        return 0
    QueueMail.objects.filter(court=court.court_id, at__lt=Now() - KEPT_FOR).delete()
    queues = [one for one in queries.queues(_reader(court)) if one.count]
    clerks = queries.clerks_to_tell(court, but=(ClerkMail.NONE,)) if queues else []
    for clerk in clerks:
        _write(court, clerk, "desk/mail/queue_summary.txt", queues=queues, link=links.to(court.court_id, ""), now=now)
    return len(clerks)


def _reader(court: HostedCourt) -> Actor:
    return system("desk", court.court_id, frozenset({Role.CLERK}))


def _is_first(court: HostedCourt, what: str) -> bool:
    """Whether nobody was written about it before; from now on somebody was."""
    _, is_new = QueueMail.objects.get_or_create(court=court.settings, what=what)
    return is_new


def _write(court: HostedCourt, clerk: CourtAccount, template: str, **page: object) -> None:
    mail.write(
        to=clerk.email,
        template=template,
        court_name=court.reference.name,
        zone=court.reference.zone,
        preferences=links.to(court.court_id, PREFERENCES),
        **page,
    )
