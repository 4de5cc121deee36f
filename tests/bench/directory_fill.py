"""Migrate an empty database and fill it: `python -m tests.bench.directory_fill ACTIONS VENDORS`."""

import os
import sys

import django
from django.core.management import call_command

from tests.bench.synthetic import fill

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bantracker.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    fill(os.environ["DATABASE_URL"], actions=int(sys.argv[1]), vendors=int(sys.argv[2]))
    sys.stdout.write("[]\n")
