"""Pages saved from the courts' own CM/ECF, read into plain values."""

from opencmecf.exchange.court_pages.docket import read_docket
from opencmecf.exchange.court_pages.errors import Damaged, NotADocket, Refused, WrongCourt

__all__ = ["Damaged", "NotADocket", "Refused", "WrongCourt", "read_docket"]
