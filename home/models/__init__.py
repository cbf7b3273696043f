from ..contact.models import ContactMessage
from .contact import ContactPage
from .home import FeaturedCourse, HomePage
from .standard import StandardPage

__all__ = ["ContactMessage", "ContactPage", "FeaturedCourse", "HomePage", "StandardPage"]
