from django.db import migrations

BATCH = 1000


def to_preferences(apps, schema_editor):
    """What was chosen on the site becomes what Wagtail's admin has, unless that has one of its own.
    "UTC" was what nobody had chosen."""
    Profile = apps.get_model("learners", "Profile")
    UserProfile = apps.get_model("wagtailusers", "UserProfile")
    chosen = Profile.objects.exclude(time_zone="UTC")
    for zone in chosen.order_by("time_zone").values_list("time_zone", flat=True).distinct():
        people = chosen.filter(time_zone=zone).values("user")
        UserProfile.objects.filter(user__in=people, current_time_zone="").update(
            current_time_zone=zone
        )
        missing = people.exclude(user__in=UserProfile.objects.values("user"))
        UserProfile.objects.bulk_create(
            [
                UserProfile(user_id=user_id, current_time_zone=zone)
                for user_id in missing.values_list("user", flat=True)
            ],
            batch_size=BATCH,
        )


def to_profiles(apps, schema_editor):
    Profile = apps.get_model("learners", "Profile")
    UserProfile = apps.get_model("wagtailusers", "UserProfile")
    chosen = UserProfile.objects.exclude(current_time_zone="")
    zones = chosen.order_by("current_time_zone").values_list("current_time_zone", flat=True)
    for zone in zones.distinct():
        people = chosen.filter(current_time_zone=zone).values("user")
        Profile.objects.filter(user__in=people).update(time_zone=zone)


class Migration(migrations.Migration):
    dependencies = [
        ("learners", "0003_watch_positions"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(to_preferences, to_profiles)]
