"""What the pages of changes and of a day of our record are read by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_log_of_changed_pages")]

    operations = [
        migrations.RemoveIndex(model_name="revision", name="revision_latest"),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["recorded_at"], include=["action", "sequence", "is_quiet"], name="revision_by_month"
            ),
        ),
    ]
