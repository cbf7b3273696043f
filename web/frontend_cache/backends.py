"""How each kind of server in front is told to forget all public pages.

Of Wagtail's own backends (`wagtail.contrib.frontend_cache`) the one for CloudFront does that when
it is given `/*`. The others forget addresses they are given one by one, of which a change of the
catalogue has thousands.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.request import Request, urlopen

import requests
from wagtail.contrib.frontend_cache.backends import BaseBackend, CloudflareBackend

# Somebody who publishes waits for it.
PATIENCE = 3


class SiteVersionBackend(BaseBackend):
    """An nginx that keeps pages by the version of the site (docs/deploy/nginx): it is asked to ask
    for that anew. `LOCATION` is where."""

    def __init__(self, params: dict) -> None:
        super().__init__(params)
        self.location = params["LOCATION"]

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Raises `OSError`."""
        with urlopen(Request(self.location), timeout=PATIENCE):  # noqa: S310  (an operator's)
            return


class WholeZoneBackend(CloudflareBackend):
    def purge_batch(self, urls: Iterable[str]) -> None:
        """Raises `OSError`, as every exception of `requests` is one."""
        response = requests.post(
            self.cloudflare_purge_endpoint_url,
            json={"purge_everything": True},
            headers={"Authorization": f"Bearer {self.cloudflare_token}"},
            timeout=PATIENCE,
        )
        response.raise_for_status()
