"""Who may decide about whose account, among those who may decide about accounts at all.

Whoever can change an address can have a new password sent there, and then is that person.
"""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet, prefetch_related_objects

from courses.teams.roles import roles

RIGHTS = ("groups", "user_permissions")


def may_manage(editor: User, person: User) -> bool:
    """Nobody gets at rights they lack: what `person` may, `editor` may as well.

    Told by groups and not by what these allow, as reviews and private pages ask for groups, too.
    """
    if editor.is_superuser:
        return True
    prefetch_related_objects([editor], *RIGHTS)  # once for all they are asked about
    return not person.is_superuser and _rights(person) <= _rights(editor)


def with_rights(people: QuerySet[User]) -> QuerySet[User]:
    """For asking `may_manage` of many in a fixed number of queries."""
    return people.prefetch_related(*RIGHTS)


def assignable_roles(editor: User) -> QuerySet[Group]:
    """The roles that `editor` may give and take away."""
    return roles() if editor.is_superuser else roles().filter(user=editor)


def _rights(user: User) -> set[Group | Permission]:
    return {*user.groups.all(), *user.user_permissions.all()}
