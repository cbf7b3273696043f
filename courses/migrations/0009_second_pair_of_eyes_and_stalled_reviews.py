from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0008_file_digests"),
    ]

    operations = [
        migrations.AddField(
            model_name="coursereviewtask",
            name="second_pair_of_eyes",
            field=models.BooleanField(
                default=False,
                help_text="Another reviewer has to read what a reviewer wrote. The step then needs "
                "two of them.",
                verbose_name="who changes a course while it is in review may not approve it",
            ),
        ),
        migrations.AddField(
            model_name="courserelease",
            name="stalled_at",
            field=models.DateTimeField(null=True, editable=False),
        ),
    ]
