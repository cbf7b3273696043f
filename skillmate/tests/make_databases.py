"""Makes the tables of the tests once and copies them for every process, which else migrates itself.

`DJANGO_SETTINGS_MODULE=skillmate.settings.test python -m skillmate.tests.make_databases 2`
"""

import shutil
import sys
from pathlib import Path

import django
from django.db import connection


def main(processes: int) -> None:
    """The names are those pytest-django gives to the databases of xdist's processes."""
    django.setup()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    for number in range(processes):
        if connection.vendor == "sqlite":
            for leftover in ("-wal", "-shm"):  # of an earlier file of this name
                Path(f"{name}_gw{number}{leftover}").unlink(missing_ok=True)
            shutil.copy(name, f"{name}_gw{number}")
        else:
            connection.creation.clone_test_db(f"gw{number}", verbosity=0, autoclobber=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
