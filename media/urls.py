from django.urls import path

from .delivery import views
from .upload import cloudinary_webhook
from .upload import views as upload

app_name = "media"

urlpatterns = [
    path("videos/<int:pk>/", views.video, name="video"),
    path("videos/<int:pk>/stream.m3u8", views.stream, name="stream"),
    path("videos/<int:pk>/poster.jpg", views.poster, name="poster"),
    path("videos/<int:video_pk>/tracks/<int:pk>/", views.track, name="track"),
    path("uploads/", upload.start_upload, name="upload"),
    path("uploads/<str:token>/", upload.status, name="upload_status"),
    path("uploads/<str:token>/sign/", upload.sign, name="upload_sign"),
    path("uploads/<str:token>/chunk/", upload.chunk, name="upload_chunk"),
    path("uploads/<str:token>/finish/", upload.finish_upload, name="upload_finish"),
    path("uploads/<str:token>/cancel/", upload.cancel, name="upload_cancel"),
    path("cloudinary/webhook/", cloudinary_webhook.notification, name="cloudinary_webhook"),
    path("images/<path:path>", views.public_file, name="image"),
]
