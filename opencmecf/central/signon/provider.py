"""The OpenID Connect provider: Authlib's authorization server over our tables.

Code flow alone, PKCE by S256 from every client, redirect addresses compared letter by letter, the issuer in every
answer (RFC 9207), codes good once and for a minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError, grants
from authlib.oauth2.rfc6749.requests import OAuth2Request
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import OpenIDCode, UserInfo
from authlib.oidc.core.errors import LoginRequiredError
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpResponse
from joserfc.jwk import Key

from opencmecf.central.signon import keys, queries
from opencmecf.central.signon.assurance import Acr
from opencmecf.central.signon.models import AccessToken, AuthorizationCode, Client, Session, SiteSession
from opencmecf.foundation import secrets
from opencmecf.foundation.database.durability import may_be_lost
from opencmecf.foundation.database.prepared import Prepared

CODE_LIFE = timedelta(minutes=1)
ACCESS_TOKEN_SECONDS = 600
ID_TOKEN_SECONDS = 600
SCOPES = ("openid", "profile", "email", "court")
CLAIMS_OF_SCOPE = {
    "profile": ("name", "given_name", "middle_name", "family_name", "generation"),
    "email": ("email",),
    "court": (
        "account_class",
        "account_type",
        "shared",
        "client_code",
        "client_code_rule",
        "exemptions",
        "exempt_use",
    ),
}


@dataclass(frozen=True)
class Grantee:
    """The session that a grant is about, as Authlib's `user`."""

    session: Session

    @property
    def pk(self) -> str:
        """The session's id."""
        return str(self.session.pk)

    def claims(self, scope: str) -> dict[str, Any]:
        """The claims that `scope` opens, with the subject."""
        known = {
            **self.session.account.claims(),
            "client_code": self.session.client_code,
            "exempt_use": self.session.exempt_use,
        }
        names = [name for word in scope.split() for name in CLAIMS_OF_SCOPE.get(word, ())]
        return {"sub": known["sub"], **{name: known[name] for name in names}}


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """Authorization codes in our table, by their hash."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")
    redirect_uri: str | None

    def validate_authorization_request(self) -> str:
        """The redirect address of a good request; a request is checked once, however often Authlib asks."""
        if self.redirect_uri is None:
            self.redirect_uri = super().validate_authorization_request()
        return str(self.redirect_uri)

    def generate_authorization_code(self) -> str:
        """A fresh code."""
        return secrets.new_token(self.AUTHORIZATION_CODE_LENGTH)

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Keep the code for a minute, and note that the session has reached this site."""
        asked = request.payload.data
        session: Session = request.user.session
        AuthorizationCode.objects.create(
            code_fingerprint=secrets.fingerprint(code),
            client=request.client,
            session=session,
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            nonce=asked.get("nonce", ""),
            code_challenge=asked["code_challenge"],
            code_challenge_method=asked["code_challenge_method"],
        )
        SiteSession.objects.bulk_create([SiteSession(session=session, client=request.client)], ignore_conflicts=True)

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """The code if it is this client's, fresh and unused; using it up is one statement, so that one of two wins."""
        fingerprint = secrets.fingerprint(code)
        unused = AuthorizationCode.objects.filter(pk=fingerprint, client=client, used_at__isnull=True)
        if not unused.update(used_at=Now()):
            _revoke_what_came_of(fingerprint)
            return None
        return _fresh_code.first(fingerprint=fingerprint)

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Nothing to do: a used code stays for a while, so that its second use is noticed."""

    def authenticate_user(self, authorization_code: AuthorizationCode) -> Grantee:
        """Whose code it is."""
        return Grantee(authorization_code.session)


_fresh_code = Prepared(
    lambda fingerprint: AuthorizationCode.objects.select_related("session__account").filter(
        pk=fingerprint, created_at__gt=Now() - CODE_LIFE, session__ended_at__isnull=True
    )
)


class RequiredCodeChallenge(CodeChallenge):  # type: ignore[misc]
    """PKCE by S256 from every client, confidential ones too (RFC 9700, 2.1.1)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        """Refuse a request without an S256 challenge."""
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with code_challenge_method=S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):  # type: ignore[misc]
    """The ID token: who signed in, how, when, and in which session (`sid`)."""

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Never asked for: the nonce is the site's own check, and a code is good once whatever its nonce.

        Refusing a nonce that was seen before would turn away whoever presses Login twice.
        """
        return False

    def resolve_client_private_key(self, client: Client) -> Key:
        """The key to sign with; looked up once for the header and the signature."""
        if not hasattr(client, "key_to_sign_with"):
            client.key_to_sign_with = keys.signing_key(client.id_token_signed_response_alg)
        key: Key = client.key_to_sign_with
        return key

    def get_encode_header(self, client: Client) -> dict[str, str | None]:
        """The header names the key."""
        return {
            "alg": client.id_token_signed_response_alg,
            "kid": self.resolve_client_private_key(client).kid,
            "typ": "JWT",
        }

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """What every token for `client` says."""
        return {"iss": keys.issuer(), "aud": [client.client_id], "exp": int(time.time()) + ID_TOKEN_SECONDS}

    def generate_user_info(self, user: Grantee, scope: str) -> UserInfo:
        """What the scopes open, and the session's id."""
        return UserInfo(**user.claims(scope), sid=str(user.session.pk))


class Issuer(IssuerParameter):  # type: ignore[misc]
    """Names the issuer in every authorization response (RFC 9207), on Django's responses."""

    def add_issuer_parameter(self, authorization_server: Any, response: HttpResponse) -> None:
        """Add `iss` where the answer is a redirect back to the site."""
        if "Location" in response:
            response["Location"] = add_params_to_uri(response["Location"], {"iss": keys.issuer()})


class Server(AuthorizationServer):  # type: ignore[misc]
    """The provider; tokens are stored by their hash, and Authlib's Django signals are not used."""

    def query_client(self, client_id: str) -> Client | None:
        """The site of that id, or None."""
        return queries.client(client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Keep the access token's hash."""
        AccessToken.objects.create(
            token_fingerprint=secrets.fingerprint(token["access_token"]),
            client=request.client,
            session=request.user.session,
            scope=token.get("scope", ""),
            expires_at=Now() + timedelta(seconds=ACCESS_TOKEN_SECONDS),
        )

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens: acts are called by name here."""


def _make_server() -> Server:
    made = Server(Client, AccessToken)
    made.load_config(
        {
            "scopes_supported": SCOPES,
            "token_expires_in": {"authorization_code": ACCESS_TOKEN_SECONDS},
            "access_token_generator": lambda *_, **__: secrets.new_token(),
        }
    )
    made.register_grant(CodeGrant, [RequiredCodeChallenge(required=True), IdToken(require_nonce=True)])
    made.register_extension(Issuer())
    return made


server = _make_server()


@transaction.atomic
def answer_authorization(request: Any, *, grant: Any, session: Session | None) -> HttpResponse:
    """The redirect back to the site: with a code for `session`, or with an error when it is None."""
    may_be_lost()
    grantee = Grantee(session) if session else None
    answer: HttpResponse = server.create_authorization_response(request, grant_user=grantee, grant=grant)
    return answer


def not_without_asking(query: Mapping[str, str]) -> OAuth2Error:
    """What a site is told that wanted no page shown, of a person who must do something first."""
    return LoginRequiredError(redirect_uri=query.get("redirect_uri", ""), state=query.get("state"))


def answer_error(request: Any, error: OAuth2Error) -> HttpResponse:
    """The redirect back to the site that tells it what was wrong with its request."""
    answer: HttpResponse = server.handle_error_response(request, error)
    Issuer().add_issuer_parameter(server, answer)
    return answer


@transaction.atomic
def answer_token_request(request: Any) -> HttpResponse:
    """The token endpoint's answer."""
    may_be_lost()
    answer: HttpResponse = server.create_token_response(request)
    return answer


def metadata(base: str) -> dict[str, Any]:
    """The discovery document (OpenID Connect Discovery 1.0, 3)."""
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/signon/authorize",
        "token_endpoint": f"{base}/signon/token",
        "userinfo_endpoint": f"{base}/signon/userinfo",
        "jwks_uri": f"{base}/signon/jwks",
        "end_session_endpoint": f"{base}/signon/logout",
        "introspection_endpoint": f"{base}/signon/introspect",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": list(keys.ALGORITHMS),
        "token_endpoint_auth_methods_supported": list(CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "acr_values_supported": [level.value for level in Acr],
        "prompt_values_supported": ["none", "login"],
        "claims_supported": sorted({"sub", "sid", "auth_time", "acr", "amr", *_flat(CLAIMS_OF_SCOPE.values())}),
    }


def _revoke_what_came_of(code_fingerprint: str) -> None:
    """A code that comes a second time has leaked: end the access tokens that it brought (RFC 6749, 4.1.2)."""
    code = AuthorizationCode.objects.filter(pk=code_fingerprint).first()
    if code is not None:
        AccessToken.objects.filter(session=code.session, client=code.client).delete()


def _flat(groups: Iterable[Iterable[str]]) -> set[str]:
    return {word for group in groups for word in group}
