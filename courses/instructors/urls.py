from django.urls import path

from . import views

app_name = "instructors"

urlpatterns = [
    path("<str:slug>/", views.instructor, name="instructor"),
    path("<str:slug>/portrait/", views.portrait, name="portrait"),
]
