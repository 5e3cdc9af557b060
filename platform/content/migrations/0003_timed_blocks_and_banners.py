import django.db.models.deletion
from django.db import migrations, models

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0002_walls'),
        ('tenancy', '0002_walls'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='ends_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='shown until'),
        ),
        migrations.AddField(
            model_name='article',
            name='kind',
            field=models.CharField(choices=[('help', 'Help page'), ('article', 'Article')], db_default='help', default='help', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='article',
            name='starts_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='shown from'),
        ),
        migrations.AddField(
            model_name='article',
            name='summary',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='summary'),
        ),
        migrations.AddField(
            model_name='article',
            name='summary_en',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, null=True, verbose_name='summary'),
        ),
        migrations.AddField(
            model_name='article',
            name='summary_zh_hans',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, null=True, verbose_name='summary'),
        ),
        migrations.AddField(
            model_name='article',
            name='updated_at',
            field=models.DateTimeField(auto_now=True, null=True),
        ),
        migrations.AddField(
            model_name='block',
            name='body',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='text'),
        ),
        migrations.AddField(
            model_name='block',
            name='body_en',
            field=models.TextField(blank=True, db_default='', default='', null=True, verbose_name='text'),
        ),
        migrations.AddField(
            model_name='block',
            name='body_zh_hans',
            field=models.TextField(blank=True, db_default='', default='', null=True, verbose_name='text'),
        ),
        migrations.AddField(
            model_name='block',
            name='ends_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='shown until'),
        ),
        migrations.AddField(
            model_name='block',
            name='starts_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='shown from'),
        ),
        migrations.AlterField(
            model_name='article',
            name='position',
            field=models.PositiveIntegerField(default=0, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='article',
            name='slug',
            field=models.SlugField(max_length=80, verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='block',
            name='kind',
            field=models.CharField(choices=[('carousel', 'Carousel'), ('channels', 'Channels'), ('countries', 'Country pavilions'), ('flash', 'Flash strip'), ('coupons', 'Coupon strip'), ('floor', 'Floor'), ('text', 'Text')], max_length=12, verbose_name='kind'),
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
        SecureMallTables('content', ['Banner', 'MovedAddress']),
    ]
