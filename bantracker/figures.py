"""What an operator watches, each one count: `make status` shows them, /metrics gives them to a collector."""

FIGURES = {
    "sources_polled": "SELECT count(*) FROM ingest_source WHERE NOT is_paused",
    "sources_failing": "SELECT count(*) FROM ingest_source WHERE NOT is_paused AND failures_in_a_row > 0",
    "findings_standing": "SELECT count(*) FROM ingest_finding WHERE closed_at IS NULL",
    "seconds_since_a_source_was_read": (
        "SELECT coalesce(extract(epoch FROM now() - max(last_success_at))::bigint, 0)"
        " FROM ingest_source WHERE NOT is_paused"
    ),
    "items": "SELECT count(*) FROM ingest_item",
    "stories_to_decide": "SELECT count(*) FROM ingest_story WHERE state = 'new'",
    "actions": "SELECT count(*) FROM actions_action WHERE is_published",
    "notices_to_send": "SELECT count(*) FROM actions_outbox WHERE sent_at IS NULL",
}
QUEUE = "celery"
"""The list in the broker where tasks wait."""
