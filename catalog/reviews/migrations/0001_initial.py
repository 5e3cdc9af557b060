"""Reviews of buyers, behind the mall's walls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('catalog', '0001_initial'),
        ('tenancy', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_shown', models.CharField(max_length=40, verbose_name='name shown')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='stars')),
                ('text', models.TextField(verbose_name='text')),
                ('reply', models.TextField(blank=True, verbose_name='reply')),
                ('hidden_reason', models.CharField(blank=True, max_length=200, verbose_name='hidden because')),
                ('created_at', models.DateTimeField(verbose_name='written at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('product', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='reviews', to='catalog.product')),
                ('shopper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sku', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.sku')),
                ('bought_line', models.BigIntegerField(editable=False, null=True)),
                ('follow_up', models.TextField(blank=True, db_default='', default='', verbose_name='added later')),
                ('follow_up_at', models.DateTimeField(editable=False, null=True)),
                ('pictures', models.JSONField(editable=False, null=True, verbose_name='pictures')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['-created_at', '-id'],
                'indexes': [
                    models.Index(fields=['mall', 'product', '-created_at'], name='review_of_product'),
                    models.Index(condition=models.Q(('hidden_reason', ''), _negated=True), fields=['mall', 'id'], name='review_hidden'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='stars_one_to_five'),
                    models.UniqueConstraint(fields=('mall', 'bought_line'), name='one_review_per_line'),
                ],
            },
        ),
        SecureMallTables('reviews', ['Review']),
    ]
