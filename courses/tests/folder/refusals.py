"""A good manifest to spoil, and the sentence that refuses a course."""

import pytest

from courses.folder.course import read_course
from courses.folder.errors import FolderError
from courses.folder.source import open_course

MANIFEST = """\
format: skillmate-course/1
title: A
slug: a
modules:
  - title: M
    lessons:
      - lessons/one.md
"""


def refusal(path) -> str:
    with pytest.raises(FolderError) as caught, open_course(path) as files:
        read_course(files)
    return str(caught.value)
