"""What must not cross from one layer to the other in the database, and migrations."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

LAYERS = ("central", "court", "exchange", "foundation", "demo")
MAY_POINT_TO = {
    "central": {"central", "foundation"},
    "court": {"court", "foundation"},
    "exchange": {"exchange", "court", "foundation"},
    "foundation": {"foundation"},
    "demo": set(LAYERS),
}


def layer_of(model: type[Model]) -> str:
    """The layer that a model of ours belongs to, "" for another's."""
    package, _, rest = model.__module__.partition(".")
    return rest.partition(".")[0] if package == "opencmecf" else ""


def test_every_model_of_ours_is_in_a_known_layer() -> None:
    assert {layer_of(model) for model in apps.get_models()} - {""} <= set(LAYERS)


def test_no_row_points_from_one_layer_into_the_other() -> None:
    crossing = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if layer_of(model)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and layer_of(field.related_model)
        if layer_of(field.related_model) not in MAY_POINT_TO[layer_of(model)]
    ]
    assert not crossing, "they share values (an account number), never keys"


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
