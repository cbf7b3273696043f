"""A good manifest to spoil, and the sentence that refuses a course."""

import pytest

from exchange.course_folder.course import read_course
from exchange.files.exceptions import FolderRefusal
from exchange.files.source import open_course

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
    with pytest.raises(FolderRefusal) as excinfo, open_course(path) as files:
        read_course(files)
    return str(excinfo.value)
