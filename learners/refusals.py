"""Why something is refused, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The message is shown to the learner."""

    message = ""

    def __init__(self) -> None:
        super().__init__(self.message)


class CourseClosed(Refusal):
    message = _("This course is not open at the moment. You find others in the catalogue.")


class CourseArchived(Refusal):
    message = _("This course takes no new learners any more. You find others in the catalogue.")


class NotEnrolled(Refusal):
    message = _("Enrol in the course first. Then your progress is kept.")


class VideoClosed(Refusal):
    message = _("This video is not part of the lesson any more. Reload the page to see what is.")


class LessonClosed(Refusal):
    message = _("This lesson is not part of the course any more. Your other progress is safe.")
