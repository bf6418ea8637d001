"""Signing somebody in through Central Sign-On, for any site: the protocol alone, no sessions."""

from opencmecf.foundation.relying_party.client import Claims, RelyingParty, SignOnFailed
from opencmecf.foundation.relying_party.transport import internal_http

__all__ = ["Claims", "RelyingParty", "SignOnFailed", "internal_http"]
