"""The steps of a filing: for each, what its page shows and what it reads from what was sent."""

from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.court.filing.steps.registry import PAGES, page_of

__all__ = ["PAGES", "Reading", "Sent", "StepPage", "page_of"]
