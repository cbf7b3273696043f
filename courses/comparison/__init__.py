"""Two versions of something beside one another, as a reviewer has to see them.

Here are texts, references, sequences and the plain fields of models; blocks compare in
`courses.blocks.comparison`, the curriculum in `courses.curriculum.comparison`.
"""
