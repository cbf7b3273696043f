"""The profile page: what is taken, what is kept, what is shown."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from courses.teams.roles import EDITORS, setup_roles
from courses.tests import factories
from courses.tests.counting import get_query_count
from learners.models import Profile
from learners.profiles.avatar import MAX_BYTES
from learners.profiles.profile import display_name, person
from learners.profiles.time_zone import chosen_time_zone, set_time_zone
from learners.tests.conftest import signed_in

URL = "/profile/"
FIELDS = {"display_name": "Sam", "time_zone": "Asia/Tokyo"}

pytestmark = pytest.mark.usefixtures("home")


def picture(kind: str = "PNG", size=(900, 600), mode: str = "RGB", **options) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new(mode, size, "teal").save(buffer, kind, **options)
    return SimpleUploadedFile(f"me.{kind.lower()}", buffer.getvalue())


def stored_picture() -> Image.Image:
    with Profile.objects.get().picture.open() as file:
        return Image.open(BytesIO(file.read()))


def test_person_without_a_profile_reads_one_and_makes_none(student_client):
    page = student_client.get(URL)
    assert page.context["form"].initial["time_zone"] == "unchosen"
    assert "Not chosen yet: UTC" in page.text
    assert not Profile.objects.exists()


def test_profile_is_saved_with_a_message(student, student_client):
    response = student_client.post(URL, {**FIELDS, "shows_picture_to_teachers": "on"})
    assert (response.status_code, response.url) == (302, URL)
    profile = Profile.objects.get()
    assert (profile.user, profile.display_name) == (student, "Sam")
    assert profile.shows_picture_to_teachers
    assert chosen_time_zone(student) == "Asia/Tokyo"
    page = student_client.get(URL).content.decode()
    assert "Your profile is saved." in page
    assert "Sam" in page


def test_wrong_input_is_shown_and_valid_input_preserved(student_client):
    page = student_client.post(URL, {**FIELDS, "time_zone": "Mars/Olympus"})
    html = page.content.decode()
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"time_zone"}
    assert 'href="#id_time_zone"' in html
    assert 'value="Sam"' in html
    assert not Profile.objects.exists()


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_people_write_is_text_and_no_markup(student_client, payload):
    student_client.post(URL, {**FIELDS, "display_name": payload})
    assert payload not in student_client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("upload", "size"),
    [
        ({"kind": "PNG"}, (512, 512)),
        ({"kind": "JPEG", "size": (3000, 2000)}, (512, 512)),
        ({"kind": "WEBP", "size": (100, 80)}, (80, 80)),
        ({"kind": "PNG", "mode": "RGBA"}, (512, 512)),
        ({"kind": "PNG", "mode": "P"}, (512, 512)),
        ({"kind": "PNG", "mode": "1"}, (512, 512)),
        ({"kind": "JPEG", "mode": "CMYK"}, (512, 512)),
        ({"kind": "PNG", "size": (1, 4000)}, (1, 1)),
    ],
)
def test_picture_becomes_a_small_square_webp(student_client, upload, size):
    student_client.post(URL, {**FIELDS, "picture": picture(**upload)})
    image = stored_picture()
    assert (image.format, image.size) == ("WEBP", size)
    profile = Profile.objects.get()
    assert profile.picture.name.startswith("images/profiles/picture-")
    assert student_client.get(profile.picture.url)["Content-Type"] == "image/webp"


def test_picture_metadata_is_removed(student_client):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    student_client.post(URL, {**FIELDS, "picture": picture("JPEG", exif=exif)})
    assert dict(stored_picture().getexif()) == {}
    with Profile.objects.get().picture.open() as file:
        assert b"secret place" not in file.read()


def test_picture_taken_sideways_is_turned(student_client):
    exif = Image.Exif()
    exif[0x0112] = 6
    square = Image.new("RGB", (200, 200), "white")
    square.paste("black", (0, 0, 200, 100))
    buffer = BytesIO()
    square.save(buffer, "PNG", exif=exif)
    student_client.post(URL, {**FIELDS, "picture": SimpleUploadedFile("me.png", buffer.getvalue())})
    image = stored_picture()
    assert image.getpixel((190, 100))[0] < 60 < 200 < image.getpixel((10, 100))[0]


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("me.png", b"no picture"), "no picture we can read"),
        (SimpleUploadedFile("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "no picture"),
        (picture("GIF"), "no picture we can read"),
        (picture("PNG", (8000, 5001), "1"), "more than 40 million pixels"),
        (SimpleUploadedFile("me.png", b"\x89PNG" + b"0" * MAX_BYTES), "larger than 5 MB"),
        (SimpleUploadedFile("me.png", picture().read()[:200]), "no picture we can read"),
        (SimpleUploadedFile("me.png", b""), "empty"),
    ],
)
def test_what_is_no_fit_picture_is_refused_beside_the_field(student_client, upload, message):
    upload.seek(0)
    page = student_client.post(URL, {**FIELDS, "picture": upload})
    assert [message in error for error in page.context["form"].errors["picture"]] == [True]
    assert not Profile.objects.exists()


def test_new_picture_replaces_the_old_and_removing_deletes_it(
    student_client, django_capture_on_commit_callbacks
):
    def send(**data):
        with django_capture_on_commit_callbacks(execute=True):
            assert student_client.post(URL, {**FIELDS, **data}).status_code == 302
        return Profile.objects.get().picture

    first = send(picture=picture())
    assert send(display_name="Same picture").name == first.name
    assert first.storage.exists(first.name)
    second = send(picture=picture())
    assert [stored_file.storage.exists(stored_file.name) for stored_file in (first, second)] == [
        False,
        True,
    ]
    third = send(picture=picture(), remove_picture="on")
    assert [stored_file.storage.exists(stored_file.name) for stored_file in (second, third)] == [
        False,
        True,
    ]
    assert not send(remove_picture="on")
    assert not third.storage.exists(third.name)


def test_display_name_is_used(student, django_assert_num_queries):
    assert display_name(student) == person(student).name == "student"
    Profile.objects.create(user=student, display_name="Sam")
    set_time_zone(student, "Asia/Tokyo")
    student.refresh_from_db()
    with django_assert_num_queries(1):
        someone = person(student)
    assert (someone.name, someone.time_zone) == ("Sam", "Asia/Tokyo")
    assert display_name(student) == "Sam"


def test_admin_link_is_for_those_who_may_enter(student):
    setup_roles()
    assert person(student).may_administer is False
    student.groups.add(Group.objects.get(name=EDITORS))
    assert person(student).may_administer is True
    assert person(factories.user("root", is_superuser=True)).may_administer is True


def test_dates_are_shown_in_the_time_zone_of_the_learner(student, student_client, course):
    course.last_published_at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    course.save()
    assert "1 March 2026" in student_client.get(course.url).content.decode()
    set_time_zone(student, "Asia/Tokyo")
    assert "2 March 2026" in student_client.get(course.url).content.decode()
    assert timezone.get_current_timezone_name() == "UTC"


def test_profile_page_takes_few_queries(student_client):
    assert get_query_count(student_client, URL) <= 10


def test_two_people_have_two_profiles(student_client):
    other = signed_in(factories.user("other"))
    student_client.post(URL, FIELDS)
    other.post(URL, {**FIELDS, "display_name": "Other"})
    names = Profile.objects.order_by("pk").values_list("display_name", flat=True)
    assert list(names) == ["Sam", "Other"]


def test_what_was_typed_when_the_session_was_over_waits_for_signing_in(student, client):
    response = client.post(URL, {**FIELDS, "display_name": "Typed with care"})
    assert response.url == f"/accounts/login/?next={URL}"
    credentials = {"login": student.email, "password": factories.PASSWORD, "next": URL}
    page = client.get(client.post("/accounts/login/", credentials).url)
    assert 'value="Typed with care"' in page.text
    assert "Nothing you typed is lost" in page.text
    assert not Profile.objects.exclude(display_name="").exists()
    client.post(URL, {**FIELDS, "display_name": "Typed with care"})
    assert "Nothing you typed is lost" not in client.get(URL).text


def test_picture_is_in_the_header_of_its_owner_alone(student_client, client, course):
    assert "avatar" not in student_client.get(course.url).text
    student_client.post(URL, {**FIELDS, "picture": picture()})
    url = Profile.objects.get().picture.url
    for address in (course.url, "/learn/", URL):
        header = student_client.get(address).text.partition("<main")[0]
        assert f'class="avatar" src="{url}" alt=""' in header
    assert url not in client.get(course.url).text


def test_form_has_no_field_that_does_nothing(student_client):
    assert set(student_client.get(URL).context["form"].fields) == {
        *("display_name", "picture", "shows_picture_to_teachers", "time_zone")
    }
