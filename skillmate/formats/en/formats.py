"""How Django and Wagtail write moments, which several people read: with their time zone."""

DATETIME_FORMAT = "j F Y, H:i e"
SHORT_DATETIME_FORMAT = "j M Y, H:i e"
