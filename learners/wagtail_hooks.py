from wagtail import hooks

from . import gate, imagined, log

hooks.register("before_serve_page", gate.guard_lesson)
hooks.register("on_serve_page", gate.mark_lesson)
hooks.register("preview_as_learner", imagined.imagine)
hooks.register("before_serve_document", gate.guard_file)
hooks.register("before_serve_video", gate.guard_file)
hooks.register("register_log_actions", log.register_actions)
