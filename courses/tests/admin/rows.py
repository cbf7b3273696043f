"""What the table of a review shows."""

from django.http import HttpResponse


def table_rows(response: HttpResponse) -> dict[str, list]:
    """By heading: (title, kind, moved) of each row; of lessons folded away, how many."""
    return {
        group.title: [
            entry.count
            if hasattr(entry, "entries")
            else (entry.row.title, entry.row.kind, entry.row.moved)
            for entry in group.entries
        ]
        for group in response.context["table"].groups
    }
