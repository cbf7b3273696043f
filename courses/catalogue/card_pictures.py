"""Pictures of courses made before somebody waits for them."""

from ..models.catalogue_entry import CARD_PICTURE
from ..models.course import CoursePage


def make_card_pictures(course: CoursePage) -> None:
    """Make the renditions the card of `course` shows, if it has a thumbnail.

    They take about a second, AVIF above all; a catalogue page of twelve new courses would keep
    its first visitor waiting for all of them. Those that exist are left.
    """
    if course.thumbnail:
        course.thumbnail.get_renditions(*CARD_PICTURE)
