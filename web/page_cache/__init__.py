"""Public pages are made once a change, not once a visit (decision 0036)."""
