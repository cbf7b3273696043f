"""Verbs that pages call and that stand above them. `CoursesConfig.ready()` fills them in."""

from types import SimpleNamespace

# due_release(course, revision) and complete(release, by=…) of `release.publication`;
# finish_copy(copy, original=…, by=…) of `authoring.copying`.
callbacks = SimpleNamespace(due_release=None, complete=None, finish_copy=None)
