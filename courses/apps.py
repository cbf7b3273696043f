from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete
        from wagtail.signals import (
            page_unpublished,
            post_page_move,
            task_approved,
            task_submitted,
            workflow_cancelled,
            workflow_rejected,
        )

        from media.published_files import keeper_lookups, protected_page_lookups

        from .authoring.copying import finish_copy
        from .blocks.comparison import BodyComparison
        from .comparison.registration import register_comparisons
        from .curriculum.outline import project_after_move
        from .models import CoursePage, CourseTeam, LessonPage
        from .models.registry import callbacks
        from .release import workflow_notifiers
        from .release.files import keepers, protected_pages_showing
        from .release.opening import (
            follow_approval,
            follow_cancellation,
            follow_rejection,
            follow_submission,
            follow_unpublication,
        )
        from .release.publication import complete, due_release
        from .release.redirects import live_paths
        from .teams.team import disband

        register_comparisons(blocks=BodyComparison)
        post_page_move.connect(project_after_move, sender=LessonPage)
        page_unpublished.connect(follow_unpublication, sender=CoursePage)
        task_submitted.connect(follow_submission)
        task_approved.connect(follow_approval)
        workflow_rejected.connect(follow_rejection)
        workflow_cancelled.connect(follow_cancellation)
        post_delete.connect(disband, sender=CourseTeam)
        protected_page_lookups.append(protected_pages_showing)
        keeper_lookups.append(keepers)
        workflow_notifiers.connect()
        vars(callbacks).update(
            due_release=due_release,
            complete=complete,
            live_paths=live_paths,
            finish_copy=finish_copy,
        )
