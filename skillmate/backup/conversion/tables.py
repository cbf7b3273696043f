"""The tables of this code: which there are, made anew, and the state they are in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from ..exceptions import BackupRefusal

Migration = tuple[str, str]  # app, name
SEARCH_INDEX = "wagtailsearch"


@cache
def models() -> dict[str, type[Model]]:
    """By table: everything but the search index, whose tables are others in each database."""
    index = set(apps.get_app_config(SEARCH_INDEX).get_models())
    every = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
    return {
        model._meta.db_table: model
        for model in every
        if model._meta.managed and not model._meta.proxy and model not in index
    }


def columns(model: type[Model]) -> dict[str, Field]:
    return {field.column: field for field in model._meta.local_concrete_fields}


def make() -> None:
    """What `migrate` makes in the empty database, without the rows its signals would add."""
    executor = MigrationExecutor(connection)
    with _rare_garbage_collection():
        executor.migrate(executor.loader.graph.leaf_nodes())


def check_migrations(applied: set[Migration]) -> None:
    """Raises `BackupRefusal` unless `applied` are the migrations of this code."""
    loader = MigrationLoader(None)
    known = {*loader.disk_migrations} | {
        replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces
    }
    apps_here = {app for app, _name in known}
    missing = {
        key
        for key, migration in loader.graph.nodes.items()
        if key not in applied
        and not (migration.replaces and applied.issuperset(migration.replaces))
    }
    newer = {key for key in applied - known if key[0] in apps_here}
    if missing or newer:
        raise BackupRefusal(
            _(
                "The archive is of another version of the site (%(migration)s), and only one of "
                "this version can be taken into another kind of database. Restore it into its own "
                "kind, run `migrate` there, and make a new backup."
            )
            % {"migration": ".".join(min(missing or newer))}
        )


@contextmanager
def _rare_garbage_collection() -> Iterator[None]:
    """Migrations make classes by the thousand, and a third of their time goes into looking for
    those that nobody needs any more. Never to look would cost half a gigabyte."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
