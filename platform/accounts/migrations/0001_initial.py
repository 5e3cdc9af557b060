"""Users, whom the mall may be missing from; what a mall knows of its shoppers, behind its walls."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables, SecureMixedTable


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('login', models.CharField(max_length=150, verbose_name='login')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='mobile number')),
                ('display_name', models.CharField(blank=True, max_length=60, verbose_name='name shown')),
                ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                ('is_staff', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.mall')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('session_epoch', models.PositiveIntegerField(db_default=0, default=0, editable=False)),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'constraints': [models.UniqueConstraint(fields=('mall', 'login'), name='one_login_per_mall', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consignee', models.CharField(max_length=60, verbose_name='consignee')),
                ('phone', models.CharField(max_length=20, verbose_name='mobile number')),
                ('province', models.CharField(max_length=30, verbose_name='province')),
                ('city', models.CharField(max_length=30, verbose_name='city')),
                ('district', models.CharField(max_length=30, verbose_name='district')),
                ('district_code', models.CharField(blank=True, max_length=6)),
                ('street', models.CharField(max_length=120, verbose_name='street and number')),
                ('is_default', models.BooleanField(default=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'address',
                'verbose_name_plural': 'addresses',
                'indexes': [models.Index(fields=['mall', 'shopper'], name='address_shopper')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('subject', models.CharField(editable=False, max_length=80)),
                ('name_sealed', models.BinaryField()),
                ('number_sealed', models.BinaryField()),
                ('number_key', models.CharField(max_length=64)),
                ('allowance_key', models.CharField(max_length=64)),
                ('name_masked', models.CharField(max_length=60, verbose_name='name')),
                ('number_masked', models.CharField(max_length=30, verbose_name='ID number')),
                ('consent_version', models.CharField(max_length=20)),
                ('consent_hash', models.CharField(max_length=64)),
                ('consented_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'identity',
                'verbose_name_plural': 'identities',
                'indexes': [
                    models.Index(fields=['mall', 'shopper'], name='identity_shopper'),
                    models.Index(fields=['mall', 'number_key'], name='identity_number'),
                ],
                'constraints': [models.UniqueConstraint(fields=('mall', 'row_key'), name='identity_row_key')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('clerk', 'Clerk')], default='clerk', max_length=10)),
                ('mall', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='tenancy.mall')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'mall'), name='one_membership')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('mall', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('identity', 'Name and ID number'), ('customs', 'A customs message with name and ID number')], max_length=20, verbose_name='what was read')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('actor', models.CharField(max_length=60, verbose_name='by')),
                ('actor_name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('identity', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='looks', to='accounts.identity')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'look at personal data',
                'verbose_name_plural': 'looks at personal data',
                'indexes': [models.Index(fields=['mall', 'shopper', '-id'], name='look_of_shopper')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='look_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='LoginChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('subject', models.CharField(editable=False, max_length=80)),
                ('old_sealed', models.BinaryField(null=True)),
                ('old_end', models.CharField(blank=True, max_length=4, verbose_name='old number ends in')),
                ('new_end', models.CharField(blank=True, max_length=4, verbose_name='new number ends in')),
                ('proof', models.CharField(choices=[('code', 'A code to the old phone'), ('password', 'The password')], max_length=10, verbose_name='proved by')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('told_at', models.DateTimeField(null=True, verbose_name='old number told at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'change of a login phone',
                'verbose_name_plural': 'changes of login phones',
                'indexes': [models.Index(fields=['mall', 'shopper', '-id'], name='login_change_of_shopper')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'row_key'), name='login_change_row_key')],
            },
        ),
        SecureMallTables('accounts', ['Address', 'Identity', 'Look', 'LoginChange'], append_only=['Look']),
        SecureMixedTable('accounts', 'User'),
        SecureMixedTable('accounts', 'Session'),
    ]
