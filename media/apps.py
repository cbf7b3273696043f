from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "Media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.documents.models import Document
        from wagtail.images.models import Image
        from wagtail.models import ReferenceIndex
        from wagtail.permissions import register_permission_policy

        from .exif import forget_metadata
        from .models import CustomDocument, CustomImage, Video
        from .published_files import LiveFilesPermissionPolicy

        forget_metadata()
        # Wagtail does so once the admin's addresses are read: in a worker, never.
        ReferenceIndex.register_model(Video)
        owner = {"owner_field_name": "uploaded_by_user"}
        register_permission_policy(Video, LiveFilesPermissionPolicy(Video, **owner))
        # The permissions of images and documents are those of Wagtail's stock models.
        images = LiveFilesPermissionPolicy(CustomImage, auth_model=Image, **owner)
        register_permission_policy(CustomImage, images)
        documents = LiveFilesPermissionPolicy(CustomDocument, auth_model=Document, **owner)
        register_permission_policy(CustomDocument, documents)
