from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .blocks.comparison import BodyComparison
        from .catalogue.search_index import leave_drafts_out
        from .comparison.registration import register_comparisons

        register_comparisons(blocks=BodyComparison)
        leave_drafts_out()
        _connect_signals()
        _fill_registries()
        _register_mail_kinds()


def _connect_signals() -> None:
    from django.db.models.signals import post_delete, post_save
    from wagtail.signals import (
        page_unpublished,
        task_approved,
        task_submitted,
        workflow_cancelled,
        workflow_rejected,
    )

    from .models import CoursePage, CourseTeam, Instructor, InstructorChange
    from .release import opening, workflow_notifiers
    from .release.pictures import request_portrait
    from .teams.team import disband, rename_collection

    page_unpublished.connect(opening.follow_unpublication, sender=CoursePage)
    task_submitted.connect(opening.follow_submission)
    task_approved.connect(opening.follow_approval)
    workflow_rejected.connect(opening.follow_rejection)
    workflow_cancelled.connect(opening.follow_cancellation)
    post_delete.connect(disband, sender=CourseTeam)
    post_save.connect(rename_collection, sender=CoursePage)
    for model in (Instructor, InstructorChange):
        post_save.connect(request_portrait, sender=model)
    workflow_notifiers.connect()
    _keep_catalogue_entries()


def _keep_catalogue_entries() -> None:
    from django.db.models.signals import post_delete, post_save
    from wagtail.models import Page, PageViewRestriction
    from wagtail.signals import post_page_move

    from .catalogue import entries
    from .models import Category, Instructor, LessonPage

    for signal in (post_save, post_delete):
        signal.connect(entries.refresh_course_of_lesson, sender=LessonPage)
        signal.connect(entries.refresh_below_restriction, sender=PageViewRestriction)
    post_save.connect(entries.refresh_of_bare_page, sender=Page)
    post_save.connect(entries.refresh_taught_by, sender=Instructor)
    post_save.connect(entries.refresh_of_category, sender=Category)
    post_page_move.connect(entries.refresh_moved)
    post_page_move.connect(entries.refresh_after_lesson_moved, sender=LessonPage)


def _fill_registries() -> None:
    """What lower floors ask for and only this one knows."""
    from media.admin.preselection import collection_lookups, language_lookups
    from media.published_files import keeper_lookups, protected_page_lookups

    from .admin.curriculum_rows import curriculum_rows
    from .admin.origin import collection_of_course, language_of_course
    from .authoring.copying import finish_copy
    from .catalogue.entries import refresh_course, refreshed_once
    from .models.registry import callbacks
    from .release.files import keepers, protected_pages_showing
    from .release.publication import complete, due_release
    from .release.redirects import live_paths

    protected_page_lookups.append(protected_pages_showing)
    keeper_lookups.append(keepers)
    collection_lookups.append(collection_of_course)
    language_lookups.append(language_of_course)
    vars(callbacks).update(
        due_release=due_release,
        complete=complete,
        live_paths=live_paths,
        finish_copy=finish_copy,
        refresh_entry=refresh_course,
        refreshed_once=refreshed_once,
        curriculum_rows=curriculum_rows,
    )


def _register_mail_kinds() -> None:
    from web.outbox import kinds

    from .release.notifications import MAIL_KINDS

    kinds.register(**MAIL_KINDS)
