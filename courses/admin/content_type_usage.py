from django.http import HttpRequest
from wagtail.admin.views.pages.usage import ContentTypeUseView


class CourseTypeUsageView(ContentTypeUseView):
    """All pages of one type. What our lists show of a page they know only below its parent."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.columns = self.base_columns
