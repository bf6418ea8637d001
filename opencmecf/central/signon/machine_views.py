"""What sites and programs ask of Central Sign-On without a browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.directory import actions as directory
from opencmecf.central.signon import actions, keys, program_tokens, provider, queries, rules
from opencmecf.central.signon.models import Client
from opencmecf.foundation.access import Actor, Opening, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind
from opencmecf.foundation.visitor import visitor_of

LONGEST_BODY = 64 * 1024
LONGEST_REASON = 500
WHO_ARE_YOU = {"WWW-Authenticate": 'Basic realm="Central Sign-On"'}
IN_THE_ADDRESS = {"account_number", "actor", "court_id"}  # who tells, and of whom; never among the facts

ClientView = Callable[..., HttpResponse]


def for_our_clients(view: ClientView) -> ClientView:
    """Answer only to the clients of this deployment that prove themselves by HTTP Basic; `view` gets the client."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        client = _client(request)
        if client is None or not client.is_ours:
            text = "This address is for the court systems of this deployment.\n"
            return HttpResponse(text, status=401, headers=WHO_ARE_YOU)
        return view(request, client=client, **kwargs)

    return guarded


@door(Opening.MACHINE)
@require_safe
def discovery(request: HttpRequest) -> HttpResponse:
    """The discovery document."""
    documentation = settings.SITE_NAMES[0].url(SiteKind.PACER, "")
    return JsonResponse(provider.metadata(keys.issuer(), documentation=documentation))


@door(Opening.MACHINE)
@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    """The public keys."""
    return JsonResponse(keys.published())


@door(Opening.MACHINE)
@never_cache
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """The token endpoint (RFC 6749, 3.2)."""
    try:
        proof = None if "client_secret" in request.POST else _basic(request)  # in one way alone (RFC 6749, 2.3)
        told = provider.exchange_by_own_site(request.POST, *proof) if proof else None
        return JsonResponse(told or provider.exchange(request.POST, _client_in_any_way(request)))
    except provider.NotGranted as error:
        return _not_granted(error)


@door(Opening.MACHINE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """The claims that a site's access token opens."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    claims = program_tokens.claims_behind(bearer) if scheme.lower() == "bearer" else None
    if claims is None:
        answer = HttpResponse(status=401)
        answer["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return answer
    return JsonResponse(claims)


@door(Opening.MACHINE)
@never_cache
@require_POST
def introspect(request: HttpRequest) -> HttpResponse:
    """What a court may know about a token of `cso-auth`, and a program of others about one of its own (RFC 7662)."""
    client = _client_with_secret(request)
    if client is None:
        return _not_granted(provider.NotGranted("invalid_client", "Prove yourself by HTTP Basic."))
    token = request.POST.get("token", "")
    return JsonResponse(
        queries.introspect(token) if client.is_ours else program_tokens.introspect(token, client=client)
    )


@door(Opening.MACHINE)
@never_cache
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """A program of others ends one of its tokens (RFC 7009)."""
    client, token = _client_in_any_way(request), request.POST.get("token", "")
    try:
        if client is None:
            raise provider.NotGranted("invalid_client", "Prove yourself as at the token endpoint.")
        if not token:
            raise provider.NotGranted("invalid_request", "The token is missing.")
        program_tokens.revoke(token, client=client)
    except provider.NotGranted as error:
        return _not_granted(error)
    except program_tokens.AnothersToken:
        return _not_granted(provider.NotGranted("invalid_grant", "The token was issued to another client."))
    return HttpResponse(status=200)


@door(Opening.MACHINE)
@require_http_methods(["PUT"])
@for_our_clients
def court_register(request: HttpRequest, *, client: Client, court_id: str) -> HttpResponse:
    """A court tells what the directory should say of it."""
    if client.court_id != court_id:
        return HttpResponse(status=403)
    directory.update_listing(court_id=court_id, actor=court_actor(court_id), **facts_of(request))
    return HttpResponse(status=204)


@door(Opening.MACHINE)
@require_http_methods(["PUT"])
@for_our_clients
def filer_register(request: HttpRequest, *, client: Client, court_id: str, account_number: str) -> HttpResponse:
    """A court tells that a PACER account is linked to one of its filing accounts, or is not any more."""
    if client.court_id != court_id:
        return HttpResponse(status=403)
    facts, actor = facts_of(request), court_actor(court_id)
    if facts.pop("linked", True):
        directory.record_filer(court_id=court_id, account_number=account_number, actor=actor, **facts)
    else:
        reason = str(facts.get("reason", ""))[:LONGEST_REASON]
        directory.remove_filer(court_id=court_id, account_number=account_number, actor=actor, reason=reason)
    return HttpResponse(status=204)


@door(Opening.MACHINE)
@never_cache
@require_safe
@for_our_clients
def standing(request: HttpRequest, *, client: Client, court_id: str, account_number: str) -> HttpResponse:
    """A court asks how an account stands: its exemptions, the rule of its firm, and whether it may search cases."""
    account = accounts.by_number(account_number) if client.court_id == court_id else None
    if account is None:
        return HttpResponse(status=404)
    return JsonResponse({name: account.claims()[name] for name in ("case_search", "exemptions", "client_code_rule")})


@door(Opening.PUBLIC, program=True)
@never_cache
@require_POST
def cso_auth(request: HttpRequest) -> HttpResponse:
    """`POST /services/cso-auth`: signs a program in. Always answers 200, in JSON or XML (wire contract 2.1)."""
    asked = _read(request, "CsoAuth")
    if asked is None:
        return _reply(request, "CsoAuth", "1", "The request is not valid JSON or XML.")
    try:
        token = actions.sign_in_program(
            username=asked.get("loginId", ""),
            password=asked.get("password", ""),
            code=asked.get("clientCode", ""),
            redaction_acknowledged=asked.get("redactFlag") == "1",
            visitor=visitor_of(request),
            one_time_code=asked.get("otpCode") or asked.get("twoFactorCode", ""),
        )
    except actions.RedactionNotAcknowledged as refused:
        return _reply(request, "CsoAuth", "1", refused.message)
    except Refused as refused:
        wrong = refused.message == rules.WRONG
        return _reply(request, "CsoAuth", "13", rules.WRONG_FOR_PROGRAMS if wrong else refused.message)
    return _reply(request, "CsoAuth", "0", rules.warning_to_program(queries.introspect(token)), token)


@door(Opening.PUBLIC, program=True)
@never_cache
@require_POST
def cso_logout(request: HttpRequest) -> HttpResponse:
    """`POST /services/cso-logout`: ends a program's token."""
    asked = _read(request, "CsoLogout") or {}
    if not actions.end_program_token(asked.get("nextGenCSO", "")):
        return _reply(request, "CsoLogout", "1", "The token is not valid; it may have been ended before.")
    return _reply(request, "CsoLogout", "0", "")


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    """The name and the secret that a client has sent by HTTP Basic, as they are."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:  # no base64, or not of UTF-8
        return None
    return client_id, secret


def _client(request: HttpRequest) -> Client | None:
    proof = _basic(request)
    if proof is None:
        return None
    client_id, secret = proof
    plainly = _proven(client_id, secret)
    if plainly or "%" not in client_id + secret:
        return plainly
    return _proven(unquote_plus(client_id), unquote_plus(secret))  # as RFC 6749, 2.3.1 has it; our own sites do not


def _client_with_secret(request: HttpRequest) -> Client | None:
    """The client that proves itself by HTTP Basic or in the form, in one way alone (RFC 6749, 2.3)."""
    if "Authorization" in request.headers:
        return None if "client_secret" in request.POST else _client(request)
    return _proven(request.POST.get("client_id", ""), request.POST.get("client_secret", ""))


def _client_in_any_way(request: HttpRequest) -> Client | None:
    """The client that has proved itself, or a public one that has named itself: it has nothing to prove itself with."""
    if "Authorization" in request.headers or "client_secret" in request.POST:
        return _client_with_secret(request)
    client = queries.client(request.POST.get("client_id", ""))
    return client if client and client.is_public else None


def _not_granted(error: provider.NotGranted) -> HttpResponse:
    told = {"error": error.error, "error_description": error.description}
    if error.error != "invalid_client":
        return JsonResponse(told, status=400)
    return JsonResponse(told, status=401, headers=WHO_ARE_YOU)


def _proven(client_id: str, secret: str) -> Client | None:
    client = queries.client(client_id)
    return client if client and client.has_secret(secret) else None


def facts_of(request: HttpRequest) -> dict[str, Any]:
    """The facts that a court has sent. Raises `Refused` when they are no JSON object of facts."""
    facts = json_object(request.body)
    if facts is None or facts.keys() & IN_THE_ADDRESS:
        raise Refused("The facts are not a JSON object of facts.")
    return facts


def json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that `body` is, or None."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def court_actor(court_id: str) -> Actor:
    """A court as the one who acts."""
    return Actor(label=f"court:{court_id}", site=court_id)


def _read(request: HttpRequest, root: str) -> dict[str, str] | None:
    """The fields of a JSON object or of an XML element `root`, as strings; None when it is neither."""
    if len(request.body) > LONGEST_BODY:
        return None
    if "xml" in (request.content_type or ""):
        fields = _read_xml(request.body, root)
    elif (found := json_object(request.body)) is not None:
        fields = {str(name): str(value) for name, value in found.items() if value is not None}
    else:
        fields = None
    return fields if fields is not None and all(_is_text(value) for value in fields.values()) else None


def _is_text(value: str) -> bool:
    """Whether `value` can be written as UTF-8 and kept: JSON may hold half a character, or NUL."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def _read_xml(body: bytes, root: str) -> dict[str, str] | None:
    try:
        text = body.decode()  # whatever encoding it declares: no entity hides in another one
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            return None
        element = ElementTree.fromstring(text)  # noqa: S314 - no entities, see above, and at most 64 KB
    except (UnicodeDecodeError, ElementTree.ParseError):
        return None
    if element.tag.rsplit("}", 1)[-1] != root:
        return None
    return {child.tag.rsplit("}", 1)[-1]: child.text or "" for child in element}


def _reply(request: HttpRequest, root: str, result: str, text: str, token: str = "") -> HttpResponse:
    fields = {"loginResult": result, "errorDescription": text}
    if root == "CsoAuth":
        fields = {"nextGenCSO": token, **fields}
    accept = request.headers.get("Accept", "")
    wants_xml = "xml" in (accept if "json" in accept or "xml" in accept else request.content_type or "")
    if not wants_xml or "json" in accept:
        return JsonResponse(fields)
    element = ElementTree.Element(f"{root}Response")
    for name, value in fields.items():
        ElementTree.SubElement(element, name).text = value
    xml = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
    return HttpResponse(xml, content_type="application/xml; charset=utf-8")
