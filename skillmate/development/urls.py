from django.urls import path, re_path

from . import views

NAME = r"(?P<name>[\w-]+)"

urlpatterns = [
    path("dev/mail/", views.mail_list, name="development_mail"),
    re_path(rf"^dev/mail/{NAME}/$", views.mail_message, name="development_mail_message"),
    re_path(rf"^dev/mail/{NAME}/html/$", views.mail_html, name="development_mail_html"),
]
