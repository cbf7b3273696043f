import shutil
from pathlib import Path

import pytest
from django.conf import settings

from courses.models import LessonPage

ROOT = Path(settings.BASE_DIR)
REAL = ROOT.parent / "shared" / "courses"


def lesson(path: str) -> LessonPage:
    """The page imported from the file at `path`."""
    return LessonPage.objects.get(source_path=path)


def course_folders() -> list[Path]:
    """The real courses where they are at hand, else the demo courses."""
    folders = sorted(path.parent for path in REAL.glob("*/course.yaml"))
    return folders or sorted(path.parent for path in (ROOT / "demo").glob("*/course.yaml"))


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "site" / "media")
    settings.PRIVATE_MEDIA_ROOT = str(tmp_path / "site" / "private")
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            **settings.STORAGES["private"],
            "OPTIONS": {"location": settings.PRIVATE_MEDIA_ROOT, "base_url": None},
        },
    }


@pytest.fixture
def stored_files(tmp_path):
    """Every file the site has stored during this test, as a function."""
    return lambda: sorted(path for path in (tmp_path / "site").rglob("*") if path.is_file())


@pytest.fixture(params=course_folders(), ids=lambda path: path.name)
def real_course(request) -> Path:
    return request.param


@pytest.fixture
def course_folder(tmp_path):
    """A small course folder to be spoilt: `write(path, text)` adds or replaces a file of it."""
    return Folder(tmp_path / "course")


class Folder:
    def __init__(self, path: Path):
        self.path = path
        self.manifest(["lessons/one.md", "lessons/two.md"])
        self.write("lessons/one.md", "# One\n\nSee [the second](two.md).\n")
        self.write("lessons/two.md", "# Two\n\n![A red dot](../media/dot.png)\n")
        self.picture("media/dot.png")

    def manifest(self, lessons: list[str], extra: str = "") -> None:
        lines = ["format: skillmate-course/1", "title: A small course", "slug: small"]
        lines += ["summary: Two lessons.", "category: Craft", "authors: [Ada]", "tags: [small]"]
        lines += [extra] if extra else []
        lines += ["modules:", "  - title: All of it", "    lessons:"]
        lines += [f"      - {lesson}" for lesson in lessons]
        self.write("course.yaml", "\n".join(lines) + "\n")

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def picture(self, path: str, colour: str = "red", size: tuple[int, int] = (4, 4)) -> Path:
        from PIL import Image

        file = self.write(path, b"")
        Image.new("RGB", size, colour).save(file)
        return file

    def zipped(self) -> Path:
        return Path(shutil.make_archive(str(self.path), "zip", self.path))
