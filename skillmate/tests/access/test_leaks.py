"""What is drafted or hidden stays with its team, in whatever a public page is made of.

`test_secret_words.py` asks every address of the site; here are the paths that take a course of a
certain kind to show a word at all.
"""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from courses.models import Category, CourseIndexPage, CoursePage, LessonPage
from courses.release.archiving import archive
from courses.teams.roles import INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.conftest import client_of
from learners.enrollment.enrollment import enroll
from learners.tests import files
from media.models import VideoTrack
from media.tests import factories as media

from .crawler import text_of

WORD = "zibeline"
BODY = [("text", f"<p>{WORD}</p>")]
# What of a course and of a lesson people read somewhere.
COURSE_FIELDS = {
    "title": f"A {WORD}",
    "slug": WORD,
    "seo_title": f"All about {WORD}",
    "search_description": f"Learn {WORD}",
    "summary": f"Summary of {WORD}",
    "description": f"<p>Description of {WORD}</p>",
    "outcomes": [("item", f"Make a {WORD}")],
    "requirements": [("item", f"Have a {WORD}")],
    "thumbnail_alt": f"A {WORD} on a bench",
}
LESSON_FIELDS = {"title": f"The {WORD}", "slug": WORD, "summary": f"Of {WORD}", "body": BODY}
PATHS = (
    *("/", "/courses/", f"/courses/?q={WORD[:5]}", "/search/?q=zibel"),
    *("/courses/category/furs/", "/courses/?category=furs", "/sitemap.xml", "/robots.txt"),
    *("/api/v2/pages/", "/feed/", "/_util/login/?next=/courses/"),
    *("/learn/", "/learn/library/", "/teach/", f"/courses/{WORD}/", f"/courses/{WORD}/{WORD}/"),
)


def readers_of(course: CoursePage, other: CoursePage) -> dict[str, Client]:
    """Who may see nothing of what is hidden, and by the name "team" who may."""
    elsewhere, colleague, author = (factories.user(name) for name in ("else", "colleague", "me"))
    enroll(other, by=elsewhere)
    for user, taught_course in ((colleague, other), (author, course)):
        user.groups.add(Group.objects.get(name=INSTRUCTORS))
        ensure_team(taught_course, members=[user])
    strangers = {"elsewhere": client_of(elsewhere), "colleague": client_of(colleague)}
    return {"visitor": Client(), **strangers, "team": client_of(author)}


def paths_with_word(client: Client, *paths: str) -> list[str]:
    """The paths that tell the word, be it in a header: more of it than the address one asked."""
    return [path for path in paths if WORD in _text_at(client, path)]


def _text_at(client: Client, path: str) -> str:
    return text_of(client.get(path)).lower().replace(path, "")


@pytest.fixture
def category(db) -> Category:
    return Category.objects.create(name="Furs", slug="furs")


@pytest.fixture
def other(index: CourseIndexPage) -> CoursePage:
    return factories.course(index)


def _draft(course: CoursePage) -> None:
    course.unpublish()
    CoursePage.objects.filter(pk=course.pk).update(first_published_at=None)


def _unpublish(course: CoursePage) -> None:
    course.unpublish()


def _restrict(course: CoursePage) -> None:
    rule = PageViewRestriction.objects.create(page=course, restriction_type="groups")
    rule.groups.add(course.team.group)


@pytest.mark.parametrize("hide", [_draft, _unpublish, _restrict])
def test_hidden_course_is_named_nowhere(index, category, other, hide):
    course = factories.course(index, lessons=0, category=category, **COURSE_FIELDS)
    lesson = factories.lesson(course, free_preview=True, **LESSON_FIELDS)
    factories.place_in_curriculum(course, [lesson])
    Redirect.objects.create(old_path="/furs", site=Site.objects.get(), redirect_page=course)
    clients = readers_of(course, other)
    paths = [*PATHS, "/furs/", other.url]
    # While it is public, these do show it.
    assert len(paths_with_word(clients["visitor"], *paths)) == 9
    hide(CoursePage.objects.get(pk=course.pk))
    verbs = [f"/learn/courses/{course.pk}/{verb}/" for verb in ("enrol", "leave", "save", "unsave")]
    beacons = [f"/learn/lessons/{lesson.pk}/{verb}/" for verb in ("complete", "undo", "opened")]
    for role in ("visitor", "elsewhere", "colleague"):
        assert paths_with_word(clients[role], *paths) == [], role
        responses = [clients[role].post(path) for path in (*verbs, *beacons)]
        assert [WORD in text_of(response).lower() for response in responses] == [False] * 7, role
    assert "Furs" not in clients["visitor"].get("/courses/").content.decode()
    assert [message.subject for message in mail.outbox] == []
    assert paths_with_word(clients["team"], f"/admin/pages/{course.pk}/view_draft/")


@pytest.mark.parametrize("hide", [_unpublish, _restrict])
def test_course_of_the_same_kind_does_not_name_a_hidden_one(index, category, hide):
    course, sibling = (
        factories.course(index, category=category, **fields) for fields in (COURSE_FIELDS, {})
    )
    ensure_team(course)
    assert paths_with_word(Client(), sibling.url) == [sibling.url]
    hide(CoursePage.objects.get(pk=course.pk))
    assert paths_with_word(Client(), sibling.url) == []


def test_drafted_change_is_seen_by_nobody_but_the_team(index, other):
    course = factories.course(index, lessons=2)
    lessons = course.outline.lessons
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    clients = readers_of(course, other)
    learner = factories.user("learner")
    enroll(course, by=learner)
    clients["learner"] = client_of(learner)
    for page, fields in ((course, COURSE_FIELDS), (lessons[0], LESSON_FIELDS)):
        draft = type(page).objects.get(pk=page.pk)
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save_revision()
    urls = [course.url, *(lesson.url for lesson in lessons)]
    preview_urls = [f"{url}?preview=1&in_preview_panel=true&mode=enrolled" for url in urls]
    paths = [*PATHS, *urls, *preview_urls]
    for role in ("visitor", "elsewhere", "colleague", "learner"):
        assert paths_with_word(clients[role], *paths) == [], role
    previews = [f"/admin/pages/{page.pk}/view_draft/" for page in (course, lessons[0])]
    assert paths_with_word(clients["team"], *previews) == previews
    assert paths_with_word(clients["colleague"], *previews) == []
    assert paths_with_word(clients["learner"], *previews) == []


def test_text_of_a_lesson_is_for_those_enrolled(index, other):
    """Its title is in the outline, for everyone."""
    course = factories.course(index, lessons=0)
    lesson = factories.lesson(course, body=BODY)
    factories.place_in_curriculum(course, [lesson])
    clients = readers_of(course, other)
    learner = factories.user("learner")
    enroll(course, by=learner)
    paths = [*PATHS, course.url, lesson.url]
    for role in ("visitor", "elsewhere", "colleague"):
        assert paths_with_word(clients[role], *paths) == [], role
    for client in (client_of(learner), clients["team"]):
        assert lesson.url in paths_with_word(client, *paths)


def test_archived_course_keeps_its_lessons_to_its_learners(index, other, admin_user):
    course = factories.course(index, lessons=0)
    lesson = factories.lesson(course, body=BODY, free_preview=True)
    factories.place_in_curriculum(course, [lesson])
    clients = readers_of(course, other)
    assert paths_with_word(clients["visitor"], lesson.url) == [lesson.url]
    archive(CoursePage.objects.get(pk=course.pk), by=admin_user)
    for role in ("visitor", "elsewhere", "colleague"):
        assert paths_with_word(clients[role], *PATHS, course.url, lesson.url) == [], role


@pytest.fixture
def draft_files(other):
    """What only a draft of another lesson shows, with all that belongs to it."""
    draft = LessonPage.objects.below(other).first()
    collection = ensure_team(other).collection
    video = media.video(WORD.encode(), title=WORD, transcript=WORD, collection=collection)
    captions = media.ContentFile(f"WEBVTT {WORD}".encode())
    track = VideoTrack.objects.create(video=video, file="tracks/zibeline.vtt")
    track.file.storage.delete("tracks/zibeline.vtt")
    track.file.storage.save("tracks/zibeline.vtt", captions)
    document = files.document("zibeline.pdf", collection)
    files.add_files(draft, publish=False, video=video, document=document)
    return video, track, document


def test_file_of_a_draft_is_had_by_no_guess(index, other, draft_files):
    video, track, document = draft_files
    image = media.image(name="zibeline.png")
    clients = readers_of(factories.course(index), other)
    team = clients.pop("colleague")  # who teaches the course with the draft
    keys = range(document.pk - 2, document.pk + 3)
    guesses = [
        *(f"/documents/{document.pk}/{name}" for name in (document.filename, "", "x.pdf")),
        *(f"/documents/{key}/{document.filename}" for key in keys),
        *(f"/media/{path}" for path in (document.file.name, video.asset.name, track.file.name)),
        *(f"/media/images/{path}" for path in (document.file.name, video.asset.name)),
        *(f"/media/{image.file.name}", f"/media/images/{image.filename}"),
        *(f"/media/images/../{image.file.name}", f"/media/images/..%2F{image.file.name}"),
        *(f"/images/{image.pk}/original/", f"/images/x/{image.pk}/original/zibeline.png"),
        *(video.url, track.url, f"/media/videos/{video.pk}/poster.jpg"),
        f"/media/videos/{video.pk}/stream.m3u8",
    ]
    for role, client in clients.items():
        assert {client.get(path).status_code for path in guesses} == {404}, role
        assert paths_with_word(client, *guesses) == [], role
    assert {team.get(file.url).status_code for file in (video, track, document)} == {200}
    assert WORD in text_of(team.get(video.url))
