import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0009_second_pair_of_eyes_and_stalled_reviews"),
        ("media", "0006_rendition_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="catalogue_entry",
                        serialize=False,
                        to="courses.coursepage",
                    ),
                ),
                ("is_public", models.BooleanField(default=False)),
                ("live", models.BooleanField(default=False)),
                ("archived_at", models.DateTimeField(null=True)),
                ("title", models.CharField(blank=True, max_length=255)),
                ("summary", models.TextField(blank=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("beginner", "Beginner"),
                            ("intermediate", "Intermediate"),
                            ("advanced", "Advanced"),
                        ],
                        default="beginner",
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=20)),
                ("teachers", models.JSONField(default=list)),
                ("minutes", models.PositiveIntegerField(default=0)),
                ("lesson_count", models.PositiveIntegerField(default=0)),
                ("free_lesson_count", models.PositiveIntegerField(default=0)),
                ("first_published_at", models.DateTimeField(null=True)),
                ("last_published_at", models.DateTimeField(null=True)),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="catalogue_entries",
                        to="courses.category",
                    ),
                ),
                (
                    "thumbnail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.customimage",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=[
                            *("is_public", "category", "level", "language"),
                            *("minutes", "lesson_count"),
                        ],
                        name="catalogue_counts",
                    ),
                    models.Index(
                        fields=["is_public", "-first_published_at", "-course"],
                        name="catalogue_newest",
                    ),
                    models.Index(
                        fields=["is_public", "-last_published_at", "-course"],
                        name="catalogue_updated",
                    ),
                    models.Index(fields=["is_public", "title", "course"], name="catalogue_titles"),
                    models.Index(
                        fields=["is_public", "category", "-first_published_at"],
                        name="catalogue_category",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="lessonpage",
            index=models.Index(
                condition=models.Q(("free_preview", True)),
                fields=["page_ptr"],
                name="free_lessons",
            ),
        ),
    ]
