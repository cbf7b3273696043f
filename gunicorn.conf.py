"""gunicorn reads this of itself. Its access log stays off: the site writes a line per request."""

import gc
import logging
import os
from pathlib import Path

from skillmate.settings.logs import json_logging

# The code is read once, by the master, which nobody's clock watches: a worker that had to read it
# on a busy machine was killed after 30 seconds, again and again. So a new worker is there at once,
# and shares what it does not change. New code needs a restart: HUP alone begins new workers.
preload_app = True
# A worker whose loop stands still for so many seconds is taken for dead. Requests may take longer.
timeout = 60
# How long requests under way have when the server is asked to stop.
graceful_timeout = 30
# The site stands at the root of its host. gunicorn believes SCRIPT_NAME of whoever is on this
# machine, which a proxy may pass on from anyone.
forwarder_headers = ""
# For `gunicornc`. Of its own, this would be one in the home of the user, for all of their sites.
control_socket = str(Path(__file__).resolve().parent / "var" / "gunicorn.ctl")

# Also what HUP begins anew with; by then, what `.env` says is in the environment.
logconfig_dict = json_logging(os.environ.get("LOG_LEVEL") or "INFO")
# Python's own warnings would be lines of another form.
logging.captureWarnings(True)


def when_ready(server: object) -> None:
    """What was read before the workers begin is no garbage: looking through all of it, each time a
    large page has made many objects, costs a tenth of a second."""
    gc.collect()
    gc.freeze()


def pre_fork(server: object, worker: object) -> None:
    """Nothing the master has connected to is shared by its workers."""
    from django.db import connections  # noqa: PLC0415  (settings may not be read before the app is)

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()
