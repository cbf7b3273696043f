"""Which pages are not for everybody."""

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Subquery
from wagtail.models import Page, PageViewRestriction


def is_restricted(by: models.QuerySet[PageViewRestriction] | None = None) -> Exists:
    """Whether a view restriction, or one of those in `by`, stands on a page or above it.

    Wagtail's `public()` asks for all restrictions first; this is part of the one query. It reads
    the restrictions, nearly always none, and for each the page it stands on by key. Joined instead,
    SQLite begins with the pages once `ANALYZE` has been run: all of them again for every course.
    """
    restricted_paths = Page.objects.filter(pk=OuterRef("page")).order_by().values("path")
    path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    restrictions = PageViewRestriction.objects.all() if by is None else by
    restrictions = restrictions.annotate(place=path, above=Subquery(restricted_paths))
    return Exists(restrictions.filter(place__startswith=F("above")))
