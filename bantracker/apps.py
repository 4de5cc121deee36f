from django.apps import AppConfig


class BantrackerConfig(AppConfig):
    name = "bantracker"

    def ready(self) -> None:
        """Register the checks, and make the Celery application the one that tasks belong to."""
        from bantracker import celery, checks  # noqa: F401 - both work by being imported
