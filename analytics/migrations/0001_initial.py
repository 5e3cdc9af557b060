"""Visits counted by day, behind the mall's walls."""

import django.db.models.deletion
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('catalog', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='VisitCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('page', models.CharField(choices=[('home', 'home page'), ('list', 'lists of goods'), ('search', 'search'), ('product', 'product page'), ('shop', "suppliers' shops"), ('text', 'articles and help'), ('cart', 'cart'), ('checkout', 'checkout'), ('other', 'other pages')], max_length=10, verbose_name='page')),
                ('channel', models.CharField(choices=[('wechat', 'WeChat'), ('phone', 'phone'), ('desktop', 'desktop')], max_length=10, verbose_name='channel')),
                ('slot', models.PositiveSmallIntegerField(editable=False)),
                ('views', models.BigIntegerField(verbose_name='page views')),
                ('visits', models.BigIntegerField(verbose_name='visits')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('product', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'visit count',
                'verbose_name_plural': 'visit counts',
                'ordering': ['-day', '-views', 'id'],
                'indexes': [models.Index(fields=['mall', 'product', 'day'], name='views_of_product')],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'day', 'page', 'product', 'channel', 'slot'), name='one_count_per_page_and_day', nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(('views__gte', models.F('visits')), ('visits__gte', 0)), name='visits_begin_with_views'),
                ],
            },
        ),
        SecureMallTables('analytics', ['VisitCount']),
    ]
