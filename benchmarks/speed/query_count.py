"""Tells who asks for it how many statements an answer took, and which process gave it."""

import os
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

ASKED = "HTTP_X_COUNT_QUERIES"


class QueryCountMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if ASKED not in request.META:
            return self.get_response(request)
        statements = []

        def count(execute, sql, params, many, context):
            statements.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Queries"] = str(len(statements))
        response["X-Process"] = str(os.getpid())
        return response
