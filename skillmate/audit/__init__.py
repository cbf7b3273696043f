"""Who did what, when and with which request, in Wagtail's own log (decision 0017)."""
