"""Signed tokens that nobody may take, as data: each is good in all but one thing.

They are of the kinds that attackers have used and that collections of test vectors list: no signature, the public key
as a secret, a key that the token brings along, two ways to read one token. `forged` makes them around the keys and the
claims of a reader at hand.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

Claims = dict[str, Any]


@dataclass(frozen=True)
class Maker:
    """A key that the reader knows, and the header and claims of a good token."""

    key: ECKey | RSAKey
    algorithm: str
    kid: str
    typ: str
    claims: Claims

    @property
    def header(self) -> Claims:
        """The header of a good token."""
        return {"alg": self.algorithm, "kid": self.kid, "typ": self.typ}

    def token(self, header: Claims | None = None, **claims: Any) -> str:
        """A token with changes in its header and its claims, well signed; None leaves a claim out."""
        told = {name: value for name, value in {**self.claims, **claims}.items() if value is not None}
        return self.raw(_json({**self.header, **(header or {})}), _json(told))

    def raw(self, header: bytes, payload: bytes) -> str:
        """A token around these very bytes, well signed with the algorithm of the key."""
        return f"{_b64(header)}.{_b64(payload)}.{_b64(self.signature(header, payload))}"

    def signature(self, header: bytes, payload: bytes) -> bytes:
        """The signature of the key over two parts."""
        algorithm = jws.JWSRegistry.algorithms[self.algorithm]
        made: bytes = algorithm.sign(f"{_b64(header)}.{_b64(payload)}".encode(), self.key)
        return made


def forged(maker: Maker, stranger: ECKey | RSAKey) -> dict[str, str]:
    """Every forged token by what is wrong with it; `stranger` is a key that the reader does not know."""
    return {
        **_around(maker),
        **_in_the_header(maker, stranger),
        **_in_the_signature(maker, stranger),
        **_in_the_payload(maker),
    }


def _around(maker: Maker) -> dict[str, str]:
    good = maker.token()
    header, payload, signature = good.split(".")
    return {
        "nothing": "",
        "blank in front": f" {good}",
        "blank behind": f"{good} ",
        "line end behind": f"{good}\n",
        "NUL behind": f"{good}\0",
        "padding behind": f"{good}==",
        "padding in the header": f"{header}=.{payload}.{signature}",
        "padding in the payload": f"{header}.{payload}=.{signature}",
        "line end in the signature": f"{header}.{payload}.{signature[:20]}\n{signature[20:]}",
        "blank in the payload": f"{header}.{payload[:5]} {payload[5:]}.{signature}",
        "sign that base64 skips": f"{header}.{payload}.{signature[:20]}!{signature[20:]}",
        "unused bits of the last sign": _with_other_bits(good),
        "two parts": f"{header}.{payload}",
        "four parts": f"{good}.{signature}",
        "five parts, as if encrypted": f"{header}..{payload}.{signature}.{signature}",
        "empty header": f".{payload}.{signature}",
        "empty payload": f"{header}..{signature}",
        "letters beyond ASCII": f"{header}.{payload}.é{signature}",
        "JSON form of a signature": json.dumps({"protected": header, "payload": payload, "signature": signature}),
        "more than anybody needs": maker.token(filler="x" * 200_000),
    }


def _in_the_header(maker: Maker, stranger: ECKey | RSAKey) -> dict[str, str]:
    payload, kid, alg = _json(maker.claims), maker.kid, maker.algorithm
    public = stranger.as_dict(private=False)
    changed: dict[str, Claims] = {
        "alg of another case": {"alg": alg.lower()},
        "alg that is not allowed": {"alg": "RS384" if alg == "RS256" else "ES384"},
        "alg of another kind of key": {"alg": "ES256" if alg == "RS256" else "RS256"},
        "alg that is a list": {"alg": [alg]},
        "alg that is null": {"alg": None},
        "another typ": {"typ": "at+jwt"},
        "typ of another case": {"typ": maker.typ.swapcase()},
        "typ that is a list": {"typ": [maker.typ]},
        "kid of nobody": {"kid": "nobody"},
        "kid that is a number": {"kid": 7},
        "kid of a hundred thousand signs": {"kid": "k" * 100_000},
        "kid that is a path": {"kid": "../../../../dev/null"},
        "kid that is SQL": {"kid": f"{kid}' OR '1'='1"},
        "kid with NUL": {"kid": f"{kid}\0"},
        "address of keys (jku)": {"jku": "https://evil.example/keys"},
        "address of a certificate (x5u)": {"x5u": "https://evil.example/certificate"},
        "certificate of its own (x5c)": {"x5c": ["MIIB"]},
        "key of its own (jwk)": {"jwk": public},
        "critical, not understood": {"crit": ["exp"], "exp": 1},
        "critical, missing": {"crit": ["exp"]},
        "critical, empty": {"crit": []},
        "payload that is not encoded (b64)": {"b64": False, "crit": ["b64"]},
        "compressed (zip)": {"zip": "DEF"},
    }
    raw = {
        "alg twice": f'{{"alg":"none","alg":"{alg}","kid":"{kid}","typ":"{maker.typ}"}}'.encode(),
        "kid twice": f'{{"alg":"{alg}","kid":"nobody","kid":"{kid}","typ":"{maker.typ}"}}'.encode(),
        "header with a mark of byte order": b"\xef\xbb\xbf" + _json(maker.header),
        "header in UTF-16": json.dumps(maker.header).encode("utf-16"),
        "header that is a list": _json([maker.header]),
        "header that is a text": b'"ES256"',
        "header that is no JSON": b"{",
        "header without alg": _json({"kid": kid, "typ": maker.typ}),
        "header without kid": _json({"alg": alg, "typ": maker.typ}),
    }
    return {
        **{name: maker.token(header) for name, header in changed.items()},
        **{name: maker.raw(header, payload) for name, header in raw.items()},
    }


def _in_the_signature(maker: Maker, stranger: ECKey | RSAKey) -> dict[str, str]:
    header, payload = _json(maker.header), _json(maker.claims)
    good = maker.signature(header, payload)
    other_kind = _json({**maker.header, "alg": "HS256"})
    secrets: dict[str, bytes] = {
        "public key as a secret, PEM": maker.key.as_pem(private=False),
        "public key as a secret, DER": maker.key.as_der(private=False),
        "public key as a secret, JWK": _json(maker.key.as_dict(private=False)),
        "empty secret": b"",
    }
    found = {
        **{f"no signature, {alg or 'empty'}": _unsigned(maker, alg) for alg in ("none", "None", "NONE", "nOnE", "")},
        **{name: _joined(other_kind, payload, _hmac(secret, other_kind, payload)) for name, secret in secrets.items()},
        "key of a stranger": _by(maker, stranger).token(),
        "key of a stranger that it brings along": _by(maker, stranger).token({"jwk": stranger.as_dict(private=False)}),
        "empty signature": f"{_b64(header)}.{_b64(payload)}.",
        "signature cut short": _joined(header, payload, good[:-1]),
        "signature made longer": _joined(header, payload, good + b"\0"),
        "signature with one bit turned": _joined(header, payload, bytes([good[0] ^ 1]) + good[1:]),
        "signature of zeros": _joined(header, payload, bytes(len(good))),
        "signature of ones": _joined(header, payload, b"\xff" * len(good)),
        "signature of other claims": _joined(header, _json({**maker.claims, "sub": "another"}), good),
        "signature under another header": _joined(_json({**maker.header, "x": 1}), payload, good),
    }
    if isinstance(maker.key, ECKey):
        half = len(good) // 2
        r, s = int.from_bytes(good[:half], "big"), int.from_bytes(good[half:], "big")
        order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
        forms: dict[str, bytes] = {
            "signature as DER": encode_dss_signature(r, s),
            "r of zero": bytes(half) + good[half:],
            "s of zero": good[:half] + bytes(half),
            "r of the order": order.to_bytes(half, "big") + good[half:],
            "s beyond the order": good[:half] + ((s + order) % 2**256).to_bytes(half, "big"),
            "r and s exchanged": good[half:] + good[:half],
            "signature with zeros before r and s": bytes(1) + good[:half] + bytes(1) + good[half:],
        }
        found |= {name: _joined(header, payload, signature) for name, signature in forms.items()}
        wrong_curve = ECKey.generate_key("P-384", {"kid": maker.kid})
        found["curve of another size"] = _by(maker, wrong_curve, algorithm="ES384").token({"alg": "ES384"})
    return found


def _in_the_payload(maker: Maker) -> dict[str, str]:
    header, good = _json(maker.header), _json(maker.claims)
    raw: dict[str, bytes] = {
        "claims that are a list": _json([maker.claims]),
        "claims that are a text": b'"sub"',
        "claims that are null": b"null",
        "claims that are no JSON": b"{",
        "claims with something behind": good + b"{}",
        "a claim twice": good[:-1] + b',"iss":' + _json(maker.claims["iss"]) + b"}",
        "claims in UTF-16": json.dumps(maker.claims).encode("utf-16"),
        "claims with a mark of byte order": b"\xef\xbb\xbf" + good,
        "claims that are not UTF-8": good[:-1] + b',"x":"\xff"}',
        "a number that is none": good[:-1] + b',"x":NaN}',
        "claims nested ten thousand deep": good[:-1] + b',"x":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    }
    return {name: maker.raw(header, payload) for name, payload in raw.items()}


def wrong_claims(now: int, reader: str) -> dict[str, Callable[[Claims], Claims]]:
    """What is wrong with the claims of a well-signed token for `reader`, by name; each changes good ones."""
    day = 24 * 3600
    return {
        name: (lambda claims, changes=changes: {**claims, **changes})  # type: ignore[misc]
        for name, changes in {
            "no issuer": {"iss": None},
            "another issuer": {"iss": "https://evil.example"},
            "issuer with a slash more": {"iss": "https://login.example.gov/"},
            "issuer that is a list": {"iss": ["https://login.example.gov"]},
            "nobody's": {"aud": None},
            "another reader's": {"aud": "court-of-others"},
            "other readers'": {"aud": ["court-of-others", "more"]},
            "reader's name with more": {"aud": f"{reader}x"},
            "reader in an object": {"aud": {reader: True}},
            "without an end": {"exp": None},
            "expired": {"exp": now - day},
            "end that is a text": {"exp": str(now + day)},
            "end that is true": {"exp": True},
            "end beyond every number": {"exp": 1e400},
            "without a beginning": {"iat": None},
            "made tomorrow": {"iat": now + day},
            "good from tomorrow": {"nbf": now + day},
            "good from a text on": {"nbf": str(now)},
        }.items()
    }


def _by(maker: Maker, key: ECKey | RSAKey, algorithm: str = "") -> Maker:
    return Maker(key, algorithm or maker.algorithm, maker.kid, maker.typ, maker.claims)


def _unsigned(maker: Maker, algorithm: str) -> str:
    return f"{_b64(_json({**maker.header, 'alg': algorithm}))}.{_b64(_json(maker.claims))}."


def _hmac(secret: bytes, header: bytes, payload: bytes) -> bytes:
    return hmac.new(secret, f"{_b64(header)}.{_b64(payload)}".encode(), hashlib.sha256).digest()


def _joined(header: bytes, payload: bytes, signature: bytes) -> str:
    return f"{_b64(header)}.{_b64(payload)}.{_b64(signature)}"


def _with_other_bits(token: str) -> str:
    """The same bytes with a bit set in the last sign that no byte uses."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + signs[signs.index(token[-1]) ^ 1]


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
