from django.urls import path

from . import views

app_name = "media"

urlpatterns = [
    path("videos/<int:pk>/", views.video, name="video"),
    path("videos/<int:video_pk>/tracks/<int:pk>/", views.track, name="track"),
    path("images/<path:path>", views.public_file, name="image"),
]
