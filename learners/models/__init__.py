from .enrollment import Enrollment, LessonCompletion
from .library import Library, SavedCourse
from .profile import Profile
from .watching import WatchPosition

__all__ = [
    "Enrollment",
    "LessonCompletion",
    "Library",
    "Profile",
    "SavedCourse",
    "WatchPosition",
]
