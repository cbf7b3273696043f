import django.db.models.deletion
import media.models.videos
import media.storages
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("media", "0004_files_to_assets")]

    operations = [
        migrations.AlterField(
            model_name='video',
            name='asset',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='videos', to='media.videoasset', verbose_name='file'),
        ),
        # With a default, so that the way back has something to fill the column with.
        migrations.AlterField(
            model_name='video',
            name='file',
            field=models.FileField(default='', storage=media.storages.private_storage, upload_to=media.models.videos.video_path),
        ),
        *[
            migrations.RemoveField(model_name='video', name=name)
            for name in ('file', 'duration', 'width', 'height', 'file_hash')
        ],
    ]
