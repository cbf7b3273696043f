"""The learner's way through a course, by URL."""

from django.urls import reverse


def post(client, name, pk, **data):
    return client.post(reverse(f"learners:{name}", args=[pk]), data)


def test_student_enrolls_learns_and_comes_back(student_client, course, lessons):
    client = student_client
    page = client.get(course.url)
    assert "Enrol now" in page.content.decode()

    response = post(client, "enrol", course.pk, next=course.url)
    assert (response.status_code, response.url) == (303, course.url)
    page = client.get(course.url).content.decode()
    assert "Start learning" in page
    assert "You are enrolled" in page

    assert client.get(lessons[0].url).status_code == 200
    response = post(client, "complete", lessons[0].pk, then="next")
    assert (response.status_code, response.url) == (303, lessons[1].url)
    page = client.get(lessons[1].url).content.decode()
    assert "1 of 3 lessons complete" in page

    page = client.get(reverse("learners:dashboard")).content.decode()
    assert "1 of 3 lessons, about 20 min left" in page
    assert lessons[1].title in page

    post(client, "complete", lessons[1].pk)
    response = post(client, "complete", lessons[2].pk, then="next")
    assert (response.status_code, response.url) == (303, course.url)
    page = client.get(course.url).content.decode()
    assert "You finished this course on" in page
    assert "Review course" in page
