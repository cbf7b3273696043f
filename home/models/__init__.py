from .contact import ContactMessage, ContactPage
from .home import FeaturedCourse, HomePage
from .standard import StandardPage

__all__ = ["ContactMessage", "ContactPage", "FeaturedCourse", "HomePage", "StandardPage"]
