"""Refresh tokens: good once, each replaced by the next of its family; one that is shown twice ends them all.

A second show is a theft or looks like one, and nobody can tell which of the two is the thief (RFC 9700, 4.14.2).

Whoever adds a token or ends some first holds the consents that they rest on, in a statement of its own: what follows
sees what was committed before, and no token comes into being unseen while its family ends. In every act, consents come
before the trail of an account, so that no two acts wait for each other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.signon.codes import ACCESS_TOKEN_LIFE
from opencmecf.central.signon.models import AuthorizationCode, Client, Consent, RefreshToken
from opencmecf.foundation import audit, clock, secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.mail import actions as mail

IDLE_LIFE = timedelta(days=30)
ABSOLUTE_LIFE = timedelta(days=180)
KEPT_AFTER_END = timedelta(days=1)


@transaction.atomic
def begin(*, consent: Consent, code: str, scope: str, claims: dict[str, Any]) -> str | None:
    """The first refresh token of the family that began with `code`; None when something has ended it meanwhile."""
    _hold(Consent.objects.filter(pk=consent.pk))
    redeemed = AuthorizationCode.objects.select_for_update(of=("self",)).exclude(token_fingerprint="")
    row = redeemed.filter(pk=secrets.fingerprint(code), session__ended_at__isnull=True).first()
    if row is None or not _holding().filter(pk=consent.pk).exists():
        return None
    token = secrets.new_token()
    RefreshToken.objects.create(
        token_fingerprint=secrets.fingerprint(token),
        consent=consent,
        family=secrets.fingerprint(code),
        scope=scope,
        claims=claims,
        began_at=clock.now(),
    )
    return token


def renew(token: str, *, client: Client, access_token: str) -> tuple[str, RefreshToken] | None:
    """The next refresh token of the family and its row, which remembers `access_token`; None when `token` is not good.

    A token that was used before, or that another client shows, ends its family; its person is written to.
    """
    next_one = _replaced(token, client, access_token)
    if next_one is None:
        _look_for_theft(token, client)
    return next_one


def of_access_token(token: str) -> RefreshToken | None:
    """The refresh token that came with the access token `token`, while that is good."""
    rows = RefreshToken.objects.select_related("consent__account", "consent__client")
    return rows.filter(
        access_fingerprint=secrets.fingerprint(token),
        created_at__gt=Now() - ACCESS_TOKEN_LIFE,
        ended_at__isnull=True,
        consent__in=_holding(),
    ).first()


def good(token: str) -> RefreshToken | None:
    """The row of a refresh token that would bring the next one now, or None."""
    return _unused(token).select_related("consent__account", "consent__client").first()


def grants(token: str, scope: str) -> bool:
    """Whether the person agreed to all of `scope` when the family of `token` began; also of a token that is no good."""
    row = good(token)
    return row is None or set(scope.split()) <= set(row.scope.split())


@transaction.atomic
def end_family(family: str) -> None:
    """End every refresh token that followed from one sign-in, and the access tokens that came with them."""
    _hold(Consent.objects.filter(pk__in=RefreshToken.objects.filter(family=family).values("consent")))
    RefreshToken.objects.filter(family=family, ended_at__isnull=True).update(ended_at=Now())
    AuthorizationCode.objects.filter(pk=family).update(token_fingerprint="")


@transaction.atomic
def end_family_of(code: str, client: Client) -> None:
    """End what came of a code of `client` that was shown a second time and is spoilt already (RFC 6749, 4.1.2)."""
    rows = RefreshToken.objects.filter(family=secrets.fingerprint(code), consent__client=client)
    _hold(Consent.objects.filter(pk__in=rows.values("consent")))
    rows.filter(ended_at__isnull=True).update(ended_at=Now())


@transaction.atomic
def end_of_consent(consent: Consent) -> None:
    """End the refresh tokens that rest on `consent`, and the access tokens that came with them."""
    _hold(Consent.objects.filter(pk=consent.pk))
    RefreshToken.objects.filter(consent=consent, ended_at__isnull=True).update(ended_at=Now())


@transaction.atomic
def end_of_client(client: Client) -> None:
    """End every token of `client`, whosever it is about."""
    _hold(Consent.objects.filter(client=client))
    RefreshToken.objects.filter(consent__client=client, ended_at__isnull=True).update(ended_at=Now())
    AuthorizationCode.objects.filter(client=client).update(used_at=Now(), token_fingerprint="")


@transaction.atomic
def end_of_account(account: Account) -> None:
    """End the refresh tokens of every program that `account` has let in; each has to send the person here again."""
    _hold(Consent.objects.filter(account=account))
    RefreshToken.objects.filter(consent__account=account, ended_at__isnull=True).update(ended_at=Now())


def forget_ended() -> None:
    """Remove the families that have been worthless for a day; used tokens are kept until then, to know them again."""
    RefreshToken.objects.filter(began_at__lt=Now() - ABSOLUTE_LIFE - KEPT_AFTER_END).delete()


@transaction.atomic
def _replaced(token: str, client: Client, access_token: str) -> tuple[str, RefreshToken] | None:
    _hold(_consent_behind(token))
    if not _unused(token).filter(consent__client=client).update(used_at=Now()):
        return None
    former = RefreshToken.objects.select_related("consent__account").get(pk=secrets.fingerprint(token))
    made = secrets.new_token()
    kept = {name: getattr(former, name) for name in ("consent", "family", "scope", "claims", "began_at")}
    row = RefreshToken.objects.create(
        token_fingerprint=secrets.fingerprint(made),
        access_fingerprint=secrets.fingerprint(access_token),
        **kept,
    )
    return made, row


def _unused(token: str) -> QuerySet[RefreshToken]:
    return RefreshToken.objects.filter(
        pk=secrets.fingerprint(token),
        used_at__isnull=True,
        ended_at__isnull=True,
        created_at__gt=Now() - IDLE_LIFE,
        began_at__gt=Now() - ABSOLUTE_LIFE,
        consent__in=_holding(),
    )


def _hold(rows: QuerySet[Consent]) -> None:
    """Lock consents until the transaction ends, in one order."""
    list(rows.order_by("pk").select_for_update().values_list("pk"))


def _consent_behind(token: str) -> QuerySet[Consent]:
    rows = RefreshToken.objects.filter(pk=secrets.fingerprint(token))
    return Consent.objects.filter(pk__in=rows.values("consent"))


def _holding() -> QuerySet[Consent]:
    return Consent.objects.filter(
        ended_at__isnull=True, client__stopped_at__isnull=True, account__status=AccountStatus.ACTIVE
    )


@transaction.atomic
def _look_for_theft(token: str, client: Client) -> None:
    _hold(_consent_behind(token))
    rows = RefreshToken.objects.select_related("consent__account", "consent__client")
    row = rows.filter(pk=secrets.fingerprint(token), ended_at__isnull=True).first()
    if row is None:
        return
    account, owner = row.consent.account, row.consent.client
    if row.used_at is None and owner.pk == client.pk:
        return  # too old, or its consent has ended
    end_family(row.family)
    by = Actor(label=f"client:{client.pk}", site="login")
    audit.record("signon:refresh-token:reuse", chain=account.chain, by=by, program=owner.name, client=owner.pk)
    mail.write(
        to=account.email,
        template="signon/mail/token_reuse.txt",
        account=account,
        program=owner.name,
        link=links.to("/manage/program-access"),
    )
