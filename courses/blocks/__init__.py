"""What a lesson is made of. Templates: `templates/courses/blocks/<block name>.html`."""

from .body import LessonBody
from .curriculum import Curriculum
from .lists import Statements

__all__ = ["Curriculum", "LessonBody", "Statements"]
