"""HEAD is answered by the views of GET; what they would show is left out here.

gunicorn does so itself, but logs a warning each time, and whoever watches a site asks by HEAD.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class HeadMiddleware:
    """Outside of whatever counts or measures bodies: the headers stay those of a GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = []  # what was open is still closed
            else:
                response.content = b""
        return response
