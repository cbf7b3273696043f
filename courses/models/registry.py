"""Verbs that pages call and that stand above them. `CoursesConfig.ready()` fills them in."""

from types import SimpleNamespace

# due_release(course, revision) and complete(release, by=…, paths_before=…) of
# `release.publication`; live_paths(course) of `release.redirects`;
# finish_copy(copy, original=…, by=…) of `authoring.copying`; refresh_entry(course) and
# refreshed_once() of `catalogue.entries`; curriculum_rows(course) of `admin.curriculum_rows`.
callbacks = SimpleNamespace(
    due_release=None,
    complete=None,
    live_paths=None,
    finish_copy=None,
    refresh_entry=None,
    refreshed_once=None,
    curriculum_rows=None,
)
