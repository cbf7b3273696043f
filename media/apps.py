from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "Media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
        from wagtail.permissions import register_permission_policy

        from .models import Video

        policy = CollectionOwnershipPermissionPolicy(Video, owner_field_name="uploaded_by_user")
        register_permission_policy(Video, policy)
