from ..contact.models import ContactAnswer, ContactMessage
from .contact import ContactPage
from .home import FeaturedCourse, HomePage
from .standard import StandardPage

__all__ = [
    "ContactAnswer",
    "ContactMessage",
    "ContactPage",
    "FeaturedCourse",
    "HomePage",
    "StandardPage",
]
