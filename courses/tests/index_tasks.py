"""Wagtail's indexes in tests: brought up to date when somebody looks, not after every save.

A page that is made, written and published is saved three times or more, and each time Wagtail asks
for it anew and compares all its references: an eighth of the time of all tests. Production may put
both tasks off as well, so nothing may lean on their being done at once.
"""

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task

REFERENCES = "wagtailcore_referenceindex"
_pending: dict[tuple, Task] = {}  # by the arguments of each, in their order
_defers = True


def open_index_tasks(*, commits: bool) -> None:
    """Before a test. One that commits is looked at by threads: its indexes are always current."""
    global _defers
    _pending.clear()
    _defers = not commits


class IndexTasks(ImmediateBackend):
    """The backend of tasks: at once, but the two that keep indexes."""

    def _execute_task(self, task_result) -> None:
        # By name, as the modules of both ask for this class when they are imported.
        match task_result.task.module_path:
            case "modelsearch.tasks.insert_or_update_object_task" if not _is_indexed():
                return
            case "wagtail.tasks.update_reference_index_task" if _defers:
                _pending[tuple(task_result.args)] = task_result.task
            case _:
                super()._execute_task(task_result)


def _is_indexed() -> bool:
    """Whether any search index is kept up to date in this test (the marker "search")."""
    return any(conf.get("AUTO_UPDATE", True) for conf in settings.WAGTAILSEARCH_BACKENDS.values())


def watch(execute, sql, params, many, context):
    """Around every statement of a test (see `connection.execute_wrappers`)."""
    if _pending and REFERENCES in str(sql):
        update_references()
    return execute(sql, params, many, context)


def update_references() -> None:
    """Do what is due, unseen by who counts queries. Whoever looks who writes does so before."""
    due = dict(_pending)
    _pending.clear()
    before = len(connection.queries_log)
    for arguments, task in due.items():
        with suppress(ObjectDoesNotExist):  # deleted since, or never committed
            task.func(*arguments)
    while len(connection.queries_log) > before:
        connection.queries_log.pop()
