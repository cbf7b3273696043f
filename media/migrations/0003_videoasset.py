import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import media.names
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_pictures_in_cloudinary'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='VideoAsset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=media.names.new_token, editable=False, max_length=32, unique=True)),
                ('backend', models.CharField(choices=[('local', 'On this server'), ('cloudinary', 'Cloudinary')], default='local', max_length=10)),
                ('delivery', models.CharField(choices=[('upload', 'Public address'), ('authenticated', 'Signed address')], default='authenticated', max_length=13)),
                ('name', models.CharField(db_index=True, max_length=200)),
                ('format', models.CharField(max_length=10)),
                ('version', models.PositiveBigIntegerField(blank=True, null=True)),
                ('size', models.PositiveBigIntegerField(blank=True, null=True)),
                ('duration', models.PositiveIntegerField(blank=True, null=True)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('status', models.CharField(choices=[('uploading', 'Uploading'), ('processing', 'Processing'), ('ready', 'Ready'), ('failed', 'Failed')], default='uploading', max_length=10)),
                ('mp4_ready', models.BooleanField(default=False)),
                ('hls_ready', models.BooleanField(default=False)),
                ('error', models.CharField(blank=True, max_length=255)),
                ('file_hash', models.CharField(blank=True, db_index=True, max_length=40)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'video file',
                'verbose_name_plural': 'video files',
            },
        ),
        migrations.AlterModelOptions(
            name='video',
            options={'base_manager_name': 'objects', 'ordering': ['title', 'pk'], 'permissions': [('choose_video', 'Can choose video')], 'verbose_name': 'video', 'verbose_name_plural': 'videos'},
        ),
        migrations.AddField(
            model_name='video',
            name='poster_second',
            field=models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(86400)], verbose_name='second of the video'),
        ),
        migrations.AddField(
            model_name='video',
            name='asset',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='videos', to='media.videoasset', verbose_name='file'),
        ),
    ]
