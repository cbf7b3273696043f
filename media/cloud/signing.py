"""Signatures: what Cloudinary accepts from browsers, and how its own words are recognised."""

from __future__ import annotations

import hmac
import time
from hashlib import sha1

from cloudinary.utils import api_sign_request

from .account import account

# Seconds. Cloudinary repeats a notification for a while, and clocks differ a little.
OLDEST, AHEAD = 2 * 60 * 60, 5 * 60


def sign_params(params: dict) -> dict:
    """`params` of an upload with the signature and key that let a browser send it once."""
    site = account()
    signature = api_sign_request(params, site.api_secret)
    return {**params, "signature": signature, "api_key": site.api_key}


def is_cloudinary_response(upload_response: dict) -> bool:
    """Whether `upload_response`, brought by a browser, is what Cloudinary said of an upload.

    Only `public_id` and `version` are signed: nothing else in it can be trusted.
    """
    signed_fields = {name: upload_response.get(name) for name in ("public_id", "version")}
    if not all(_can_be_signed(value) for value in signed_fields.values()):
        return False
    expected = api_sign_request(signed_fields, account().api_secret, signature_version=1)
    return _matches(expected, upload_response.get("signature"))


def is_cloudinary_notification(body: bytes, timestamp: str, signature: str) -> bool:
    """Whether a webhook's raw `body` comes from Cloudinary, and not from long ago.

    The SDK's own check takes timestamps from the future and stumbles over garbage.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    age = time.time() - int(timestamp)
    if not -AHEAD <= age <= OLDEST:
        return False
    payload = body + timestamp.encode() + account().api_secret.encode()
    return _matches(sha1(payload, usedforsecurity=False).hexdigest(), signature)


def _can_be_signed(value: object) -> bool:
    # JSON knows halves of characters, which no encoding does.
    return isinstance(value, str | int) and bool(value) and str(value).isascii()


def _matches(expected: str, signature: object) -> bool:
    is_text = isinstance(signature, str) and signature.isascii()
    return is_text and hmac.compare_digest(expected.encode(), signature.encode())
