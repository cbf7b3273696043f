from django.urls import path

from . import views

app_name = "learners"

urlpatterns = [
    path("learn/", views.dashboard, name="dashboard"),
]
