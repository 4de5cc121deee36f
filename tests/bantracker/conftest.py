import pytest


@pytest.fixture(autouse=True)
def _unhashed_static_files(settings):
    """Pages render without a collected, hashed copy of the static files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
