"""The session cookies of our sites: one name, host-only, never readable by scripts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SESSION = "__Host-session" if settings.HTTPS else "session"
SIGN_IN_UNDER_WAY = "__Host-sign-in" if settings.HTTPS else "sign-in"
SECOND_FACTOR_AWAITED = "__Host-second-factor" if settings.HTTPS else "second-factor"
REMEMBERED_DEVICE = "__Host-device" if settings.HTTPS else "device"
UNSENT = "__Host-unsent" if settings.HTTPS else "unsent"
LATE_FORM = "__Host-late-form" if settings.HTTPS else "late-form"
PASSKEY_CHALLENGE = "__Host-passkey" if settings.HTTPS else "passkey"


def give(request: HttpRequest, response: HttpResponse, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie for this host alone; without `seconds` it ends with the browser."""
    response.set_cookie(name, value, max_age=seconds, secure=request.is_secure(), httponly=True, samesite="Lax")


def take_back(response: HttpResponse, name: str) -> None:
    """Delete a cookie that `give` has set."""
    response.delete_cookie(name, samesite="Lax")
