"""gunicorn reads this of itself. Its access log stays off: the site writes a line per request."""

import logging

from skillmate.settings.logs import json_logging

logconfig_dict = json_logging("INFO")
# Python's own warnings would be lines of another form.
logging.captureWarnings(True)
