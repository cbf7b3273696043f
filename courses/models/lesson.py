import copy

from django.core.validators import MinValueValidator
from django.db import models
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from web.page_cache.public_page import public_page

from ..blocks import LessonBody
from ..blocks.reading import BodyPart, parts_of
from ..curriculum.links import OutlineResponse
from ..search.index import WordsField
from .draft_copies import DraftCopyMixin
from .draft_slugs import DraftSlugMixin
from .forms import CourseForm
from .kept_fields import KeptFieldsMixin
from .learner_previews import LearnerPreviews, Mode, newest_draft
from .locks import LessonInReviewLock
from .panels import PROMOTE_PANELS, BodyPanel, WayBackPanel
from .permission_testers import LessonPermissionTester
from .querysets import LessonManager
from .revision_pinning import PinnedRevisionsMixin
from .routing import RestrictedByPath


class LessonPage(
    LearnerPreviews,
    DraftCopyMixin,
    DraftSlugMixin,
    KeptFieldsMixin,
    PinnedRevisionsMixin,
    RestrictedByPath,
    Page,
):
    """One lesson of the course it is a child of. Where it stands is the course's curriculum."""

    summary = models.CharField(_("summary"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How long it takes."),
    )
    free_preview = models.BooleanField(
        _("free preview"), default=False, help_text=_("Open to everyone, enrolled or not.")
    )
    body = StreamField(LessonBody(), blank=True, verbose_name=_("body"))
    # Where the lesson came from, relative to its course folder, and what the last import brought.
    source_path = models.CharField(max_length=255, blank=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    exclude_fields_in_copy = ["source_path", "import_digest"]

    objects = LessonManager()

    base_form_class = CourseForm

    content_panels = [
        WayBackPanel(),
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("free_preview")], heading=_("Lesson")),
        BodyPanel("body"),
    ]
    promote_panels = PROMOTE_PANELS
    search_fields = [
        *Page.search_fields,
        WordsField("title", boost=2),
        WordsField("indexed_text"),
    ]

    # Comments, but no schedule of its own: a lesson goes live with its course.
    settings_panels = [CommentPanel()]
    # Nor a review of its own.
    has_workflow = False
    current_workflow_state = None

    # A visitor is only told that most lessons are closed to them.
    default_preview_mode = Mode.ENROLLED

    parent_page_types = ["courses.CoursePage"]
    subpage_types = []

    class Meta:
        indexes = [
            # A few among many: what visitors find by search, and what the sitemap lists.
            models.Index(
                fields=["page_ptr"], condition=models.Q(free_preview=True), name="free_lessons"
            )
        ]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @cached_property
    def course(self):
        """The course this lesson belongs to."""
        return self.get_parent().specific

    @cached_property
    def indexed_text(self) -> str:
        """What search reads of the lesson beside its title, for those who may open it."""
        field = self._meta.get_field("body")
        return "\n".join([self.summary, *field.get_searchable_content(self.body)]).strip()

    @property
    def search_language(self) -> str:
        return self.course.language

    def permissions_for_user(self, user):
        return LessonPermissionTester(user, self)

    def get_workflow(self):
        return None

    def update_aliases(self, **options):
        pass  # there are none: copies are drafts of their own (`DraftCopyMixin`)

    def is_site_root(self):
        return False  # asked at each save

    def get_lock(self):
        """Wagtail's own locks first, then the review of the course."""
        lock = super().get_lock()
        if lock or not self.pk:  # one that is not saved yet is in no review
            return lock
        task = self.course.current_workflow_task
        return LessonInReviewLock(self, task) if task else None

    def route(self, request, path_components):
        # Wagtail asks only whether the page itself is live, never its parent.
        if not self.course.live:
            raise Http404("The course is not published.")
        return super().route(request, path_components)

    @public_page()
    def serve(self, request, *args, **kwargs):
        context = self.get_context(request, *args, **kwargs)
        return OutlineResponse(request, self.get_template(request, *args, **kwargs), context)

    def course_in_preview(self):
        self.course = newest_draft(self.course)
        self.course.outline.replace_lesson(self)
        return self.course

    def get_preview_template(self, request, mode_name):
        is_open = self.free_preview and not self.course.archived_at
        if request.preview_as.is_visitor and not is_open:
            return "courses/preview/locked.html"
        return super().get_preview_template(request, mode_name)

    def copy_for_request(self):
        """All requests share the outline of the course, and which blocks hold videos."""
        _ = self.body_parts
        page = copy.copy(self)
        page.course = self.course.copy_for_request()
        return page

    @cached_property
    def body_parts(self) -> list[BodyPart]:
        return parts_of(self.body)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        outline = self.course.outline
        previous_lesson, next_lesson = outline.around(self)
        return {
            **context,
            "course": self.course,
            "outline": outline,
            "previous": previous_lesson,
            "next": next_lesson,
            "has_video": any(part.has_video for part in self.body_parts),
        }
