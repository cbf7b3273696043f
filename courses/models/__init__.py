from ..catalogue.models import CourseIndexPage
from ..curriculum.models import CurriculumEntry
from ..search.models import SearchText, Spelling
from .catalogue_entry import CatalogueEntry
from .category import Category
from .course import CoursePage
from .course_tag import CourseTag
from .instructor import CourseInstructor, Instructor, InstructorChange
from .lesson import LessonPage
from .release import CourseRelease, CourseReleaseItem, ReleaseWaiver
from .review import CourseReviewTask, ReviewedPage
from .team import CourseTeam

__all__ = [
    "CatalogueEntry",
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
    "InstructorChange",
    "LessonPage",
    "ReleaseWaiver",
    "ReviewedPage",
    "SearchText",
    "Spelling",
]
