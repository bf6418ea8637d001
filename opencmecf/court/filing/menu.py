"""The categories of events below their headings, as one person's menu shows them."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.court.docket.events.event import Category, Dictionary, Event, Filer
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.docket.events.searching import search
from opencmecf.court.filing import queries
from opencmecf.court.profile.kinds import CaseKind, FilingMenu
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.foundation.access import Actor, Permission


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A heading of the menu, with its categories and how many events each has."""

    heading: str
    categories: tuple[tuple[Category, int], ...]


def events_menu(dictionary: Dictionary, filers: frozenset[Filer], kind: CaseKind) -> tuple[MenuGroup, ...]:
    """Return what somebody finds under a filing item of the menu; categories without an event for them are left out."""
    counts: dict[str, int] = {}
    for event in dictionary.open_to(filers, kind):
        counts[event.category] = counts.get(event.category, 0) + 1
    groups: dict[str, list[tuple[Category, int]]] = {}
    for category in dictionary.categories:
        if category.code in counts:
            groups.setdefault(category.group, []).append((category, counts[category.code]))
    return tuple(MenuGroup(heading, tuple(categories)) for heading, categories in groups.items())


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event that was searched for, on the menu of one kind of case."""

    event: Event
    category: Category
    menu: FilingMenu

    @property
    def url(self) -> str:
        """Where it can be filed."""
        return f"/{self.menu.slug}/{self.category.code}?event={self.event.code}"


def events_found(text: str, *, court: HostedCourt, actor: Actor) -> list[FoundEvent]:
    """Return the events with these words that `actor` may file at a court, on each menu that has them."""
    if not actor.may(Permission.DOCUMENT_FILE) or court.settings.is_archive:
        return []
    dictionary, filers = dictionary_of(court.court_id), queries.menus_of(actor)
    return [
        FoundEvent(event, category, menu)
        for event in search(dictionary.open_to(filers), text)
        for menu in court.kind.filing_menus
        if menu.cases in event.cases and (category := dictionary.category(event.category))
    ]
