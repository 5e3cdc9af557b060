"""What a mall says: blocks, articles, banners and addresses that moved, behind its walls."""

import django.db.models.deletion
from django.db import migrations, models

from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('carousel', 'Carousel'), ('channels', 'Channels'), ('countries', 'Country pavilions'), ('flash', 'Flash strip'), ('coupons', 'Coupon strip'), ('floor', 'Floor'), ('text', 'Text')], max_length=12, verbose_name='kind')),
                ('title', models.CharField(blank=True, max_length=80, verbose_name='title')),
                ('title_zh_hans', models.CharField(blank=True, max_length=80, null=True, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=80, null=True, verbose_name='title')),
                ('subtitle', models.CharField(blank=True, max_length=160, verbose_name='subtitle')),
                ('subtitle_zh_hans', models.CharField(blank=True, max_length=160, null=True, verbose_name='subtitle')),
                ('subtitle_en', models.CharField(blank=True, max_length=160, null=True, verbose_name='subtitle')),
                ('settings', models.JSONField(blank=True, default=dict, verbose_name='settings')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('is_shown', models.BooleanField(default=True, verbose_name='shown')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('body', models.TextField(blank=True, db_default='', default='', verbose_name='text')),
                ('body_en', models.TextField(blank=True, db_default='', default='', null=True, verbose_name='text')),
                ('body_zh_hans', models.TextField(blank=True, db_default='', default='', null=True, verbose_name='text')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='shown until')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='shown from')),
            ],
            options={
                'verbose_name': 'block',
                'verbose_name_plural': 'blocks',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, verbose_name='address')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('body', models.TextField(verbose_name='text')),
                ('body_zh_hans', models.TextField(null=True, verbose_name='text')),
                ('body_en', models.TextField(null=True, verbose_name='text')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('is_shown', models.BooleanField(default=True, verbose_name='shown')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='shown until')),
                ('kind', models.CharField(choices=[('help', 'Help page'), ('article', 'Article')], db_default='help', default='help', max_length=10, verbose_name='kind')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='shown from')),
                ('summary', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='summary')),
                ('summary_en', models.CharField(blank=True, db_default='', default='', max_length=200, null=True, verbose_name='summary')),
                ('summary_zh_hans', models.CharField(blank=True, db_default='', default='', max_length=200, null=True, verbose_name='summary')),
                ('updated_at', models.DateTimeField(auto_now=True, null=True)),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('mall', 'slug'), name='article_slug')],
            },
        ),
        migrations.CreateModel(
            name='Banner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('is_shown', models.BooleanField(default=True, verbose_name='shown')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='shown from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='shown until')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=80, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=80, null=True, verbose_name='title')),
                ('line', models.CharField(blank=True, max_length=160, verbose_name='line below')),
                ('line_zh_hans', models.CharField(blank=True, max_length=160, null=True, verbose_name='line below')),
                ('line_en', models.CharField(blank=True, max_length=160, null=True, verbose_name='line below')),
                ('button', models.CharField(blank=True, max_length=30, verbose_name='words of the button')),
                ('button_zh_hans', models.CharField(blank=True, max_length=30, null=True, verbose_name='words of the button')),
                ('button_en', models.CharField(blank=True, max_length=30, null=True, verbose_name='words of the button')),
                ('link', models.CharField(default='/', max_length=300, verbose_name='leads to')),
                ('picture', models.CharField(blank=True, max_length=200)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'home page banner',
                'verbose_name_plural': 'home page banners',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MovedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('category', 'Category'), ('article', 'Article')], max_length=10, verbose_name='kind')),
                ('old', models.SlugField(max_length=80, verbose_name='old address')),
                ('new', models.SlugField(max_length=80, verbose_name='new address')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'moved address',
                'verbose_name_plural': 'moved addresses',
                'constraints': [models.UniqueConstraint(fields=('mall', 'kind', 'old'), name='one_move_per_address')],
            },
        ),
        SecureMallTables('content', ['Block', 'Article', 'Banner', 'MovedAddress']),
    ]
