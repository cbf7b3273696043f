"""Why something is refused, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from web.exceptions import Refusal


class LearnerRefusal(Refusal):
    """What a learner asked for and cannot have."""


class CourseClosedRefusal(LearnerRefusal):
    message = _("This course is not open at the moment. You find others in the catalogue.")


class CourseArchivedRefusal(LearnerRefusal):
    message = _("This course takes no new learners any more. You find others in the catalogue.")


class NotEnrolledRefusal(LearnerRefusal):
    message = _("Enrol in the course first. Then your progress is kept.")


class VideoClosedRefusal(LearnerRefusal):
    message = _("This video is not part of the lesson any more. Reload the page to see what is.")


class LessonClosedRefusal(LearnerRefusal):
    message = _("This lesson is not part of the course any more. Your other progress is safe.")
