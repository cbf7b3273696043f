"""Whether a course is fit to go live: a module for each thing that is asked of it.

Errors would break the site or cannot be stored; the publication gate is what learners are owed,
and an editor may waive it with a reason. A check of quizzes belongs beside those of videos.
"""
