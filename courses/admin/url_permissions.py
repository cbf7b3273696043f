"""Addresses of Wagtail's admin that it leaves open to whoever may open the admin.

Elsewhere each of its views asks for the right it takes. What these ask for is written here.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import reverse
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from web.primary_keys import is_key

from ..models.page_chooser import choosable


def _deny(request: HttpRequest, **kwargs) -> bool:
    return False


def _can_change_tasks(request: HttpRequest, **kwargs) -> bool:
    return request.user.has_perm("wagtailcore.change_task")


def _can_edit_page(request: HttpRequest, page_id: int) -> bool:
    page = Page.objects.filter(pk=page_id).first()
    return page is None or page.specific.permissions_for_user(request.user).can_edit()


def _can_explore_page(request: HttpRequest, parent_page_id: int) -> bool:
    """Where there is more above what one edits, Wagtail leads down to that."""
    policy = PagePermissionPolicy()
    root = policy.explorable_root_instance(request.user)
    page = Page.objects.filter(pk=parent_page_id).first()
    if root is None or page is None or root.path.startswith(page.path):
        return True
    return policy.explorable_instances(request.user).filter(pk=page.pk).exists()


def _can_choose_children(request: HttpRequest, parent_page_id: int | None = None) -> bool:
    return parent_page_id is None or _can_choose(request, [parent_page_id])


def _can_choose_pages(request: HttpRequest) -> bool:
    return _can_choose(request, {*map(int, filter(is_key, request.GET.getlist("id")))})


def _can_choose_destination(request: HttpRequest, destination_id: int | None = None, **kwargs):
    """Where to copy or move to. What may not be done there is told with the page's title."""
    keys = [request.POST.get("new_parent_page", ""), request.POST.get("chooser", "")]
    return _can_choose(request, {destination_id or 0, *map(int, filter(is_key, keys))})


def _can_choose(request: HttpRequest, keys) -> bool:
    pages = Page.objects.filter(id__in=keys)
    return choosable(pages, request.user).count() == pages.count()


def _continues_import(request: HttpRequest) -> bool:
    return {"import_file_name", "input_format"} <= request.POST.keys()


RULES: dict[str, Callable[..., bool]] = {
    "wagtailadmin_explore": _can_explore_page,
    "wagtailadmin_explore_results": _can_explore_page,
    "wagtailadmin_choose_page_child": _can_choose_children,
    "wagtailadmin_choose_page_chosen_multiple": _can_choose_pages,
    "wagtailadmin_pages:copy": _can_choose_destination,
    "wagtailadmin_pages:move": _can_choose_destination,
    "wagtailadmin_pages:move_confirm": _can_choose_destination,
    "wagtail_bulk_action": _can_choose_destination,
    "wagtailadmin_pages:confirm_workflow_cancellation": _can_edit_page,
    "wagtailadmin_workflows:task_chooser": _can_change_tasks,
    "wagtailadmin_workflows:task_chooser_results": _can_change_tasks,
    "wagtailadmin_workflows:task_chooser_create": _can_change_tasks,
    "wagtailadmin_workflows:task_chosen": _can_change_tasks,
    # Of a form that these choosers do not have; asked for, it is an error.
    "wagtailsnippetchoosers_courses_category:create": _deny,
    "wagtailsnippetchoosers_courses_instructor:create": _deny,
    "wagtailredirects:process_import": _continues_import,  # an error without
    # Changes pages by rules of its own, past locks and reviews. No page of the admin asks it.
    "wagtailadmin_api:pages:action": _deny,
    # Name what was edited last, whoever's it is.
    "wagtailadmin_reports:page_types_usage": _can_change_tasks,
    "wagtailadmin_reports:page_types_usage_results": _can_change_tasks,
}


# A DELETE would reach Django's own view below Wagtail's, which asks none of Wagtail's questions.
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
ANY_METHOD_VIEW = "wagtailadmin_dismissibles"


def _is_admin_request(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


class AdminURLPermissionsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponseBase | None:
        name = request.resolver_match.view_name
        if request.method not in METHODS and name != ANY_METHOD_VIEW and _is_admin_request(request):
            return HttpResponseNotAllowed(METHODS)
        rule = RULES.get(name)
        # Who may not open the admin at all is led to its door by the view.
        if rule is None or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        return None if rule(request, **kwargs) else permission_denied(request)
