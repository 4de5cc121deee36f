import pytest


@pytest.fixture(autouse=True)
def static_files_in_place(settings):
    """Static files keep their own names and come from `static/`: nothing needs to be collected first."""
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
