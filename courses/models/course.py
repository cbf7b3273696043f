from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.locks import WorkflowLock
from wagtail.models import Page, WorkflowPage
from wagtail.search import index

from media.admin.viewsets import video_chooser_viewset
from web.languages import language_choices, language_name, text_direction

from ..blocks import Curriculum, Statements
from ..curriculum.outline import Outline, outline, project
from ..search.index import WordsField
from .catalogue_entry import OF_A_COURSE
from .choices import Level
from .course_tag import CourseTag
from .course_texts import course_texts
from .dangling_references import without_deleted
from .draft_copies import DraftCopyMixin
from .forms import CourseForm
from .kept_fields import KeptFieldsMixin
from .learner_previews import LearnerPreviews
from .lesson import LessonPage
from .locks import CourseInReviewLock
from .panels import (
    PROMOTE_PANELS,
    ChildrenPanel,
    ChoicePanel,
    CurriculumPanel,
    NotPlacedPanel,
    PictureDescriptionPanel,
    PicturePanel,
)
from .permission_testers import CoursePermissionTester
from .querysets import CourseManager
from .registry import callbacks
from .release import CourseRelease
from .revision_pinning import PinnedRevisionsMixin
from .routing import RestrictedByPath, ServesChildren
from .served_course import ServedCourse


class CoursePage(
    LearnerPreviews,
    DraftCopyMixin,
    KeptFieldsMixin,
    PinnedRevisionsMixin,
    ServesChildren,
    RestrictedByPath,
    ServedCourse,
    Page,
):
    """A course: what it promises, and its curriculum. Its lessons are its child pages."""

    summary = models.TextField(_("summary"), max_length=300, help_text=_("One sentence."))
    description = RichTextField(
        _("description"),
        blank=True,
        features=["h3", "bold", "italic", "ol", "ul", "link"],
    )
    category = models.ForeignKey(
        "courses.Category", null=True, blank=False, on_delete=models.PROTECT, related_name="courses"
    )
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, default=Level.BEGINNER
    )
    language = models.CharField(
        _("language"),
        max_length=20,
        choices=language_choices,
        default="en",
        help_text=_("The language it is taught in."),
    )
    tags = ClusterTaggableManager(through=CourseTag, blank=True)
    outcomes = StreamField(
        Statements(),
        blank=True,
        verbose_name=_("outcomes"),
        help_text=_("What learners can do afterwards."),
    )
    requirements = StreamField(
        Statements(),
        blank=True,
        verbose_name=_("requirements"),
        help_text=_("What they need before they start."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=60,
        blank=True,
        help_text=_("The licence as a short code, such as CC-BY-4.0."),
    )
    source_url = models.URLField(
        _("source"), blank=True, help_text=_("The web address it comes from.")
    )
    thumbnail = models.ForeignKey(
        "media.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("thumbnail"),
    )
    thumbnail_alt = models.CharField(
        _("thumbnail description"),
        max_length=255,
        blank=True,
        help_text=_("Describes the picture for people who cannot see it."),
    )
    featured_video_url = models.URLField(
        _("featured video on YouTube or Vimeo"),
        blank=True,
    )
    featured_video = models.ForeignKey(
        "media.Video",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("featured video of your own"),
    )
    curriculum = StreamField(Curriculum(), blank=True, verbose_name=_("curriculum"))
    # What the last import brought; equal content imported again changes nothing.
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    # Since when it takes no new learners; None while it does. Of the course, not of an edition.
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    exclude_fields_in_copy = ["import_digest", "archived_at"]

    objects = CourseManager()
    shows_drafts = False  # whether this is a preview

    base_form_class = CourseForm

    about_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        MultiFieldPanel(
            [PicturePanel("thumbnail"), PictureDescriptionPanel("thumbnail_alt", of="thumbnail")],
            heading=_("Thumbnail"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                ChoicePanel("level"),
                ChoicePanel("language"),
                FieldPanel("tags"),
            ],
            heading=_("In the catalogue"),
        ),
        ChildrenPanel("taught_by", heading=_("Taught by"), label=_("Instructor")),
        FieldPanel("outcomes"),
        FieldPanel("requirements"),
    ]
    media_panels = [
        MultiFieldPanel(
            [
                FieldPanel("featured_video_url"),
                FieldPanel("featured_video", widget=video_chooser_viewset.widget_class),
            ],
            heading=_("Featured video"),
        ),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("source_url")], heading=_("Rights")),
    ]
    curriculum_panels = [
        HelpPanel(content=_("Drag lessons and sections into the order learners will see.")),
        CurriculumPanel("curriculum"),
        NotPlacedPanel(),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(about_panels, heading=_("About")),
            ObjectList(curriculum_panels, heading=_("Curriculum")),
            ObjectList(media_panels, heading=_("Media and rights")),
            # Comments, but no schedule: when it goes live is decided at the review.
            ObjectList([*PROMOTE_PANELS, CommentPanel()], heading=_("Promote")),
        ]
    )
    search_fields = [
        *Page.search_fields,
        WordsField("title", boost=2),
        WordsField("indexed_text"),
        index.FilterField("category_id"),
        index.FilterField("level"),
        index.FilterField("language"),
    ]

    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if fields is None or "curriculum" in fields:
            project(self)
        if fields is None or not OF_A_COURSE.isdisjoint(fields):
            callbacks.refresh_entry(self)

    @transaction.atomic
    def publish(self, revision, user=None, skip_permission_checks=False, **options):
        """Publish `revision`, and with it the lessons of the release that waits for this.

        Every way to go live leads here. Raises `CourseRefusal` (a `PermissionDenied`)
        when a release is open that has not approved exactly this revision.
        """
        release = callbacks.due_release(self, revision)
        is_allowed = release and (user is None or self.permissions_for_user(user).can_release())
        paths_before = callbacks.live_paths(self) if release else {}
        with callbacks.refreshed_once():
            super().publish(
                revision,
                user=user,
                skip_permission_checks=bool(is_allowed or skip_permission_checks),
                **options,
            )
            if release:
                callbacks.complete(release, by=user, paths_before=paths_before)

    @transaction.atomic
    def copy(self, *args, user=None, **options):
        # `finish_copy` reads the newest draft; all the older ones would be copied for nothing.
        course_copy = super().copy(*args, user=user, **{**options, "copy_revisions": False})
        return callbacks.finish_copy(course_copy, original=self, by=user)

    copy.alters_data = True

    def with_content_json(self, content):
        page = super().with_content_json(without_deleted(content))
        page.archived_at = self.archived_at
        return page

    @cached_property
    def open_release(self) -> CourseRelease | None:
        """The release that is in review or waits for its hour. Remembered by this object."""
        return self.releases.open().first()

    @cached_property
    def indexed_text(self) -> str:
        """What search reads of the saved course beside its title."""
        return course_texts(CoursePage.objects.filter(pk=self.pk)).get(self.pk, "")

    @property
    def search_language(self) -> str:
        return self.language

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def text_direction(self) -> str:
        return text_direction(self.language)

    @cached_property
    def outline(self) -> Outline:
        """The curriculum of this edition; in a preview, drafts of lessons included."""
        return outline(self, drafts=self.shows_drafts)

    @classmethod
    def served_children(cls, *, in_passing: bool) -> models.QuerySet:
        return LessonPage.objects.all()

    def permissions_for_user(self, user):
        return CoursePermissionTester(user, self)

    def get_workflow(self):
        """Its own or the catalogue's, if active: one further up is meant for other pages."""
        paths = [self.path, self.path[: -self.steplen]]
        assigned = WorkflowPage.objects.filter(page__path__in=paths, workflow__active=True)
        nearest = assigned.select_related("workflow").order_by("-page__depth").first()
        return nearest and nearest.workflow

    def get_lock(self):
        """A review says the same whatever kind of step the course is at."""
        lock = super().get_lock()
        return CourseInReviewLock(self, lock.task) if isinstance(lock, WorkflowLock) else lock

    def course_in_preview(self):
        self.shows_drafts = True
        return self
