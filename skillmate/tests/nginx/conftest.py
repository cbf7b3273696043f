"""nginx in front of the site, which runs in this process: a test's settings are the site's."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from skillmate.tests.wire import HOST

from .server import Nginx


@pytest.fixture
def nginx_before(tmp_path) -> Iterator[Callable[..., Nginx]]:
    """Starts an nginx before servers on the given ports."""
    with ExitStack() as stack:
        yield lambda *ports, **options: stack.enter_context(Nginx(tmp_path, [*ports], **options))


@pytest.fixture
def site(live_server, home, settings) -> int:
    """The port of the site itself, on the settings that a proxy needs."""
    settings.ALLOWED_HOSTS = [HOST]
    settings.SITE_URL = f"https://{HOST}"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.PRIVATE_MEDIA_ACCEL = "/private-files"
    return int(live_server.url.rpartition(":")[2])
