"""Who asks: names of accounts, whose addresses are `<name>@example.com`."""

PASSWORD = "learn-and-teach"  # noqa: S105  (of nobody)
VISITOR = ""
# One with 20 courses, one who enrols, one who completes lessons, one who writes, one who sees all.
LEARNER, NEWCOMER, WORKER, TEACHER, ADMIN = "learner", "newcomer", "worker", "teacher", "admin"
EVERYBODY = (LEARNER, NEWCOMER, WORKER, TEACHER, ADMIN)
