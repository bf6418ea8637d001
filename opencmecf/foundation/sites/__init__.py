"""Sites by host name."""

from opencmecf.foundation.sites.middleware import page_before, page_wanted, site_of
from opencmecf.foundation.sites.names import Site, SiteKind, SiteNames

__all__ = ["Site", "SiteKind", "SiteNames", "page_before", "page_wanted", "site_of"]
