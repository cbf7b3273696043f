from wagtail import hooks

from . import log_actions, page_gate, preview_learner

hooks.register("before_serve_page", page_gate.guard_lesson)
hooks.register("on_serve_page", page_gate.mark_lesson)
hooks.register("preview_as_learner", preview_learner.use_preview_learner)
hooks.register("before_serve_document", page_gate.guard_file)
hooks.register("before_serve_video", page_gate.guard_file)
hooks.register("register_log_actions", log_actions.register_actions)
