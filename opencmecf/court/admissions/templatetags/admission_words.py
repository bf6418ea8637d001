"""Words of applications, for templates."""

from django import template

from opencmecf.court.admissions import registration_form

register = template.Library()


@register.filter
def dollars(cents: int) -> str:
    """An amount of cents as people read it."""
    return registration_form.dollars(cents)
