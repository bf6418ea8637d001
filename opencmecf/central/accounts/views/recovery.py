"""Forgotten passwords and usernames."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.accounts import actions, queries
from opencmecf.central.accounts.forms import EmailForm, ForgotPasswordForm, ResetPasswordForm
from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.caching import never_cache


@door(Opening.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link to set a new password; the answer is the same for every address."""
    form = ForgotPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.note_request(what="password", email=told["email"], username=told["username"], actor=actor_of(request))
        return redirect("forgot-sent")
    return render(request, "accounts/forgot_password.html", {"form": form})


@door(Opening.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_username(request: HttpRequest) -> HttpResponse:
    """Ask for the username; the answer is the same for every address."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_request(what="username", email=form.cleaned_data["email"], actor=actor_of(request))
        return redirect("forgot-sent")
    return render(request, "accounts/forgot_username.html", {"form": form})


@door(Opening.PUBLIC)
@require_safe
def forgot_sent(request: HttpRequest) -> HttpResponse:
    """Where every such request leads."""
    return render(request, "accounts/forgot_sent.html")


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Set a new password by the link of a mail."""
    account = queries.of_reset_link(uidb64, token)
    if account is None:
        return render(request, "accounts/reset_expired.html", status=410)
    form = ResetPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        actions.reset_password(uidb64=uidb64, token=token, password=password, actor=actor_of(request))
        return redirect("password-changed")
    return render(request, "accounts/reset_password.html", {"form": form, "account": account})


@door(Opening.PUBLIC)
@require_safe
def password_changed(request: HttpRequest) -> HttpResponse:
    """Where a changed password leads; open to all, since every session of the account has ended."""
    return render(request, "accounts/password_changed.html")
