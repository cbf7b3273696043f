"""Course teams are groups nobody manages as groups: the admin shows roles alone."""

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.users.views import groups

from courses.teams.roles import roles


class RoleIndexView(groups.IndexView):
    def get_base_queryset(self) -> QuerySet[Group]:
        return super().get_base_queryset().filter(course_team=None)


class RoleEditView(groups.EditView):
    def get_queryset(self) -> QuerySet[Group]:
        return roles()


class RoleDeleteView(groups.DeleteView):
    def get_queryset(self) -> QuerySet[Group]:
        return roles()


class RoleViewSet(groups.GroupViewSet):
    index_view_class = RoleIndexView
    edit_view_class = RoleEditView
    delete_view_class = RoleDeleteView
