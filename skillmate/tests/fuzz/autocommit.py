"""PostgreSQL as in production, where a refused statement breaks nothing but itself."""

from contextlib import contextmanager

from django.db import Error, connection, transaction
from django.test import TestCase

CAN_BE_REFUSED = ("SELECT", "INSERT", "UPDATE", "DELETE")


@contextmanager
def one_request():
    """What is sent meanwhile is carried out with all that follows it, and then forgotten."""
    with transaction.atomic(), connection.execute_wrapper(_with_savepoint):
        with TestCase.captureOnCommitCallbacks(execute=True):
            yield
        transaction.set_rollback(True)


def _with_savepoint(execute, sql, params, many, context):
    if connection.vendor != "postgresql" or not sql.startswith(CAN_BE_REFUSED):
        return execute(sql, params, many, context)
    session = connection.connection
    session.execute("SAVEPOINT alone")
    try:
        return execute(sql, params, many, context)
    except Error:
        session.execute("ROLLBACK TO SAVEPOINT alone")
        raise
    finally:
        session.execute("RELEASE SAVEPOINT alone")
