"""The pages of the Wagtail admin on which courses are made, reviewed and released."""
