"""A course and its lessons, reviewed and published as one unit.

Reads: `changes` (what a release would do) and `findings` (what stands in its way).
Verbs: `submission`, `review`, `publication`, `restore`, `archiving`. Refusals: `exceptions`.
"""
