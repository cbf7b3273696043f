"""What the admin said on the page that followed."""

from django.http import HttpResponse


def said(response: HttpResponse) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]
