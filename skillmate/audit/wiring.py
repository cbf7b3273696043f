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
    for sender in (ModelLogEntry, PageLogEntry):
        pre_save.connect(entries.complete, sender=sender)
    user_logged_in.connect(signing.signed_in)
    user_logged_out.connect(signing.signed_out)
    user_login_failed.connect(signing.sign_in_failed)
    authentication_failed.connect(signing.second_step_failed)
    password_reset.connect(signing.password_reset)
    pre_save.connect(accounts.store_previous, sender=User)
    post_save.connect(accounts.record_changes, sender=User)
    m2m_changed.connect(accounts.role_changed, sender=User.groups.through)
    post_save.connect(accounts.step_added, sender=Authenticator)
    post_delete.connect(accounts.step_removed, sender=Authenticator)
    post_save.connect(accounts.account_connected, sender=SocialAccount)
    post_delete.connect(accounts.account_disconnected, sender=SocialAccount)
    for sender in removals.AUDITED_MODELS:
        post_delete.connect(removals.record_deletion, sender=sender)
    for sender in (Workflow, Task, GroupApprovalTask, CourseReviewTask):
        pre_save.connect(reviews.store_previous, sender=sender)
        post_save.connect(reviews.record_switch, sender=sender)
    post_save.connect(reviews.record_assignment, sender=WorkflowPage)
    post_delete.connect(reviews.record_unassignment, sender=WorkflowPage)
