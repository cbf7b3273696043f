"""Whom pages may ask for scripts, pictures and films, and what browsers may do on them.

To allow a host, add it to the directive that the browser's console names.
"""

from urllib.parse import urlsplit

from skillmate.csp import CSP

# Players of embedded videos (`courses/blocks/media.py`).
PLAYERS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
GOOGLE = "https://accounts.google.com/o/oauth2/v2/auth"


def public_policy(
    cloudinary: dict | None, providers: dict, origins: dict[str, list[str]] | None = None
) -> dict[str, list[str]]:
    """Of every page outside the admin: no inline script or style at all.

    `cloudinary` is the account or None, `providers` the setting of allauth. `origins` are those of
    pictures ("img") and videos ("media") in a bucket.
    """
    media_hosts = [_origin(cloudinary["delivery"])] if cloudinary else []
    origins = origins or {"img": [], "media": []}
    return {
        "default-src": [CSP.SELF],
        "script-src": [CSP.SELF],
        "style-src": [CSP.SELF],
        "img-src": [CSP.SELF, "data:", *media_hosts, *origins["img"]],
        "media-src": [CSP.SELF, *media_hosts, *origins["media"]],
        "font-src": [CSP.SELF],
        "connect-src": [CSP.SELF, *media_hosts],
        "frame-src": PLAYERS,
        "frame-ancestors": [CSP.NONE],
        # Browsers apply it to where a form is led on to as well.
        "form-action": [CSP.SELF, *_sign_in_origins(providers)],
        "base-uri": [CSP.NONE],
        "object-src": [CSP.NONE],
    }


def admin_policy(
    public: dict[str, list[str]], cloudinary: dict | None, *, unsafe_inline: bool
) -> dict[str, list[str]]:
    """Of Wagtail's admin, which needs inline styles, and scripts that carry a nonce.

    A file that was just chosen is shown before it is sent (`blob:`), and goes to Cloudinary
    straight. With `unsafe_inline` any inline script runs: a browser that sees a nonce beside it
    would ignore it.
    """
    upload_hosts = [_origin(cloudinary["api"])] if cloudinary else []
    return {
        **public,
        "script-src": [CSP.SELF, CSP.UNSAFE_INLINE if unsafe_inline else CSP.NONCE],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "img-src": [*public["img-src"], "blob:"],
        "media-src": [*public["media-src"], "blob:"],
        "connect-src": [*public["connect-src"], *upload_hosts],
        "frame-src": [CSP.SELF, *PLAYERS],
        "form-action": [CSP.SELF],
    }


def permissions_policy() -> str:
    """Nothing that a page could ask a device for, but what players and passkeys need."""
    denied_features = [
        *("accelerometer", "browsing-topics", "camera", "display-capture"),
        *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
        *("microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
    ]
    own_features = ["clipboard-write", "publickey-credentials-create", "publickey-credentials-get"]
    players = " ".join(f'"{player}"' for player in PLAYERS)
    player_features = ["autoplay", "encrypted-media", "fullscreen", "picture-in-picture"]
    return ", ".join(
        [f"{feature}=()" for feature in denied_features]
        + [f"{feature}=(self)" for feature in own_features]
        + [f"{feature}=(self {players})" for feature in player_features]
    )


def _sign_in_origins(providers: dict) -> list[str]:
    """Where the buttons of other sign-ins lead, of those that are configured."""
    google = providers.get("google", {})
    return [_origin(google.get("AUTHORIZE_URL", GOOGLE))] if google.get("APPS") else []


def _origin(url: str) -> str:
    """Without the path, which a policy would take for the one file."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
