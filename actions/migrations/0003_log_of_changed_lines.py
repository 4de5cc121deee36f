"""A log of which lines each transaction changed, for readers that hold lines in memory (docs/decisions/0021)."""

from django.db import migrations

LOG = """
CREATE TABLE actions_linechange (
    changed_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
    action_id bigint,  -- none: all lines
    logged_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX line_change_by_transaction ON actions_linechange (changed_by);
CREATE INDEX line_change_by_time ON actions_linechange (logged_at);

CREATE FUNCTION actions_lines_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO actions_linechange (action_id) SELECT DISTINCT action_id FROM changed;
    RETURN NULL;
END;
$$;
CREATE FUNCTION actions_all_lines_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO actions_linechange (action_id) VALUES (NULL);
    RETURN NULL;
END;
$$;
"""
UNDO = """
DROP TABLE actions_linechange;
DROP FUNCTION actions_lines_changed, actions_all_lines_changed;
"""


def log(table, operation):
    """Log the lines that a statement changed; emptying the table changes them all."""
    name = f"log_after_{operation.lower()}"
    if operation == "TRUNCATE":
        rows = "FOR EACH STATEMENT EXECUTE FUNCTION actions_all_lines_changed()"
    else:
        which = "OLD" if operation == "DELETE" else "NEW"
        rows = f"REFERENCING {which} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION actions_lines_changed()"
    return migrations.RunSQL(f"CREATE TRIGGER {name} AFTER {operation} ON {table} {rows}", f"DROP TRIGGER {name} ON {table}")


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_lines_of_the_directory")]

    operations = [
        migrations.RunSQL(LOG, UNDO),
        *(
            log(table, operation)
            for table in ("actions_line", "actions_pastline")
            for operation in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
        ),
    ]
