"""A form that lacks a field is a bad request, not an error of the site."""

from django.urls import reverse


def test_form_without_its_fields_is_a_bad_request(admin_client, course, lessons):
    for url in (
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.pk]),
        reverse("wagtailadmin_pages:edit", args=[lessons[0].pk]),
        reverse("wagtailadmin_pages:copy", args=[lessons[0].pk]),
    ):
        answer = admin_client.post(url)
        assert answer.status_code == 400, url
        assert "We could not read this request" in answer.content.decode()
