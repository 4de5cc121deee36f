"""Keep whole answers with their bytes once by hash, the pages behind items, and repairs of what is one item.

The bytes move from snapshots to payloads. Nothing was released yet, so the old column goes at once.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ingest', '0004_learn_from_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Payload',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('body', models.BinaryField()),
                ('byte_count', models.PositiveIntegerField(help_text='Length before compression.')),
            ],
            options={
                'verbose_name': 'payload',
                'verbose_name_plural': 'payloads',
            },
        ),
        migrations.RunSQL(
            "INSERT INTO ingest_payload (sha256, body, byte_count) SELECT sha256, body, byte_count FROM ingest_snapshot",
            "UPDATE ingest_snapshot s SET body = p.body FROM ingest_payload p WHERE p.sha256 = s.sha256",
        ),
        migrations.RunSQL(
            "ALTER TABLE ingest_snapshot DROP COLUMN body",
            "ALTER TABLE ingest_snapshot ADD COLUMN body bytea NOT NULL DEFAULT ''::bytea",
            state_operations=[migrations.RemoveField(model_name='snapshot', name='body')],
        ),
        # The column stays: what was a unique text becomes the key of a payload.
        migrations.RenameField(model_name='snapshot', old_name='sha256', new_name='payload'),
        migrations.AlterField(
            model_name='snapshot',
            name='payload',
            field=models.ForeignKey(db_column='sha256', on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='ingest.payload'),
        ),
        migrations.AddField(
            model_name='item',
            name='content_sha256',
            field=models.CharField(blank=True, help_text='The content that its source showed last; a version has it.', max_length=64),
        ),
        migrations.AddField(
            model_name='item',
            name='instruments',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Bills, dockets, CELEX and notice numbers that it names: grounds for grouping, never identity.', size=None),
        ),
        migrations.AddField(
            model_name='item',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='ingest.item'),
        ),
        migrations.AddField(
            model_name='itemalias',
            name='reason',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='itemversion',
            name='named',
            field=models.JSONField(blank=True, default=dict, help_text='By what the entry was known as this item.'),
        ),
        migrations.AddField(
            model_name='itemversion',
            name='origin',
            field=models.CharField(choices=[('entry', 'the entry of the source'), ('page', 'the page itself'), ('pdf', 'the PDF itself'), ('gone', 'that the page is gone')], default='entry', max_length=8),
        ),
        migrations.AddField(
            model_name='itemversion',
            name='page_starts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), blank=True, default=list, help_text='Where each page of a PDF begins in `text`.', size=None),
        ),
        migrations.AddField(
            model_name='itemversion',
            name='returned_count',
            field=models.PositiveIntegerField(default=0, help_text='How often the source came back to it.'),
        ),
        migrations.AddField(
            model_name='itemversion',
            name='update',
            field=models.CharField(choices=[('first', 'First seen'), ('fuller', 'Full text'), ('noise', 'Noise'), ('correction', 'Correction'), ('substance', 'Change of substance'), ('retraction', 'Retraction')], default='first', max_length=12),
        ),
        migrations.AddField(
            model_name='itemversion',
            name='update_reasons',
            field=models.JSONField(blank=True, default=list, help_text='What it was sorted by, as [what, words].'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='asked_url',
            field=models.URLField(blank=True, help_text='What was asked, before any redirect.', max_length=2000),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='http_version',
            field=models.CharField(default='1.1', max_length=3),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='reason',
            field=models.CharField(blank=True, help_text='The words of the status line.', max_length=300),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='redirects',
            field=models.JSONField(default=list, help_text='The answers that led here, in order.'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='request_headers',
            field=models.JSONField(default=list, help_text='What we sent, as [name, value] pairs.'),
        ),
        migrations.AddField(
            model_name='story',
            name='event_days',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, help_text='Days on which, as its items say, it was made known.', size=None),
        ),
        migrations.AddField(
            model_name='story',
            name='instruments',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='story',
            name='words',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, help_text='What its titles speak of, for matching.', size=None),
        ),
        migrations.AddField(
            model_name='story',
            name='languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='url',
            field=models.URLField(help_text='Where it came from, after all redirects.', max_length=2000),
        ),
        migrations.CreateModel(
            name='ItemChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('split', 'Split'), ('merge', 'Merged')], max_length=8)),
                ('detail', models.JSONField(default=dict, help_text='What was moved, so that it can be moved back.')),
                ('made_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('editor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='ingest.item')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes_as_other', to='ingest.item')),
            ],
            options={
                'verbose_name': 'repair of an item',
                'verbose_name_plural': 'repairs of items',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PageRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=2000)),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be read'), ('read', 'Read'), ('given_up', 'Given up')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('error', models.CharField(blank=True, help_text='Why it could not be read, in a sentence.', max_length=1000)),
                ('check_at', models.DateTimeField(blank=True, null=True)),
                ('checks', models.PositiveSmallIntegerField(default=0)),
                ('gone_since', models.DateTimeField(blank=True, help_text='Since when it answers 404 or 410.', null=True)),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='page_read', to='ingest.item')),
            ],
            options={
                'verbose_name': 'page behind an item',
                'verbose_name_plural': 'pages behind items',
            },
        ),
        migrations.AddIndex(
            model_name='snapshot',
            index=models.Index(fields=['fetched_at'], name='snapshot_to_drop'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('payload', 'url'), name='snapshot_once_per_address'),
        ),
        migrations.AddIndex(
            model_name='pageread',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='page_read_due'),
        ),
        migrations.AddIndex(
            model_name='pageread',
            index=models.Index(condition=models.Q(('check_at__isnull', False)), fields=['check_at'], name='page_read_to_check'),
        ),
    ]
