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
MOST_MARKS = 3


@dataclass(frozen=True)
class Mark:
    """The key of a browser for one person, and who that is, as a keyed hash."""

    key: str
    person: str

    def belongs_to(self, actor: Actor) -> bool:
        """Whether `actor` is the person who had signed in here before."""
        return secrets.compare(self.person, _person(actor))


def marks_of(request: HttpRequest) -> list[Mark]:
    """What the browser brought along, of whoever had signed in last first; empty when it was not made by us."""
    try:
        told = signing.loads(request.COOKIES.get(cookies.UNSENT, ""), salt=SALT)
        return [Mark(str(key), str(person)) for key, person in told]
    except (signing.BadSignature, ValueError, TypeError):
        return []


def mark(request: HttpRequest, answer: HttpResponse, actor: Actor) -> None:
    """Give the browser a key for `actor`, unless it has one.

    Keys of others stay beside it, a few: whoever had signed in with a court's own login, and links it to a PACER
    account after the court's move, is the owner of the same things again, and finds what was typed before.
    """
    known = marks_of(request)
    if known and known[0].belongs_to(actor):
        return
    own = next((one for one in known if one.belongs_to(actor)), None) or Mark(secrets.new_token(), _person(actor))
    kept = [own, *(one for one in known if one != own)][:MOST_MARKS]
    value = signing.dumps([(one.key, one.person) for one in kept], salt=SALT)
    cookies.give(request, answer, cookies.UNSENT, value)


def _person(actor: Actor) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"unsent {actor.owner}".encode(), hashlib.sha256).hexdigest()
