"""Counts of what editors decided, and triggers that log what is to be counted anew (docs/decisions/0041)."""

import django.contrib.postgres.fields
import django.db.models.fields.json
from django.conf import settings
from django.db import migrations, models

FUNCTIONS = """
-- A decision came, changed or was taken back: it speaks anew of the items that it read, and of those of stories that
-- were merged into its own, through any number of merges.
CREATE FUNCTION ingest_decision_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ingest_uncounted (what, thing) VALUES ('decision', COALESCE(NEW.id, OLD.id));
    INSERT INTO ingest_uncounted (what, thing)
    WITH RECURSIVE spoken (decision_id, story_id) AS (
        SELECT COALESCE(NEW.id, OLD.id), COALESCE(NEW.story_id, OLD.story_id)
        UNION
        SELECT merged.id, merged.story_id
        FROM ingest_decision merged JOIN spoken ON merged.answer ->> 'other' = spoken.story_id::text
        WHERE merged.kind = 'merge'
    )
    SELECT DISTINCT 'item', version.item_id
    FROM spoken
    JOIN ingest_decision_proposals link ON link.decision_id = spoken.decision_id
    JOIN ingest_proposal proposal ON proposal.id = link.proposal_id
    JOIN ingest_itemversion version ON version.id = proposal.version_id;
    RETURN NULL;
END;
$$;

-- Decisions read proposals, or read them no longer. Whether an item is alone in its decision concerns the others too.
CREATE FUNCTION ingest_reading_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ingest_uncounted (what, thing)
    SELECT 'decision', decision_id FROM changed
    UNION
    SELECT 'item', version.item_id
    FROM (
        SELECT proposal_id FROM changed
        UNION
        SELECT link.proposal_id FROM ingest_decision_proposals link
        WHERE link.decision_id IN (SELECT decision_id FROM changed)
    ) read
    JOIN ingest_proposal proposal ON proposal.id = read.proposal_id
    JOIN ingest_itemversion version ON version.id = proposal.version_id;
    RETURN NULL;
END;
$$;

-- A decision made an action.
CREATE FUNCTION ingest_making_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ingest_uncounted (what, thing) VALUES ('decision', COALESCE(NEW.decision_id, OLD.decision_id));
    RETURN NULL;
END;
$$;

-- An action was published, retracted, or given to another version of the classifier.
CREATE FUNCTION ingest_action_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ingest_uncounted (what, thing)
    SELECT 'decision', link.decision_id FROM ingest_decision_actions link WHERE link.action_id = NEW.id;
    RETURN NULL;
END;
$$;

-- A version that was decided went to another item, or its language was read anew.
CREATE FUNCTION ingest_version_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ingest_uncounted (what, thing)
    SELECT 'item', item FROM unnest(ARRAY[OLD.item_id, NEW.item_id]) AS item
    WHERE EXISTS (
        SELECT FROM ingest_proposal proposal JOIN ingest_decision_proposals link ON link.proposal_id = proposal.id
        WHERE proposal.version_id = NEW.id
    );
    RETURN NULL;
END;
$$;

-- A proposal is never rewritten by us; should somebody do it by hand, what it counts for changes with it.
CREATE FUNCTION ingest_proposal_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ingest_uncounted (what, thing)
    SELECT 'decision', link.decision_id FROM ingest_decision_proposals link WHERE link.proposal_id = NEW.id
    UNION
    SELECT 'item', version.item_id
    FROM ingest_decision_proposals link JOIN ingest_itemversion version ON version.id = NEW.version_id
    WHERE link.proposal_id = NEW.id;
    RETURN NULL;
END;
$$;

-- A source turned out to be of another sort.
CREATE FUNCTION ingest_source_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ingest_uncounted (what, thing)
    SELECT 'item', item.id FROM ingest_item item
    JOIN ingest_counted counted ON counted.what = 'item' AND counted.thing = item.id
    WHERE item.source_id = NEW.id;
    RETURN NULL;
END;
$$;
"""
UNDO = """
DROP FUNCTION ingest_decision_uncounted, ingest_reading_uncounted, ingest_making_uncounted, ingest_action_uncounted,
    ingest_version_uncounted, ingest_proposal_uncounted, ingest_source_uncounted
"""
ALL_THAT_WAS_DECIDED = """
INSERT INTO ingest_uncounted (what, thing) SELECT 'decision', id FROM ingest_decision ORDER BY id;
INSERT INTO ingest_uncounted (what, thing)
SELECT DISTINCT 'item', version.item_id
FROM ingest_decision_proposals link
JOIN ingest_proposal proposal ON proposal.id = link.proposal_id
JOIN ingest_itemversion version ON version.id = proposal.version_id
"""


def log(table, function, operation, condition=""):
    """Call `function` after each row that `operation` touches, where `condition` holds."""
    return migrations.RunSQL(
        f"CREATE TRIGGER log_uncounted AFTER {operation} ON {table} "
        f"FOR EACH ROW {condition}EXECUTE FUNCTION ingest_{function}_uncounted()",
        f"DROP TRIGGER log_uncounted ON {table}",
    )


def log_readings(operation, rows):
    """One call for each statement: a decision may read hundreds of proposals."""
    return migrations.RunSQL(
        f"CREATE TRIGGER log_uncounted_{operation.lower()} AFTER {operation} ON ingest_decision_proposals "
        f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ingest_reading_uncounted()",
        f"DROP TRIGGER log_uncounted_{operation.lower()} ON ingest_decision_proposals",
    )


def differ(*columns):
    return f"WHEN ({' OR '.join(f'OLD.{name} IS DISTINCT FROM NEW.{name}' for name in columns)}) "


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0006_read_months_and_days_of_our_record'),
        ('ingest', '0007_write_fewer_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('item', 'Item'), ('decision', 'Decision')], max_length=8)),
                ('thing', models.BigIntegerField()),
                ('tallies', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Keys of Tally; one that counts twice stands twice.', size=None)),
                ('decided_at', models.DateTimeField(blank=True, help_text='Of an item: when it was decided last.', null=True)),
            ],
            options={
                'verbose_name': 'counted item or decision',
                'verbose_name_plural': 'counted items and decisions',
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=20)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('part', models.CharField(blank=True, max_length=20)),
                ('count', models.IntegerField(default=0)),
            ],
            options={
                'verbose_name': 'count of decisions',
                'verbose_name_plural': 'counts of decisions',
            },
        ),
        migrations.CreateModel(
            name='Uncounted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('item', 'Item'), ('decision', 'Decision')], max_length=8)),
                ('thing', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'change to be counted',
                'verbose_name_plural': 'changes to be counted',
            },
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('kind', 'approve'), ('undone_at__isnull', True)), fields=['-decided_at', '-id'], name='decision_latest_approvals'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(django.db.models.fields.json.KeyTextTransform('other', 'answer'), condition=models.Q(('kind', 'merge')), name='decision_merged_into'),
        ),
        migrations.AddIndex(
            model_name='counted',
            index=models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['decided_at'], name='counted_by_day'),
        ),
        migrations.AddConstraint(
            model_name='counted',
            constraint=models.UniqueConstraint(fields=('what', 'thing'), name='counted_once'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('figure', 'name', 'part'), name='tally_once'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 0)), name='tally_never_below_zero', violation_error_message='A count of decisions would fall below zero.'),
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
        log("ingest_decision", "decision", "INSERT OR UPDATE OR DELETE"),
        log_readings("INSERT", "NEW"),
        log_readings("DELETE", "OLD"),
        log("ingest_decision_actions", "making", "INSERT OR DELETE"),
        log(
            *("actions_action", "action", "UPDATE OF is_published, classifier_version"),
            differ("is_published", "classifier_version"),
        ),
        log("ingest_itemversion", "version", "UPDATE OF item_id, language", differ("item_id", "language")),
        log("ingest_proposal", "proposal", "UPDATE", "WHEN (OLD.* IS DISTINCT FROM NEW.*) "),
        log("ingest_source", "source", "UPDATE OF publisher_kind", differ("publisher_kind")),
        migrations.RunSQL(ALL_THAT_WAS_DECIDED, migrations.RunSQL.noop),
    ]
