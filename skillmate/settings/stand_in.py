"""Imported first by the test settings: names the provider that plays Google, for all that follow.

allauth keeps the addresses it finds when it is imported, so they cannot be set by a test. Whoever
needs the provider starts it there.
"""

import os
import socket


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


os.environ["GOOGLE_TEST_ISSUER"] = f"http://127.0.0.1:{_free_port()}"
