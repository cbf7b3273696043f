"""An authenticator app: the six digits of RFC 6238, reckoned without the site's help."""

import base64
import hmac
import time

STEP = 30


def code(secret: str, *, steps_ahead: int = 0) -> str:
    """What the app shows now, or `steps_ahead` half minutes from now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time()) // STEP + steps_ahead
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
