"""What a browser holds, so that a form that is sent too late can wait for the person who had signed in there."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from opencmecf.foundation import cookies, secrets
from opencmecf.foundation.access import Actor

SALT = "unsent"


@dataclass(frozen=True)
class Mark:
    """The key of a browser for one person, and who that is, as a keyed hash."""

    key: str
    person: str

    def belongs_to(self, actor: Actor) -> bool:
        """Whether `actor` is the person who had signed in here before."""
        return secrets.compare(self.person, _person(actor))


def mark_of(request: HttpRequest) -> Mark | None:
    """What the browser brought along; None when nobody had signed in there, or when it was not made by us."""
    try:
        key, person = signing.loads(request.COOKIES.get(cookies.UNSENT, ""), salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Mark(str(key), str(person))


def mark(request: HttpRequest, answer: HttpResponse, actor: Actor) -> None:
    """Give the browser a key for `actor`, unless it has one. The one of somebody else before is lost, and with it
    whatever waits for that person.
    """
    known = mark_of(request)
    if known is None or not known.belongs_to(actor):
        cookies.give(request, answer, cookies.UNSENT, signing.dumps((secrets.new_token(), _person(actor)), salt=SALT))


def _person(actor: Actor) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"unsent {actor.label}".encode(), hashlib.sha256).hexdigest()
