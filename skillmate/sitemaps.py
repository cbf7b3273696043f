from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from courses.landing import categories_in_use
from courses.models import Category, CourseIndexPage, CoursePage, LessonPage


class OpenPages(PageSitemap):
    """Every page a visitor can use. Of lessons, only free previews of published courses."""

    def items(self) -> QuerySet:
        closed_lessons = LessonPage.objects.exclude(pk__in=LessonPage.objects.open_to_all())
        pages = super().items().exclude(pk__in=closed_lessons)
        return pages.exclude(pk__in=CoursePage.objects.archived())


class Categories(Sitemap):
    """The catalogue's page of each category that has a published course."""

    def items(self) -> list[str]:
        index = CourseIndexPage.objects.live().first()
        return [self._path(index, category) for category in categories_in_use()] if index else []

    def _path(self, index: CourseIndexPage, category: Category) -> str:
        return index.get_url() + index.reverse_subpage("category", args=[category.slug])

    def location(self, item: str) -> str:
        return item
