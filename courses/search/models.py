from django.db import models


class SearchText(models.Model):
    """What search reads of a page beside its title, as people read it, a line for each part.

    Of a course all that its page shows to everyone, of a lesson what those see who may open it.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="search_text"
    )
    text = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.text[:60]


class Spelling(models.Model):
    """A folded word of some text, or what is left of it without one of its letters.

    Two words of which one letter differs have one of these in common. Words are never taken out:
    whoever is offered one is shown where it stands.
    """

    form = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint("form", "word", name="spelling_once")]

    def __str__(self) -> str:
        return self.word
