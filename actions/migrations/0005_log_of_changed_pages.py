"""A log of the transactions that changed what public pages show, for processes that keep pages (docs/decisions/0023)."""

from django.db import migrations

LOG = """
CREATE TABLE actions_pagechange (
    changed_by xid8 PRIMARY KEY DEFAULT pg_current_xact_id(),
    logged_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX page_change_by_time ON actions_pagechange (logged_at);

CREATE FUNCTION actions_pages_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM changed) THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO actions_pagechange DEFAULT VALUES ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
"""
UNDO = "DROP TABLE actions_pagechange; DROP FUNCTION actions_pages_changed;"
TABLES = (
    *("actions_action", "actions_actionauthority", "actions_actioncitation", "actions_alias", "actions_announcement"),
    *("actions_citation", "actions_instrumentreference", "actions_line", "actions_milestone", "actions_pastline"),
    *("actions_quote", "actions_reaction", "actions_reaction_actions", "actions_revision", "actions_series"),
    *("actions_target", "actions_vendor", "jurisdictions_authority", "jurisdictions_jurisdiction"),
)
"""Whatever a page of the directory reads, but for what ingest counts at each poll (`jurisdictions_coverage`)."""


def log(table, operation):
    """Log the transaction of each statement that changed a row; a statement that met none changes no page."""
    which = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}.get(operation)
    rows = f"REFERENCING {which} TABLE AS changed" if which else ""
    name = f"log_page_after_{operation.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {operation} ON {table} {rows} "
        "FOR EACH STATEMENT EXECUTE FUNCTION actions_pages_changed()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_close_the_list_of_sectors"), ("jurisdictions", "0001_initial")]

    operations = [
        migrations.RunSQL(LOG, UNDO),
        *(log(table, operation) for table in TABLES for operation in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")),
    ]
