from .category import Category
from .course import CourseInstructor, CoursePage, CourseTag
from .curriculum import CurriculumEntry
from .index import CourseIndexPage
from .instructor import Instructor
from .lesson import LessonPage
from .release import CourseRelease, CourseReleaseItem, ReleaseWaiver
from .review import CourseReviewTask
from .team import CourseTeam

__all__ = [
    "Category",
    "CourseIndexPage",
    "CourseInstructor",
    "CoursePage",
    "CourseRelease",
    "CourseReleaseItem",
    "CourseReviewTask",
    "CourseTag",
    "CourseTeam",
    "CurriculumEntry",
    "Instructor",
    "LessonPage",
    "ReleaseWaiver",
]
