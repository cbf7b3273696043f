"""A message as text, and back: as much of Django's `EmailMessage` as a site sends."""

from __future__ import annotations

import base64
import json

from django.core.mail import EmailMessage, EmailMultiAlternatives

FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")


def serialize(message: EmailMessage) -> str:
    """Raises `BadHeaderError` for what no mail server would take, and TypeError for attachments
    that are neither text nor bytes."""
    message.message()  # refuses a header of two lines now, while somebody can be told
    values = {name: getattr(message, name) for name in FIELDS}
    values["content_subtype"] = message.content_subtype
    values["alternatives"] = [list(part) for part in getattr(message, "alternatives", [])]
    values["attachments"] = [_attachment(part) for part in message.attachments]
    # Lazy translations become text in the language of now.
    return json.dumps(values, default=str)


def deserialize(text: str) -> EmailMultiAlternatives:
    values = json.loads(text)
    headers = values.pop("extra_headers")
    content_subtype = values.pop("content_subtype")
    attachments = [_content(*part) for part in values.pop("attachments")]
    message = EmailMultiAlternatives(**values, headers=headers, attachments=attachments)
    message.content_subtype = content_subtype
    return message


def _attachment(part) -> list:
    if not isinstance(part, tuple) or not isinstance(part[1], str | bytes):
        raise TypeError("An attachment is a file name, its content and its type.")
    name, content, mimetype = part
    if isinstance(content, str):
        return [name, "text", content, mimetype]
    return [name, "base64", base64.b64encode(content).decode(), mimetype]


def _content(name: str, encoding: str, content: str, mimetype: str) -> tuple:
    return name, base64.b64decode(content) if encoding == "base64" else content, mimetype
