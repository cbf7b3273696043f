"""Courses as folders of files. The format: `course.yaml` beside Markdown lessons.

`importer.import_course` is the way in; everything else here is a step of it.
"""
