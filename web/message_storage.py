"""Where the messages of a form wait for the page that shows them."""

from __future__ import annotations

from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse

from .text_direction import with_quotes_isolated


class AccountCookieStorage(CookieStorage):
    """Of one account: whoever signs in next with the same browser does not see them."""

    def __init__(self, request: HttpRequest) -> None:
        self.key_salt = f"{CookieStorage.key_salt}.{request.user.pk}"
        super().__init__(request)


class MessageStorage(BaseStorage):
    """In a cookie where somebody is signed in: the session would be written at each form, and again
    at the page after it. In the session where nobody is: a cookie of a visitor's would not keep
    them from a page that is kept for all (decision 0036), which shows no message.

    Both are read, as people sign in between; what is too long for a cookie is in the session.
    """

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        super().add(level, with_quotes_isolated(str(message)), extra_tags)

    def _get(self, *args: object, **kwargs: object) -> tuple[list[Message], bool]:
        in_cookie = AccountCookieStorage(self.request)._get()[0]
        if in_cookie is None and self._has_cookie:
            self.used = True  # of another account: the response takes it away
        in_session, _is_all = SessionStorage(self.request)._get()
        return [*(in_cookie or ()), *(in_session or ())], True

    def _store(
        self, messages: list[Message], response: HttpResponse, *args: object, **kwargs: object
    ) -> list[Message]:
        in_cookie = messages if self.request.user.is_authenticated else []
        in_session = messages if not in_cookie else []
        if in_cookie or self._has_cookie:
            storage = AccountCookieStorage(self.request)
            too_long = storage._store(in_cookie, response, remove_oldest=False)
            in_session = [*in_session, *too_long]
        return SessionStorage(self.request)._store(in_session, response)

    @property
    def _has_cookie(self) -> bool:
        return CookieStorage.cookie_name in self.request.COOKIES
