"""Cloudinary's signatures, written anew from its documentation: not the SDK's word for them."""

import base64
import hmac
from hashlib import sha1

# Sent with a call, but no part of what is signed.
UNSIGNED = {"file", "api_key", "cloud_name", "resource_type", "signature", "signature_version"}


def _digest(text: str, secret: str) -> bytes:
    return sha1((text + secret).encode(), usedforsecurity=False).digest()


def text_to_sign(fields: dict[str, str], *, escape: bool = False) -> str:
    pairs = [f"{name}={value}" for name, value in fields.items() if value and name not in UNSIGNED]
    return "&".join(sorted(pair.replace("&", "%26") if escape else pair for pair in pairs))


def of_call(fields: dict[str, str], secret: str, *, escape: bool = False) -> str:
    """The signature of an API call, or (with `public_id` and `version` alone) of its answer."""
    return _digest(text_to_sign(fields, escape=escape), secret).hex()


def signs_call(fields: dict[str, str], secret: str) -> bool:
    """Both versions of the algorithm pass. UNPROVEN: that the real one still takes the first."""
    signature = fields.get("signature", "")
    return any(
        hmac.compare_digest(signature, of_call(fields, secret, escape=escape))
        for escape in (False, True)
    )


def of_url(path: str, secret: str) -> str:
    """The `s--…--` part for `path`: transformation and name, without the version."""
    return f"s--{base64.urlsafe_b64encode(_digest(path, secret)).decode()[:8]}--"


def of_notification(body: bytes, timestamp: str, secret: str) -> str:
    return sha1(body + timestamp.encode() + secret.encode(), usedforsecurity=False).hexdigest()
