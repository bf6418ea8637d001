"""What differs between the kinds of court, as data. Nowhere else does code ask what kind a court is."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.foundation.reference import CourtKind


@dataclass(frozen=True)
class FilingMenu:
    """One filing item of the menu bar."""

    slug: str
    label: str


@dataclass(frozen=True)
class KindProfile:
    """How courts of one kind appear."""

    filing_menus: tuple[FilingMenu, ...]
    link_label: str  # what linking is called on the Utilities page
    product: str = "CM/ECF"
    event_dictionary: str = ""  # the folder of court/docket/events that its events come from


_DISTRICT = KindProfile(
    filing_menus=(FilingMenu("civil", "Civil"), FilingMenu("criminal", "Criminal")),
    link_label="Link a CM/ECF account to my PACER account",
    event_dictionary="district",
)

KINDS: dict[CourtKind, KindProfile] = {
    CourtKind.DISTRICT: _DISTRICT,
    CourtKind.BANKRUPTCY: KindProfile(
        filing_menus=(FilingMenu("bankruptcy", "Bankruptcy"), FilingMenu("adversary", "Adversary")),
        link_label="Link a CM/ECF account to my PACER account",
    ),
    CourtKind.APPELLATE: KindProfile(
        filing_menus=(FilingMenu("filing", "Filing"),),
        link_label="Link my filer account to my PACER account",
    ),
    CourtKind.SPECIAL: _DISTRICT,
}
