from django.db import models


class PendingDeletion(models.Model):
    """An asset that Cloudinary was asked to delete, and did not. `media.deletions` tries again."""

    public_id = models.CharField(max_length=255)
    resource_type = models.CharField(max_length=10)
    type = models.CharField(max_length=20)
    refused_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["public_id", "resource_type", "type"], name="media_one_deletion_per_asset"
            )
        ]

    def __str__(self) -> str:
        return self.public_id
