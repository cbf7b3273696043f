"""Makes the tables of the tests once and copies them for every process, which else migrates itself.

`DJANGO_SETTINGS_MODULE=skillmate.settings.test python -m skillmate.tests.make_databases 2`
"""

import shutil
import sys
from pathlib import Path

import django
from django.db import connection, transaction

from skillmate.backup.conversion import targets


def main(processes: int) -> None:
    """The names are those pytest-django gives to the databases of xdist's processes."""
    django.setup()
    if connection.vendor == "postgresql":
        _make_tables_in_one_transaction()
    name = connection.creation.create_test_db(
        verbosity=0, autoclobber=True, serialize=False, keepdb=connection.vendor == "postgresql"
    )
    connection.close()
    for number in range(processes):
        if connection.vendor == "sqlite":
            for leftover in ("-wal", "-shm"):  # of an earlier file of this name
                Path(f"{name}_gw{number}{leftover}").unlink(missing_ok=True)
            shutil.copy(name, f"{name}_gw{number}")
        else:
            connection.creation.clone_test_db(f"gw{number}", verbosity=0, autoclobber=True)


def _make_tables_in_one_transaction() -> None:
    """As a restore does that comes from SQLite: a migration that cannot is noticed here."""
    connection.settings_dict["NAME"] = connection.creation._create_test_db(0, autoclobber=True)
    with transaction.atomic():
        targets.make_postgresql_tables()
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
