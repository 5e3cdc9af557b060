"""Facts, deliveries and answers given once, behind the walls; the relay's role sees only which mall has something due."""

import django.db.models.deletion
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables, relay_role

# The relay lists malls with something due, and reads nothing else: a policy of its own, on these columns alone.
RELAY_SEES = [
    f'GRANT SELECT (mall_id, state, next_at, lease_until) ON journal_delivery TO "{relay_role()}"',
    f'CREATE POLICY relay ON journal_delivery FOR SELECT TO "{relay_role()}" USING (true)',
]


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('queue', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('since', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('subject', models.CharField(max_length=60, verbose_name='subject')),
                ('payload', models.JSONField(default=dict, verbose_name='payload')),
                ('occurred_at', models.DateTimeField(verbose_name='occurred at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'fact',
                'verbose_name_plural': 'facts',
                'indexes': [
                    models.Index(fields=['mall', 'subject', 'id'], name='journal_fact_subject'),
                    models.Index(fields=['mall', 'kind', 'occurred_at'], name='journal_fact_kind'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hearer', models.CharField(max_length=120, verbose_name='hearer')),
                ('subject', models.CharField(max_length=60, verbose_name='subject')),
                ('state', models.CharField(choices=[('due', 'Due'), ('done', 'Done'), ('dead', 'Dead letter')], default='due', max_length=4, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_at', models.DateTimeField(verbose_name='next at')),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('fact', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='deliveries', to='journal.fact')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [
                    models.Index(condition=models.Q(('state', 'due')), fields=['mall', 'next_at'], name='journal_delivery_due'),
                    models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['mall', 'hearer', 'subject', 'id'], name='journal_delivery_order'),
                ],
                'constraints': [models.UniqueConstraint(fields=('mall', 'fact', 'hearer'), name='one_delivery_per_hearer')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=255)),
                ('request_hash', models.CharField(max_length=64)),
                ('answer', models.JSONField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'scope', 'key'), name='one_answer_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=40)),
                ('period', models.BigIntegerField()),
                ('taken_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'period'), name='one_tick_per_period')],
            },
        ),
        SecureMallTables('journal', ['Fact', 'Delivery', 'IdempotencyKey'], append_only=['Fact']),
        migrations.RunSQL(RELAY_SEES, migrations.RunSQL.noop),
    ]
