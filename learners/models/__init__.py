from .enrollment import Enrollment, LessonCompletion
from .library import Library, SavedCourse
from .profile import Profile

__all__ = ["Enrollment", "LessonCompletion", "Library", "Profile", "SavedCourse"]
