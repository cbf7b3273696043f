"""What operators have to know of the site itself. No row is about a person."""

from django.db import models


class Heartbeat(models.Model):
    """When a process that has no address was last heard of, or a round of its work was begun."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ReportedError(models.Model):
    """When operators were last mailed about a kind of error: no mail is one of a thousand."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    mailed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.fingerprint
