from .category import Category
from .course import CourseInstructor, CoursePage, CourseTag
from .curriculum import CurriculumEntry
from .index import CourseIndexPage
from .instructor import Instructor
from .lesson import LessonPage

__all__ = [
    "Category",
    "CourseIndexPage",
    "CourseInstructor",
    "CoursePage",
    "CourseTag",
    "CurriculumEntry",
    "Instructor",
    "LessonPage",
]
