"""The form of a video: with the token of an upload, or with the whole file in it."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from learners.tests import files
from media.models import Video, VideoAsset
from media.storages import private_storage
from media.tests import factories
from media.tests.uploading import REAL, Uploader

pytestmark = pytest.mark.django_db


def data(collection, **fields) -> dict:
    tracks = {"tracks-TOTAL_FORMS": 0, "tracks-INITIAL_FORMS": 0}
    plain = {"title": "Moon", "transcript": "", "poster": "", "poster_second": ""}
    return {**plain, **tracks, "collection": collection.pk, **fields}


def file(content: bytes | None = None, name: str = "moon.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or REAL.read_bytes(), "video/mp4")


def add(client, collection, **fields):
    return client.post(reverse("videos:add"), data(collection, **fields))


def upload_token(team, collection) -> str:
    """The token of an upload by whom `team` is signed in as."""
    user = team.get("/").wsgi_request.user
    uploader = Uploader(user, collection, REAL.read_bytes())
    uploader.start()
    uploader.send_all()
    uploader.step("finish")
    return uploader.token


def test_a_whole_file_in_the_form_becomes_a_video(team, collection):
    assert add(team, collection, **{"asset-file": file()}).status_code == 302
    film = Video.objects.get()
    assert (film.duration, film.width, film.is_ready) == (40, 1280, True)
    assert film.asset.uploaded_by == film.uploaded_by_user
    assert film.asset.uploaded_by is not None


def test_a_whole_file_goes_to_cloudinary_where_videos_are_there(team, collection, cloudinary):
    assert add(team, collection, **{"asset-file": file()}).status_code == 302
    film = Video.objects.get()
    [cloud_asset] = cloudinary.assets
    assert (cloud_asset.public_id, cloud_asset.content) == (film.asset.public_id, REAL.read_bytes())
    assert (cloud_asset.type, film.asset.status, film.duration) == (
        "authenticated",
        "processing",
        40,
    )


@pytest.mark.parametrize("fault", [401, 420, 500, "html", "reset", "garbage"])
def test_a_failing_cloudinary_is_an_error_beside_the_file(team, collection, cloudinary, fault):
    cloudinary.fail(fault)
    response = add(team, collection, **{"asset-file": file(), "transcript": "What I typed."})
    assert response.context["form"].errors["asset"]
    page = response.content.decode()
    assert "What I typed." in page
    assert "String to sign" not in page
    assert not VideoAsset.objects.exists()


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (file(b"My notes, named .mp4."), "This is no video"),
        (file(b"x", "notes.txt"), "Only .mp4 and .webm"),
        (file(b"\0\0\0\x18ftypmp42" + bytes(2000)), "the most is"),
        (file(factories.MP4[:-9]), "cut off"),
        (file(factories.MP4.replace(b"vide", b"soun")), "no pictures"),
        (None, "Choose a video to upload."),
    ],
)
def test_invalid_video_is_refused_with_a_message(team, collection, settings, upload, message):
    settings.VIDEO_FORM_MAX_SIZE = 1000
    response = add(team, collection, **({"asset-file": upload} if upload else {}))
    assert message in str(response.context["form"].errors["asset"])
    assert not VideoAsset.objects.exists()


def test_a_film_is_taken_for_what_its_bytes_say_and_its_author_told(team, collection):
    response = add(team, collection, **{"asset-file": file(name="moon.webm")})
    asset = Video.objects.get().asset
    assert (asset.format, asset.name[-4:], asset.served_type) == ("mp4", ".mp4", "video/mp4")
    assert private_storage().exists(asset.name)
    assert "named as WEBM and is MP4" in messages(response)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("de.srt", "1\n00:00:01,000 --> 00:00:02,000\nGrüße\n".encode("latin-1"), ""),
        ("de.vtt", b"WEBVTT\n\n00:02.000 --> 00:01.000\nHi\n", "Line 3: the caption ends before"),
        ("de.ass", b"[Script Info]", "named .vtt (WebVTT) or .srt"),
    ],
)
def test_captions_are_read_mended_or_refused_with_their_line(
    team, collection, name, content, reason
):
    track = {"kind": "captions", "language": "de", "label": "Deutsch", "ORDER": 1}
    rows = {f"tracks-0-{field}": value for field, value in track.items()} | {
        "tracks-TOTAL_FORMS": 1,
        "tracks-0-file": SimpleUploadedFile(name, content),
    }
    response = add(team, collection, **{"asset-file": file(), **rows})
    if reason:
        assert reason in response.content.decode()
        assert not Video.objects.exists()
        return
    stored = Video.objects.get().tracks.get().file
    assert stored.name.endswith(".vtt")
    assert stored.read().decode() == "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nGrüße\n"
    assert "“de.srt”: It was in the encoding CP1252" in messages(response)


def messages(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_a_file_sent_with_a_wrong_form_is_not_sent_twice(team, collection):
    response = add(team, collection, **{"asset-file": file(), "title": ""})
    token = VideoAsset.objects.get().token
    assert f'name="asset" value="{token}"' in response.content.decode()
    add(team, collection, asset=token)
    assert Video.objects.get().asset.token == token


def test_an_upload_becomes_a_video_by_its_token(team, collection):
    token = upload_token(team, collection)
    assert add(team, collection, asset=token).status_code == 302
    assert Video.objects.get().asset.token == token


@pytest.mark.parametrize(
    "change", [{"status": "uploading"}, {"status": "failed"}, {"uploaded_by": None}]
)
def test_an_unfinished_upload_or_one_of_another_user_is_refused(team, collection, change):
    token = upload_token(team, collection)
    VideoAsset.objects.update(**change)
    response = add(team, collection, asset=token)
    assert "not finished" in str(response.context["form"].errors["asset"])
    assert not Video.objects.exists()


@pytest.mark.parametrize("token", ["x", "\0", "9" * 4000])
def test_a_token_of_no_upload_is_refused(team, collection, token):
    assert add(team, collection, asset=token).context["form"].errors["asset"]


def test_a_video_keeps_its_file_unless_another_is_sent(team, collection):
    film = files.video(collection)
    asset = film.asset
    url = reverse("videos:edit", args=[film.pk])
    team.post(url, data(collection, title="Renamed"))
    film = Video.objects.get()
    assert (film.title, film.asset) == ("Renamed", asset)
    team.post(url, data(collection, **{"asset-file": file()}))
    assert Video.objects.get().asset.duration == 40
    assert list(VideoAsset.objects.filter(videos=None)) == [asset]


def test_a_poster_lies_within_the_video(team, collection):
    response = add(team, collection, **{"asset-file": file()}, poster_second=41)
    assert "has only 40 seconds" in str(response.context["form"].errors["poster_second"])
    add(team, collection, asset=VideoAsset.objects.get().token, poster_second=40)
    assert Video.objects.get().poster_second == 40


def test_a_picture_cut_out_by_the_browser_is_the_poster_of_a_video_on_disk(team, collection):
    frame = SimpleUploadedFile("poster.png", factories.png(64, 36), "image/png")
    add(team, collection, **{"asset-file": file(), "poster_frame": frame, "poster_second": 3})
    poster = Video.objects.get().poster
    assert (poster.width, poster.height, poster.collection) == (64, 36, collection)


def test_a_poster_is_kept_while_a_track_is_corrected(team, collection):
    frame = SimpleUploadedFile("poster.png", factories.png(64, 36), "image/png")
    broken = SimpleUploadedFile("moon.vtt", b"not WebVTT", "text/vtt")
    track = {"id": "", "kind": "captions", "language": "en", "label": "English", "file": broken}
    tracks = {f"tracks-0-{name}": value for name, value in track.items()}
    form_data = {"asset-file": file(), "poster_frame": frame, "poster_second": 3}
    response = add(team, collection, **form_data, **tracks, **{"tracks-TOTAL_FORMS": 1})
    poster_value = response.context["form"]["poster"].value()
    token = VideoAsset.objects.get().token
    add(team, collection, asset=token, poster_second=3, poster=poster_value)
    assert Video.objects.get().poster.width == 64


def test_a_picture_is_not_taken_where_cloudinary_cuts_it_out(team, collection, cloudinary):
    frame = SimpleUploadedFile("poster.png", factories.png(64, 36), "image/png")
    add(team, collection, **{"asset-file": file(), "poster_frame": frame, "poster_second": 3})
    film = Video.objects.get()
    assert (film.poster, film.poster_second) == (None, 3)


def test_a_poster_that_is_no_picture_is_refused(team, collection):
    frame = SimpleUploadedFile("poster.png", b"GIF89a, not", "image/png")
    response = add(team, collection, **{"asset-file": file(), "poster_frame": frame})
    assert "poster_frame" in response.context["form"].errors


def test_the_status_of_no_video_is_not_found(team):
    assert team.post("/admin/videos/refresh/x/").status_code == 404


@pytest.mark.parametrize("step", ["choose", "choose_results"])
def test_the_chooser_offers_no_video_of_another_course(team, collection, step):
    own_video = files.video(collection)
    other_video = files.video(Collection.get_first_root_node().add_child(name="Another"))
    page = team.get(reverse(f"video_chooser:{step}")).content.decode()
    links = [reverse("video_chooser:chosen", args=[video.pk]) for video in (own_video, other_video)]
    assert [link in page for link in links] == [True, False]
    assert [team.get(link).status_code for link in links] == [200, 404]
    url = reverse("video_chooser:chosen_multiple")
    items = team.get(url, {"id": [own_video.pk, other_video.pk, "x"]}).json()["result"]
    assert [item["id"] for item in items] == [str(own_video.pk)]


def test_a_choice_that_is_no_number_is_not_found(team):
    assert team.get("/admin/video_chooser/chosen/x/").status_code == 404


def test_the_list_shows_status_length_and_size(team, collection, django_assert_num_queries):
    film = files.video(collection)
    VideoAsset.objects.update(duration=3725, size=1024**2, status="processing")
    page = team.get(reverse("videos:index")).content.decode()
    assert film.title in page
    for text in ("Processing", "1:02:05", "1.0\xa0MB"):
        assert text in page


def test_the_list_costs_the_same_however_many_videos_there_are(
    team, collection, django_assert_num_queries, django_assert_max_num_queries
):
    files.video(collection)
    team.get(reverse("videos:index"))
    with django_assert_max_num_queries(60) as before:
        team.get(reverse("videos:index"))
    for _ in range(3):
        files.video(collection)
    with django_assert_num_queries(len(before)):
        team.get(reverse("videos:index"))


def test_a_row_for_captions_is_open_beside_the_upload(team, collection):
    html = team.get(reverse("videos:add")).content.decode()
    assert html.index('name="asset"') < html.index('name="tracks-0-file"')
    assert html.index('name="tracks-0-file"') < html.index('name="poster_second"')
    film = files.video(collection)
    html = team.get(reverse("videos:edit", args=[film.pk])).content.decode()
    assert 'name="tracks-0-file"' not in html


ROW = {"tracks-TOTAL_FORMS": 1, "tracks-0-ORDER": "1", "tracks-0-id": "", "tracks-0-DELETE": ""}


def test_a_row_that_is_left_as_it_came_is_none(team, collection):
    row = {"tracks-0-kind": "captions", "tracks-0-language": "en", "tracks-0-label": "English"}
    response = add(team, collection, **{"asset-file": file(), **ROW, **row})
    assert response.status_code == 302
    assert not Video.objects.get().tracks.exists()


def test_a_row_that_was_begun_needs_its_file(team, collection):
    row = {"tracks-0-kind": "captions", "tracks-0-language": "de", "tracks-0-label": "Deutsch"}
    response = add(team, collection, **{"asset-file": file(), **ROW, **row})
    assert response.context["form"].formsets["tracks"].errors[0]["file"]
    assert f'value="{VideoAsset.objects.get().token}"' in response.content.decode()
