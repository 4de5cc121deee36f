"""`manage.py rebuild_lines`: work out every line of the directory anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction


class Command(BaseCommand):
    help = "Work out every line of the directory anew, and tell how many were different. Safe at any time."

    @transaction.atomic
    def handle(self, **_options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE lines_before ON COMMIT DROP AS SELECT * FROM actions_line")
            cursor.execute(
                "SELECT actions_refresh_lines(array_agg(id)) FROM "
                "(SELECT id FROM actions_action UNION SELECT action_id FROM actions_line) everything GROUP BY id / 5000"
            )
            cursor.execute("SELECT count(*) FROM (TABLE actions_line EXCEPT TABLE lines_before) line")
            (changed,) = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM actions_line")
            (lines,) = cursor.fetchone()
        self.stdout.write(f"{lines} lines stand in the directory; {changed} were different before.")
