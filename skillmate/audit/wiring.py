"""Which signal leads to which entry."""

from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import (
    GroupApprovalTask,
    ModelLogEntry,
    PageLogEntry,
    Task,
    Workflow,
    WorkflowPage,
)

from courses.models import CourseReviewTask

from . import accounts, entries, removals, reviews, signing


def connect() -> None:
    for kind in (ModelLogEntry, PageLogEntry):
        pre_save.connect(entries.complete, sender=kind)
    user_logged_in.connect(signing.signed_in)
    user_logged_out.connect(signing.signed_out)
    user_login_failed.connect(signing.failed)
    authentication_failed.connect(signing.second_step_failed)
    password_reset.connect(signing.password_reset)
    pre_save.connect(accounts.look_before, sender=User)
    post_save.connect(accounts.tell_after, sender=User)
    m2m_changed.connect(accounts.role_changed, sender=User.groups.through)
    post_save.connect(accounts.step_added, sender=Authenticator)
    post_delete.connect(accounts.step_removed, sender=Authenticator)
    post_save.connect(accounts.connected, sender=SocialAccount)
    post_delete.connect(accounts.disconnected, sender=SocialAccount)
    for kind in removals.WATCHED:
        post_delete.connect(removals.tell, sender=kind)
    for kind in (Workflow, Task, GroupApprovalTask, CourseReviewTask):
        pre_save.connect(reviews.look_before, sender=kind)
        post_save.connect(reviews.tell_after, sender=kind)
    post_save.connect(reviews.is_reviewed, sender=WorkflowPage)
    post_delete.connect(reviews.is_not_reviewed, sender=WorkflowPage)
